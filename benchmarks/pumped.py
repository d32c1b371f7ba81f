"""Texts that are pumped for each regular expression of the project, given to it and to every finder and reader.

    python -m benchmarks.pumped [--all] [--expressions | --readers] [WORD ...]

First each expression searches texts that are generated from its own repeats (benchmarks/expressions.py), up to
64 kB: those whose time grows faster than the text are suspects. Then the pumps of all suspects, a sample of the
others and the words of benchmarks/linear.py are repeated to 16, 64, 256 kB and 1 MB, and given to every finder
and reader. Bars: 5 s at 1 MB, exponent 1.15. Time is that of the processor; --all takes every pump.
WORD chooses finders and readers by a part of their name. Rows over a bar are printed, then how many there are.
"""

from __future__ import annotations

import argparse
import io
import math
import re
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from actionlines.errors import ActionlinesError
from benchmarks.expressions import Pump, bounded, collected, methods, pumps
from benchmarks.linear import ASKED, OPENINGS, PUMPS, document

SIZES = (16_000, 64_000, 256_000, 1_000_000)
SECONDS = 5.0
EXPONENT = 1.15
# A busy machine adds this to the exponent of a linear run; a quadratic one has 2.
TOLERATED = 1.3
# What takes less is read too fast to say how it grows.
FLOOR = 0.2
# Of an expression alone: size, and seconds after which it is stopped.
ALONE = (4_000, 16_000, 64_000)
STOPPED = 4.0
_FLOOR_ALONE = 0.02
_SAMPLE = 40


class Late(BaseException):
    """The time that a run may take is over. No handler of errors may take it for one."""


