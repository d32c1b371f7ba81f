"""What people did in the demonstration: accounts, mandates followed, activities under review, money allocated.

    python -m examples.demo.fill DATA

DATA is the folder into which `actionlines import` brought the examples. Everything goes through the actions of the
register, so that it has versions, history and search. A second run changes nothing. The accounts are for a
demonstration on one's own machine: accounts.txt in the folder has them and their pass phrase.
"""

from __future__ import annotations

import csv
import secrets
import sys
from datetime import date
from pathlib import Path
from typing import Any

from examples.demo.consulting import consultations
from examples.demo.papers import reports, road_maps
from examples.demo.sample import SAMPLE

from actionlines.register.site.setup import start

HERE = Path(__file__).parent
DOMAIN = "demo.example"
NOTICE = {
    "en": "Demonstration: activities, organisations, figures of countries, and texts marked “Sample” are invented.",
    "fr": "Démonstration : activités, organisations, chiffres des pays et textes marqués « Exemple » sont inventés.",
    "es": "Demostración: actividades, organizaciones, datos de los países y textos marcados «Ejemplo» son inventados.",
    "ru": "Демонстрация: мероприятия, организации, данные стран и тексты с пометкой «Образец» вымышлены.",
    "ar": "عرض توضيحي: الأنشطة والمنظمات وأرقام البلدان والنصوص الموسومة «عيّنة» مختلقة.",
    "zh-hans": "演示：活动、组织、各国数据以及标有“示例”的文本均为虚构。",
}
# account -> (what it shows, roles with their scopes)
ACCOUNTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "administrator": ("gives others their roles", [("administrator", "")]),
    "secretariat": ("sees to everything but accounts", [("secretariat", "")]),
    "reviewer": ("reviews all activities and mandates", [("reviewer", "")]),
    "reviewer-c5": ("facilitates Action Line C5, as its reviewer", [("reviewer", "C5")]),
    "focal-kenya": ("answers for Kenya", [("focal", "KEN")]),
    "member": ("submits activities", []),
}
WORDS = (
    "amber", "basket", "cedar", "delta", "ember", "fjord", "garden", "harbour", "island", "juniper", "kettle",
    "lantern", "meadow", "needle", "orchard", "pebble", "quarry", "ribbon", "saddle", "timber", "umbrella",
    "valley", "willow", "yonder",
)  # fmt: skip


def main(data: Path) -> int:
    """Fill the register in `data`, and write who can sign in to its accounts.txt."""
    start(data)
    people = accounts(pass_phrase(data))
    name_site(people)
    mandates(people)
    activities(people)
    money(people)
    consultations(people)
    reports(people)
    road_maps(people)
    return 0


def pass_phrase(data: Path) -> str:
    """Return the pass phrase of accounts.txt, which is written once and is readable by its owner alone."""
    path = data / "accounts.txt"
    if not path.exists():
        path.touch(mode=0o600)
        words = [secrets.choice(WORDS) for _ in range(4)]
        lines = [
            "Accounts of the demonstration, for your own machine only. All have the same pass phrase:",
            "-".join([*words, str(secrets.randbelow(90_000) + 10_000)]),
            *(f"{name}@{DOMAIN}".ljust(30) + what for name, (what, _roles) in ACCOUNTS.items()),
        ]
        path.write_text("\n  ".join(lines) + "\n")
    return path.read_text().splitlines()[1].strip()


def accounts(phrase: str) -> dict[str, Any]:
    """The account of each role, by its name."""
    from actionlines.register.people.actions import SetRoles
    from actionlines.register.people.models import User

    people = {}
    for name, (_what, roles) in ACCOUNTS.items():
        email = f"{name}@{DOMAIN}"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, phrase, name=name.replace("-", " ").capitalize())
            user.emailaddress_set.create(email=email, verified=True, primary=True)
        if roles and not user.roles.exists():
            user = SetRoles(None, user, roles=roles).do()
        people[name] = user
    return people


