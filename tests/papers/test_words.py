"""The words of the report: every key in six languages, and no label beside the catalogue."""

from __future__ import annotations

import csv
import io
import re
from importlib.resources import files

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from actionlines.papers import names
from actionlines.papers.follow_up import write
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.page import SCRIPTS, index_html
from actionlines.papers.follow_up.paper import review_docx
from actionlines.papers.follow_up.summary import list_sentences
from actionlines.papers.words import LANGUAGES, PLURALS, Due, plural_form, words
from tests.papers.follow_up_sample import sample
from tests.some import first

ROOM = files("actionlines.papers.follow_up")
TABLE = files("actionlines.papers").joinpath("data/words.csv").read_text("utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
FORMS = {"ar": 6, "en": 2, "es": 2, "fr": 2, "ru": 3, "zh": 1}
FIELD = re.compile(r"\{\w+\}")
# Literals of the scripts that are not shown: names of keys, events and forms.
NOT_SHOWN = {"NFKD", "Escape", "T00:00:00Z"}


def test_every_key_has_all_six_languages() -> None:
    assert len({row["key"] for row in ROWS}) == len(ROWS)
    assert [row["key"] for row in ROWS if not all(row[language].strip(" ") for language in LANGUAGES)] == []


def test_every_language_fills_in_the_same_fields_and_has_its_plural_forms() -> None:
    for row in ROWS:
        for language in LANGUAGES:
            assert set(FIELD.findall(row[language])) == set(FIELD.findall(row["en"])), row["key"]
            if row["key"].startswith(("count.", "span.")):
                assert len(row[language].split("|")) == FORMS[language], (row["key"], language)


def test_the_template_has_no_words_of_its_own() -> None:
    names = ("index.html.j2", "speaks.html.j2")
    template = "".join(ROOM.joinpath("templates", name).read_text("utf-8") for name in names)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<code>.*?</code>|<a href=\"[\w.]+\">[\w.]+</a>", "", template)
    bare = re.sub(r'<button [^>]*data-take="\w+">[A-Z]+</button>', "", bare)  # names of formats
    assert re.findall(r">[^<>]*[A-Za-z][^<>]*<", bare) == []
    assert re.findall(r'(?:aria-label|placeholder|title|data-name)="[^"]*[A-Za-z][^"]*"', bare) == []


def test_the_scripts_have_no_words_of_their_own() -> None:
    for name in SCRIPTS:
        script = ROOM.joinpath("templates", "js", f"{name}.js").read_text("utf-8")
        script = re.sub(r"^\s*//.*$|;\s*//.*$", "", script, flags=re.M)
        shown = re.findall(r'"([A-Z][a-z]+(?: [^"]*)?)"', script)
        shown += re.findall(r'(?:"aria-label"|title|caption|name|label): "([^"]+)"', script)
        assert set(shown) - NOT_SHOWN == set(), name


def test_every_key_that_is_used_exists() -> None:
    known = {row["key"] for row in ROWS}
    for name in SCRIPTS:
        script = ROOM.joinpath("templates", "js", f"{name}.js").read_text("utf-8")
        assert set(re.findall(r'\bt\("([\w.-]+)"', script)) <= known, name
        assert {f"count.{key}" for key in re.findall(r'\bcount\([^,()]+, "(\w+)"', script)} <= known, name


@pytest.mark.parametrize(
    "raw,language,found",
    [
        ("year:2027", "fr", "Échéance\u00a0: 2027"),  # a year
        ("session:81", "es", "período de sesiones 81 (2026–2027)"),  # a session, with its years
        ("2030-03-03", "ru", "Срок: 3 марта 2030 года"),  # a day, the month in the genitive
        ("recurring:annual", "zh", "每年"),  # what recurs
        ("relative:5-year", "ru", "в течение 5 лет"),  # a span, in the form that goes with five
        ("next-report", "ar", "في التقرير المقبل"),  # tied to a report
        ("event:session-53-of-the-board", "fr", "session 53"),
        ("event:a-meeting", "fr", "a meeting"),  # an event keeps its English words
    ],
)
def test_due_values_in_words(raw: str, language: str, found: str) -> None:
    assert words(language).due(names.describe_form(raw, "2025-12-17")) == found


