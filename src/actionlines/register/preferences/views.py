"""Pages of administrators: settings, state and trail of the site."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines import __version__
from actionlines.errors import ActionlinesError, StaleRecord
from actionlines.register import server_state
from actionlines.register.core.imports.files import path_of, store
from actionlines.register.core.imports.models import Reading, ReadingKind, StoredFile
from actionlines.register.core.imports.readings import ask, file_of
from actionlines.register.core.imports.sandbox import bounded, plain
from actionlines.register.core.kinds import Words, kinds, versioned_models
from actionlines.register.core.models import Event, Person, Version
from actionlines.register.core.pages.edit import DescribedForm, attempted
from actionlines.register.core.pages.page import SignedIn, page, page_number, unread, waiting, whole_number
from actionlines.register.core.pages.records import seen
from actionlines.register.core.permissions import decide, table
from actionlines.register.core.schema import Data
from actionlines.register.preferences.actions import EditSettings, SetLogo
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.preferences.picture import Picture
from actionlines.register.preferences.schema import SettingsFields, current, of_record

_DAYS = gettext_lazy("Older ones are deleted once a day.")
# Setting -> its label, and the help under it.
WORDS: dict[str, tuple[Words, Words]] = {
    "name": (gettext_lazy("Name of the site"), gettext_lazy("In the header, in references and messages.")),
    "operator": (gettext_lazy("Who runs it"), gettext_lazy("An office or organisation, for the page About.")),
    "contact": (gettext_lazy("Contact"), gettext_lazy("An e-mail address or web address for questions.")),
    "address": (
        gettext_lazy("Address of the site"),
        gettext_lazy("Where readers reach it, such as https://register.example.org: for links in files and messages."),
    ),
    "licence": (
        gettext_lazy("Licence of the data"),
        gettext_lazy("Its address, such as https://creativecommons.org/licenses/by/4.0/. Files and feeds state it."),
    ),
    "publisher": (
        gettext_lazy("Identifiers of who runs it"),
        gettext_lazy("Addresses of ROR, Wikidata or ISNI, with blanks between."),
    ),
    "iati_organisation": (
        gettext_lazy("Organisation identifier of IATI"),
        gettext_lazy("Such as XM-DAC-47066. Identifiers of activities in IATI files begin with it."),
    ),
    "docs": (
        gettext_lazy("Address of the documentation"),
        gettext_lazy("Where the pages that “make docs” writes are served. The page Help then links to them."),
    ),
    "notice": (
        gettext_lazy("Notice above every page"),
        gettext_lazy("One sentence, such as that the site is a demonstration."),
    ),
    "samples": (
        gettext_lazy("Invented texts and organisations"),
        gettext_lazy(
            "Symbols, and numbers such as org:12, with blanks between. Their mandates and activities are marked as "
            "samples. Pages and lists show such mandates only where there are no others; a search finds them."
        ),
    ),
    "about": (gettext_lazy("Text of the page About"), gettext_lazy("Shown below the text of the page.")),
    "privacy": (gettext_lazy("Text of the page Privacy"), gettext_lazy("Shown below the text of the page.")),
    "languages": (gettext_lazy("Languages offered"), gettext_lazy("Readers can choose among these.")),
    "country_names": (
        gettext_lazy("Names of countries and areas"),
        gettext_lazy("The list of ITU differs in English alone; all other languages use the list of the UN."),
    ),
    "years_old": (
        gettext_lazy("A value is old after (years)"),
        gettext_lazy("Counted to the newest value of the file that it was read from."),
    ),
    "old_aside": (
        gettext_lazy("Judge no series that ends with an old value"),
        gettext_lazy("Its values stay. It holds from the next import of a file on."),
    ),
    "days_drafts": (gettext_lazy("Keep what was saved while typing (days)"), _DAYS),
    "days_readings": (gettext_lazy("Keep answers to uploads (days)"), _DAYS),
    "days_tasks": (gettext_lazy("Keep results of tasks (days)"), _DAYS),
}
EVENTS = 20


class LogoForm(forms.Form):
    """The form for a picture in the header of the site."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("PNG, at most 512 kB and 1200 pixels on a side. It is shown 40 pixels high."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )


def _record() -> SiteSettings | None:
    return SiteSettings.objects.select_related("logo").first()


