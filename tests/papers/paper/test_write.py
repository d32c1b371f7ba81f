"""The files: all or none, ours or not, and the same bytes whenever they are written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from actionlines.errors import OutputError
from actionlines.papers.files import is_ours
from actionlines.papers.model import Paper
from actionlines.papers.write import FORMATS, check_writable, file_name, write
from tests.papers.paper.sample import hostile, printed, sample

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib
from actionlines.papers.write import FORMATS, render
from tests.papers.paper.sample import sample, hostile
for paper in (sample("en"), sample("ar"), hostile()):
    for format in FORMATS:
        print(hashlib.sha256(render(paper, format)).hexdigest())
"""


def test_files_and_names(tmp_path: Path) -> None:
    written = write(sample(), tmp_path)
    assert sorted(written) == [f"roadmap-C5.{one}" for one in sorted(FORMATS)]
    assert all(is_ours(path) for path in written.values())
    write(sample(), tmp_path)  # ours are replaced
    assert write(sample("fr"), tmp_path, ["html"]) == {"roadmap-C5.html": tmp_path / "roadmap-C5.html"}


def test_a_hostile_id_stays_in_its_folder(tmp_path: Path) -> None:
    (path,) = write(hostile(), tmp_path / "out", ["json"]).values()
    assert path.parent == tmp_path / "out" and "/" not in path.name and len(path.name) < 100
    assert file_name(Paper("profile", "\u202e..", "", "en", ()), "pdf") == "profile.pdf"


@pytest.mark.parametrize("format", FORMATS)
def test_files_of_others_stay(tmp_path: Path, format: str) -> None:
    theirs = tmp_path / f"roadmap-C5.{format}"
    theirs.write_bytes(b"mine")
    with pytest.raises(OutputError, match=theirs.name):
        write(sample(), tmp_path)
    with pytest.raises(OutputError, match=theirs.name):
        check_writable("roadmap-C5", tmp_path)
    assert theirs.read_bytes() == b"mine" and len(list(tmp_path.iterdir())) == 1
    assert len(write(sample(), tmp_path, force=True)) == 5


def test_an_edited_pdf_is_no_longer_ours(tmp_path: Path) -> None:
    path = write(sample(), tmp_path, ["pdf"])["roadmap-C5.pdf"]
    assert is_ours(path)
    with path.open("ab") as stream:
        stream.write(b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n")
    assert not is_ours(path)


@pytest.mark.long
def test_the_same_paper_has_the_same_bytes_in_every_process() -> None:
    """Different processes, seeds of hashes, time zones and folders."""

    def digests(seed: str, zone: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        run = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=True)
        return done.stdout

    printed(sample("zh"))  # or there are no fonts
    first = digests("1", "UTC")
    assert len(first.split()) == 3 * len(FORMATS)
    assert first == digests("2", "Pacific/Auckland")


def test_another_paper_has_other_bytes(tmp_path: Path) -> None:
    other = replace(sample(), status="Published")
    one, two = write(sample(), tmp_path / "1"), write(other, tmp_path / "2")
    for name in one:
        digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (one[name], two[name])}
        assert len(digests) == 2, name
