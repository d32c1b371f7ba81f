"""Reports and road maps of the demonstration, from draft to publication."""

from __future__ import annotations

from typing import Any

from examples.demo.sample import SAMPLE

from actionlines.errors import MissingFont

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
    """Make a biennial report in work, and a contribution of the focal point that the secretariat published."""
    from actionlines.register.reports.actions import EditReport, PublishReport, SubmitReport
    from actionlines.register.reports.models import Report

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
        PublishReport(people["secretariat"], made).do()


def _report(who: Any, kind: str, parameters: dict[str, str], texts: dict[str, str]) -> Any:
    """A draft in English with these texts, each with the values that its facts have now."""
    from actionlines.register.reports.actions import CreateReport, WriteSection
    from actionlines.register.reports.builds import seen_now

    made = CreateReport(who, type=kind, parameters=parameters, fields={"language": "en"}).do()
    for section, text in texts.items():
        seen = seen_now(made, section, text)
        made = WriteSection(who, made, section=section, text=text, seen=seen).do()
    return made


def _built(report: Any) -> None:
    """Its paper and its PDF, made here: no worker runs yet."""
    from actionlines.register.reports.builds import build, file_of, started

    made = started(report)
    build(made.pk)
    made.refresh_from_db()
    try:
        file_of(made, "pdf")
    except MissingFont as error:
        print(f"Without the PDF of “{report}”: {error}")


def _chosen() -> list[str]:
    from actionlines.register.activities.models import Activity
    from actionlines.register.mandates.models import Mandate

    asked = Mandate.objects.filter(instrument__symbol=SAMPLE, paragraph__anchor__startswith="3(").order_by("pk")
    networks = Activity.objects.filter(title__startswith="Solar-powered")
    return [*(f"mandate:{one.pk}" for one in asked), *(f"activity:{one.pk}" for one in networks)]


PURPOSE = """Every village that is online should also be safe online. This road map brings together what
resolutions ask of those who work on trust, what is done already, and what is still missing.

On the line, the register holds {{mandates?line=C5&status=confirmed,delivered,overdue,under_way}} mandates that
people confirmed and {{activities?line=C5}} published activities."""


def road_maps(people: dict[str, Any]) -> None:
    """Make that of C5, which its facilitator wrote and a reviewer published; that of C2 is a draft."""
    from actionlines.register.mandates.models import Mandate
    from actionlines.register.roadmaps import actions as doing
    from actionlines.register.roadmaps.models import RoadMap
    from actionlines.register.roadmaps.parts import ChooseItem, PutMetric, PutMilestone

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
    doing.PublishRoadMap(people["reviewer"], made).do()
    draft = doing.CreateRoadMap(people["secretariat"], fields={"lines": ["C2", "C6"], "starts": 2026}).do()
    ChooseItem(people["secretariat"], draft, kind="target", ref="sdg:9.c", decision="taken").do()
    # One that waits for a reviewer.
    purpose = {"purpose": "Clinics that share what they know, wherever their patients are."}
    waits = doing.CreateRoadMap(people["secretariat"], fields={"lines": ["C7-ehealth"], "narratives": purpose}).do()
    ChooseItem(people["secretariat"], waits, kind="target", ref="sdg:3.8", decision="taken").do()
    PutMilestone(
        people["secretariat"], waits, fields={"what": "Guide for clinics without a doctor", "due": "2027-03-31"}
    ).do()
    doing.SubmitRoadMap(people["secretariat"], waits).do()
