"""What people did in the demonstration: accounts, mandates followed, activities under review, money allocated.

    python examples/demo/fill.py DATA

DATA is the folder into which `actionlines import` brought the examples. Everything goes through the actions of the
register, so that it has versions, history and search. A second run changes nothing. The accounts are for a
demonstration on one's own machine: they share one pass phrase, which is made for this folder and printed.
"""

from __future__ import annotations

import csv
import secrets
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from actionlines.site.setup import start

HERE = Path(__file__).parent
SAMPLE = "E/RES/2024/901"
DOMAIN = "demo.example"
# account -> (what it shows, roles with their scopes)
ACCOUNTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "administrator": ("gives others their roles", [("administrator", "")]),
    "secretariat": ("sees to everything but accounts", [("secretariat", "")]),
    "reviewer": ("reviews all activities and mandates", [("reviewer", "")]),
    "reviewer-c5": ("reviews what touches Action Line C5", [("reviewer", "C5")]),
    "focal-kenya": ("answers for Kenya", [("focal", "KEN")]),
    "member": ("submits activities", []),
}
WORDS = (
    "amber", "basket", "cedar", "delta", "ember", "fjord", "garden", "harbour", "island", "juniper", "kettle",
    "lantern", "meadow", "needle", "orchard", "pebble", "quarry", "ribbon", "saddle", "timber", "umbrella",
    "valley", "willow", "yonder",
)  # fmt: skip


def main(data: Path) -> int:
    """Fill the register in `data`, and say who can sign in."""
    start(data)
    people = accounts(pass_phrase(data))
    mandates(people)
    activities(people)
    money(people)
    consultations(people)
    reports(people)
    road_maps(people)
    print("Accounts of the demonstration, for your own machine only. All have the same pass phrase:")
    print(f"  {pass_phrase(data)}")
    for name, (what, _roles) in ACCOUNTS.items():
        print(f"  {name}@{DOMAIN}".ljust(32) + what)
    return 0


def pass_phrase(data: Path) -> str:
    """Made once for this folder, readable by its owner alone."""
    path = data / "demo-pass-phrase.txt"
    if not path.exists():
        path.touch(mode=0o600)
        words = [secrets.choice(WORDS) for _ in range(4)]
        path.write_text("-".join([*words, str(secrets.randbelow(90_000) + 10_000)]))
    return path.read_text().strip()


def accounts(phrase: str) -> dict[str, Any]:
    """The account of each role, by its name."""
    from actionlines.registry.actions.people import SetRoles
    from actionlines.registry.models import User

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


def mandates(people: dict[str, Any]) -> None:
    """Some are confirmed, led, under way, delivered with evidence; what is past its day is overdue."""
    from actionlines.registry.actions.mandates_overdue import mark_overdue
    from actionlines.registry.actions.mandates_progress import RecordProgress, SetStatus
    from actionlines.registry.actions.mandates_review import AssignLead, ConfirmMandate
    from actionlines.registry.models import Activity, Mandate, Organisation

    reviewer = people["reviewer"]
    for mandate in Mandate.objects.filter(instrument__symbol=SAMPLE, status="proposed").exclude(
        paragraph__anchor="5"
    ):
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
    from actionlines.registry.models import Paragraph

    quote = "train 60,000 young people and teachers in digital skills, half of them women"
    row = Paragraph.objects.filter(text__contains=quote).select_related("instrument").first()
    return {"symbol": row.instrument.symbol, "anchor": row.anchor, "quote": quote} if row else {}


def activities(people: dict[str, Any]) -> None:
    """One of the member's in each state: draft, submitted, sent back with comments, a next version, withdrawn."""
    from actionlines.registry.actions.activities import EditActivity, SubmitActivity, WithdrawActivity
    from actionlines.registry.actions.activities_review import RequestChanges
    from actionlines.registry.models import Activity

    member, reviewer = people["member"], people["reviewer"]
    _written(
        member, "Village libraries lend tablets", {"summary": "Six libraries lend tablets by the week."}, "C3"
    )
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
    from actionlines.registry.actions.activities import CreateActivity
    from actionlines.registry.actions.activities_links import DecideLink
    from actionlines.registry.models import Activity, Organisation

    if held := Activity.objects.filter(title=title, owner=owner).first():
        return held
    organisation = Organisation.objects.get(name="Lake Islands Network Cooperative").pk
    given = {"title": title, "language": "en", "organisation": organisation, **fields}
    made = CreateActivity(owner, fields=given).do()
    return DecideLink(owner, made, concept=line, decision="confirmed").do()