def name_site(people: dict[str, Any]) -> None:
    """State on every page what is invented and what is not."""
    from actionlines.register.instruments.models import Instrument
    from actionlines.register.organisations.models import Organisation
    from actionlines.register.preferences.actions import EditSettings
    from actionlines.register.preferences.models import SiteSettings

    if not SiteSettings.objects.exists():
        samples = [*Instrument.objects.exclude(file=None).values_list("symbol", flat=True)]
        samples += [f"org:{organisation}" for organisation in Organisation.objects.values_list("pk", flat=True)]
        EditSettings(people["administrator"], fields={"notice": NOTICE, "samples": " ".join(samples)}).do()


def mandates(people: dict[str, Any]) -> None:
    """Some are confirmed, led, under way, delivered with evidence; what is past its day is overdue."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.mandates.actions import (
        AssignLead,
        ConfirmMandate,
        RecordProgress,
        SetStatus,
        mark_overdue,
    )
    from actionlines.register.mandates.models import Mandate
    from actionlines.register.organisations.models import Organisation

    reviewer = people["reviewer"]
    for mandate in Mandate.objects.filter(instrument__symbol=SAMPLE, status="proposed").exclude(paragraph__anchor="5"):
        ConfirmMandate(reviewer, mandate).do()
    rows = {row.paragraph.anchor: row for row in Mandate.objects.filter(instrument__symbol=SAMPLE)}
    lead = Organisation.objects.filter(name="Regional Connectivity Observatory").first()
    if rows["3(c)"].lead is None and lead:
        AssignLead(reviewer, rows["3(c)"], lead=lead.pk).do()
    networks = Activity.objects.filter(title__startswith="Solar-powered").first()
    if rows["2"].status == "confirmed" and networks:
        RecordProgress(
            reviewer, rows["2"], text="The plans of a community network are open for others to copy.",
            evidence_kind="activity", evidence={"activity": networks.pk},
        ).do()  # fmt: skip
        SetStatus(
            reviewer, Mandate.objects.get(pk=rows["2"].pk), status="delivered", on=date(2025, 6, 20),
            reason="The guide was published ten days before its day.",
        ).do()  # fmt: skip
    if rows["3(a)"].status == "confirmed":
        RecordProgress(
            reviewer, rows["3(a)"], text="A cooperation framework names training of teachers, half of them women.",
            evidence_kind="paragraph", evidence=_words_of_kenya(),
        ).do()  # fmt: skip
    mark_overdue()


def _words_of_kenya() -> dict[str, str]:
    from actionlines.register.instruments.models import Paragraph

    quote = "train 60,000 young people and teachers in digital skills, half of them women"
    row = Paragraph.objects.filter(text__contains=quote).select_related("instrument").first()
    return {"symbol": row.instrument.symbol, "anchor": row.anchor, "quote": quote} if row else {}


def activities(people: dict[str, Any]) -> None:
    """One of the member's in each state: draft, submitted, sent back with comments, a next version, withdrawn."""
    from actionlines.register.activities.actions import EditActivity, SubmitActivity, WithdrawActivity
    from actionlines.register.activities.models import Activity
    from actionlines.register.activities.review import RequestChanges

    member, reviewer = people["member"], people["reviewer"]
    _written(member, "Village libraries lend tablets", {"summary": "Six libraries lend tablets by the week."}, "C3")
    waiting = _written(member, "Warnings for fishers by text message", COMPLETE, "C7-eenvironment")
    if waiting.status == "draft":
        SubmitActivity(member, waiting).do()
    back = _written(member, "Safe passwords on the radio", {**COMPLETE, **RADIO}, "C5")
    if back.status == "draft" and not back.comments.exists():
        back = SubmitActivity(member, back).do()
        comments = {
            "results_text": "How do you know? Name the survey and its year.",
            "budget": "Is this the whole amount, or that of one year?",
        }
        RequestChanges(reviewer, back, comments=comments, reason="Nearly there: two questions.").do()
    published = Activity.objects.filter(title="Small museums in one catalogue").first()
    if published is None:
        published = _through(member, reviewer, "Small museums in one catalogue", MUSEUMS, "C8")
        EditActivity(member, published, fields={"challenges": "Rights to old photographs were unclear."}).do()
    if not Activity.objects.filter(title="Kiosks at bus stations").exists():
        gone = _through(member, reviewer, "Kiosks at bus stations", {**COMPLETE, **KIOSKS}, "C7-egov")
        WithdrawActivity(member, gone, reason="The kiosks were taken down; phones do the same now.").do()


