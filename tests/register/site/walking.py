"""All templates of pages and what must hold for each: for the walk of the tests and for benchmarks/pages.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from playwright.sync_api import Browser, Page

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.notices import mute_key
from actionlines.register.cooperation.models import CooperationFramework
from actionlines.register.core.imports import readings
from actionlines.register.core.imports.models import ImportBatch, ImportRun, ImportStatus, Reading, StoredFile
from actionlines.register.core.models import Event
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Hook, User
from actionlines.register.people.webhooks import send_test
from actionlines.register.reports.models import Report
from actionlines.register.resources.models import Envelope
from actionlines.register.roadmaps.models import RoadMap

# The browser itself reports these answers; the pages are meant to be so.
MEANT = ("status of 403", "status of 404", "status of 410")
DOMAIN = "demo.example"
# A picture of one point.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on the way: its name, its address, and as whom it is looked at ("" is a visitor)."""

    name: str
    address: str
    who: str = ""


def stops() -> list[Stop]:
    """One page for each template and state, of the records that examples/demo/ fills a register with."""
    return [*_public(), *_of_records(), *_of_people(), *_of_consultations()]


def _public() -> Iterator[Stop]:
    for name in ("home", "lines", "goals", "targets", "commitments", "bodies", "countries", "regions", "progress"):
        yield Stop(name, reverse(name))
    for framework in CooperationFramework.objects.order_by("country")[:1]:
        yield Stop("framework of a country", framework.get_absolute_url())
    yield Stop("compare a draft", reverse("draft"), "secretariat")
    for name in (
        "budgets",
        "cooperation",
        "mandates",
        "waiting",
        "reports-due",
        "activities",
        "instruments",
        "organisations",
        "envelopes",
        "roadmaps",
        "checks",
        "data",
        "about",
        "help",
        "method",
        "privacy",
        "accessibility",
        "programs",
        "first-steps",
    ):
        yield Stop(name, reverse(name))
    yield Stop("line", reverse("action_line", args=["C2"]))
    yield Stop("goal", reverse("goal", args=["9"]))
    yield Stop("target", reverse("target", args=["9.c"]))
    yield Stop("commitment", reverse("commitment", args=["11a"]))
    yield Stop("body", reverse("body", args=["itu"]))
    yield Stop("country", reverse("country", args=["KEN"]))
    yield Stop("region", reverse("region", args=["itu-region:AFR"]))
    series = reverse("progress-series", args=["IT_USE_ii99"])
    yield Stop("series", series)
    yield Stop("series, verdicts", f"{series}?method=states&breakdown=sex%3DF")
    yield Stop("compare countries", reverse("progress-compare") + "?area=KEN&area=NGA&area=IND&from=2015")
    yield Stop("chart for others", reverse("progress-embed") + "?chart=map&series=IT_USE_ii99")
    yield Stop("list for others", reverse("list-embed", args=["mandates"]) + "?rows=5")
    yield Stop("searched", reverse("search") + "?q=network")
    yield Stop("ask", reverse("ask"))
    yield Stop("answered", reverse("ask") + "?" + urlencode({"q": "Who reports on the state of village connectivity?"}))
    yield Stop("not answered", reverse("ask") + "?q=zzqxv")
    yield Stop("nothing found", reverse("search") + "?q=zzqxv")
    yield Stop("filtered", reverse("mandates") + "?status=overdue")
    yield Stop("empty list", reverse("activities") + "?q=zzqxv")
    yield Stop("no such page", "/no/such/page/")
    for name in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"):
        yield Stop(name, reverse(name))
    yield Stop("account_email_verification_sent", reverse("account_email_verification_sent"))
    yield Stop("sign in to submit", reverse("activity-new"))