def _through(owner: Any, reviewer: Any, title: str, fields: dict[str, Any], line: str) -> Any:
    """Written, submitted and published."""
    from actionlines.registry.actions.activities import SubmitActivity
    from actionlines.registry.actions.activities_review import PublishActivity

    return PublishActivity(reviewer, SubmitActivity(owner, _written(owner, title, fields, line)).do()).do()


def money(people: dict[str, Any]) -> None:
    """The envelopes of envelopes.csv, and what is allocated from them."""
    from actionlines.registry.actions.resources import CreateEnvelope, SetAllocation
    from actionlines.registry.models import Activity, Envelope

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


DRAFT = """A draft on community networks

Recalling that a network which a village runs itself is still there when a project ends,

Noting that licences, masts and electricity are what village networks ask for most,

1. Invites Governments to give small networks a licence without a fee;

2. Requests the Regional Connectivity Observatory to publish, each year, the price of a basic connection;

3. Calls upon operators:

(a) to let village networks use their masts at cost;

(b) to publish where their masts stand;

4. Encourages schools to open their connection to the village after lessons;

5. Decides to meet again in two years.
"""
# What the second version says instead.
SECOND = (
    ("without a fee;", "without a fee and within thirty days;"),
    ("4. Encourages schools to open their connection to the village after lessons;\n\n5.", "4."),
    ("again in two years", "again in one year"),
)
# account, paragraph, words it is about, comment, suggested wording, kind, country, organisation, name, language
SAID: tuple[tuple[str, str, str, str, str | None, str, str, str, str, str], ...] = (
    (
        "member",
        "1",
        "without a fee",
        "Una licencia gratuita no basta si tarda un año: pongan un plazo.",
        "without a fee and within thirty days",
        "civil-society",
        "PER",
        "Red de Aldeas del Lago",
        "",
        "es",
    ),
    (
        "focal-kenya",
        "1",
        "",
        "A fee of zero is right. The form must be short, too.",
        None,
        "government",
        "KEN",
        "",
        "Focal point of Kenya",
        "en",
    ),
    (
        "reviewer-c5",
        "2",
        "the price of a basic connection",
        "Name the size of the connection: prices of different sizes cannot be compared.",
        "the price of a basic connection of 5 GB",
        "academia",
        "FRA",
        "",
        "",
        "en",
    ),
    (
        "member",
        "3(a)",
        "at cost",
        "« Au prix coûtant » est difficile à vérifier : dites qui le calcule.",
        None,
        "private-sector",
        "SEN",
        "Société des mâts",
        "",
        "fr",
    ),
    (
        "focal-kenya",
        "4",
        "",
        "يحتاج المعلمون إلى من يشرف على الشبكة بعد الدروس.",
        None,
        "civil-society",
        "EGY",
        "",
        "",
        "ar",
    ),
    (
        "member",
        "5",
        "two years",
        "Two years is too long.",
        "one year",
        "technical-community",
        "BRA",
        "",
        "",
        "en",
    ),
    (
        "member",
        "",
        "",
        "The text is short and clear. Thank you.",
        None,
        "international-organization",
        "",
        "",
        "",
        "en",
    ),
)


