"""Draw clauses with a word of time at random, for a person to say when each is due.

    python -m benchmarks.dates_draw SHARED --asks 400 --others 100 > /elsewhere/drawn.jsonl

Documents are taken in turn from every kind, at most two clauses of one; the papers are in English, so the other five
languages come from the parallel lines and paragraphs of `shared`. A drawn clause is a candidate, nothing more: "ask"
says that it holds a verb of asking, and a longer draw begins with the shorter one. Keep the output out of the project.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from benchmarks.dates_cases import digest, document_text, file_texts

SEED = 20261207
TIME = {
    "en": r"\b(sessions?|years?|yearly|annual(ly)?|before|later than|prior to|months?|monthly|weeks?|days"
    r"|quarter(ly)?|biennial(ly)?|triennial|quadrennial|by the end|regularly|periodically|every|(19|20)\d\d)\b",
    "fr": r"\b(sessions?|années?|ans?|annuel\w*|avant|tard|mois|mensuel\w*|semaines?|jours|trimestr\w*|semestr\w*"
    r"|bienn\w*|biennal\w*|régulièrement|périodi\w*|(19|20)\d\d)\b",
    "es": r"\b(período de sesiones|períodos de sesiones|años?|anual\w*|antes|tardar|mes|meses|mensual\w*|semanas?|días"
    r"|trimestr\w*|semestr\w*|bienal\w*|bienio|periódic\w*|(19|20)\d\d)\b",
    "ar": r"(دورت|دورة|سنة|سنوات|سنوي|عام|أعوام|قبل|موعد|شهر|أشهر|أسبوع|أسابيع|يوما|فصلي|دوري|منتظم|19\d\d|20\d\d)",
    "ru": r"\b(сесси\w*|год\w*|лет|ежегодн\w*|до|позднее|месяц\w*|ежемесячн\w*|недел\w*|дн[яе]\w*|кварт\w*|двухгодич\w*"
    r"|регулярн\w*|периодич\w*|(19|20)\d\d)\b",
    "zh": r"(届会议|届会|年|以前|之前|个月|每月|星期|周内|天内|季度|定期|会议上)",
}
ASK = (
    r"\b(requests? |invites? |calls? (up)?on|urges? |recommends? |encourages? |decides? |shall |instructs? )"
    r"|\b(asks? |agrees? )|\bdecided to |^\d*\s*to [a-z]"
)
PREAMBLE = r"(\d+\.|\w\))?\s*(\w+ly |also )?[A-Z]\w+ing\b"
PARAGRAPH = re.compile(r"^[ \t]*(\d{1,3}\.|\([a-z]{1,4}\))[ \t]+\S.*?(?:[.;:,](?=\s*\n[ \t]*\n)|\Z)", re.M | re.S)
SENTENCE = re.compile(r"\S.*?(?:[.;](?=\s+[A-Z(])|\Z)", re.S)
LINE = re.compile(r"[^\n]+")
LONGEST = 1500
Place = tuple[str, str, str]
"""Kind, file, language of one document."""


def _families(shared: Path) -> dict[str, list[Place]]:
    """Return every document by kind, which the file and the first letters of the symbol tell."""
    data = shared / "data"
    places: list[Place] = []
    for name in ("un_corpus", "mandate_sources", "ga_decisions"):
        for symbol in file_texts(data / f"documents/{name}.jsonl.gz"):
            first = re.match("A/RES|A/HRC/RES|S/|E/RES|UNEP|HSP", symbol)
            family = f"{name} {first.group() if first else 'papers'}"
            places.append((family, f"documents/{name}.jsonl.gz#{symbol}", "en"))
    for folder in ("documents/itu_pp18", "documents/text/itu", "documents/docx"):
        places += [(folder, f"{folder}/{path.name}", "en") for path in sorted((data / folder).iterdir())]
    families: dict[str, list[Place]] = {}
    for place in places:
        families.setdefault(place[0], []).append(place)
    return families


def _parallel(shared: Path, rng: random.Random) -> list[Place]:
    """Return the parallel texts with a word of time, each in two of the five languages."""
    data, others = shared / "data", ("fr", "es", "ar", "ru", "zh")
    english = {f"languages/dev.{{}}.gz#{key}": text for key, text in file_texts(data / "languages/dev.en.gz").items()}
    six = file_texts(data / "asks/six/texts.jsonl")
    english |= {f"asks/six/texts.jsonl#{key[:-2]}{{}}": text for key, text in six.items() if key.endswith(":en")}
    names = [name for name, text in english.items() if re.search(TIME["en"], text)]
    rng.shuffle(names)
    return [("parallel", name.format(one), one) for name in names for one in rng.sample(others, 2)]


def _pieces(place: Place, text: str) -> Iterator[re.Match[str]]:
    """Return the paragraphs, lines or sentences of one document."""
    kind, file, _ = place
    if kind == "parallel":
        pattern = re.compile(r"\S.*", re.S)
    elif kind == "ga_decisions":
        pattern = SENTENCE
    else:
        pattern = PARAGRAPH if "un_corpus" in file else LINE
    return pattern.finditer(text)


def _clauses(shared: Path, place: Place, rng: random.Random) -> list[dict[str, Any]]:
    """Return at most two clauses of one document with a word of time, asks first."""
    kind, file, language = place
    text = document_text(shared, file)
    found = []
    for order, piece in enumerate(_pieces(place, text), 1):
        start, end = piece.span()
        start += len(piece.group()) - len(piece.group().lstrip())
        if 40 < end - start <= LONGEST and re.search(TIME[language], text[start:end], re.I):
            found.append((str(order), start, end))
    rng.shuffle(found)
    english = text
    if kind == "parallel":
        english = document_text(shared, re.sub(rf"([.:]){language}\b", r"\1en", file))
    rows = []
    for number, start, end in found:
        clause = text[start:end]
        told = english if kind == "parallel" else clause
        ask = bool(re.search(ASK, told, re.I)) and not re.match(PREAMBLE, told)
        label = re.match(r"\d{1,3}(?=\.)|\([a-z]{1,4}\)", clause)
        paragraph = label.group() if label else number
        row = {"file": file, "paragraph": paragraph, "start": start, "end": end, "digest": digest(clause)}
        rows.append(row | {"kind": kind, "language": language, "ask": ask, "text": clause})
    return sorted(rows, key=lambda row: not row["ask"])[:2]


def draw(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield candidates without end to the documents: kinds in turn, documents and clauses at random."""
    rng = random.Random(SEED)
    families = [places for _, places in sorted(_families(shared).items())]
    for places in families:
        rng.shuffle(places)
    families.append(_parallel(shared, rng))
    for place in chain.from_iterable(zip_longest(*families)):
        if place:
            yield from _clauses(shared, place, random.Random(f"{SEED} {place[1]}"))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--asks", type=int, default=400, help="candidates with a verb of asking")
    parser.add_argument("--others", type=int, default=100, help="candidates without one")
    options = parser.parse_args()
    asks = islice((row for row in draw(options.shared) if row["ask"]), options.asks)
    others = islice((row for row in draw(options.shared) if not row["ask"]), options.others)
    for row in chain(asks, others):
        print(json.dumps(row, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