@pytest.mark.parametrize(
    "language,forms",
    [
        # The forms of 0, 1, 2, 3, 5, 11, 21, 22, 100, 101, 103 and 111.
        ("ar", "0 1 2 3 3 4 4 4 5 5 3 4"),
        ("en", "1 0 1 1 1 1 1 1 1 1 1 1"),
        ("es", "1 0 1 1 1 1 1 1 1 1 1 1"),
        ("fr", "0 0 1 1 1 1 1 1 1 1 1 1"),
        ("ru", "2 0 1 1 2 2 0 1 2 0 1 2"),
        ("zh", "0 0 0 0 0 0 0 0 0 0 0 0"),
    ],
)
def test_plural_forms(language: str, forms: str) -> None:
    numbers = (0, 1, 2, 3, 5, 11, 21, 22, 100, 101, 103, 111)
    assert [str(plural_form(language, number)) for number in numbers] == forms.split()


def test_every_language_has_its_categories() -> None:
    assert {language: len(found) for language, found in PLURALS.items()} == FORMS


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru"])  # Chinese has one form for all
def test_one_of_everything_reads_as_one(language: str) -> None:
    chosen = words(language)
    found = one_mandate()
    said = [*list_sentences(found, chosen), *(chart.sentence for chart in draw_charts(found, chosen))]
    many = {chosen.table[key].split("|")[-1].format(n="1") for key in chosen.table if key.startswith("count.")}
    assert [one for one in many for line in said if re.search(rf"(?<!\w){re.escape(one)}", line)] == []


def one_mandate() -> FollowUp:
    """One document with one mandate that has one due date."""
    found = sample("arabic.txt")
    assert (len(found.mandates), len(found.due)) == (1, 1)
    return found


def test_one_date_is_no_span_and_one_body_not_the_most() -> None:
    due, asked = draw_charts(one_mandate())
    assert due.sentence == "1 due date: 31 December 2028."
    assert asked.sentence == "Secretary-General: 1 mandate."


@pytest.mark.parametrize("number,form", [(1, 0), (2, 1), (5, 2), (11, 2), (21, 0), (112, 2)])
def test_russian_plurals(number: int, form: int) -> None:
    forms = words("ru").table["count.mandate"].split("|")
    assert words("ru").counted(number, "mandate") == forms[form].format(n=number)


@pytest.mark.parametrize("language", first(LANGUAGES, also=["ar"]))
def test_every_language_makes_every_file(language: str) -> None:
    chosen, found = words(language), sample()
    page = index_html(found, chosen).decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert chosen("page.proposed-why") in page
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(found, chosen)))
    assert book.sheetnames[0] == chosen("part.mandates")
    assert bool(book.worksheets[0].sheet_view.rightToLeft) is (language == "ar")
    document = docx.Document(io.BytesIO(review_docx(found, chosen)))
    assert f"1 {chosen('part.mandates')}" in [one.text.replace("  ", " ") for one in document.paragraphs]
    bidi = document.paragraphs[0]._p.find(f".//{qn('w:bidi')}")
    assert (bidi is not None) is (language == "ar")


def test_what_the_catalogue_cannot_say_stays_as_it_is() -> None:
    assert words("fr").due(Due("session:x", "at session x")) == "at session x"
    assert words("fr").date("2025-13-01") == "2025-13-01"
    assert words("fr").deliverable("none") == ""


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("3(b)", "الفقرة \u200e3 (b)\u200e"),
        ("113", "الفقرة 113"),
        ("annex-I.38", "المرفق \u200eI\u200e، الفقرة 38"),
        ("resolves.2", "يقرر 2"),
    ],
)
def test_the_number_of_a_paragraph_stays_in_one_piece_from_right_to_left(paragraph: str, said: str) -> None:
    assert words("ar").place(paragraph) == said
    assert "\u200e" not in words("ru").place(paragraph)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "2,400,000 USD"), ("es", "2.400.000 USD"), ("fr", "2\u202f400\u202f000 USD")]
)
def test_money_has_its_thousands_apart(language, text):
    assert words(language).money("2400000.00", "USD") == text
    assert (words("en").money("1020.5", "CHF"), words("en").money("", "CHF")) == ("1,020.50 CHF", "")
