"""The command line as a user meets it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from actionlines import __version__
from actionlines.cli.tables import make_printable
from actionlines.papers.follow_up.review import _hold_interrupts
from actionlines.results.inputs import expand_words, is_symbol
from tests.cli.running import EXAMPLES, ROOT, run, run_apart

REPORT = {"index.html", "mandates.xlsx", "mandates.csv", "citations.csv", "review.json", "review.docx"}


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"actionlines {__version__}")


def test_help_names_every_command() -> None:
    done = run("--help")
    for command in ("review", "read", "cite", "mandates", "framework"):
        assert re.search(rf"^  {command} ", done.stdout, re.M)


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, actionlines.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"lxml", "pypdfium2", "selectolax", "jinja2", "docx", "xlsxwriter", "vl_convert", "rich.progress"}
    heavy |= {f"actionlines.{room}" for room in ("documents", "citations", "mandates", "alignment", "lineage")}
    assert heavy & set(loaded) == set()


@pytest.mark.parametrize(
    "words",
    [
        [],  # nothing asked
        ["nonsense"],  # no such command
        ["measure", "figures.csv"],  # --out is missing
        ["review", "--out", "x"],  # no input
        ["read"],  # no file
        ["cite", "resolution.txt", "--format", "yaml"],  # no such format
        ["review", "resolution.txt", "--out", "x", "--processes", "0"],  # out of range
        ["read", "resolution.txt", "--language", "xx"],  # no such language
    ],
)
def test_wrong_use_exits_with_2_and_no_traceback(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_review_writes_the_report_and_says_so(tmp_path: Path) -> None:
    done = run("review", "resolution.pdf", "itu-resolution.txt", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORT
    assert "2 documents read" in done.stdout
    assert "By strength: " in done.stdout
    assert "Next due: " in done.stdout
    assert f"Report: {tmp_path / 'out' / 'index.html'}" in done.stdout


def test_review_goes_on_after_failures_and_tells_machines_all(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    out = tmp_path / "out"
    done = run("review", tmp_path / "empty.pdf", "no-such.pdf", "resolution.txt", "--out", out, "--json")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        f"AL101 {tmp_path}/empty.pdf",
        "AL108 no-such.pdf",
    ]
    report = json.loads((out / "review.json").read_text("utf-8"))
    assert [one["code"] for one in report["failed"]] == ["AL101", "AL108"]
    summary = json.loads(done.stdout)  # nothing else is on standard output
    described = (ROOT / "docs" / "reference" / "commands" / "review.md").read_text("utf-8")
    assert all(f"`{name}`" in described for name in summary)
    assert summary["failed"] == report["failed"]
    assert set(summary["files"]) == REPORT
    assert sum(summary["by_strength"].values()) == summary["mandates"]


@pytest.mark.long
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    inputs = ["resolution.docx", "itu-resolution.txt", "itu-resolution-revised.txt"]
    done = run_apart("review", *inputs, "--out", tmp_path / "a", "--quiet", PYTHONHASHSEED="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    run_apart("review", *inputs, "--out", tmp_path / "b", "--processes", "2", PYTHONHASHSEED="2")
    for name in REPORT:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_an_output_that_cannot_be_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("review", "resolution.txt", "--out", tmp_path / "file")
    assert done.returncode == 1
    assert re.fullmatch(r"AL401 .*file: this is a file, .* Name a folder with --out; .*\n", done.stderr)


def test_a_file_of_the_user_is_not_replaced_unless_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my own page")
    done = run("review", "resolution.txt", "--out", tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"AL401 .*did not write.*: index\.html\. .* --force\.\n", done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert run("review", "resolution.txt", "--out", tmp_path, "--force").returncode == 0
    assert run("review", "resolution.txt", "--out", tmp_path).returncode == 0  # now it is ours


def test_the_same_content_given_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_bytes((EXAMPLES / "resolution.txt").read_bytes())
    done = run("review", "resolution.txt", tmp_path / "copy.txt", "--out", tmp_path / "out")
    assert done.stdout.startswith("1 document read: ")
    assert "1 input has the content of another and was read once." in done.stdout
    assert f"{tmp_path / 'copy.txt'}: same content as resolution.txt, read once." in done.stdout


@pytest.mark.parametrize("command", ["read", "cite", "mandates", "review"])
def test_a_folder_says_what_could_be_read(tmp_path: Path, command: str) -> None:
    (tmp_path / "in").mkdir()
    options = ["--out", str(tmp_path / "out")] if command == "review" else []
    done = run(command, tmp_path / "in", *options)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert re.match(r"AL108 .*in: the folder holds nothing that can be read\. .*\.docx, .*\.txt", done.stderr)


@pytest.mark.parametrize("command", ["read", "cite", "mandates"])
def test_every_document_of_a_folder_is_read(tmp_path: Path, command: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("1. Requests the Secretary-General to report on resolution 70/1.")
    done = run(command, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {json.loads(line)["document"] for line in done.stdout.splitlines()} == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    "words,choices",
    [
        (["mandates", "resolution.txt", "-f", "xml"], "table, json, jsonl"),  # a format
        (["read", "resolution.txt", "--language", "xx"], "ar, zh, en, fr, ru, es"),  # a language
        (["review", "x.txt", "--out", "x", "--language", ""], "ar, zh, en, fr, ru, es"),  # an empty word
        (["framework", "export", "--format", "xml", "--out", "x"], "json, skos, csv"),  # of an export
        (["framework", "list", "flags"], "action-lines, facilitators, goals"),  # a kind
    ],
)
def test_a_wrong_word_is_answered_with_the_choices(words: list[str], choices: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert f"none of the choices: {choices}" in done.stderr
    assert "Value error" not in done.stderr


def test_the_line_of_usage_has_its_dots_once() -> None:
    first = run("review", "--help").stdout.splitlines()[0]
    assert first.count("...") == 1


def test_an_input_in_the_folder_of_the_output_is_refused_as_by_align(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Requests the Secretary-General to report.")
    for words in (["review", tmp_path / "a.txt"], ["review", tmp_path], ["align", "--in", tmp_path / "a.txt"]):
        done = run(*words, "--out", tmp_path)
        assert done.returncode == 1
        assert re.match(r"AL401 \S+: (this input|every document) is in the folder of the output", done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_spellings_of_earlier_releases_still_work() -> None:
    now, before = (run("framework", "show", "C5", *words) for words in (("--format", "json"), ("--json",)))
    assert (now.returncode, now.stdout) == (0, before.stdout)
    done = run("review", "resolution.txt", "--data=figures.csv", "--out", "never")
    assert done.returncode == 2 and "--country" in done.stderr
    assert "--data" not in run("review", "-h").stdout


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("in/b.txt", "in/a.TXT", "in/deep/c.html", "in/.hidden.txt", "in/~$lock.docx", "in/notes.md"):
        (tmp_path / name).write_text("x")
    found = [Path(name).name for name in expand_words([str(tmp_path / "in")])]
    assert found == ["a.TXT", "b.txt", "c.html"]
    (tmp_path / "in" / "index.html").write_text("x")
    assert len(expand_words([str(tmp_path / "in")])) == 4
    assert len(expand_words([str(tmp_path / "in")], tmp_path / "in" / "deep")) == 3  # what lies in the output
    assert expand_words([str(tmp_path)] * 2) == expand_words([str(tmp_path)])  # named twice, read once


@pytest.mark.parametrize(
    "word,answer",
    [
        ("A/RES/80/173", True),  # as printed
        ("A/79/6 (Sect. 24)/Corr.1", True),  # blanks and brackets
        ("itu:PP/RES/140@2022", False),  # the canonical form is no address
        ("reports/plan.pdf", False),  # a path
        ("A/RES/80/173.docx", False),  # a path that looks like a symbol
        ("resolution.txt", False),  # a file name
        ("../A/RES", False),  # a way up
    ],
)
def test_what_is_a_symbol(word: str, answer: bool) -> None:
    assert is_symbol(word) is answer


@pytest.mark.parametrize("command", ["read", "cite", "mandates"])
def test_formats(command: str) -> None:
    whole = json.loads(run(command, "resolution.txt", "--format", "json").stdout)
    lines = [json.loads(line) for line in run(command, "resolution.txt").stdout.splitlines()]  # jsonl by default
    assert lines == (whole["paragraphs"] if command == "read" else whole)
    table = run(command, "resolution.txt", "--format", "table")
    assert table.returncode == 0
    assert "Paragraph" in table.stdout


def test_standard_input() -> None:
    text = (EXAMPLES / "resolution.txt").read_text("utf-8")
    from_file, from_input = run("mandates", "resolution.txt"), run("mandates", "-", stdin=text)
    rows = [[json.loads(line) for line in done.stdout.splitlines()] for done in (from_file, from_input)]
    # Each row names its document; all else is the same.
    assert [{**row, "document": ""} for row in rows[0]] == [{**row, "document": ""} for row in rows[1]]
    assert rows[0]


@pytest.mark.parametrize("command", ["read", "cite", "mandates"])
def test_one_line_for_an_error(command: str) -> None:
    done = run(command, "no-such-file.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"AL108 no-such-file\.pdf: .+\n", done.stderr)


def test_a_terminal_of_another_encoding_does_not_fail() -> None:
    done = run_apart("read", "-", stdin="Requests “Ōtsu” to act;", PYTHONIOENCODING="ascii")
    assert "Traceback" not in done.stderr


class Service(BaseHTTPRequestHandler):
    """A document service that has one document."""

    def do_GET(self) -> None:
        known = "99/901" in self.path.replace("%2F", "/")
        self.send_response(200 if known else 404)
        self.end_headers()
        if known:
            self.wfile.write((EXAMPLES / "resolution.pdf").read_bytes())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_symbols_are_fetched_and_what_is_not_served_is_one_failure(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        service = {
            "ACTIONLINES_DOCUMENT_SERVICE": f"http://127.0.0.1:{server.server_port}",
            "ACTIONLINES_CACHE": str(tmp_path / "cache"),
        }
        done = run("review", "A/RES/99/901", "A/RES/99/999", "--out", tmp_path / "out", **service)
        server.shutdown()
    assert done.returncode == 1
    assert re.fullmatch(r"AL203 A/RES/99/999: .+\n", done.stderr)
    assert "1 document read" in done.stdout


def test_without_network_a_symbol_says_what_to_do(tmp_path: Path) -> None:
    service = {"ACTIONLINES_DOCUMENT_SERVICE": "http://127.0.0.1:9", "ACTIONLINES_CACHE": str(tmp_path / "cache")}
    done = run("review", "A/RES/99/901", "--out", tmp_path / "out", **service)
    assert done.returncode == 1
    assert re.fullmatch(r"AL202 A/RES/99/901: .+\. [A-Z].+\.\n", done.stderr)
    assert "No document could be read" in done.stdout
    assert str(tmp_path / "out") in done.stdout


def test_a_document_that_asks_nothing_is_told_kindly(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nThe meeting took place in spring.\n", "utf-8")
    done = run("review", tmp_path / "note.txt", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No mandates were found" in done.stdout


def test_the_language_of_the_report(tmp_path: Path) -> None:
    done = run("review", "resolution.txt", "--out", tmp_path, "--language", "fr")
    assert done.returncode == 0
    assert '<html lang="fr"' in (tmp_path / "index.html").read_text("utf-8")[:200]


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert make_printable("a\x1b[2Jb\u202ec\n") == "a\ufffd[2Jb\ufffdc\n"
    assert make_printable("می\u200cخواهد\u200f") == "می\u200cخواهد\u200f"  # what such words are written with


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m actionlines read contribution.docx --format jsonl | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, cwd=EXAMPLES)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look for processes in")
@pytest.mark.parametrize("sent,code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopping_leaves_nothing_behind(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    (tmp_path / "in").mkdir()
    text = (EXAMPLES / "resolution.txt").read_text("utf-8")
    for number in range(60):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{text}\nText {number}.\n", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mandates.csv").write_text("before")
    process = subprocess.Popen(
        [sys.executable, "-m", "actionlines", "review", "--force", str(tmp_path / "in"), "--out",
         str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and len(children.read_text().split()) < 2:  # until there are workers to stop
        time.sleep(0.01)
    os.killpg(process.pid, sent)  # as a terminal does: to the command and its workers
    _, told = process.communicate()
    assert "Traceback" not in told
    if process.returncode != 0:  # not done before the signal came
        assert process.returncode == code
        assert told == ("Interrupted.\n" if sent == signal.SIGINT else "")
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["mandates.csv"]


def test_an_interrupt_waits_until_workers_have_started() -> None:
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)  # takes the signal that the main thread holds back
    other.start()
    started = []
    with pytest.raises(KeyboardInterrupt), _hold_interrupts():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        started.append(True)
    ended.set()
    other.join()
    assert started


@pytest.fixture
def measured(shared: Path, tmp_path: Path) -> Callable[..., int]:
    """Peak memory of a review in megabytes, children included. Its speed is measured by benchmarks/accept.py."""

    def measure(*words: str) -> int:
        code = (
            "import resource, subprocess, sys; "
            "command = [sys.executable, '-m', 'actionlines', 'review', *sys.argv[1:]]; "
            "subprocess.run(command, check=True, stdout=2); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
        )
        where = shared / "data" / "documents"
        command = [sys.executable, "-c", code, *words, "--out", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=where)
        return int(done.stdout)

    return measure


@pytest.mark.long
def test_one_resolution_within_memory(measured: Callable[..., int]) -> None:
    assert measured("pdf/A_RES_80_173.pdf") < 400


@pytest.mark.long
def test_all_documents_within_memory(measured: Callable[..., int]) -> None:
    assert measured("pdf") < 500


@pytest.mark.parametrize(
    "words",
    [
        ["review", "missing.txt", "--out", ""],  # no folder named
        ["review", "", "--out", "never"],  # no input named
        ["mandates", ""],  # no file named
    ],
)
def test_an_empty_name_is_bad_use(words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, "the value is empty" in done.stderr) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_told_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "actionlines", "read", "-"],
            input="1. Requests the Secretary-General to report.", stdout=full, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert re.fullmatch(r"AL401 standard output: .*\n", done.stderr)


def test_the_tutorial_fits_a_screen() -> None:
    text = (ROOT / "docs" / "get-started" / "first-follow-up.md").read_text("utf-8")
    assert [line for line in text.splitlines() if len(line) > 110] == []


def test_what_a_folder_holds_besides_documents_is_counted(tmp_path: Path) -> None:
    """An old .doc among the PDFs must not pass for read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("1. Requests the Secretary-General to report.")
    for name in ("old.doc", "older.DOC", "notes", "figures.csv", "~$old.doc"):
        (folder / name).write_text("x")
    done = run("review", folder, "--out", tmp_path / "out")
    assert "by the endings of their names: 2 .doc, 1 without one." in done.stdout
    assert "Not read" not in run("review", folder / "a.txt", "--out", tmp_path / "out").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("mandates", "deep/none.pdf"),
        ("review", "deep/none.pdf", "--out", "out"),
        ("compare", "deep/none.pdf", "--with", "deep"),
        ("measure", "deep/none.pdf", "--out", "out"),
        ("measure", "deep", "--out", "out", "--policy", "deep/none.pdf"),
    ],
    ids=lambda words: words[0],
)
def test_an_error_names_the_file_as_the_command_line_does(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    assert re.search(r"^AL\d{3} deep/none\.pdf: ", run(*words, folder=tmp_path).stderr, re.MULTILINE)


def test_an_error_names_no_other_file_of_the_same_name(tmp_path: Path) -> None:
    for folder, data in (("fine", (EXAMPLES / "resolution.pdf").read_bytes()), ("damaged", b"%PDF-1.7 cut")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.pdf").write_bytes(data)
    error = run("review", "fine/note.pdf", "damaged/note.pdf", "--out", "out", folder=tmp_path).stderr
    assert re.search(r"^AL\d{3} (damaged/)?note\.pdf: ", error, re.MULTILINE), error
