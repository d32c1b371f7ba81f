"""The file of ACTIONLINES_SIGN_ON, in TOML, read into what Django and allauth want. Errors name file and field.

docs/administer/sign-on.md describes each field.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from actionlines.errors import SetupError

Table = Mapping[str, Any]  # of TOML: a provider, or one of its rules
Claims = Mapping[str, Any]  # what a provider says of a person, by the names of OpenID Connect
PROVIDER, SAML = "actionlines_oidc", "actionlines_saml"  # the kinds of provider, in allauth's settings
_ROLES = ("reviewer", "focal", "secretariat", "administrator")
_BOTH = frozenset(
    {
        "id", "name", "issuer", "trust_email", "new_accounts", "groups_claim", "roles", "form_origins",
    }
)  # fmt: skip
_OIDC = _BOTH | {"client_id", "client_secret", "client_secret_file", "scopes", "prompt"}
_SAML = _BOTH | {"metadata", "subject_claim", "email_claim", "name_claim"}
_RULE = frozenset({"group", "role", "scope"})
_METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SignOn:
    """Providers in the order of the page, and whether accounts with passwords work too."""

    local_accounts: bool = True
    providers: tuple[Table, ...] = ()
    origins: tuple[str, ...] = field(default=())  # to which the form of the sign-in page may lead

    @property
    def saml(self) -> bool:
        """Return whether a provider speaks SAML."""
        return any(map(_is_saml, self.providers))

    def settings(self) -> dict[str, object]:
        """Return what allauth reads: one app for each provider."""
        return {
            PROVIDER: {"APPS": [_app(one) for one in self.providers if not _is_saml(one)]},
            SAML: {"APPS": [_saml_app(one) for one in self.providers if _is_saml(one)]},
        }


def read(path: str | None, site: str = "") -> SignOn:
    """Return the providers of a file; none where no file is named. Raises SetupError (AL708).

    site  the address of the register, which providers of SAML know it by
    """
    if not path:
        return SignOn()
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(path, f"it cannot be read ({error})", "Check ACTIONLINES_SIGN_ON.") from error
    if wrong := sorted(set(given) - {"local_accounts", "provider"}):
        raise SetupError(path, f"there is no field {wrong[0]!r}", "Fields are local_accounts, provider.")
    providers = tuple(_checked(path, n, one, site) for n, one in enumerate(given.get("provider", []), 1))
    if not providers:
        raise SetupError(path, "it names no provider", "Add a table [[provider]].")
    if len({one["id"] for one in providers}) < len(providers):
        raise SetupError(path, "two providers have the same id")
    local = given.get("local_accounts", True)
    if not isinstance(local, bool):
        raise SetupError(path, "local_accounts is neither true nor false")
    origins = {_origin(one.get("asked", one["issuer"])) for one in providers}
    origins |= {_origin(more) for one in providers for more in one.get("form_origins", ())}
    return SignOn(local, providers, tuple(sorted(origins)))


def _is_saml(one: Table) -> bool:
    return "metadata" in one


def _checked(path: str, number: int, one: Table, site: str) -> Table:
    where = f"{path}, provider {number}"
    saml = _is_saml(one)
    known = _SAML if saml else _OIDC
    for name in ("id", "name", "issuer", "metadata" if saml else "client_id"):
        if not isinstance(one.get(name), str) or not one[name]:
            raise SetupError(where, f"{name} is missing")
    if wrong := sorted(set(one) - known):
        raise SetupError(where, f"there is no field {wrong[0]!r}", f"Fields are {', '.join(sorted(known))}.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", one["id"]):
        raise SetupError(where, f"id: “{one['id']}” has other signs than a-z, 0-9 and -")
    for name in ("trust_email", "new_accounts"):
        if not isinstance(one.get(name, False), bool):
            raise SetupError(where, f"{name} is neither true nor false")
    for name, of in (("scopes", str), ("form_origins", str), ("roles", dict)):
        held = one.get(name, [])
        if not isinstance(held, list) or not all(isinstance(each, of) for each in held):
            raise SetupError(where, f"{name} is not a list of {'texts' if of is str else 'tables'}")
    # A provider of SAML may call itself by any name: its metadata say where it is asked.
    if saml:
        one = {**one, "asked": _asked(where, one), "site": site}
    for address in (one.get("asked", one["issuer"]), *one.get("form_origins", ())):
        parts = urlsplit(str(address))
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in _LOCAL):
            raise SetupError(where, f"“{address}” is not an address with https")
    if saml and not site:
        raise SetupError("ACTIONLINES_ADDRESS", "a provider of SAML needs the address of the register")
    if saml and find_spec("saml2") is None:
        raise SetupError(where, "SAML is not installed", "Install it: pip install 'actionlines[saml]'.")
    if saml and shutil.which("xmlsec1") is None:
        problem = "the program xmlsec1, which checks signatures, is not on this machine"
        raise SetupError(where, problem, "Install the Debian package xmlsec1.")
    for rule in one.get("roles", ()):
        if wrong := sorted(set(rule) - _RULE):
            problem = f"roles: there is no field {wrong[0]!r}"
            raise SetupError(where, problem, f"Fields are {', '.join(sorted(_RULE))}.")
        if not isinstance(rule.get("group"), str) or rule.get("role") not in _ROLES:
            problem = f"roles: {dict(rule)!r} has no group, or a role that is none of {', '.join(_ROLES)}"
            raise SetupError(where, problem)
    return one


def _asked(where: str, one: Table) -> str:
    """Return where the metadata of a provider want sign-ins to be asked for."""
    from actionlines.documents.blocks import Limits
    from actionlines.documents.xml_tree import parse_xml

    file = str(one["metadata"])
    try:
        root = parse_xml(Path(file).read_bytes(), file, "the metadata of a provider", Limits())
    except OSError as error:
        raise SetupError(file, f"it cannot be read ({error.strerror})") from error
    entities = {one.get("entityID"): one for one in root.iter(f"{_METADATA}EntityDescriptor")}
    if one["issuer"] not in entities:
        found = ", ".join(f"“{name}”" for name in list(entities)[:3]) or "nobody"
        raise SetupError(where, f"issuer: {file} describes {found}, not “{one['issuer']}”")
    entity, of = entities[one["issuer"]], f"{_METADATA}IDPSSODescriptor/{_METADATA}"
    if all(key.get("use") == "encryption" for key in entity.iterfind(f"{of}KeyDescriptor")):
        raise SetupError(file, f"“{one['issuer']}” has no key for signatures")
    for service in entity.iterfind(f"{of}SingleSignOnService"):
        if service.get("Binding") == "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect":
            return str(service.get("Location"))
    raise SetupError(file, f"“{one['issuer']}” has no SingleSignOnService by HTTP-Redirect")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _rules(one: Table) -> dict[str, object]:
    """Return what says whom a provider lets in and with which roles, whatever it speaks."""
    return {
        "trust_email": one.get("trust_email", False),
        "new_accounts": one.get("new_accounts", True),
        "groups_claim": str(one.get("groups_claim", "groups")),
        "roles": [dict(rule) for rule in one.get("roles", ())],
    }


def _saml_app(one: Table) -> dict[str, object]:
    names = ("issuer", "metadata", "site", "subject_claim", "email_claim", "name_claim")
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["id"],
        "settings": {**{name: str(one.get(name, "")) for name in names}, **_rules(one)},
    }


def _app(one: Table) -> dict[str, object]:
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": _secret(one),
        "settings": {
            **_rules(one),
            "server_url": one["issuer"].rstrip("/"),
            "issuer": one["issuer"],
            "oauth_pkce_enabled": True,
            "scope": list(one.get("scopes", ("openid", "profile", "email"))),
            "auth_params": {"prompt": one["prompt"]} if one.get("prompt") else {},
        },
    }


def _secret(one: Table) -> str:
    """Return the secret of a provider: from the file, or from one of its own."""
    if file := one.get("client_secret_file"):
        try:
            return Path(str(file)).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SetupError(str(file), f"it cannot be read ({error.strerror})") from error
    return str(one.get("client_secret", ""))