@dataclass(frozen=True, slots=True)
class Grown:
    """Seconds at each size; fewer than sizes where one was stopped."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    floor: float

    @property
    def exponent(self) -> float:
        """Return the slope between the two largest sizes whose time can be read; 1 where there are none."""
        read = [(size, taken) for size, taken in zip(self.sizes, self.seconds, strict=False) if taken >= self.floor]
        if len(read) < 2:
            return 1.0
        (low, first), (high, last) = read[0], read[-1]
        return math.log(last / first) / math.log(high / low)

    def over(self, seconds: float) -> bool:
        """Whether it is over a bar."""
        stopped = len(self.seconds) < len(self.sizes)
        return stopped or self.seconds[-1] > seconds or self.exponent > TOLERATED

    def row(self) -> str:
        """Return the line of the table."""
        times = " ".join(f"{taken:7.3f}" for taken in self.seconds)
        stopped = "" if len(self.seconds) == len(self.sizes) else "  stopped"
        return f"{self.name:90.90} {times}  exponent {self.exponent:4.2f}{stopped}"


def grown(name: str, make: Callable[[int], Any], run: Callable[[Any], object], sizes: tuple[int, ...],
          limit: float, floor: float) -> Grown:  # fmt: skip
    """Return how the time of `run` on what `make` gives grows; a run over `limit` seconds is stopped."""
    taken: list[float] = []
    for size in sizes:
        seconds = timed(run, make(size), limit)
        if seconds is None:
            break
        if taken and seconds > 2 * floor and seconds / taken[-1] > (size / sizes[len(taken) - 1]) ** TOLERATED:
            seconds = min(seconds, timed(run, make(size), limit) or seconds)  # a neighbour is no reason
        taken.append(seconds)
    return Grown(name, sizes, tuple(taken), floor)


def timed(run: Callable[[Any], object], given: Any, limit: float) -> float | None:
    """Return seconds of the processor, None where the run was stopped. An error of Actionlines is an answer."""

    def stop(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGVTALRM, stop)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        run(given)
    except ActionlinesError:
        pass
    except Late:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def _word(text: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    shown = "".join(one for one in text if one >= " ").replace("&", "").replace("<", "").replace("\x7f", "")
    body = f"<w:document xmlns:w='{name}'><w:body><w:p><w:r><w:t>{shown}</w:t></w:r></w:p></w:body></w:document>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", body)
    return stream.getvalue()


@cache
def readers() -> dict[str, Callable[[str], object]]:
    """Return every finder and reader of texts by its name."""
    from actionlines.alignment import Aligner
    from actionlines.citations import find_citations
    from actionlines.documents import read
    from actionlines.indicators.read import read_indicators
    from actionlines.mandates import find_clauses, find_mandates
    from actionlines.register.core.search.queries import read as query

    folder = Path(tempfile.mkdtemp(prefix="actionlines-pumped-"))
    aligner = Aligner.load()

    def figures(text: str) -> object:
        file = folder / "a.csv"
        file.write_text(f'indicator,area,year,value\n17.8.1,KEN,2020,"{text.replace(chr(34), "")}"\n', "utf-8")
        return read_indicators(file)

    def header(text: str) -> object:
        file = folder / "b.csv"
        file.write_text(f"{text}\n1,2\n", "utf-8")
        return read_indicators(file)

    def mandates(language: str) -> Callable[[str], object]:
        return lambda text: find_mandates(document(OPENINGS[language] + text, "operative", language))

    return {
        **{f"mandates {language}": mandates(language) for language in OPENINGS},
        "mandates text": lambda text: find_mandates(document(text, "text")),
        "clauses": lambda text: find_clauses(document(OPENINGS["en"] + text)),
        "citations": lambda text: find_citations(document(text)),
        "text": lambda text: read(text.encode() or b"x", name="a.txt"),
        "text lines": lambda text: read((text.replace(" ", "\n")).encode() or b"x", name="a.txt"),
        "html": lambda text: read(f"<html><body><p>{text}</p></body></html>".encode(), name="a.html"),
        "docx": lambda text: read(_word(text), name="a.docx"),
        "alignment": aligner.align,
        "indicators": figures,
        "indicators header": header,
        "query": query,
    }


def use() -> None:
    """Let every finder and reader work once, so that tables are read and expressions compiled."""
    texts = ["Requests the Board to report by 2030 on resolution 70/1 (A/RES/70/1), paragraph 5 (a);",
             *(f"{opening}2030, A/RES/70/1." for opening in OPENINGS.values())]  # fmt: skip
    for name, run in readers().items():
        for text in texts:
            timed(run, f"{text} {name}", 60)


def suspects(found: dict[re.Pattern[str], str]) -> Iterator[tuple[Grown, Pump]]:
    """Yield the expressions that are slow on a pump of their own, with it, called as the project calls them."""
    called, limits = methods(found), bounded()
    for expression, file in found.items():
        if limits.get(expression, ALONE[-1]) < ALONE[0]:
            continue
        run = _as_called(expression, called[expression])
        for pump in pumps(expression):
            name = f"{file} {expression.pattern[:50]!r} on {pump.prefix[-12:]!r} + {pump.word!r}"
            one = grown(name, pump.text, run, ALONE, STOPPED, _FLOOR_ALONE)
            if one.over(STOPPED):
                yield one, pump
                break


def _as_called(expression: re.Pattern[str], called: frozenset[str]) -> Callable[[str], object]:
    """Return a run of what the project does with an expression: look at every place, or at the first one."""
    if called and called <= {"match", "fullmatch"}:
        return expression.match if "match" in called else expression.fullmatch
    return lambda text: [None for _ in expression.finditer(text)]


def read_by_all(words: Iterable[Pump], chosen: Iterable[str] = ()) -> Iterator[Grown]:
    """Yield the growth of every finder and reader on these pumps; `chosen`: parts of their names."""
    wanted = list(chosen)
    for pump in words:
        for name, run in readers().items():
            if wanted and not any(part in name for part in wanted):
                continue
            yield grown(f"{name} on {pump.prefix[-30:]!r} + {pump.word!r}", pump.text, run, SIZES,
                        2 * SECONDS, FLOOR)  # fmt: skip


def main() -> int:
    """The command."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--expressions", action="store_true")
    asked.add_argument("--readers", action="store_true")
    asked.add_argument("words", nargs="*")
    given = asked.parse_args()
    found = _prepared()
    every = [pump for expression in found for pump in pumps(expression)]
    print(f"{len(found):,} expressions, {len(every):,} pumps", flush=True)
    slow: list[Pump] = []
    if not given.readers:
        for one, pump in suspects(found):
            print(one.row(), flush=True)
            slow.append(pump)
        print(f"{len(slow)} of {len(found):,} expressions are suspects", flush=True)
    if given.expressions:
        return 0
    rest = every if given.all else every[::_SAMPLE]
    words = [*slow, *rest, *(Pump("", word) for word in (*ASKED, *(one for all_ in PUMPS.values() for one in all_)))]
    count = over = 0
    for one in read_by_all(dict.fromkeys(words), given.words):
        count += 1
        if one.over(SECONDS):
            over += 1
            print(one.row(), flush=True)
    print(f"{over} of {count:,} over")
    return 1 if over else 0


def _prepared() -> dict[re.Pattern[str], str]:
    import os

    os.environ.setdefault("ACTIONLINES_DATA", tempfile.mkdtemp(prefix="actionlines-pumped-"))
    from actionlines.register.site.setup import ready

    ready()
    return collected(use)


if __name__ == "__main__":
    sys.exit(main())
