"""How the time grows with the length of texts that are made to be slow.

    python -m benchmarks.linear [WORD ...]

Each pump, a few words of the project's own vocabulary, is repeated to 8, 16, 32 and 64 kB and given to what reads
it: as one paragraph to `find_mandates`, `find_citations` and `find_clauses`, as a text and as a page to `read`.
The exponent is the slope of processor time over length, best of two: 1 is linear. Rows beyond the bars are
printed; WORD chooses the rows whose name has it, and prints all of them.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from actionlines.citations import find_citations
from actionlines.documents import read
from actionlines.documents.model import Document, Kind, Metadata, Paragraph
from actionlines.mandates import find_clauses, find_mandates
from benchmarks.figure import Figure

SIZES = (8_000, 16_000, 32_000, 64_000)
SECONDS = 1.0  # at the largest size
EXPONENT = 1.15
# What a busy machine adds to the exponent of a linear run; a quadratic one has 2.
_TOLERATED = 1.4
# Times below this are those of a clock: the exponent says nothing.
_FLOOR = 0.05
ASKED = ("and ", "in 2025 and in 2030 and ", "the third and ", "resolutions 70/1 and ")
# Openings in the six languages, behind which a pump is part of an ask.
OPENINGS = {
    "en": "Requests the Secretary-General to ",
    "fr": "Prie le Secrétaire général de ",
    "es": "Solicita al Secretario General que ",
    "ru": "просит Генерального секретаря ",
    "ar": "تطلب إلى الأمين العام أن ",
    "zh": "请秘书长",
}
# Words of asks, dates, names, lists, brackets and citations, by language.
PUMPS = {
    "en": (
        *ASKED, "requests ", "Requests the Board to ", "the Council and the Board, ", "Member States and ",
        "to report to the Council ", "at its eightieth session ", "by 2030, ", "in particular ", "including by ",
        "in coordination with ", "the Office of the High Commissioner for ", "the Chair of the ", "(a) ", "((",
        "), ", "; ", ", ", "“", "a", "of ", "to ", "as well as the ", "every two years ",
        "its resolution 70/1 of 25 ",
        "paragraph 5 of ", "should ", "is requested to ", "We will ", "recommends that the ", "no later than ",
        "Secretary-General ", "(the Fund) ", "annual ", "and urges ", ". The Board should ", "that ", "1. ",
        "Insert paragraph 3 bis: ", "replace “", "the latter ", "it shall ", "inviting the ",
    ),
    "fr": ("et ", "prie ", "le Conseil et ", "en 2025 et ", "d'ici à 2030, ", "la résolution 70/1 et ", "de ",
           "que ", ", "),
    "es": ("y ", "solicita ", "el Consejo y ", "en 2025 y ", "para 2030, ", "la resolución 70/1 y ", "de ",
           "que ", ", "),
    "ru": ("и ", "просит ", "Совет и ", "в 2025 году и ", "к 2030 году, ", "резолюция 70/1 и ", "в ",
           "что ", ", "),
    "ar": ("و ", "تطلب ", "المجلس و", "في عام 2025 و", "بحلول عام 2030، ", "القرار 70/1 و", "من ", "أن ", "، "),
    "zh": ("和", "请", "理事会和", "2025年和", "到2030年，", "第70/1号决议和", "的", "并", "，"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A text that grows, and what reads it."""

    name: str
    text: Callable[[int], str]
    run: Callable[[str], object]


