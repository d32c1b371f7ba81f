"""Standard streams that are closed, full, or of another encoding."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LONG = pytest.mark.long
Ran = subprocess.CompletedProcess[bytes]
TEXT = "1. Requests the “Ōtsu” Forum to report 😀."


def run(*words: str | Path, redirect: str = "", stdin: str = TEXT, **environment: str) -> Ran:
    """Run the command with its streams as a shell redirects them."""
    command = [
        "/bin/sh", "-c", f'exec "$@" {redirect}', "sh", sys.executable, "-m", "actionlines", *map(str, words)
    ]  # fmt: skip
    return subprocess.run(
        command, input=stdin.encode(), capture_output=True, check=False,
        env={**os.environ, "COLUMNS": "120", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("latin-1", marks=LONG)])
def test_json_is_utf8_everywhere(encoding: str) -> None:
    lines = run("read", "-", "-f", "jsonl", PYTHONIOENCODING=encoding)
    whole = run("read", "-", "-f", "json", PYTHONIOENCODING=encoding)
    assert (lines.returncode, whole.returncode) == (0, 0)
    paragraphs = [json.loads(line) for line in lines.stdout.decode().splitlines()]
    assert "Requests the “Ōtsu” Forum to report 😀." in paragraphs[0]["text"]
    assert json.loads(whole.stdout.decode())["paragraphs"] == paragraphs
    countries = run("framework", "list", "countries", "--format", "json", PYTHONIOENCODING=encoding)
    assert "Åland" in countries.stdout.decode()


def test_words_to_align_too(model: str) -> None:
    done = run("align", "--text", "Water 😀", "--model", model, PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode())["text"] == "Water 😀"


def test_a_table_tells_letters_that_a_terminal_lacks() -> None:
    done = run("read", "-", "-f", "table", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Forum to report \\U0001f600." in done.stdout


@pytest.mark.parametrize(
    "words", [["read", "-"], pytest.param(["align", "-"], marks=LONG), ["align", "-", "--text-column", "text"]]
)
def test_a_closed_standard_input(model: str, words: list[str]) -> None:
    options = ["--model", model] if words[0] == "align" else []
    done = run(*words, *options, redirect="<&-")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"AL108 standard input: it is closed. Send the text with | or <.\n"


@pytest.mark.parametrize("words", [["read", "-"], pytest.param(["align", "-"], marks=LONG), ["--version"]])
def test_a_closed_standard_output(words: list[str]) -> None:
    done = run(*words, redirect=">&-")
    assert done.returncode == 1
    assert done.stderr == b"AL401 standard output: it is closed. Send it to a file, or to /dev/null.\n"


def test_a_closed_error_stream_sends_no_errors_among_the_output(model: str) -> None:
    rows = '{"text": "Water"}\n{"id": 2}\n'
    done = run("align", "-", "--text-column", "text", "--model", model, redirect="2>&-", stdin=rows)
    assert [bool(json.loads(line)["error"]) for line in done.stdout.splitlines()] == [False, True]
    assert run("read", "none.txt", redirect="2>&-").stdout == b""
    assert run("read", redirect="2>&-").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_error_stream_that_is_full_stops_nothing(model: str) -> None:
    rows = '{"id": 1}\n{"text": "Water"}\n'
    words = ("align", "-", "--text-column", "text", "--model", model)
    done = run(*words, redirect="2>/dev/full", stdin=rows)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert run("read", "none.txt", redirect="2>/dev/full").returncode == 1
    assert run("read", redirect="2>/dev/full").returncode == 2


def test_nobody_reads_the_error_stream(model: str) -> None:
    rows = '{"text": 1}\n' * 999 + '{"text": "Water"}\n'
    words = ("align", "-", "--text-column", "text", "--model", model)
    done = run(*words, redirect="2>&1 >/dev/null | head -1", stdin=rows)
    assert re.fullmatch(rb"AL502 -: row 1: .*\n", done.stdout)
    assert done.stderr == b""