@page("site.settings")
def edit(request: SignedIn) -> HttpResponse:
    """Show the settings that hold, and save those that are sent."""
    record = _record()
    held = of_record(record)
    initial = {**held.model_dump(), "version": held.version or None}
    choices: dict[str, list[tuple[str, Words]]] = {
        "languages": [(code, name) for code, name in settings.LANGUAGES],
        "country_names": [("un", _("United Nations (UNTERM, M49)")), ("itu", _("ITU (DataHub)"))],
    }
    form = DescribedForm(SettingsFields, WORDS, choices, request.POST or None, initial)
    attempt = attempted(
        request, form, lambda: EditSettings(request.user, record, version=form.seen, fields=form.given())
    )
    if attempt.done:
        messages.success(request, _("Saved."))
        return redirect("settings")
    events = Event.objects.filter(kind=SiteSettings.kind).select_related("actor")[:EVENTS]
    context = {
        "title": _("Settings"),
        "events": events,
        "logo_form": LogoForm(),
        "held": held,
        "mail": _mail(),
        "texts": [name for name in form.fields if name.startswith(("notice_", "about_", "privacy_"))],
    }
    return attempt.page("administration/settings.html", context)


def _mail() -> list[tuple[Words, str]]:
    """Return what the environment says of the mail server. The password is not among it."""
    server = getattr(settings, "EMAIL_HOST", "") if "smtp" in settings.EMAIL_BACKEND else ""
    port = f":{settings.EMAIL_PORT}" if server else ""
    return [
        (_("Server (EMAIL_URL)"), f"{server}{port}" or _("None: messages are printed by the server.")),
        (_("Sender (EMAIL_FROM)"), settings.DEFAULT_FROM_EMAIL),
    ]


@page("site.settings")
@require_POST
def upload_logo(request: SignedIn) -> HttpResponse:
    """Keep the picture that was sent until a worker has drawn it again; or show none from now on."""
    if "remove" in request.POST:
        return _logo(request, None)
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a picture first."))
        return redirect("settings")
    sent = form.cleaned_data["file"]
    try:
        file = store(sent.read(), sent.name, request.user, "logo")
        ask(ReadingKind.LOGO, request.user, file=file, again=True)
    except ActionlinesError as error:
        messages.error(request, f"{error.problem}. {error.advice}".strip())
        return redirect("settings")
    return redirect("settings-logo", sha256=file.sha256)


@page("site.settings")
def check_logo(request: SignedIn, sha256: str) -> HttpResponse:
    """Wait for the picture, show it, and put it into the header when that is confirmed."""
    file = StoredFile.objects.filter(sha256=sha256, type="png", by=request.user.pk).first()
    if file is None:
        raise Http404
    reading = ask(ReadingKind.LOGO, request.user, file=file)
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, file.name)
    png = reading.answer["png"]
    if request.method == "POST":
        return _logo(request, store(base64.b64decode(png), file.name, request.user, "logo"))
    record = _record()
    context = {"picture": reading.answer, "version": record.version if record else ""}
    return render(request, "administration/logo.html", context)


def _logo(request: SignedIn, file: StoredFile | None) -> HttpResponse:
    try:
        SetLogo(request.user, _record(), version=seen(request), logo=file).do()
    except StaleRecord:
        messages.error(request, _("Somebody else changed the settings meanwhile. Look at them, and try again."))
    else:
        messages.success(request, _("Saved."))
    return redirect("settings")


