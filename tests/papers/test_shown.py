"""No character of a document turns the words around it, in whatever file it is shown."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from actionlines.papers.files import _TURNS, make_safe
from actionlines.papers.follow_up import tables, write
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.model import Cited, FollowUp, VersionNote
from actionlines.papers.follow_up.page import index_html
from actionlines.papers.follow_up.paper import review_docx
from actionlines.papers.follow_up.summary import list_sentences, version_sentence
from actionlines.papers.words import words
from tests.papers.follow_up_sample import sample

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RAW = re.compile(f"[{TURNS}]")


def hostile() -> FollowUp:
    """The sample with every such character, and a control character, wherever a document can put words."""
    found = sample()

    def spoiled(text: str) -> str:
        return f"{text[:1]}{TURNS}\x01\u200f{text[1:]}"

    documents = tuple(
        replace(
            one, name=spoiled(one.name), label=spoiled(one.label), title=spoiled(one.title),
            warnings=(spoiled("note"),), also=(spoiled("copy.txt"),),
            lines=tuple(replace(line, text=spoiled(line.text)) for line in one.lines),
        )
        for one in found.documents
    )  # fmt: skip
    mandates = tuple(
        replace(row, label=spoiled(row.label), verb=spoiled(row.verb),
                action=replace(row.action, text=spoiled(row.action.text)))
        for row in found.mandates
    )  # fmt: skip
    citations = tuple(replace(row, quote=spoiled(row.quote)) for row in found.citations)
    cited = tuple(replace(one, name=spoiled("name")) for one in found.cited)
    versions = tuple(replace(one, name=spoiled("name")) for one in found.versions)
    failed = tuple(replace(one, subject=spoiled(one.subject)) for one in found.failed)
    return replace(
        found, documents=documents, mandates=mandates, citations=citations, cited=cited, versions=versions,
        failed=failed,
    )  # fmt: skip


def texts() -> dict[str, str]:
    """Every file that a person opens, as text."""
    found = hostile()
    out = {
        "index.html": index_html(found).decode(),
        "mandates.csv": tables.mandates_csv(found).decode("utf-8"),
        "citations.csv": tables.citations_csv(found).decode("utf-8"),
    }
    for name, made in (("mandates.xlsx", write.mandates_xlsx(found)), ("review.docx", review_docx(found))):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            out[name] = "".join(
                archive.read(one).decode() for one in archive.namelist() if one.endswith((".xml", ".rels"))
            )
    return out


def test_no_file_shows_a_character_that_turns_words() -> None:
    for name, text in texts().items():
        found = set(map(ascii, RAW.findall(text)))
        assert found == set(), name
        written = "\\u202e" in text.lower()  # written out, for a script to put together
        kept = "\u200f" in text  # what Arabic is written with
        assert (written, kept) == (False, True), name


def test_programs_get_the_exact_words() -> None:
    assert set(TURNS) <= set(write.review_json(hostile()).decode())


@pytest.mark.parametrize("character", ["\x01", "\x0c", "\x7f", "\ud800", "\ufffe", "\uffff"])
def test_no_character_ends_the_drawing_of_charts(character: str) -> None:
    found = sample()
    documents = tuple(replace(one, label=f"a{character}b") for one in found.documents)
    cited = tuple(replace(one, name=f"a{character}b") for one in found.cited)
    made = index_html(replace(found, documents=documents, cited=cited)).decode()
    assert "a\ufffdb" in made


def test_every_character_that_is_replaced_is_found() -> None:
    for place in _TURNS:
        assert make_safe(f"a{chr(place)}b") == f"a{_TURNS[place]}b"


def test_offsets_stay() -> None:
    text = f"a{TURNS}\x01b"
    assert len(make_safe(text)) == len(text)
    assert make_safe(text)[0] + make_safe(text)[-1] == "ab"


def test_what_needs_no_change_is_the_same_object() -> None:
    found = sample()
    assert make_safe(found) is found


def test_sentences_from_right_to_left_keep_names_in_one_piece() -> None:
    found, arabic = sample(), words("ar")
    said = [chart.sentence for chart in draw_charts(found, arabic)] + list_sentences(found, arabic)
    for name in ("Member States", "Secretary-General", found.cited[0].instrument):
        holding = [one for one in said if name in one]
        assert holding
        assert all(re.search(rf"\u200e[^\u200e]*{re.escape(name)}[^\u200e]*\u200e", one) for one in holding)


@pytest.mark.parametrize("name", ["Resolution <901> (Sample City, 2044)", ""])
def test_names_in_notes_on_versions_keep_their_direction(name: str) -> None:
    note = VersionNote("itu:PP/RES/901@2040", "itu:PP/RES/901@2044", True, (0,), name=name)
    latest = VersionNote("itu:PP/RES/901@2044", "", False, name=name)
    cited = (Cited("itu:PP/RES/901@2040", name, 1, (0,)),)
    found = replace(sample("sample.txt"), versions=(note, latest), cited=cited)
    page = index_html(found, words("ar")).decode()
    item = re.search(r'<ul class="versions">\n<li>.*?</li>', page, re.DOTALL)
    assert item
    isolated = re.findall(r"<bdi>(.*?)</bdi>", item[0])
    assert len(isolated) == 3  # the version, the document that cites it, the latest
    assert all("itu:" in one or "A/" in one for one in isolated)
    assert "<901>" not in item[0]
    plain = version_sentence(note, found, words("ar"))
    assert plain.count("\u200e") == 6  # a mark on either side, where there is no markup
    assert "\u200e" not in version_sentence(note, found, words("en"))
