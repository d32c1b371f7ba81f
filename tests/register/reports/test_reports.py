"""A report from its first word to the public: who may, what is kept, what is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist

from actionlines.errors import InvalidFields, MissingFont, NotAllowed, StaleRecord, Unsettled, WrongState
from actionlines.papers.model import Missing, Para, Text
from actionlines.papers.writers import as_pdf
from actionlines.papers.writers.as_json import paper_of as paper
from actionlines.register.core.models import Event, Version
from actionlines.register.core.search import catch_up, query
from actionlines.register.core.search.queries import Query
from actionlines.register.core.serialise import as_dict
from actionlines.register.reports import builds
from actionlines.register.reports.actions import (
    CreateReport,
    EditReport,
    PublishReport,
    RecallReport,
    ReturnReport,
    ReviseReport,
    SubmitReport,
    WithdrawReport,
    WriteSection,
)
from actionlines.register.reports.builds import KEPT, file_of, seen_now, started
from actionlines.register.reports.models import Report, ReportBuild
from tests.people import activity, person
from tests.register.mandates.samples import instrument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


def contribution(who: str = "focal", **given: object) -> Report:
    """A draft contribution of Kenya."""
    return CreateReport(person(who), type="contribution", parameters={"area": "ken"}, **given).do()


def submitted(who: str = "focal") -> Report:
    """Submitted and built."""
    made = SubmitReport(person(who), contribution(who)).do()
    started(made)
    made.refresh_from_db()
    return made


def test_a_contribution_is_drafted_by_anybody_with_an_account_and_keeps_the_id_of_the_framework() -> None:
    made = contribution("member")
    assert made.parameters == {"area": "KEN"} and made.status == "draft" and made.owner == person("member")
    assert Event.objects.get(kind="report").action == "report.create"
    assert Version.objects.get(kind="report").data["parameters"] == {"area": "KEN"}


@pytest.mark.parametrize(
    ("who", "kind", "given", "allowed"),
    [
        ("member", "biennial", {}, False),  # not a contribution
        ("focal", "biennial", {}, False),  # it is of no country
        ("focal", "profile", {"area": "KEN"}, True),
        ("focal", "profile", {"area": "BRA"}, False),  # another country
        ("focal", "cooperation", {"area": "KEN"}, True),
        ("secretariat", "biennial", {"since": "2025", "until": "2026"}, True),
    ],
)
def test_who_may_begin_which_kind(who: str, kind: str, given: dict[str, str], allowed: bool) -> None:
    begun = CreateReport(person(who), type=kind, parameters=given)
    if allowed:
        assert begun.do().type == kind
    else:
        with pytest.raises(NotAllowed):
            begun.do()


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("follow-up", {"symbol": "A/RES/1/999"}, "symbol"),  # not in the register
        ("follow-up", {}, "symbol"),
        ("profile", {"area": "XXX"}, "area"),
        ("contribution", {"area": "itu-region:AFR"}, "area"),  # a region has no contribution
        ("biennial", {"since": "2026", "until": "2025"}, "since"),
        ("biennial", {"body": "nobody"}, "body"),
        ("poem", {}, "type"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(kind: str, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidFields) as error:
        CreateReport(person("secretariat"), type=kind, parameters=given).do()
    assert list(error.value.fields) == [field]


def test_a_text_is_kept_with_its_writer_and_the_values_that_were_seen() -> None:
    instrument()
    made = contribution()
    text = "There are {{mandates}} of them."
    seen = seen_now(made, "background", text)
    made = WriteSection(person("focal"), made, version=1, section="background", text=text, seen=seen).do()
    assert made.sections == [{"section": "background", "text": text, "by": person("focal").pk, "seen": seen}]
    assert seen and set(seen) == {"mandates"}
    with pytest.raises(StaleRecord):
        WriteSection(person("focal"), made, version=1, section="background", text="x").do()
    with pytest.raises(InvalidFields):
        WriteSection(person("focal"), made, section="line:C5", text="x").do()  # not a section of this kind
    assert WriteSection(person("focal"), made, section="background", text=" ").do().sections == []


def test_others_do_not_write_in_it() -> None:
    made = contribution("member")
    with pytest.raises(NotAllowed):
        WriteSection(person("stranger"), made, section="background", text="x").do()


def test_what_is_published_is_the_paper_that_was_built_and_it_stays() -> None:
    activity(status="published", published_at="2025-01-01T00:00:00Z")
    made = submitted()
    public = PublishReport(person("focal"), made).do()
    assert public.is_public() and public.published_version == public.version
    held = paper(public.published_build.paper)
    assert held.status == f"Published, version {public.version}"
    before = as_dict(public)["sha256"]
    revised = ReviseReport(person("focal"), public).do()
    started(revised)
    revised.refresh_from_db()
    assert revised.status == "draft" and as_dict(revised)["sha256"] == before
    catch_up()
    assert query(Query(kind="report")).total == 1  # the next draft does not take it out of the search


def test_a_number_without_a_source_or_that_changed_is_not_published() -> None:
    instrument()
    made = contribution()
    text = "We count 73 % and {{mandates}}."
    made = WriteSection(person("focal"), made, section="background", text=text, seen={"mandates": "1"}).do()
    made = SubmitReport(person("focal"), made).do()
    build = started(made)
    assert [(one["kind"], one["words"]) for one in build.flags] == [("unbound", "73 %"), ("changed", "mandates")]
    with pytest.raises(Unsettled) as error:
        PublishReport(person("focal"), made).do()
    assert error.value.code == "AL823" and "73 %" in str(error.value)


def test_nothing_is_published_that_was_not_built() -> None:
    made = SubmitReport(person("focal"), contribution()).do()
    with pytest.raises(InvalidFields):
        PublishReport(person("focal"), made).do()


def test_a_member_hands_on_what_the_focal_point_publishes_or_sends_back() -> None:
    made = submitted("member")
    with pytest.raises(NotAllowed):
        PublishReport(person("member"), made).do()
    with pytest.raises(InvalidFields):
        ReturnReport(person("focal"), made).do()  # without a reason
    back = ReturnReport(person("focal"), made, reason="Name the decade.").do()
    assert (back.status, back.status_reason) == ("draft", "Name the decade.")
    with pytest.raises(WrongState):
        RecallReport(person("member"), back).do()


def test_a_withdrawn_report_leaves_the_search_and_needs_a_reason_once_public() -> None:
    public = PublishReport(person("focal"), submitted()).do()
    catch_up()
    assert query(Query(kind="report")).total == 1
    with pytest.raises(InvalidFields):
        WithdrawReport(person("focal"), public).do()
    WithdrawReport(person("focal"), public, reason="A wrong year.").do()
    catch_up()
    assert query(Query(kind="report")).total == 0


def test_what_cannot_be_chosen_is_refused() -> None:
    made = contribution()
    for bad in ("mandate:x", "fact:nothing", "paragraph:A/RES/1", "javascript:1"):
        with pytest.raises(InvalidFields):
            EditReport(person("focal"), made, fields={"chosen": [bad]}).do()
    good = ["mandate:1", "fact:mandates?line=C5", "paragraph:A/RES/80/173#113"]
    made = EditReport(person("focal"), made, fields={"chosen": [*good, good[0]]}).do()
    assert made.chosen == good
    build = started(made)
    gone = [one.what for one in paper(build.paper).blocks if isinstance(one, Missing)]
    assert any("mandate:1" in one for one in gone)  # what is not there is said in its place


def test_old_builds_are_let_go_and_a_lost_file_is_made_again() -> None:
    made = contribution()
    for _ in range(KEPT + 3):
        last = started(made)
    assert ReportBuild.objects.filter(report=made).count() == KEPT
    path = file_of(last, "json")
    bytes_ = path.read_bytes()
    path.unlink()
    assert file_of(last, "json").read_bytes() == bytes_


def test_a_report_whose_instrument_is_gone_says_so_once() -> None:
    held = instrument()
    made = CreateReport(person("secretariat"), type="follow-up", parameters={"symbol": held.symbol}).do()
    type(held).objects.filter(pk=held.pk).update(symbol="A/RES/1/1")
    build = started(made)
    assert build.status == "failed" and build.error["code"] == "AL821"


def test_the_paper_that_is_kept_is_the_paper_that_was_built() -> None:
    instrument()
    build = started(contribution())
    held = paper(build.paper)
    assert held.kind == "contribution" and any(isinstance(one, Para | Missing) for one in held.blocks)
    assert not any(isinstance(one, Para) and one.inlines == (Text(""),) for one in held.blocks)


def test_a_report_is_built_where_fonts_are_missing_and_only_its_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_text: str, language: str) -> None:
        raise MissingFont(f"PDF ({language})", "this machine lacks a font")

    monkeypatch.setattr(as_pdf, "check_fonts", missing)
    parameters = {"since": "2025", "until": "2026"}
    made = started(CreateReport(person("secretariat"), type="biennial", parameters=parameters).do())
    assert made.status == "done"
    assert all(file_of(made, form).exists() for form in ("html", "docx", "xlsx", "json"))
    with pytest.raises(MissingFont):
        file_of(made, "pdf")


def test_a_report_is_read_again_where_a_record_goes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    read, readings = builds.account_of, []

    def account_of(question: object) -> object:
        readings.append(question)
        if len(readings) < 3:
            raise (KeyError(7) if len(readings) == 1 else ObjectDoesNotExist)
        return read(question)

    monkeypatch.setattr(builds, "account_of", account_of)
    assert started(contribution()).status == "done"
    assert len(readings) == 3
