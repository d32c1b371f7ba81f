"""The file of ACTIONLINES_SIGN_ON, in TOML, read into what Django and allauth want. Errors name file and field.

docs/administer/sign-on.md describes each field.
"""

import re
import shutil
import tomllib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from actionlines.errors import SetupError
from actionlines.json_types import JsonMapping

Table = JsonMapping  # of TOML: a provider, or one of its rules
Claims = JsonMapping  # what a provider says of a person, by the names of OpenID Connect
PROVIDER, SAML = "actionlines_oidc", "actionlines_saml"  # the kinds of provider, in allauth's settings
_ROLES = ("reviewer", "focal", "secretariat", "administrator")
_BOTH = frozenset({"id", "name", "issuer", "trust_email", "new_accounts", "groups_claim", "roles", "form_origins"})
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
            PROVIDER: {"APPS": [_app(table) for table in self.providers if not _is_saml(table)]},
            SAML: {"APPS": [_saml_app(table) for table in self.providers if _is_saml(table)]},
        }


def read(path: str | None, site: str = "") -> SignOn:
    """Return the providers of a file; none where no file is named. Raises SetupError (AL708).

    site  the address of the register, which providers of SAML know it by
    """
    if not path:
        return SignOn()
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(path, f"it cannot be read ({error})", "Check ACTIONLINES_SIGN_ON.") from error
    if wrong := sorted(set(data) - {"local_accounts", "provider"}):
        raise SetupError(path, f"there is no field {wrong[0]!r}", "Fields are local_accounts, provider.")
    providers = tuple(_checked(path, n, item, site) for n, item in enumerate(data.get("provider", []), 1))
    if not providers:
        raise SetupError(path, "it names no provider", "Add a table [[provider]].")
    if len({item["id"] for item in providers}) < len(providers):
        raise SetupError(path, "two providers have the same id")
    local = data.get("local_accounts", True)
    if not isinstance(local, bool):
        raise SetupError(path, "local_accounts is neither true nor false")
    origins = {_origin(item.get("asked", item["issuer"])) for item in providers}
    origins |= {_origin(more) for item in providers for more in item.get("form_origins", ())}
    return SignOn(local, providers, tuple(sorted(origins)))


def _is_saml(table: Table) -> bool:
    return "metadata" in table


def _checked(path: str, number: int, table: Table, site: str) -> Table:
    where = f"{path}, provider {number}"
    saml = _is_saml(table)
    known = _SAML if saml else _OIDC
    for name in ("id", "name", "issuer", "metadata" if saml else "client_id"):
        if not isinstance(table.get(name), str) or not table[name]:
            raise SetupError(where, f"{name} is missing")
    if wrong := sorted(set(table) - known):
        raise SetupError(where, f"there is no field {wrong[0]!r}", f"Fields are {', '.join(sorted(known))}.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", table["id"]):
        raise SetupError(where, f"id: “{table['id']}” has other signs than a-z, 0-9 and -")
    for name in ("trust_email", "new_accounts"):
        if not isinstance(table.get(name, False), bool):
            raise SetupError(where, f"{name} is neither true nor false")
    for name, of in (("scopes", str), ("form_origins", str), ("roles", dict)):
        held = table.get(name, [])
        if not isinstance(held, list) or not all(isinstance(each, of) for each in held):
            raise SetupError(where, f"{name} is not a list of {'texts' if of is str else 'tables'}")
    # A provider of SAML may call itself by any name: its metadata say where it is asked.
    if saml:
        table = {**table, "asked": _asked(where, table), "site": site}
    for address in (table.get("asked", table["issuer"]), *table.get("form_origins", ())):
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
    for rule in table.get("roles", ()):
        if wrong := sorted(set(rule) - _RULE):
            problem = f"roles: there is no field {wrong[0]!r}"
            raise SetupError(where, problem, f"Fields are {', '.join(sorted(_RULE))}.")
        if not isinstance(rule.get("group"), str) or rule.get("role") not in _ROLES:
            problem = f"roles: {dict(rule)!r} has no group, or a role that is none of {', '.join(_ROLES)}"
            raise SetupError(where, problem)
    return table


def _asked(where: str, table: Table) -> str:
    """Return where the metadata of a provider want sign-ins to be asked for."""
    from actionlines.documents.blocks import Limits
    from actionlines.documents.xml_tree import parse_xml

    file = str(table["metadata"])
    try:
        root = parse_xml(Path(file).read_bytes(), file, "the metadata of a provider", Limits())
    except OSError as error:
        raise SetupError(file, f"it cannot be read ({error.strerror})") from error
    entities = {item.get("entityID"): item for item in root.iter(f"{_METADATA}EntityDescriptor")}
    if table["issuer"] not in entities:
        matches = ", ".join(f"“{name}”" for name in list(entities)[:3]) or "nobody"
        raise SetupError(where, f"issuer: {file} describes {matches}, not “{table['issuer']}”")
    entity, of = entities[table["issuer"]], f"{_METADATA}IDPSSODescriptor/{_METADATA}"
    if all(key.get("use") == "encryption" for key in entity.iterfind(f"{of}KeyDescriptor")):
        raise SetupError(file, f"“{table['issuer']}” has no key for signatures")
    for service in entity.iterfind(f"{of}SingleSignOnService"):
        if service.get("Binding") == "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect":
            return str(service.get("Location"))
    raise SetupError(file, f"“{table['issuer']}” has no SingleSignOnService by HTTP-Redirect")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _rules(table: Table) -> dict[str, object]:
    """Return what says whom a provider lets in and with which roles, whatever it speaks."""
    return {
        "trust_email": table.get("trust_email", False),
        "new_accounts": table.get("new_accounts", True),
        "groups_claim": str(table.get("groups_claim", "groups")),
        "roles": [dict(rule) for rule in table.get("roles", ())],
    }


def _saml_app(table: Table) -> dict[str, object]:
    names = ("issuer", "metadata", "site", "subject_claim", "email_claim", "name_claim")
    return {
        "provider_id": table["id"],
        "name": table["name"],
        "client_id": table["id"],
        "settings": {**{name: str(table.get(name, "")) for name in names}, **_rules(table)},
    }


def _app(table: Table) -> dict[str, object]:
    return {
        "provider_id": table["id"],
        "name": table["name"],
        "client_id": table["client_id"],
        "secret": _secret(table),
        "settings": {
            **_rules(table),
            "server_url": table["issuer"].rstrip("/"),
            "issuer": table["issuer"],
            "oauth_pkce_enabled": True,
            "scope": list(table.get("scopes", ("openid", "profile", "email"))),
            "auth_params": {"prompt": table["prompt"]} if table.get("prompt") else {},
        },
    }


def _secret(table: Table) -> str:
    """Return the secret of a provider: from the file, or from one of its own."""
    if file := table.get("client_secret_file"):
        try:
            return Path(str(file)).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SetupError(str(file), f"it cannot be read ({error.strerror})") from error
    return str(table.get("client_secret", ""))