def consultations(people: dict[str, Any]) -> None:
    """One that is open, with comments in four languages, answers, a second version; and one that is a draft."""
    from django.contrib.auth.models import AnonymousUser

    from actionlines.consultation.actions.comments import EndorseComment, ReplyToComment, WriteComment
    from actionlines.consultation.actions.consultations import OpenConsultation, PublishConsultation
    from actionlines.consultation.actions.corrections import EditComment
    from actionlines.consultation.actions.dispositions import DisposeComment
    from actionlines.consultation.actions.moderation import ModerateComment
    from actionlines.consultation.actions.texts import AddText
    from actionlines.consultation.models import Comment, Consultation
    from actionlines.consultation.texts import of_instrument, of_words
    from actionlines.registry.models import Instrument

    if Consultation.objects.exists():
        return
    boss, today = people["reviewer"], date.today()
    phases = [
        {
            "kind": "comments",
            "name": "",
            "starts_on": today - timedelta(days=20),
            "ends_on": today + timedelta(40),
        },
        {"kind": "reply", "name": "", "starts_on": today + timedelta(41), "ends_on": today + timedelta(70)},
        {"kind": "result", "name": "", "starts_on": today + timedelta(71), "ends_on": None},
    ]
    fields = {
        "title": "Community networks: what should a resolution ask for?", "language": "en", "lines": ["C2", "C5"],
        "summary": "The draft below was written by a working group. Say what is missing, paragraph by paragraph. "
        "Every comment gets an answer.", "anonymous": True, "phases": phases,
    }  # fmt: skip
    made = OpenConsultation(boss, fields=fields).do()
    source, paragraphs = of_words(DRAFT)
    made = PublishConsultation(boss, AddText(boss, made, source=source, paragraphs=paragraphs).do()).do()
    said = []
    for who, place, quote, text, words, kind, country, organisation, name, language in SAID:
        given = {
            "text": text, "suggests": words is not None, "suggestion": words or "", "stakeholder": kind,
            "country": country, "organisation": organisation, "name": name, "language": language,
        }  # fmt: skip
        action = WriteComment(people[who], consultation=made, fields=given, paragraph=place, quote=quote)
        said.append(action.do())
    EditComment(
        people["focal-kenya"],
        said[1],
        fields={"text": "A fee of zero is right. The form must be short: one page."},
    ).do()
    spam = {"text": "Buy cheap masts at masts dot example!", "stakeholder": "other"}
    # Of somebody without an account, so that it waits; and of somebody with one, so that it was removed.
    WriteComment(AnonymousUser(), consultation=made, fields=spam, paragraph="3(b)").do()
    seen = WriteComment(people["member"], consultation=made, fields=spam, paragraph="4").do()
    ModerateComment(boss, seen, decision="remove", reason="Advertising.").do()
    EndorseComment(people["focal-kenya"], said[0]).do()
    EndorseComment(people["reviewer-c5"], said[0]).do()
    answer = {"text": "A term is in the second version.", "stakeholder": "international-organization"}
    ReplyToComment(
        boss, parent=Comment.objects.get(pk=said[0].pk), fields={**answer, "name": "Working group"}
    ).do()
    second = DRAFT
    for old, new in SECOND:
        second = second.replace(old, new)
    source, paragraphs = of_words(second)
    made = AddText(boss, Consultation.objects.get(pk=made.pk), source=source, paragraphs=paragraphs).do()
    for one, disposition, why, where in (
        (said[0], "accepted", "", "1"), (said[5], "accepted", "", "4"),
        (said[2], "not", "The observatory chooses the size with the statisticians.", ""),
        (said[3], "partly", "The paragraph stays; the guide will say who calculates.", "3(a)"),
    ):  # fmt: skip
        held = Comment.objects.get(pk=one.pk)
        DisposeComment(boss, held, disposition=disposition, why=why, where=where).do()
    draft = OpenConsultation(
        boss, fields={"title": "The sample resolution, a year later", "language": "en", "phases": phases[1:]}
    ).do()
    source, paragraphs = of_instrument(Instrument.objects.get(symbol=SAMPLE))
    AddText(boss, draft, source=source, paragraphs=paragraphs).do()


BIENNIAL = {
    "introduction": (
        "This draft shows how a report grows out of the register. It draws on {{mandates}} mandates and on "
        "{{activities?since=2024&until=2026}} activities of the years 2024 to 2026.\n\n"
        "Paragraph 2 of E/RES/2024/901 was answered first; what is overdue stands with its reason."
    ),
    "line:C5": "National teams that respond to incidents exchange warnings, and {{countries?line=C5}} countries "
    "learn from each other.",
    "resources": "Envelopes are shown by currency. Nothing is added up across currencies.",
}  # fmt: skip
CONTRIBUTION = {
    "purpose": "This contribution shares what Kenya learned from community networks, and what remains to be done.",
    "action-required": "The group is invited to note the experience and to consider the proposals.",
    "background": "E/RES/2024/901 asks Members to train teachers, to set up teams that respond to incidents, and "
    "to publish which schools and clinics are not yet connected.",
    "discussion": "In the countryside {{value?area=KEN&breakdown=location=rural&series=IT_USE_ii99}} of the "
    "people use the Internet. Networks that villages run themselves reach places that no company serves.",
    "proposals": "- That Members share how villages pay for their networks.\n"
    "- That the register show which good practices were repeated elsewhere.",
}  # fmt: skip
MASTHEAD = {
    "meeting": "Example group on follow-up, first meeting", "agenda": "3", "number": "EX/1", "date": "2026-05-04",
    "original": "English",
}  # fmt: skip


def reports(people: dict[str, Any]) -> None:
    """A biennial report in work, and a contribution that the focal point published."""
    from actionlines.registry.actions.reports import EditReport, PublishReport, SubmitReport
    from actionlines.registry.models import Report

    if not Report.objects.filter(type="biennial").exists():
        made = _report(people["secretariat"], "biennial", {"since": "2024", "until": "2026"}, BIENNIAL)
        _built(made)
    if not Report.objects.filter(type="contribution").exists():
        focal = people["focal-kenya"]
        made = _report(focal, "contribution", {"area": "KEN"}, CONTRIBUTION)
        chosen = [*_chosen(), "fact:value?area=KEN&series=IT_MOB_4GNTWK"]
        made = EditReport(focal, made, fields={"masthead": MASTHEAD, "chosen": chosen}).do()
        made = SubmitReport(focal, made).do()
        _built(made)
        PublishReport(focal, made).do()


