"""Road maps and reports are discussed as any numbered text; drafts only where one may edit them."""

from __future__ import annotations

import pytest

from actionlines.errors import InvalidFields
from actionlines.register.consultations.actions.texts import AddText
from actionlines.register.consultations.papers import choices, of_paper
from actionlines.register.reports.builds import build, started
from actionlines.register.reports.models import Report
from tests.people import person
from tests.register.consultations.samples import consultation
from tests.register.roadmaps.samples import mandate, road_map, standings

pytestmark = pytest.mark.django_db(transaction=True)


def _report(status: str = "draft") -> Report:
    return Report.objects.create(
        type="contribution", parameters={"area": "KEN"}, owner=person("member"), status=status, language="en",
        sections=[{"section": "background", "text": "Villages come first."}],
    )  # fmt: skip


def test_a_road_map_becomes_headings_paragraphs_and_rows_each_with_a_number() -> None:
    mandate()
    standings()
    record = road_map()
    source, paragraphs = of_paper(person("secretariat"), f"roadmap:{record.pk}")
    assert (source.kind, source.id, source.version) == ("roadmap", str(record.pk), record.version)
    kinds = {one.kind for one in paragraphs}
    assert {"heading", "text"} <= kinds
    assert all(one.number for one in paragraphs if one.kind != "heading")
    assert len({one.id for one in paragraphs}) == len(paragraphs)
    assert any("help countries set up response teams" in one.text.lower() for one in paragraphs)
    made = AddText(person("reviewer"), consultation(publish=False), source=source, paragraphs=paragraphs).do()
    assert made.current().source_kind == "roadmap"


def test_a_report_is_discussed_as_it_was_built() -> None:
    record = _report()
    name = f"report:{record.pk}"
    with pytest.raises(InvalidFields) as caught:
        of_paper(person("secretariat"), name)
    assert "build" in caught.value.fields["draft"]
    build(started(record).pk)
    source, paragraphs = of_paper(person("secretariat"), name)
    assert source.version == record.version
    assert any(one.text == "Villages come first." for one in paragraphs)


def test_drafts_of_others_are_neither_offered_nor_taken() -> None:
    record, report = road_map(), _report()
    stranger = person("stranger")
    assert choices(stranger) == []
    for name in (f"roadmap:{record.pk}", f"report:{report.pk}", "report:999", "report:x", "soup:1", ""):
        with pytest.raises(InvalidFields):
            of_paper(stranger, name)
    assert {name for name, _title in choices(person("secretariat"))} == {f"roadmap:{record.pk}", f"report:{report.pk}"}