def _of_records() -> Iterator[Stop]:
    instrument = Instrument.objects.get(symbol="E/RES/2024/901")
    yield Stop("reader", reverse("instrument", args=[instrument.symbol]))
    yield Stop("reader of a reviewer", reverse("instrument", args=[instrument.symbol]), "reviewer")
    versions = "?a=itu:PP/RES/901@2040&b=itu:PP/RES/901@2044"
    yield Stop("compare", reverse("compare") + versions)
    yield Stop("series", reverse("series") + "?symbol=E/RES/2024/901")
    mandate = instrument.mandates.get(status="delivered")
    yield Stop("mandate", mandate.get_absolute_url())
    yield Stop("mandate for others", reverse("record-embed", args=["mandate", mandate.pk]))
    proposed = Mandate.objects.filter(status="proposed").first()
    for verb in ("reject", "correct"):
        yield Stop(f"mandate {verb}", reverse(f"mandate-{verb}", args=[proposed.pk]), "reviewer")
    yield Stop("explore", reverse("explore"))
    yield Stop("pages that a text may name", reverse("who") + "?q=united")
    yield Stop("answers", reverse("work-answers"), "reviewer")
    yield Stop("comments to answer", reverse("work-comments"), "reviewer")
    yield Stop("links of mandates", reverse("work-links"), "reviewer")
    yield Stop("desk", reverse("desk"), "reviewer")
    yield Stop("desk, open", reverse("desk") + "?show=open", "reviewer")
    for verb in ("lead", "progress", "status"):
        yield Stop(f"mandate {verb}", reverse(f"mandate-{verb}", args=[mandate.pk]), "reviewer")
    activity = Activity.objects.filter(status="published", good_practice=True).order_by("pk").first()
    yield Stop("activity", reverse("activity", args=[activity.pk]))
    yield Stop("version", reverse("version", args=["activity", activity.pk, 1]))
    yield Stop("history", reverse("trail", args=["mandate", mandate.pk]))
    withdrawn = Activity.objects.get(status="withdrawn")
    yield Stop("tombstone", reverse("activity", args=[withdrawn.pk]))
    yield Stop("version of what is withdrawn", reverse("version", args=["activity", withdrawn.pk, 1]))
    yield Stop("waiting on one", reverse("waiting") + "?on=body:unesco")
    yield Stop("road map", RoadMap.objects.get(status="published").get_absolute_url())
    yield Stop("road map, tombstone", RoadMap.objects.get(status="withdrawn").get_absolute_url())
    draft = RoadMap.objects.get(status="draft")
    yield Stop("road map, draft", draft.get_absolute_url(), "secretariat")
    yield Stop("road map builder", reverse("roadmap-edit", args=[draft.pk]), "secretariat")
    public = RoadMap.objects.get(status="published")
    yield Stop("road map, withdraw", reverse("roadmap-withdraw", args=[public.pk]), "secretariat")
    yield Stop("road map, begin", reverse("roadmap-new"), "secretariat")
    organisation = activity.organisation
    yield Stop("organisation", reverse("organisation", args=[organisation.pk]))
    envelope = Envelope.objects.order_by("pk").first()
    yield Stop("envelope", reverse("envelope", args=[envelope.pk]))
    yield Stop("envelope-edit", reverse("envelope-edit", args=[envelope.pk]), "secretariat")
    yield Stop("envelope-new", reverse("envelope-new"), "secretariat")
    held = Organisation.objects.order_by("pk").first()
    yield Stop("organisation-edit", reverse("organisation-edit", args=[held.pk]), "secretariat")


