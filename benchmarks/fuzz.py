"""Inputs made with coverage guidance: every reader and finder gives an answer or an error of Actionlines.

    pip install atheris
    python -m benchmarks.fuzz TARGET [--runs N] [--seconds S] [--keep DIR]
    python -m benchmarks.fuzz all --runs 100000000 --seconds 600 --keep DIR    (every night)

TARGET is `all`, one after the other, or one of `text`, `html`, `docx`, `pdf` (documents with their citations),
`delimited`, `excel` (figures), `sheet` (activities), `citations`, `mandates` (six languages) and `queries` (search,
questions of reports).
libFuzzer changes the seeds of benchmarks/mutated.py and keeps what reaches new code. Of DOCX and XLSX it changes a
part of the package: a changed ZIP hardly ever gets past its checksums. A traceback, or an input of more than
SECONDS of the processor, goes into DIR, and the run goes on; at its end the command prints the counts. What failed
in an earlier run is tried first. DIR/corpus grows: it keeps the inputs that reached new code, and the next run changes
those too. Without atheris the inputs are changed as in benchmarks/mutated.py, and what had a new answer is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS = 5.0
MEMORY = 300  # MB
LONGEST = 8_000
REPORT = 1_000
ROOT = Path(__file__).resolve().parents[1]
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BOOK = {
    "[Content_Types].xml": f"<Types xmlns='{_PACKAGE}/content-types'>"
    "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    "<Default Extension='xml' ContentType='application/xml'/><Override PartName='/xl/workbook.xml' "
    "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
    "<Override PartName='/xl/worksheets/sheet1.xml' "
    "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'/></Types>",
    "_rels/.rels": f"<Relationships xmlns='{_PACKAGE}/relationships'><Relationship Id='r1' "
    f"Type='{_OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
    "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{_PACKAGE}/relationships'><Relationship Id='r1' "
    f"Type='{_OFFICE}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
    "xl/workbook.xml": f"<workbook xmlns='{_SHEET}' xmlns:r='{_OFFICE}'><sheets>"
    "<sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>",
}
_HEADINGS = ("indicator", "area", "year", "value")
_FIRST = ("17.8.1", "KEN", "2020", "1,5")
_TABLE = (
    b"indicator,area,year,value\n17.8.1,KEN,2020,1.5\n",
    "title;budget;places\nMâts;1 500,5;KEN\n".encode("utf-16"),
    b'title,results,start\n"Wells, deep","Wells: 5 (2027)",2026-01-01\n',
    b"a\tb\n1\t2\n", b"GEO,TIME,OBS\nKEN,2020,1\n",
)  # fmt: skip
_QUERIES = (
    b'"digital skills" -radio \xe5\xad\xa6\xe6\xa0\xa1',
    "المهارات الرقمية".encode(), b"mandates?line=C2&year=2030",
    b"value?series=x&area=KEN&year=2020&breakdown=", b"A/RES/70/1 cyber-security SMS",
)  # fmt: skip


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def sheet(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Return the XML of a sheet."""
    lines = "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{cell}</t></is></c>" for cell in row) + "</row>" for row in rows
    )
    return f"<worksheet xmlns='{_SHEET}'><sheetData>{lines}</sheetData></worksheet>".encode()


class Target:
    """A reader with its seeds: `run` gives it an input, as a person would send it."""

    def __init__(self, name: str, seeds: list[bytes], run: Callable[[bytes], object]) -> None:
        self.name, self.seeds, self.run = name, seeds, run


