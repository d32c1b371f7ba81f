"""The Django app of the pages: templates, static files, template tags, and its checks for production."""

from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

from actionlines.errors import SetupError
from actionlines.register.site.setup import must_reach_files


class SiteConfig(AppConfig):
    """The Django app of the pages and the API."""

    name = "actionlines.register.site"
    label = "actionlines_site"

    def ready(self) -> None:
        """Connect the signals that the log of sign-ins follows."""
        from actionlines.register.site import accounts  # noqa: F401


@register(Tags.security, deploy=True)
def public_address(**_given: object) -> list[CheckMessage]:
    """Warn where ACTIONLINES_ADDRESS is missing or wrong: the worker writes links without a request."""
    fields: str = settings.ADDRESS
    if not fields:
        return [
            Warning(
                "ACTIONLINES_ADDRESS is not set: links in messages lead to a host that is guessed.",
                hint="Set it to where readers reach the site, such as https://register.example.org.",
                id="actionlines.W001",
            )
        ]
    parts = urlsplit(fields)
    check_messages: list[CheckMessage] = []
    if not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        texts = f"The host of ACTIONLINES_ADDRESS ({parts.hostname}) is none of ACTIONLINES_HOSTS."
        check_messages.append(Warning(texts, hint="Add it there: links would not open.", id="actionlines.W002"))
    if settings.HTTPS and parts.scheme != "https":
        texts = "ACTIONLINES_ADDRESS begins with http:// on a site that is reached by HTTPS."
        check_messages.append(Warning(texts, hint="Write https://.", id="actionlines.W003"))
    return check_messages


@register(deploy=True)
def reachable_files(**_given: object) -> list[CheckMessage]:
    """Return an error where originals are in a bucket that cannot be used."""
    try:
        must_reach_files()
    except SetupError as error:
        return [Error(f"{error.subject}: {error.problem}.", hint=error.advice, id="actionlines.E001")]
    return []