def _of_consultations() -> Iterator[Stop]:
    one = Consultation.objects.get(status="published")
    draft = Consultation.objects.get(status="draft")
    yield Stop("consultations", reverse("consultations"))
    yield Stop("consultation", reverse("consultation", args=[one.pk]))
    yield Stop("consultation of a draft", reverse("consultation", args=[draft.pk]), "reviewer")
    yield Stop("consultation, older text", reverse("consultation", args=[one.pk]) + "?text=1")
    for anchor, who in (("1", ""), ("1", "reviewer"), ("3(a)", "member"), ("5", "")):
        yield Stop(f"paragraph {anchor} {who}", reverse("consultation-paragraph", args=[one.pk, anchor]), who)
    yield Stop("whole text", reverse("consultation-whole", args=[one.pk]), "member")
    for name in ("dispositions", "statistics", "versions", "edit", "results", "withdraw", "text", "moderation"):
        yield Stop(f"consultation {name}", reverse(f"consultation-{name}", args=[one.pk]), "reviewer")
    yield Stop("open a consultation", reverse("consultation-new"), "secretariat")
    key = mute_key(one.owner_id, one.pk)
    yield Stop("no more messages", reverse("consultations-mute", args=[key]))
    said = one.comments.filter(disposition="partly").get()
    yield Stop("comment", reverse("comment", args=[said.pk]), "member")
    yield Stop("disposition of one", reverse("comment-dispose", args=[said.pk]), "reviewer")
    own = one.comments.get(edited_at__isnull=False)
    yield Stop("correct a comment", reverse("comment-edit", args=[own.pk]), "focal-kenya")
    yield Stop("take a comment back", reverse("comment-withdraw", args=[said.pk]), "member")
    yield Stop("history of a comment", reverse("trail", args=["comment", said.pk]), "reviewer")


def _of_people() -> Iterator[Stop]:
    for status in ("draft", "changes"):
        one = Activity.objects.filter(status=status, owner__isnull=False).order_by("pk").first()
        yield Stop(f"form, {status}", reverse("activity-edit", args=[one.pk]), "member")
        yield Stop(f"activity, {status}", reverse("activity", args=[one.pk]), "member")
    never = Activity.objects.filter(status="draft", published_at=None, owner__isnull=False).first()
    yield Stop("delete a draft", reverse("activity-delete", args=[never.pk]), "member")
    later = Activity.objects.filter(status="draft", published_at__isnull=False).first()
    yield Stop("withdraw", reverse("activity-withdraw", args=[later.pk]), "member")
    submitted = Activity.objects.get(status="submitted")
    yield Stop("activity, submitted", reverse("activity", args=[submitted.pk]), "reviewer")
    yield Stop("ask for changes", reverse("activity-changes", args=[submitted.pk]), "reviewer")
    yield Stop("inbox", reverse("inbox"), "reviewer")
    for name in (
        "mine",
        "activity-new",
        "account",
        "account-delete",
        "organisation-new",
        "import-new",
        "home",
        "follows",
        "hooks",
    ):
        yield Stop(f"{name} of a member", reverse(name), "member")
    yield Stop("hook", _hook().get_absolute_url(), "member")
    for name in ("account_change_password", "account_email", "mfa_index", "usersessions_list"):
        yield Stop(name, reverse(name), "member")
    yield from _of_reports()
    yield Stop("imports", reverse("imports"), "secretariat")
    run = ImportRun.objects.filter(what="activities").first()
    yield Stop("import", reverse("import", args=[run.pk]), "secretariat")
    owner = User.objects.get(email=f"secretariat@{DOMAIN}")
    entries = [
        {"name": "list.csv", "run": run.pk}, {"name": "A/RES/0/0", "problem": "it is nowhere", "advice": ""},
    ]  # fmt: skip
    batch = ImportBatch.objects.create(owner=owner, entries=entries)
    yield Stop("import-batch", batch.get_absolute_url(), "secretariat")
    yield from _of_readings(owner)
    yield Stop("users", reverse("users"), "administrator")
    yield Stop("invitations", reverse("invitations"), "administrator")
    yield Stop("all actions", reverse("all-actions"), "administrator")
    yield Stop("state", reverse("state"), "administrator")
    yield Stop("settings", reverse("settings"), "administrator")
    somebody = User.objects.order_by("pk").first()
    yield Stop("user", reverse("user", args=[somebody.pk]), "administrator")
    yield Stop("forbidden", reverse("users"), "member")
    yield Stop("end of a subscription", reverse("follow-end", args=["no-key"]))


def _hook() -> Hook:
    """A hook with a test that waits and a delivery that was not taken."""
    owner = User.objects.get(email=f"member@{DOMAIN}")
    url = "https://program.example.org/in"
    one, new = Hook.objects.get_or_create(user=owner, what="concept", target="C5", url=url)
    if new:
        send_test(one)
        event, now = Event.objects.filter(kind="mandate").first(), timezone.now()
        one.deliveries.create(
            event=event, status="failed", created_at=now, next_at=now, sent_at=now, code=500,
            problem="the answer was not 2xx",
        )  # fmt: skip
    return one


