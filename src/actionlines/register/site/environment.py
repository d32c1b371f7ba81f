"""Variables of the environment, read into what Django wants. Errors name the variable."""

import contextlib
import os
import secrets
import shlex
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from actionlines.errors import SetupError
from actionlines.json_types import JsonObject


def flag(name: str, default: str = "") -> bool:
    """Return whether a variable says yes: `1`, `true`, `yes`, `on`; `default` where it is not set or empty."""
    return (os.environ.get(name, "").strip() or default).lower() in ("1", "true", "yes", "on")


def with_extra(name: str, extra: str, package: str) -> bool:
    """Return whether a variable says yes. Raises SetupError where the package of its extra is not installed."""
    if (wanted := flag(name)) and find_spec(package) is None:
        raise SetupError(name, f"install the extra first: `pip install 'actionlines[{extra}]'`")
    return wanted


def whole(name: str, otherwise: int, least: int, most: int) -> int:
    """Return a variable that holds a whole number from `least` to `most`; `otherwise` where it is not set."""
    if not (text := os.environ.get(name, "").strip()):
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        raise SetupError(name, f"“{text}” is not a whole number from {least} to {most}")
    return int(text)


def proposals() -> frozenset[str]:
    """Return the kinds of record whose proposed links visitors see, from ACTIONLINES_PUBLIC_PROPOSALS.

    `mandates` where it is not set; `none` shows no proposal.
    """
    kinds = {"activities": "activity", "mandates": "mandate"}
    parts = os.environ.get("ACTIONLINES_PUBLIC_PROPOSALS", "").lower().replace(",", " ").split()
    wanted = [item for item in parts or ["mandates"] if item != "none"]
    if wrong := [item for item in wanted if item not in kinds]:
        raise SetupError("ACTIONLINES_PUBLIC_PROPOSALS", f"“{wrong[0]}” is none of {', '.join(kinds)}, none")
    return frozenset(kinds[item] for item in wanted)


def secret(data: Path) -> str:
    """The secret key: from ACTIONLINES_SECRET, else from the data folder, where it is made the first time."""
    if text := os.environ.get("ACTIONLINES_SECRET"):
        return text
    path = data / "secret.key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise SetupError(
            str(data), f"the data folder cannot be used ({error.strerror})", "Set ACTIONLINES_DATA to one that can."
        ) from error


def _make_secret(path: Path) -> None:
    """Write a new key, whole or not at all; the first process that does is followed by the others."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        # Only its owner can read it.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def database(data: Path) -> JsonObject:
    """Django's settings for DATABASE_URL, or for SQLite in the data folder."""
    if not (url := os.environ.get("DATABASE_URL", "")):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "actionlines.sqlite3"),
            "OPTIONS": {
                # Writers wait for each other instead of failing; readers never wait.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SetupError("DATABASE_URL", "it is not of the form postgres://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


def files(where: str) -> JsonObject:
    """Django's storage of originals for ACTIONLINES_FILES: a bucket, or the data folder where it is empty."""
    if not where:
        return {"BACKEND": "actionlines.register.core.imports.originals.Folder"}
    parts = urlsplit(where)
    if parts.scheme != "s3" or not parts.netloc or {*"@:?#"} & set(parts.netloc + where[5:]):
        raise SetupError("ACTIONLINES_FILES", "it is not of the form s3://bucket or s3://bucket/prefix")
    if not find_spec("storages"):
        advice = "Install it with `pip install 'actionlines[s3]'`."
        raise SetupError("ACTIONLINES_FILES", "django-storages is not installed", advice)
    options = {"bucket_name": parts.netloc, "location": parts.path.strip("/")}
    return {"BACKEND": "actionlines.register.site.bucket.Bucket", "OPTIONS": options}


def address() -> str:
    """Return where readers reach the site, for links in messages: ACTIONLINES_ADDRESS, without a slash at its end."""
    text = os.environ.get("ACTIONLINES_ADDRESS", "").strip()
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if text and not (right and parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)):
        raise SetupError("ACTIONLINES_ADDRESS", "it is not of the form https://register.example.org")
    return text.rstrip("/")


def log_format() -> str:
    """Return `text` or `json`: how each line of the log is written, from ACTIONLINES_LOG."""
    text = os.environ.get("ACTIONLINES_LOG", "").strip().lower() or "text"
    if text not in ("text", "json"):
        raise SetupError("ACTIONLINES_LOG", f"“{text}” is none of text, json")
    return text


def scanner() -> list[str]:
    """The command of ACTIONLINES_SCANNER in its parts; [] where there is none."""
    try:
        return shlex.split(os.environ.get("ACTIONLINES_SCANNER", ""))
    except ValueError as error:
        raise SetupError("ACTIONLINES_SCANNER", f"it is not a command ({error})") from error


def email() -> tuple[str, JsonObject]:
    """(backend, its settings) for EMAIL_URL; the console where it is not set."""
    if not (url := os.environ.get("EMAIL_URL", "")):
        return "django.core.mail.backends.console.EmailBackend", {}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SetupError("EMAIL_URL", "it is not an address such as smtp://user:password@host:port")
    return "django.core.mail.backends.smtp.EmailBackend", {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
    }