def _report(who: Any, kind: str, parameters: dict[str, str], texts: dict[str, str]) -> Any:
    """A draft in English with these texts, each with the values that its facts have now."""
    from actionlines.registry.actions.reports import CreateReport, WriteSection
    from actionlines.registry.reports import seen_now

    made = CreateReport(who, type=kind, parameters=parameters, fields={"language": "en"}).do()
    for section, text in texts.items():
        seen = seen_now(made, section, text)
        made = WriteSection(who, made, section=section, text=text, seen=seen).do()
    return made


def _built(report: Any) -> None:
    """Its paper, made here: no worker runs yet."""
    from actionlines.registry.reports import build, started

    build(started(report).pk)


def _chosen() -> list[str]:
    from actionlines.registry.models import Activity, Mandate

    asked = Mandate.objects.filter(instrument__symbol=SAMPLE, paragraph__anchor__startswith="3(").order_by(
        "pk"
    )
    networks = Activity.objects.filter(title__startswith="Solar-powered")
    return [*(f"mandate:{one.pk}" for one in asked), *(f"activity:{one.pk}" for one in networks)]


PURPOSE = """Every village that is online should also be safe online. This road map brings together what
resolutions ask of those who work on trust, what is done already, and what is still missing.

The register holds {{mandates?line=C5}} mandates and {{activities?line=C5}} published activities on the line."""


def road_maps(people: dict[str, Any]) -> None:
    """That of C5 is published by its facilitator; that of C2 is a draft."""
    from actionlines.registry.actions import roadmaps as doing
    from actionlines.registry.actions.roadmaps_parts import ChooseItem, PutMetric, PutMilestone
    from actionlines.registry.models import Mandate, RoadMap

    facilitator = people["reviewer-c5"]
    if RoadMap.objects.exists():
        return
    made = doing.CreateRoadMap(facilitator, fields={"lines": ["C5"], "starts": 2026, "ends": 2030}).do()
    texts = {"purpose": PURPOSE, "next-steps": "Facilitators and partners meet every June."}
    doing.EditRoadMap(facilitator, made, fields={"narratives": texts}).do()
    for ref, decision in (("sdg:17.8", "taken"), ("sdg:4.4", "taken"), ("sdg:16.2", "left")):
        ChooseItem(facilitator, made, kind="target", ref=ref, decision=decision).do()
    PutMetric(facilitator, made, fields={
        "name": "Countries with a national response team", "unit": "countries", "source": "Survey of facilitators",
        "definition": "Countries that run a team which answers to incidents at any hour.", "frequency": "yearly",
        "responsible": "ITU", "baseline": "118", "baseline_year": "2025", "aim": "150", "aim_year": "2030",
        "serves": ["sdg:17.8"],
    }).do()  # fmt: skip
    asked = Mandate.objects.filter(links__concept="C5").exclude(status="rejected").order_by("pk").first()
    serves = [f"mandate:{asked.pk}"] if asked else []
    for what, due, lead in (
        ("Guide for response teams in six languages", "2026-03-31", "ITU"),
        ("First meeting of teams of small islands", "2027-06-30", "Regional Connectivity Observatory"),
    ):
        fields = {"what": what, "due": due, "lead": lead, "serves": serves}
        PutMilestone(facilitator, made, fields=fields).do()
    doing.SubmitRoadMap(facilitator, made).do()
    doing.PublishRoadMap(facilitator, made).do()
    draft = doing.CreateRoadMap(people["secretariat"], fields={"lines": ["C2", "C6"], "starts": 2026}).do()
    ChooseItem(people["secretariat"], draft, kind="target", ref="sdg:9.c", decision="taken").do()
    # One that waits for a reviewer.
    purpose = {"purpose": "Clinics that share what they know, wherever their patients are."}
    waits = doing.CreateRoadMap(
        people["secretariat"], fields={"lines": ["C7-ehealth"], "narratives": purpose}
    ).do()
    ChooseItem(people["secretariat"], waits, kind="target", ref="sdg:3.8", decision="taken").do()
    PutMilestone(
        people["secretariat"],
        waits,
        fields={"what": "Guide for clinics without a doctor", "due": "2027-03-31"},
    ).do()
    doing.SubmitRoadMap(people["secretariat"], waits).do()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