def _of_readings(owner: User) -> Iterator[Stop]:
    """A page that waits for a file, and two that show what was read of one."""
    administrator = User.objects.get(email=f"administrator@{DOMAIN}")
    for number, status in enumerate((ImportStatus.WAITING, ImportStatus.DONE)):
        given = {"name": "logo.png", "size": 1, "type": "png", "by": administrator}
        file = StoredFile.objects.get_or_create(sha256=f"{number}" * 64, defaults=given)[0]
        held = {"what": "logo", "file": file, "by": administrator, "status": status, "answer": {"png": _DOT}}
        Reading.objects.get_or_create(key=readings.key_of("logo", file, {}), defaults=held)
        yield Stop(f"picture, {status}", reverse("settings-logo", args=[file.sha256]), "administrator")
    mandate = Mandate.objects.filter(status="confirmed").first()
    given = {"text": "Mapped.", "version": mandate.version}
    held = {"what": "evidence", "file": file, "by": owner, "given": given, "status": "done",
            "answer": {"begins": "Three masts."}}  # fmt: skip
    reading = Reading.objects.get_or_create(key=readings.key_of("evidence", file, given), defaults=held)[0]
    token = urlencode({"reading": dumps(reading.pk, salt=f"progress-{owner.pk}-{mandate.pk}")})
    address = f"{reverse('mandate-progress', args=[mandate.pk])}?{token}"
    yield Stop("file as evidence", address, "secretariat")


def _of_reports() -> Iterator[Stop]:
    draft = Report.objects.get(type="biennial")
    published = Report.objects.get(type="contribution")
    yield Stop("reports", reverse("reports"))
    yield Stop("report", reverse("report", args=[published.pk]))
    yield Stop("reports in work", reverse("reports"), "secretariat")
    yield Stop("report-new", reverse("report-new"), "secretariat")
    yield Stop("report-edit", reverse("report-edit", args=[draft.pk]), "secretariat")
    waits = RoadMap.objects.get(status="submitted")
    yield Stop("road map that waits", reverse("roadmap", args=[waits.pk]), "reviewer")
    yield Stop("send it back", reverse("roadmap-changes", args=[waits.pk]), "reviewer")
    yield Stop("report-withdraw", reverse("report-withdraw", args=[draft.pk]), "secretariat")


def looked_at(
    browser: Browser, base: str, stop: Stop, language: str, ways: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, str, list[str]]]:
    """Open the page, and yield each way, a width and a scheme of colours, with what is wrong with the page in it."""
    context = browser.new_context(reduced_motion="reduce", extra_http_headers={"Accept-Language": language})
    try:
        if stop.who:
            context.add_cookies([{"name": "sessionid", "value": session(stop.who), "url": base}])
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
        for number, (width, scheme) in enumerate(ways):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            if not number:
                page.goto(base + stop.address)
            found = wrong_with(page, language)
            yield width, scheme, [one for one in said if not any(meant in one for meant in MEANT)] + found
            said.clear()
    finally:
        context.close()


@cache
def session(who: str) -> str:
    """The session of an account of the demonstration."""
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@{DOMAIN}"))
    return str(client.cookies["sessionid"].value)


def wrong_with(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is open; empty when nothing is."""
    out = []
    if page.evaluate(_TOO_WIDE):
        out.append("it is wider than the screen")
    if page.locator("h1").count() != 1:
        out.append(f"it has {page.locator('h1').count()} h1")
    root: Any = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    if root != [language, "rtl" if language == "ar" else "ltr"]:
        out.append(f"it says that it is in {root}")
    for found in Axe().run(page).response["violations"]:
        where = "; ".join(str(node["target"][0]) for node in found["nodes"][:3])
        out.append(f"{found['id']} ({found['impact']}): {where}")
    return out
