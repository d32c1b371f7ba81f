"""`actionlines extract`: rows of its tables, what is kept and made again, equal bytes from every run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import actionlines
from actionlines.documents.model import paragraph_rows
from actionlines.results import find
from tests.alignment.scale.conftest import content as content  # the fixture
from tests.alignment.scale.test_killed import Content, needs_engine, ran
from tests.cli.running import EXAMPLES, run

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

TEXT = "The General Assembly,\n\n{}. Requests the Secretary-General to report in 20{};\n"
RESOLUTION = EXAMPLES / "resolution.pdf"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of a PDF, forty texts in three parts, and a file that no reader takes."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "resolution.pdf").write_bytes(RESOLUTION.read_bytes())
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    for number in range(40):
        (folder / f"t{number:02d}.txt").write_text(TEXT.format(number + 1, number + 30), "utf-8")
    return folder


def table(out: Path, name: str) -> list[dict[str, Any]]:
    return [row for path in sorted(out.glob(f"{name}-*")) for row in _rows(path)]


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def extract(folder: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("extract", "--in", folder, "--out", out, "--processes", "1", *words)


@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_the_rows_are_those_of_read_cite_and_mandates(papers: Path, tmp_path: Path, to: str) -> None:
    done = extract(papers, tmp_path / "out", "--output-format", to)
    assert done.returncode == 1
    assert "AL" in done.stderr and "broken.docx" in done.stderr and done.stderr.count("\n") == 1
    assert "42 documents read" in done.stdout
    document = actionlines.read(RESOLUTION)
    made = {
        "paragraphs": (find.PARAGRAPHS, list(paragraph_rows(document))),
        "citations": (find.CITATIONS, actionlines.citations(document).to_dict()["rows"]),
        "mandates": (find.MANDATES, actionlines.mandates(document).to_dict()["rows"]),
    }
    for name, (flat, rows) in made.items():
        own = [row for row in table(tmp_path / "out", name) if row["document"] == "resolution.pdf"]
        assert own == [{column.name: column.of(row) for column in flat} for row in rows]
        assert own
    documents = {row["document"]: row for row in table(tmp_path / "out", "documents")}
    assert len(documents) == 42
    one = documents["resolution.pdf"]
    assert (one["symbol"], one["sha256"]) == (document.metadata.symbol, document.sha256)
    assert one["mandates"] == len(made["mandates"][1]) and one["error"] is None
    assert "broken.docx" in documents["broken.docx"]["error"]
    assert not list((tmp_path / "out").glob("alignments*"))


def test_alignments_are_the_rows_of_align(papers: Path, tmp_path: Path) -> None:
    extract(papers, tmp_path / "out", "--align")
    assert run("align", "--in", papers, "--out", tmp_path / "aligned", "-q").returncode == 1
    found = [row for row in table(tmp_path / "out", "alignments") if row["document"] != "broken.docx"]
    assert found == [row for row in table(tmp_path / "aligned", "documents") if row["error"] is None]
    assert len({row["document"] for row in found}) == 41


def test_a_part_is_made_again_when_one_of_its_tables_is_not_what_it_was(
    papers: Path, tmp_path: Path, content: Content
) -> None:
    out = tmp_path / "out"
    extract(papers, out)
    before = content(out)
    (out / "mandates-00001.parquet").write_bytes(b"")
    assert "2 of 3 parts were done before" in extract(papers, out).stdout
    assert content(out) == before


def test_tables_of_parts_that_are_no_more_go(papers: Path, tmp_path: Path, content: Content) -> None:
    out = tmp_path / "out"
    extract(papers, out, "--align")
    assert len(list(out.glob("*-00002.parquet"))) == 5
    for path in sorted(papers.glob("t*"))[8:]:
        path.unlink()
    extract(papers, out)
    extract(papers, tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")
    assert len(content(out)) == 5  # four tables and the manifest


def test_no_tables_of_texts_are_taken(papers: Path, tmp_path: Path) -> None:
    (papers / "rows.jsonl").write_text('{"text": "Broadband"}\n', "utf-8")
    done = extract(papers, tmp_path / "out")
    assert "Not read, for the endings of their names: 1 (rows.jsonl)" in done.stderr
    assert {one["input"] for one in json.loads((tmp_path / "out" / "manifest.json").read_text())["parts"]} == {
        "documents"
    }


def command(folder: Path, out: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "actionlines", "extract", "--in", str(folder), "--out", str(out), "-q", *words]


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_every_step_of_writing(papers: Path, tmp_path: Path) -> None:
    for path in [papers / "resolution.pdf", *sorted(papers.glob("t*"))[16:]]:
        path.unlink()
    (tmp_path / "out").mkdir()
    done = ran(sys.executable, "-m", "tests.alignment.scale.dying", papers, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_killed_at_random_moments(papers: Path, tmp_path: Path, content: Content) -> None:
    for number in range(40, 200):
        (papers / f"u{number}.txt").write_text(TEXT.format(number, number % 60 + 30), "utf-8")
    assert ran(*command(papers, tmp_path / "whole", "--processes", "1")).returncode == 1
    draw, out, killed = random.Random(8), tmp_path / "out", 0
    for processes in ("2", "1", "2"):
        wanted = len(list(out.glob("documents-*"))) + draw.randint(1, 3)
        process = subprocess.Popen(
            command(papers, out, "--processes", processes),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=EXAMPLES.parent,
        )  # fmt: skip
        while process.poll() is None and len(list(out.glob("documents-*"))) < wanted:
            time.sleep(0.002)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
    assert killed
    assert ran(*command(papers, out, "--processes", "2")).returncode == 1
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look for processes in")
def test_a_killed_worker_costs_nothing(papers: Path, tmp_path: Path, content: Content) -> None:
    assert ran(*command(papers, tmp_path / "whole", "--processes", "1")).returncode == 1
    process = subprocess.Popen(
        command(papers, tmp_path / "out", "--processes", "2"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=EXAMPLES.parent,
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and not list((tmp_path / "out").glob("_progress/scratch/*")):
        time.sleep(0.002)
    for child in children.read_text().split():
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
            break
    assert process.wait() == 1
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.long
@pytest.mark.parametrize("engine", ["local", "daft", "ray", "spark"])
def test_the_same_bytes_from_every_engine(papers: Path, tmp_path: Path, content: Content, engine: str) -> None:
    needs_engine(engine)
    one = ran(*command(papers, tmp_path / "one", "--processes", "1", "--align"))
    two = ran(*command(papers, tmp_path / "two", "--processes", "2", "--align", "--engine", engine))
    assert one.returncode == two.returncode == 1
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert two.stderr == one.stderr  # -q silences the engine too


@pytest.mark.long
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_killed_and_gone_on_by_every_engine(papers: Path, tmp_path: Path, content: Content, engine: str) -> None:
    needs_engine(engine)
    for number in range(40, 120):
        (papers / f"u{number}.txt").write_text(TEXT.format(number, number % 60 + 30), "utf-8")
    out, words = tmp_path / "out", ("--processes", "2", "--engine", engine)
    assert ran(*command(papers, tmp_path / "whole", "--processes", "1")).returncode == 1
    process = subprocess.Popen(
        command(papers, out, *words),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=EXAMPLES.parent,
    )  # fmt: skip
    while process.poll() is None and not list(out.glob("documents-*")):
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert ran(*command(papers, out, *words)).returncode == 1
    assert content(out) == content(tmp_path / "whole")
