"""Sets of instruments: `import --set`, `fetch --set`, and papers in folders, zips and files of paragraphs."""

from __future__ import annotations

import json
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from actionlines.errors import InputError
from actionlines.results.inputs import unpack_papers
from tests.cli.test_commands import EXAMPLES, run_apart

ROWS = [
    {"symbol": "A/RES/99/905", "number": "1", "text": "Requests the Secretary-General to report in 2031."},
    {"symbol": "A/RES/99/905", "number": "2", "text": "Invites Member States to share maps."},
    {"symbol": "E/RES/2044/906", "number": "1", "text": "Decides to meet each year."},
]


class Service(BaseHTTPRequestHandler):
    """A document service that is slow for one symbol, has one document in French, and has no other."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer with the example for one symbol."""
        self.asked.append(self.path)
        if self.path.endswith("/57/238"):
            time.sleep(0.3)
        known = self.path == "/fr/A/RES/56/183"
        self.send_response(200 if known else 404)
        self.end_headers()
        if known:
            self.wfile.write((EXAMPLES / "resolution.pdf").read_bytes())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.long
def test_the_texts_of_a_set_come_one_by_one_and_none_is_asked_for_twice(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        service = {
            "ACTIONLINES_DOCUMENT_SERVICE": f"http://127.0.0.1:{server.server_port}",
            "ACTIONLINES_CACHE": str(tmp_path / "cache"),
            "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings",
        }
        words = ("fetch", "--set", "wsis", "--language", "fr", "--data", tmp_path / "register")
        done = run_apart(*words, **service)
        again = run_apart(*words, **service)
        server.shutdown()
    for told in (done, again):
        assert told.returncode == 1
        assert "AL203 A/RES/57/238" in told.stderr
        assert "import their files" in told.stdout
    assert Service.asked.count("/fr/A/RES/56/183") == 1


def test_without_a_network_it_stops_and_says_how_to_go_on(tmp_path: Path) -> None:
    service = {
        "ACTIONLINES_DOCUMENT_SERVICE": "http://127.0.0.1:9",
        "ACTIONLINES_CACHE": str(tmp_path / "cache"),
        "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings",
    }
    done = run_apart("fetch", "--data", tmp_path / "register", **service)
    assert done.returncode == 1
    assert done.stderr.count("AL202") == 3
    assert "goes on from here" in done.stderr


@pytest.mark.parametrize("form", ["rows.csv", "rows.json", "rows.jsonl", "nested.json"])
def test_a_file_of_paragraphs_is_a_text_for_each_symbol(tmp_path: Path, form: str) -> None:
    path = tmp_path / form
    if form == "rows.csv":
        lines = ["symbol,number,text", *(f'{row["symbol"]},{row["number"]},"{row["text"]}"' for row in ROWS)]
        path.write_text("\n".join(lines), "utf-8")
    elif form == "rows.jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    elif form == "rows.json":
        path.write_text(json.dumps(ROWS), "utf-8")
    else:
        some = [{"symbol": name, "paragraphs": [row for row in ROWS if row["symbol"] == name]}
                for name in ("A/RES/99/905", "E/RES/2044/906")]  # fmt: skip
        path.write_text(json.dumps(some), "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    texts = [one.read_text("utf-8") for one in unpack_papers(path, folder)]
    assert texts[0].splitlines() == ["A/RES/99/905", f"1. {ROWS[0]['text']}", f"2. {ROWS[1]['text']}"]
    assert texts[1].splitlines() == ["E/RES/2044/906", f"1. {ROWS[2]['text']}"]


def test_a_zip_and_a_folder_give_their_documents(tmp_path: Path) -> None:
    packed = tmp_path / "papers.zip"
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("in/one.txt", "1. Requests the Board to meet.")
        box.writestr("figures.csv", "a,b")
    folder = tmp_path / "out"
    folder.mkdir()
    assert [one.name for one in unpack_papers(packed, folder)] == ["one.txt"]
    assert [one.name for one in unpack_papers(folder, tmp_path)] == ["one.txt"]


@pytest.mark.parametrize("name", ["../outside.txt", "bomb.txt"])
def test_a_zip_that_does_harm_is_refused(tmp_path: Path, name: str) -> None:
    packed = tmp_path / "papers.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(name, b"0" * (90_000_000 if name == "bomb.txt" else 10))
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(InputError):
        unpack_papers(packed, folder)
    assert not (tmp_path / "outside.txt").exists()
