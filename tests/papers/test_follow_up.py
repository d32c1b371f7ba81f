"""One pass over many inputs gives one FollowUp, whatever fails on the way."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from actionlines.citations.graph import version_of
from actionlines.errors import Offline
from actionlines.papers.follow_up import write as datasets
from actionlines.papers.follow_up.collect import Extract
from actionlines.papers.follow_up.model import Failed
from actionlines.papers.follow_up.review import Spool, _in_processes, review
from actionlines.papers.follow_up.sources import EXTENSIONS, count_left_out, documents_in
from actionlines.papers.follow_up.summary import headline, list_sentences, next_due, version_sentence
from actionlines.papers.follow_up.write import write
from actionlines.papers.words import ENGLISH
from tests.papers.aligned_sample import aligned
from tests.papers.follow_up_sample import PIPELINE, sample
from tests.some import first

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = ["resolution.pdf", "contribution.docx", "itu-resolution.txt", "itu-resolution-revised.txt"]


def test_a_failing_input_is_recorded_and_the_rest_goes_on() -> None:
    found = sample("broken.pdf", "sample.txt")
    assert [document.label for document in found.documents] == ["A/RES/99/901"]
    assert found.failed == (Failed("AL105", "broken.pdf", "the container is broken", "Download it again."),)


def test_an_unexpected_fault_costs_one_input_only() -> None:
    def explode(_document: object) -> list[object]:
        raise ZeroDivisionError("a bug")

    found = review(["sample.txt"], pipeline=replace(PIPELINE, find_mandates=explode))  # type: ignore[arg-type]
    assert found.failed[0].code == "AL000"
    assert "ZeroDivisionError" in found.failed[0].problem


def test_progress_is_told_for_every_source() -> None:
    told: list[tuple[int, int, str, bool]] = []

    def on_progress(done: int, total: int, name: str, bad: Failed | None) -> None:
        told.append((done, total, name, bad is not None))

    review(["sample.txt", "broken.pdf"], pipeline=PIPELINE, on_progress=on_progress)
    assert told == [(1, 2, "sample.txt", False), (2, 2, "broken.pdf", True)]


def test_a_symbol_is_fetched_and_its_failure_recorded() -> None:
    def fetch(symbol: str) -> Path:
        if symbol == "A/RES/99/901":
            return Path("sample.txt")
        raise Offline(symbol, "the document service cannot be reached")

    found = review(["A/RES/99/901", "A/RES/1/1"], fetch=fetch, pipeline=PIPELINE)
    assert [document.label for document in found.documents] == ["A/RES/99/901"]
    assert [failed.code for failed in found.failed] == ["AL202"]


def test_every_phrase_quotes_its_paragraph() -> None:
    found = sample()
    for row in found.mandates:
        lines = {line.id: line.text for line in found.documents[row.document].lines}
        for phrase in (row.verb_phrase, row.action, *row.addressees, *((row.due_phrase,) if row.due_phrase else ())):
            assert lines[phrase.paragraph][phrase.start : phrase.end] == phrase.text


def test_timeline_is_in_order_of_dates_and_leads_to_mandates() -> None:
    found = sample()
    assert [entry.date for entry in found.due] == sorted(entry.date for entry in found.due)
    assert {"2027-12-31", "2030-03-03", "2028-12-31"} <= {entry.date for entry in found.due}
    assert all(entry.date in {due.date for due in found.mandates[entry.mandate].due} for entry in found.due)


def test_what_recurs_never_passes() -> None:
    (register,) = (row for row in sample().mandates if row.bodies == ("itu",))
    assert register.due[0].until == ""


def test_most_asked_counts_by_strength() -> None:
    first, *_ = sample().asked
    assert (first.body, first.mandates, first.by_strength) == ("member-states", 2, (0, 1, 0, 1, 0))


def test_graph_leaves_out_self_citations_and_knows_what_was_read() -> None:
    found = sample()
    read = {one.instrument: one.read_as for one in found.cited}
    assert read["A/RES/99/902"] == 1
    assert read["A/RES/70/1"] is None
    own = sample("sample.txt", "sample.txt")
    assert len({document.label for document in own.documents}) == 2
    assert len({row.id for row in own.mandates}) == len(own.mandates)


def test_inputs_of_one_symbol_are_told_apart_by_their_files(tmp_path: Path) -> None:
    text = (EXAMPLES / "resolution.txt").read_text("utf-8")
    paths = [tmp_path / name for name in ("a/draft.txt", "b/draft.txt", "final.txt", "other.txt")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n{path.name} of {path.parent.name}\n", "utf-8")
    shutil.copy(EXAMPLES / "itu-resolution.txt", paths[-1])
    found = review(paths)
    labels = [document.label for document in found.documents]
    assert labels == [
        "A/RES/99/901 (a/draft.txt)",
        "A/RES/99/901 (b/draft.txt)",
        "A/RES/99/901 (final.txt)",
        "itu:PP/RES/901@2040",
    ]
    assert {row.label for row in (*found.mandates, *found.citations)} == set(labels)
    assert len({row.id for row in found.mandates}) == len(found.mandates)


@pytest.mark.parametrize("processes", first([1, 2]))
def test_the_same_bytes_are_read_and_counted_once(tmp_path: Path, processes: int) -> None:
    first, copy, broken, broken_too = (tmp_path / name for name in ("a.txt", "copy.txt", "x.pdf", "y.pdf"))
    for path, name in ((first, "resolution.txt"), (copy, "resolution.txt")):
        shutil.copy(EXAMPLES / name, path)
    broken.write_bytes(b"%PDF-1.7 cut short")
    broken_too.write_bytes(b"%PDF-1.7 cut short")
    other = EXAMPLES / "itu-resolution.txt"
    told: list[str] = []
    found = review(
        [first, broken, copy, other, broken_too],
        processes=processes,
        on_progress=lambda _done, _total, name, _failed: told.append(Path(name).name),
    )
    assert [(one.name, one.also) for one in found.documents] == [("a.txt", (str(copy),)), ("itu-resolution.txt", ())]
    assert len(found.mandates) == len(review([first, other]).mandates)
    assert [Path(one.subject).name for one in found.failed] == ["x.pdf", "y.pdf"]
    assert told == ["a.txt", "x.pdf", "copy.txt", "itu-resolution.txt", "y.pdf"]
    assert "1 input has the content of another and was read once." in list_sentences(found)


def test_an_input_with_the_bytes_of_another_is_not_opened_again(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("sample.txt", "copy.txt")]
    for path in paths:
        path.write_text("the same")
    asked: list[str] = []
    pipeline = replace(PIPELINE, read=lambda source: asked.append(str(source)) or PIPELINE.read(source))
    found = review(paths, pipeline=pipeline)
    assert asked == [str(paths[0])]
    assert found.documents[0].also == (str(paths[1]),)


def test_a_folder_gives_akoma_ntoso_and_no_other_xml(tmp_path: Path) -> None:
    opening = "<?xml version='1.0'?><!-- x --><akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'>"
    for name, text in {"a.akn": opening, "b.xml": opening, "c.XML": opening, "d.xml": "<?xml?><figures/>"}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "e.xml").mkdir()
    assert [one.name for one in documents_in(tmp_path)] == ["a.akn", "b.xml", "c.XML"]
    assert count_left_out(tmp_path) == {".xml": 1}


def test_a_folder_without_documents_says_what_could_be_read(tmp_path: Path) -> None:
    (failed,) = review([tmp_path]).failed
    assert (failed.code, "holds nothing that can be read" in failed.problem) == ("AL108", True)
    assert all(ending in failed.advice for ending in EXTENSIONS)


def test_superseded_versions_are_told() -> None:
    found = sample()
    body = "of the Plenipotentiary Conference"
    older, newer = (f"Resolution 901 ({year}) {body} (itu:PP/RES/901@{year})" for year in (2040, 2044))
    state = "(cited, not read here; cited by A/RES/99/901)"
    assert [version_sentence(note, found) for note in found.versions] == [
        f"{older} {state} is superseded by {newer}.",
        f"{newer} is the latest version seen {state}.",
    ]


@pytest.mark.parametrize(
    "instrument,family,order",
    [
        ("itu:PP/RES/140@2022", "itu:PP/RES/140", 2022),  # the year is the version
        ("itu:PP/RES/140", "itu:PP/RES/140", None),  # no year: the version in force
        ("A/80/L.41/Rev.2", "A/80/L.41", 2),  # a revised draft
        ("A/80/L.41/Rev.1/Add.1", "A/80/L.41/Add.1", 1),  # an addendum is a family of its own
        ("A/RES/70/1", "A/RES/70/1", 0),  # a resolution has no versions
    ],
)
def test_versions_of_a_family(instrument: str, family: str, order: int | None) -> None:
    assert version_of(instrument) == (family, order)


@pytest.mark.parametrize(
    "paragraph,words",
    [
        ("3(b)(i)", "para. 3 (b)(i)"),  # sub-sub-item
        ("I.3", "sect. I, para. 3"),  # section of a budget resolution
        ("annex-I.38", "annex I, para. 38"),  # annex with a number
        ("op-1", "operative para. 1"),  # unnumbered
        ("fn-*", "note *"),  # starred note
        ("instructs-SG.4", "instructs the Secretary-General 4"),  # ITU layout
    ],
)
def test_places_are_said_as_one_cites_them(paragraph: str, words: str) -> None:
    assert ENGLISH.place(paragraph) == words


def test_the_brief() -> None:
    found = sample()
    assert headline(found) == "2 documents read: 5 mandates, 4 due dates, 4 citations of 4 instruments."
    assert next_due(found, "2027-06-01").startswith("2027, Secretary-General")
    assert next_due(found, "2099-01-01") == ""
    assert list_sentences(found)[-1] == "1 input could not be read."


def test_the_result_does_not_depend_on_processes() -> None:
    paths = [str(EXAMPLES / name) for name in FILES] + ["no-such-file.pdf"]
    assert review(paths, processes=1) == review(paths, processes=2)


class Killer:
    """An input that ends the process that opens it, as one that needs too much memory would."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)

    def __str__(self) -> str:
        return "killer.pdf"