def pumped(pump: str, size: int, opening: str = "") -> str:
    """Return the opening and the pump repeated to `size` bytes of UTF-8."""
    return opening + pump * (size // len(pump.encode()))


def document(text: str, kind: Kind = "operative", language: str = "en") -> Document:
    """Return a document of one paragraph."""
    paragraph = Paragraph("1", kind, text, 0, len(text), number="1")
    return Document("pumped", "text", Metadata(language=language), (paragraph,), text=text)


def _mandates(kind: Kind, language: str) -> Callable[[str], object]:
    return lambda text: find_mandates(document(text, kind, language))


def _clauses(language: str) -> Callable[[str], object]:
    return lambda text: find_clauses(document(text, "operative", language))


def _cited(text: str) -> object:
    return find_citations(document(text))


def _page(text: str) -> object:
    return read(f"<html><body><p>{text}</p></body></html>".encode(), name="a.html")


def _plain(text: str) -> object:
    return read(text.encode() or b"x", name="a.txt")


def _growing(pump: str, opening: str) -> Callable[[int], str]:
    return lambda size: pumped(pump, size, opening)


def cases() -> Iterator[Case]:
    """Return every pump with every reader of it."""
    kinds: tuple[Kind, ...] = ("operative", "text")
    for language, pumps in PUMPS.items():
        for pump in pumps:
            behind = _growing(pump, OPENINGS[language])
            for kind in kinds:
                name = f"mandates {kind} {language} {pump!r}"
                yield Case(f"{name} behind an opening", behind, _mandates(kind, language))
                if pump in ASKED:
                    yield Case(name, _growing(pump, ""), _mandates(kind, language))
            yield Case(f"clauses {language} {pump!r} behind an opening", behind, _clauses(language))
            yield Case(f"citations {language} {pump!r} behind an opening", behind, _cited)
            for name, run in (("text", _plain), ("page", _page)):
                yield Case(f"read {name} {language} {pump!r}", _growing(pump, ""), run)
                yield Case(f"read {name} {language} {pump!r} on lines", _growing(f"{pump}\n", ""), run)


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds at each size, and the exponent of the growth."""

    name: str
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Return the slope from the smallest size that takes measurable time; 1 where none does."""
        long = [(size, taken) for size, taken in zip(SIZES, self.seconds, strict=False) if taken >= _FLOOR]
        if len(long) < 2:
            return 1.0
        (low, first), (high, last) = long[0], long[-1]
        return math.log(last / first) / math.log(high / low)

    @property
    def slow(self) -> bool:
        """Whether it is beyond a bar."""
        return len(self.seconds) < len(SIZES) or self.seconds[-1] > SECONDS or self.exponent > _TOLERATED

    def row(self) -> str:
        """Return the line of the table."""
        return f"{'SLOW' if self.slow else 'ok':5} {self.name:60.60} " + " ".join(
            f"{taken:7.3f}" for taken in self.seconds
        ) + f"  exponent {self.exponent:5.2f}"  # fmt: skip


def measure(case: Case) -> Growth:
    """Return the growth of a case; what takes five times the bar is not doubled again."""
    seconds: list[float] = []
    for size in SIZES:
        text = case.text(size)
        seconds.append(min(_taken(case, text) for _ in range(2 if size > SIZES[0] else 1)))
        if seconds[-1] > 5 * SECONDS:
            break
    growth = Growth(case.name, tuple(seconds))
    if growth.slow and len(seconds) == len(SIZES):
        # A second look: a neighbour on the machine is no reason.
        again = tuple(min(old, _taken(case, case.text(size))) for old, size in zip(seconds, SIZES, strict=True))
        growth = Growth(case.name, again)
    return growth


def _taken(case: Case, text: str) -> float:
    start = time.process_time()
    case.run(text)
    return time.process_time() - start


def short_paragraphs(size: int) -> Document:
    """Return a document of short paragraphs, `size` characters of text in all."""
    paragraphs: list[Paragraph] = []
    offset = 0
    while offset < size:
        text = f"Requests the Board to report on item {len(paragraphs)} by 2030;"
        ident = str(len(paragraphs) + 1)
        paragraphs.append(Paragraph(ident, "operative", text, offset, offset + len(text), number=ident))
        offset += len(text) + 1
    whole = "\n".join(paragraph.text for paragraph in paragraphs)
    return Document("short", "text", Metadata(language="en"), tuple(paragraphs), text=whole)


def paragraphs_exponent(largest: int = 11_000_000) -> float:
    """Return the exponent of `find_mandates` on short paragraphs, from an eighth of `largest` to it."""
    taken = []
    for size in (largest // 8, largest):
        made = short_paragraphs(size)
        start = time.process_time()
        find_mandates(made)
        taken.append(time.process_time() - start)
    return math.log(taken[1] / taken[0]) / math.log(8)


# Of the other pumps every so many is measured with the figures; the command without words measures all.
_SAMPLE = 7


def _asked(name: str) -> bool:
    return "mandates" in name and any(f"{pump!r}" in name for pump in ASKED)


def figures() -> Iterable[Figure]:
    """The worst of the pumps that were asked for, and of a sample of the others. Bars are for a quiet machine."""
    find_mandates(document("Requests the Board to report."))  # tables are read once
    chosen = (case for at, case in enumerate(cases()) if _asked(case.name) or at % _SAMPLE == 0)
    grown = [measure(case) for case in chosen]
    asked = [one for one in grown if _asked(one.name)]
    longest, steepest = max(one.seconds[-1] for one in asked), max(one.exponent for one in asked)
    yield Figure("linear: mandates at 64 kB, the longest", longest, "<=", SECONDS, "s", 3.0)
    yield Figure("linear: mandates, the largest exponent", steepest, "<=", EXPONENT, held=1.4)
    slow = sum(one.slow for one in grown)
    yield Figure(f"linear: slow ones of {len(grown)}", slow, "<=", 0, held=len(grown) // 50)
    short = paragraphs_exponent(1_400_000)
    yield Figure("linear: 1.4 MB of short paragraphs, exponent", short, "<=", EXPONENT, held=1.4)


def main() -> int:
    """Print what is slow, or all rows that are asked for."""
    find_mandates(document("Requests the Board to report."))
    words = sys.argv[1:]
    slow = count = 0
    for case in cases():
        if words and not any(word in case.name for word in words):
            continue
        growth = measure(case)
        count, slow = count + 1, slow + growth.slow
        if words or growth.slow:
            print(growth.row(), flush=True)
    print(f"{slow} of {count} slow")
    if not words:
        print(f"short paragraphs, 1.4 to 11 MB: exponent {paragraphs_exponent():.2f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