def target(name: str, folder: Path) -> Target:
    """Return a target; it imports what it needs, so that only that is instrumented."""
    from benchmarks import mutated

    if name in ("text", "html", "pdf"):
        return Target(name, mutated.seeds(name, None), mutated.check)
    if name == "docx":
        made = [zipfile.ZipFile(io.BytesIO(one)).read("word/document.xml") for one in mutated.seeds(name, None)]
        return Target(name, made, lambda data: mutated.check(packed({"word/document.xml": data})))
    if name in ("delimited", "excel"):
        from actionlines.indicators.read import read_indicators

        file = folder / f"a.{'csv' if name == 'delimited' else 'xlsx'}"

        def figures(data: bytes) -> object:
            file.write_bytes(data if name == "delimited" else packed({**_BOOK, "xl/worksheets/sheet1.xml": data}))
            return read_indicators(file)

        return Target(name, list(_TABLE) if name == "delimited" else [sheet((_HEADINGS, _FIRST))], figures)
    if name == "sheet":
        from actionlines.register.core.imports import sheet as activities

        source, out = folder / "a.in", folder / "a.out"

        def rows(data: bytes) -> object:
            kind = ("text", "json", "xlsx")[data[0] % 3] if data else "text"
            given = packed({**_BOOK, "xl/worksheets/sheet1.xml": data[1:]}) if kind == "xlsx" else data[1:]
            source.write_bytes(given)
            activities.look(source, kind, "a")
            return activities.convert(source, out, kind, "a")

        return Target(name, [b"\0" + one for one in _TABLE] + [b'\1[{"title": "x", "places": ["KEN"]}]',
                             b"\2" + sheet((("title", "budget"), ("Masts", "15")))], rows)  # fmt: skip
    from benchmarks.linear import OPENINGS, document

    texts = [text.encode() for text in (mutated._SAMPLE, *OPENINGS.values(), "(a) A/RES/70/1, paras. 5 and 6;")]
    if name == "citations":
        from actionlines.citations import find_citations

        return Target(name, texts, lambda data: find_citations(document(data.decode("utf-8", "replace"))))
    if name == "mandates":
        from actionlines.mandates import find_mandates

        languages = sorted(OPENINGS)

        def mandates(data: bytes) -> object:
            text = data[1:].decode("utf-8", "replace")
            language = languages[data[0] % len(languages)] if data else "en"
            return find_mandates(document(text, "operative" if len(data) % 2 else "text", language))

        return Target(name, [bytes([at]) + one for at, one in enumerate(texts)], mandates)
    from actionlines.papers.account.question import parse_question
    from actionlines.register.core.search.queries import read

    def queries(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        read(text)
        return parse_question(text)

    return Target("queries", list(_QUERIES), queries)


# Target -> packages whose branches guide the changes: to instrument all of the project takes minutes.
NAMES = {
    "text": ("documents",), "html": ("documents",), "docx": ("documents",), "pdf": ("documents",),
    "delimited": ("indicators.read",), "excel": ("indicators.read",), "sheet": ("register.activities.imports",),
    "citations": ("citations",), "mandates": ("mandates",), "queries": ("register.core.search", "papers.account"),
}  # fmt: skip


class Run:
    """Counts the answers to inputs, and keeps those that have none."""

    def __init__(self, one: Target, keep: Path) -> None:
        self.one, self.keep = one, keep
        self.corpus = keep / "corpus" / one.name
        self.answer = ""  # of the last input, without its numbers
        self.counts: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.base = _peak()

    def __call__(self, data: bytes) -> None:
        """Give one input to the target."""
        from actionlines.errors import ActionlinesError

        start = time.process_time()
        try:
            self.one.run(data)
            self.answer = "answered"
            self.counts["answered"] += 1
        except ActionlinesError as error:
            self.answer = re.sub(r"[\d“].*", "", error.problem)[:80]
            self.counts["refused"] += 1
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._failure(f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}", data)
        if (taken := time.process_time() - start) > SECONDS:
            self._failure(f"{taken:.0f} s", data)
        self.counts["inputs"] += 1
        if self.counts["inputs"] % REPORT == 0:
            print(self.row(), flush=True)

    def _failure(self, what: str, data: bytes) -> None:
        self.failed[what] += 1
        if self.failed[what] == 1:
            path = self.keep / f"{self.one.name}-{hashlib.sha256(data).hexdigest()[:12]}"
            path.write_bytes(data)
            print(f"FAILED {what}: {path}", flush=True)

    def begin(self) -> None:
        """Lay the seeds into the corpus, and try what failed before."""
        self.corpus.mkdir(parents=True, exist_ok=True)
        for at, seed in enumerate(self.one.seeds):
            (self.corpus / f"seed-{at}").write_bytes(seed[:LONGEST])
        for path in sorted(self.keep.glob(f"{self.one.name}-*")):
            self(path.read_bytes())

    def row(self) -> str:
        """Return the counts as a line."""
        failed = f"{sum(self.failed.values()):,} failed in {len(self.failed)} ways"
        return (
            f"{self.one.name:10} {self.counts['inputs']:,} inputs: {self.counts['answered']:,} answered, "
            f"{self.counts['refused']:,} refused, {failed}; "
            f"{_peak():.0f} MB at most"
        )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """The command."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("target", choices=["all", *NAMES])
    asked.add_argument("--runs", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=1e9, help="for each target at most")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "actionlines-fuzz")
    asked.add_argument("--plain", action="store_true", help="without coverage guidance, also where atheris is there")
    given = asked.parse_args()
    if given.target == "all":
        words = sys.argv[1:]
        at = words.index("all")
        made = [[sys.executable, "-m", "benchmarks.fuzz", *words[:at], name, *words[at + 1 :]] for name in NAMES]
        return max(subprocess.run(command, check=False).returncode for command in made)
    given.keep.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ACTIONLINES_DATA", tempfile.mkdtemp(prefix="actionlines-fuzz-"))
    try:
        if given.plain:
            raise ImportError
        import atheris
    except ImportError:
        return _plain(given)
    return _guided(given, atheris)


def _prepared(given: Any) -> Run:
    if given.target in ("sheet", "queries"):
        from actionlines.register.site.setup import ready

        ready()
    return Run(target(given.target, Path(tempfile.mkdtemp(prefix="actionlines-fuzz-"))), given.keep)


def _guided(given: Any, atheris: Any) -> int:
    with atheris.instrument_imports(include=[f"actionlines.{one}" for one in NAMES[given.target]]):
        run = _prepared(given)
    run.begin()
    end = time.monotonic() + given.seconds

    def counted(data: bytes) -> None:
        """Give an input to the target, and end after the last one: libFuzzer leaves without a word."""
        run(data)
        if run.counts["inputs"] >= given.runs or time.monotonic() > end:
            print(run.row(), flush=True)
            os._exit(1 if run.failed or _peak() > run.base + MEMORY else 0)

    words = [f"-seed={given.seed}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-timeout=600", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *words, str(run.corpus)], counted)
    atheris.Fuzz()
    return 0


def _plain(given: Any) -> int:
    from benchmarks.mutated import _TOKENS, _change

    run = _prepared(given)
    run.begin()
    end = time.monotonic() + given.seconds
    known = [path.read_bytes() for path in sorted(run.corpus.iterdir())]
    answers: set[str] = set()
    for data in known:
        run(data)
        answers.add(run.answer)
    tokens = _TOKENS.get(given.target, _TOKENS["text"])
    for seed in range(given.seed, given.seed + given.runs):
        generator = random.Random(f"{given.target} {seed}")
        if time.monotonic() > end:
            break
        data = bytearray(generator.choice(known))
        for _ in range(generator.choice((1, 1, 2, 4, 12))):
            _change(data, generator, tokens)
        run(made := bytes(data[:LONGEST]))
        if run.answer not in answers:
            answers.add(run.answer)
            known.append(made)
            (run.corpus / hashlib.sha256(made).hexdigest()[:16]).write_bytes(made)
    print(run.row(), flush=True)
    return 1 if run.failed or _peak() > run.base + MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
