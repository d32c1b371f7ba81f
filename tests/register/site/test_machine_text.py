"""Nothing that is published speaks as a program: no commands, no questions as they are kept, no ids."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.papers.words import LANGUAGES
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.reports.actions import CreateReport, PublishReport, SubmitReport
from actionlines.register.reports.builds import file_of, started
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.actions import PublishRoadMap, SubmitRoadMap
from actionlines.register.roadmaps.papers import made
from tests.golden.texts import of_docx, of_html
from tests.machine_text import machine_text
from tests.people import activity, person
from tests.register.roadmaps import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]
KINDS = {
    "biennial": {"since": "2025", "until": "2026"}, "contribution": {"area": "KEN"}, "profile": {"area": "KEN"},
    "follow-up": {"symbol": "A/RES/99/905"},
}  # fmt: skip


@pytest.fixture
def register() -> Mandate:
    """A mandate that comes back every year, and an activity; papers say that nothing else is there."""
    made = samples.mandate()
    Mandate.objects.filter(pk=made.pk).update(due=["recurring:annual"])
    activity(status="published", published_at="2026-01-10T00:00:00Z", published_version=1)
    assert Instrument.objects.exists()
    return made


def test_the_words_are_found() -> None:
    for text in ("Use `actionlines import`.", "{{mandates?line=C5}}", "due recurring:annual", "from memory", "TODO"):
        assert machine_text(text), text
    assert machine_text("Access to ICTs (target 9.c): 3 mandates. https://example.org/a") == []


@pytest.mark.parametrize("form", ["html", "docx"])
def test_road_maps(register: Mandate, form: str) -> None:
    found = samples.complete(samples.road_map())
    SubmitRoadMap(person("reviewer"), found).do()
    found = PublishRoadMap(person("reviewer"), found).do()
    for language in LANGUAGES:
        body = made(as_dict(found), form, language)
        assert machine_text("\n".join(of_html(body) if form == "html" else of_docx(body))) == [], language


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=pytest.mark.long) if one == "biennial" else one for one in KINDS]
)
def test_reports(register: Mandate, kind: str) -> None:
    for language in LANGUAGES:
        found = _published(kind, language)
        for form, words in (("html", of_html), ("docx", of_docx)):
            body = file_of(found.published_build, form).read_bytes()
            assert machine_text("\n".join(words(body))) == [], (language, form)


def test_what_nobody_wrote_is_said_in_plain_words(register: Mandate) -> None:
    found = _published("contribution", "en")
    text = " ".join(of_html(file_of(found.published_build, "html").read_bytes()))
    assert "No information was reported." in text and "builder" not in text


def test_a_printed_one(register: Mandate) -> None:
    found = _published("biennial", "en")
    document = read(file_of(found.published_build, "pdf"))
    assert document.paragraphs and machine_text("\n".join(one.text for one in document.paragraphs)) == []


def _published(kind: str, language: str) -> Report:
    author = person("secretariat")
    found = CreateReport(author, type=kind, parameters=KINDS[kind], fields={"language": language}).do()
    found = SubmitReport(author, found).do()
    started(found)
    done: Report = PublishReport(author, found).do()
    return done
