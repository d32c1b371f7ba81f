"""Evidence is looked up and compared before it is believed."""

import pytest

from actionlines.errors import InvalidFields
from actionlines.register.core.imports.models import Reading, StoredFile
from actionlines.register.mandates.actions import RecordProgress
from actionlines.register.standings.models import Standing
from tests.people import activity, person
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db

PLACE = {"symbol": "A/RES/80/901", "anchor": "4"}


def record(kind, evidence, text="Three masts were lent."):
    one = mandate("4", "confirmed")
    RecordProgress(person("secretariat"), one, text=text, evidence_kind=kind, evidence=evidence).do()
    return one.progress.get()


def refused(kind, evidence, text="Three masts were lent."):
    with pytest.raises(InvalidFields) as told:
        record(kind, evidence, text)
    return set(told.value.fields)


def test_words_that_stand_in_the_paragraph():
    note = record("paragraph", {**PLACE, "quote": " spare masts to schools "})
    assert note.evidence == {**PLACE, "quote": "spare masts to schools"}


def test_a_file_of_somebody_else_or_that_nobody_checked_shows_nothing():
    mine, other = person("secretariat"), person("reviewer")
    file = StoredFile.objects.create(sha256="a" * 64, name="report.pdf", size=9, type="pdf", by=mine)
    given = {"sha256": file.sha256}
    assert refused("file", given) == {"file"}
    Reading.objects.create(key="a", what="evidence", file=file, by=other, status="done")
    assert refused("file", given) == {"file"}
    Reading.objects.create(key="b", what="evidence", file=file, by=mine, status="done")
    assert record("file", given).evidence == {**given, "name": "report.pdf", "size": 9, "type": "pdf"}


def test_a_place_may_be_written_as_its_address_has_it():
    assert record("paragraph", {**PLACE, "anchor": "p4", "quote": "spare masts"}).evidence["anchor"] == "4"


@pytest.mark.parametrize("quote", ["spare mast to schools", "Spare masts", "spare  masts", "", "x" * 2001, None])
def test_words_that_do_not_stand_there_exactly(quote):
    assert refused("paragraph", {**PLACE, "quote": quote}) == {"quote"}


@pytest.mark.parametrize("place", [{"symbol": "A/RES/80/902", "anchor": "4"}, {**PLACE, "anchor": "44"}, {}])
def test_a_paragraph_that_is_not_held(place):
    assert refused("paragraph", {**place, "quote": "spare masts"}) == {"symbol"}


def test_an_activity_that_is_published():
    from django.utils import timezone

    one = activity(status="published", published_at=timezone.now(), published_version=1)
    assert record("activity", {"activity": str(one.pk)}).evidence == {"activity": one.pk}


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_an_activity_that_nobody_can_read(status):
    from django.utils import timezone

    one = activity(status=status, published_at=timezone.now() if status == "withdrawn" else None)
    assert refused("activity", {"activity": one.pk}) == {"activity"}


@pytest.mark.parametrize("number", [999, 2**70, "x", "", None, -1])
def test_an_activity_that_does_not_exist(number):
    assert refused("activity", {"activity": number}) == {"activity"}


@pytest.fixture
def standing():
    return Standing.objects.create(
        area="KEN", series="IT_NET", indicator="17.8.1", name="Internet users", years=[2023, 2024], values=[40.5, 44]
    )


@pytest.mark.parametrize("value", ["", "44", 44.0])
def test_a_figure_that_the_register_has(standing, value):
    found = record("indicator", {"series": "IT_NET", "area": "KEN", "year": "2024", "value": value}).evidence
    assert found == {"series": "IT_NET", "area": "KEN", "year": 2024, "value": 44.0}


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"series": "X"}, "series"), ({"area": "UGA"}, "series"), ({"year": 2022}, "year"), ({"value": 45}, "value"),
     ({"year": "soon"}, "year"), ({"value": "nan"}, "value"), ({"year": None}, "year")],
)  # fmt: skip
def test_a_figure_that_it_does_not_have(standing, changed, field):
    given = {"series": "IT_NET", "area": "KEN", "year": 2024, "value": 44, **changed}
    assert refused("indicator", given) == {field}


def test_a_note_says_what_was_done_and_what_shows_it():
    assert refused("paragraph", {**PLACE, "quote": "spare masts"}, text=" ") == {"text"}
    assert refused("", {}, text="x" * 4001) == {"text", "evidence_kind"}