@page("site.settings")
@require_POST
def try_mail(request: SignedIn) -> HttpResponse:
    """Send a message to the administrator who asks for it, and say what the mail server answered."""
    site = current().name
    message = EmailMessage(
        _("Test message of %(site)s") % {"site": site},
        _("The register can send messages.") + "\n",
        to=[request.user.email],
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        problem = _("The message could not be sent: %(fault)s. Correct EMAIL_URL, and start the server again.")
        messages.error(request, problem % {"fault": str(error)[:300]})
    else:
        text = _("A message was sent to %(email)s. Where it does not arrive, look at EMAIL_URL and EMAIL_FROM.")
        messages.success(request, text % {"email": request.user.email})
    return redirect("settings")


@page("site.read")
def logo(request: HttpRequest, sha256: str) -> HttpResponse | FileResponse:
    """Send the picture in the header; any other stored file is not found here."""
    if sha256 != current().logo:
        raise Http404
    path: Path = path_of(StoredFile.objects.get(sha256=sha256))
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@page("site.state")
def state(request: HttpRequest) -> HttpResponse:
    """Show what runs, what waits, what failed, and the settings of the server that a person should know."""
    context = {
        "checks": server_state.checks(),
        "tasks": server_state.tasks(),
        "failed": server_state.failed_tasks(),
        "settings": server_state.server_settings(),
    }
    return render(request, "administration/state.html", context)


PER_PAGE = 50


@page("site.trail")
def trail(request: HttpRequest) -> HttpResponse:
    """Events, newest first; FILTERS are read from the address."""
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    events, wrong = found(wanted)
    rows = Paginator(events, PER_PAGE).get_page(page_number(request))
    held = _addresses(rows.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "shown": rows,
        "asked": wanted,
        "wrong": wrong,
        "actions": sorted(table()),
        "kinds": [(name, kind.name) for name, kind in kinds().items()],
        "query": query.urlencode(),
        "rows": [(event, held.get((event.kind, event.record), "")) for event in rows],
    }
    return render(request, "administration/trail.html", context, status=422 if wrong else 200)


FILTERS = ("who", "action", "kind", "record", "q", "from", "to")


def found(asked: dict[str, str]) -> tuple[QuerySet[Event], dict[str, str]]:
    """(the events that the filters leave, what is wrong with a filter by its name). A wrong filter is left out."""
    rows, wrong = Event.objects.select_related("actor").order_by("-pk"), {}
    if who := asked["who"]:
        rows = rows.filter(Q(actor__email__icontains=who) | Q(actor__name__icontains=who))
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["record"]:
        if (number := whole_number(asked["record"], None, 18)) is None:
            wrong["record"] = _("Write the number of a record, such as 12.")
        else:
            rows = rows.filter(record=number)
    if asked["q"]:
        rows = rows.filter(reason__icontains=asked["q"])
    for name, days in (("from", 0), ("to", 1)):
        if not asked[name]:
            continue
        if (day := _day(asked[name])) is None:
            wrong[name] = _("Write the date as year, month and day, such as 2026-12-31.")
            continue
        moment = datetime.combine(day, time(), UTC) + timedelta(days=days)
        rows = rows.filter(at__lt=moment) if days else rows.filter(at__gte=moment)
    return rows, wrong


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year < 9999 else None


def _addresses(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """(kind, number) -> the address of the record, for those that are still there; a query for each kind."""
    numbers: dict[str, set[int]] = {}
    for event in events:
        if event.kind in versioned_models():
            numbers.setdefault(event.kind, set()).add(event.record)
    return {
        (kind, pk): record.get_absolute_url()
        for kind, wanted in numbers.items()
        for pk, record in versioned_models()[kind].objects.in_bulk(wanted).items()
    }


def read_logo(reading: Reading) -> Data:
    """Return the picture of a stored file as it was drawn again."""
    file = file_of(reading)
    picture = bounded(f"{Picture.__module__}:drawn_again", Picture, path_of(file), name=file.name)
    picture.must_be_good(file.name)
    return plain(picture)


urlpatterns = [
    path("trail/", trail, name="all-actions"),
    path("state/", state, name="state"),
    path("settings/", edit, name="settings"),
    path("settings/logo/", upload_logo, name="settings-logo-upload"),
    path("settings/logo/<str:sha256>/", check_logo, name="settings-logo"),
    path("settings/mail/", try_mail, name="settings-mail"),
    path("logo/<str:sha256>/", logo, name="logo"),
]


def common(request: HttpRequest) -> dict[str, object]:
    """For all templates. `may` answers `{% if may.review_inbox %}` for actions that need no record."""
    user = getattr(request, "user", None)
    held, language = current(), (get_language() or "en")[:2]
    return {
        "version": __version__,
        "card": held,
        "newest": lambda: Version.objects.filter(public=True).order_by("-pk").values_list("at", flat=True).first(),
        "may": _May(user),
        "site_name": held.name,
        "site_logo": held.logo,
        "site_docs": held.docs
        and f"{held.docs.rstrip('/')}/{'index' if language == 'en' else f'begin/{language}'}.html",
        "site_notice": held.text_in("notice", get_language() or ""),
        "site_languages": held.languages,
        "site_invents": bool(held.samples),
    }


class _May:
    def __init__(self, user: Person | None) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        return bool(decide(self.user, name.replace("_", ".", 1)))
