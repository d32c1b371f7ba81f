"""The settings of the site: each said once, with its rule and default. The form is made from this."""

import time
from typing import Annotated

from django.conf import settings
from django.db import DatabaseError
from pydantic import Field

from actionlines.framework.called import CountryList
from actionlines.papers.progress import OLD
from actionlines.register.core.rules import Choice, Flag, InLanguages, Line, Many, Name, Url, Whole
from actionlines.register.core.schema import Input
from actionlines.register.preferences.models import SiteSettings

SECONDS = 10.0  # after which a process looks whether another one changed the settings
CARD = ("operator", "contact", "address", "licence", "publisher", "iati_organisation")
TEXT = 5000  # characters of a text of the operator, in one language


def site_languages() -> list[str]:
    """Return the codes of the languages that the site has."""
    return [code for code, _name in settings.LANGUAGES]


class SettingsFields(Input):
    """What the site goes by. The environment gives the defaults of the operator's card: name to IATI organisation.

    address            where readers reach the site
    licence            address of the licence of the data
    publisher          addresses that identify the operator, such as those of ROR or Wikidata, with blanks between
    iati_organisation  identifier of the operator in IATI, such as XM-DAC-47066
    docs               address of the folder that `make docs` writes
    samples            symbols of texts and, as `org:12`, organisations that somebody invented, with blanks between
    """

    name: Annotated[str, Name(80, needed=True)] = Field(default_factory=lambda: str(settings.SITE_NAME))
    operator: Annotated[str, Name(200)] = Field(default_factory=lambda: str(settings.OPERATOR))
    contact: Annotated[str, Line(200)] = Field(default_factory=lambda: str(settings.CONTACT))
    address: Annotated[str, Url(200)] = Field(default_factory=lambda: str(settings.ADDRESS))
    licence: Annotated[str, Url(200)] = Field(default_factory=lambda: str(settings.LICENCE))
    publisher: Annotated[str, Line(300)] = Field(default_factory=lambda: str(settings.PUBLISHER))
    iati_organisation: Annotated[str, Line(100)] = Field(default_factory=lambda: str(settings.IATI_ORGANISATION))
    docs: Annotated[str, Url(200)] = ""
    notice: Annotated[dict[str, str], InLanguages(200, of=site_languages)] = Field(default_factory=dict)
    samples: Annotated[str, Line(2000)] = ""
    about: Annotated[dict[str, str], InLanguages(TEXT, of=site_languages)] = Field(default_factory=dict)
    privacy: Annotated[dict[str, str], InLanguages(TEXT, of=site_languages)] = Field(default_factory=dict)
    languages: Annotated[list[str], Many(6, each=Choice(of=site_languages), needed=True)] = Field(
        default_factory=site_languages
    )
    country_names: Annotated[CountryList, Choice(of=("un", "itu"))] = "un"
    years_old: Annotated[int, Whole(least=1, greatest=50)] = OLD
    old_aside: Annotated[bool, Flag()] = False
    days_drafts: Annotated[int, Whole(least=1, greatest=30)] = 2
    days_readings: Annotated[int, Whole(least=1, greatest=90)] = 7
    days_tasks: Annotated[int, Whole(least=1, greatest=365)] = 30


class Current(SettingsFields):
    """The settings that hold now. `version` is 0 where nobody has set any, `logo` a digest or ""."""

    version: int = 0
    logo: str = ""

    @property
    def owner(self) -> str:
        """Return who publishes: the operator, else the site by its name."""
        return self.operator or self.name

    @property
    def contact_url(self) -> str:
        """Return the address behind the contact: a page, else an e-mail."""
        return self.contact if self.contact.startswith(("https://", "http://")) else f"mailto:{self.contact}"

    def text_in(self, name: str, language: str) -> tuple[str, str]:
        """Return (a text of the operator, its language): the reader's, else English or what there is."""
        texts: dict[str, str] = getattr(self, name)
        own = next((item for item in (language, "en", *texts) if item in texts), "")
        return texts.get(own, ""), own

    def say_missing(self, *names: str) -> str:
        """Return in English which fields of the card nobody has set; "" for none."""
        missing = [name.replace("_", " ") for name in names or CARD if not getattr(self, name)]
        return f"Not stated by the operator of this register: {', '.join(missing)}." if missing else ""


_held: tuple[float, Current] | None = None


def current() -> Current:
    """Return the settings that hold now, at most SECONDS old; the defaults where the database is away."""
    global _held
    now = time.monotonic()
    if _held is None or now - _held[0] > SECONDS:
        try:
            record = SiteSettings.objects.select_related("logo").first()
        except DatabaseError:
            return _held[1] if _held else Current()
        _held = now, of_record(record)
    return _held[1]


def list_samples() -> list[str]:
    """Return what somebody invented: symbols of texts, and organisations (`org:12`)."""
    return current().samples.split()


def is_sample(key: str) -> bool:
    """Return whether the text of a symbol, or an organisation such as `org:12`, is invented."""
    return key in list_samples()


def of_record(record: SiteSettings | None) -> Current:
    """Return the settings of a record, with the defaults of all that nobody set."""
    if record is None:
        return Current()
    # A setting of another release is left out.
    known = {name: value for name, value in record.given.items() if name in SettingsFields.model_fields}
    return Current(**known, version=record.version, logo=record.logo.sha256 if record.logo else "")


def forget() -> None:
    """Read the settings from the database when they are asked for next."""
    global _held
    _held = None