COMPLETE = {
    "summary": "Short messages warn small boats of storms, in three languages.",
    "description": "The weather office sends a message to every registered boat two hours before a storm.",
    "places": ["KEN"],
    "starts_on": "2025-02-01",
    "contact_name": "Project office",
    "contact_email": "office@example.org",
    "technologies": ["sms-voice"],
    "beneficiaries": ["farmers"],
}
RADIO = {
    "summary": "A weekly programme explains how to choose and keep passwords.",
    "description": "Listeners call in; the station answers with a specialist in cybersecurity.",
    "results_text": "Listeners say that they are more careful.",
    "budget": "12000",
    "currency": "USD",
}
KIOSKS = {
    "summary": "Screens at bus stations show how to apply for documents.",
    "description": "Six kiosks explain the services of the state and print forms.",
    "technologies": ["web-platform"],
    "beneficiaries": ["everyone"],
}
MUSEUMS = {
    **COMPLETE,
    "summary": "Twelve museums describe their collections in one open catalogue.",
    "description": "Volunteers photograph objects and record what people of the village say about them.",
    "beneficiaries": ["everyone"],
    "technologies": ["open-data"],
}


def _written(owner: Any, title: str, fields: dict[str, Any], line: str) -> Any:
    """The draft of this title, which its owner linked to an Action Line."""
    from actionlines.register.activities.actions import CreateActivity
    from actionlines.register.activities.links import DecideLink
    from actionlines.register.activities.models import Activity
    from actionlines.register.organisations.models import Organisation

    if held := Activity.objects.filter(title=title, owner=owner).first():
        return held
    organisation = Organisation.objects.get(name="Lake Islands Network Cooperative").pk
    given = {"title": title, "language": "en", "organisation": organisation, **fields}
    made = CreateActivity(owner, fields=given).do()
    return DecideLink(owner, made, concept=line, decision="confirmed").do()


def _through(owner: Any, reviewer: Any, title: str, fields: dict[str, Any], line: str) -> Any:
    """Written, submitted and published."""
    from actionlines.register.activities.actions import SubmitActivity
    from actionlines.register.activities.review import PublishActivity

    return PublishActivity(reviewer, SubmitActivity(owner, _written(owner, title, fields, line)).do()).do()


def money(people: dict[str, Any]) -> None:
    """The envelopes of envelopes.csv, and what is allocated from them."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.resources.actions import CreateEnvelope, SetAllocation
    from actionlines.register.resources.models import Envelope

    with (HERE / "activities.csv").open(encoding="utf-8") as file:
        titles = {row["id"]: row["title"] for row in csv.DictReader(file)}
    with (HERE / "envelopes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        names = ("plan", "objective", "currency")
        envelope = Envelope.objects.filter(**{name: row[name] for name in names}).first()
        if envelope is None:
            fields = {name: row[name] for name in (*names, "amount")}
            fields |= {"starts_on": row["starts on"], "ends_on": row["ends on"]}
            lines = [one for one in row["lines"].split(";") if one]
            envelope = CreateEnvelope(people["secretariat"], fields={**fields, "lines": lines}).do()
        activity = Activity.objects.filter(title=titles[row["activity"]]).first()
        if activity and not envelope.allocations.filter(activity=activity).exists():
            SetAllocation(people["secretariat"], envelope, activity=activity.pk, amount=row["allocated"]).do()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