@pytest.mark.long
def test_an_input_that_kills_its_process_costs_itself_only() -> None:
    items = [str(EXAMPLES / "resolution.txt"), Killer(), str(EXAMPLES / "itu-resolution.txt")]
    first, second, third = _in_processes(items, 2)  # type: ignore[arg-type]
    assert isinstance(first, Extract)
    assert isinstance(third, Extract)
    assert str(second).startswith("AL000 killer.pdf: the reader was stopped by the system")


def test_a_machine_that_starts_no_process_reads_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    first, second = _in_processes([str(EXAMPLES / name) for name in FILES[2:]], 2)
    assert isinstance(first, Extract)
    assert isinstance(second, Extract)


def test_processes_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="processes"):
        review([], processes=0)


def test_many_documents_kept_on_disk_give_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = aligned()
    monkeypatch.setattr("actionlines.papers.follow_up.review.SPOOLED", 2)
    spooled = aligned()
    assert not isinstance(spooled.documents[0].lines, tuple)
    assert spooled == plain
    assert spooled.documents[0].lines[0] == plain.documents[0].lines[0]
    assert spooled.documents[0].lines[1:] == plain.documents[0].lines[1:]
    assert all(isinstance(one.lines, tuple) for one in plain.documents)
    for name, found in (("plain", plain), ("spooled", spooled)):
        write(found, tmp_path / name)
    for name in ("review.json", "index.html", "mandates.csv", "citations.csv"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "spooled" / name).read_bytes()
    assert pickle.loads(pickle.dumps(spooled)) == plain
    assert json.loads((tmp_path / "plain" / "review.json").read_text()) == json.loads(
        json.dumps(datasets.as_dict(plain))
    )


def test_two_threads_read_one_spool() -> None:
    spool = Spool()
    ours, theirs = spool.rows(("ours",) * 9), spool.rows(("theirs",) * 5)
    plain, other = spool._file.seek, threading.Thread(target=lambda: list(theirs))

    def seek(place: int) -> int:
        """Let another thread move the place, where it can, before the read."""
        found = plain(place)
        if other.ident is None:
            other.start()
            other.join(0.3)
        return found

    spool._file.seek = seek
    assert list(ours) == ["ours"] * 9
    other.join()
