"""Overlap of drafts with standing texts: the predecessor's paragraph found first, verdicts of readers, speed.

    python -m benchmarks.overlap [--drafts N] [--others FILE]

A draft of session 80 is compared with all resolutions of sessions 78 and 79. Which paragraph of its predecessors
(the texts of the same title) is the right one is decided apart, by the order of the words of both (difflib). FILE
gets overlaps of other paragraphs, to be judged: symbols, anchors and an empty verdict, no sentences.
overlap_verdicts.tsv holds verdicts of a reader who saw both texts and no likeness.

Clauses: overlap_clauses.tsv has pairs of paragraphs of different resolutions of the Plenipotentiary Conference,
chosen by difflib, and whether a reader said that a clause of one repeats the other. 200 more clauses are set
between two sentences of drafts of the Assembly.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from pathlib import Path

from actionlines.documents import read
from actionlines.lineage.comparison import provisions_of
from actionlines.lineage.overlap import Index, Provision
from benchmarks.figure import Figure, verdict

CORPUS = Path(__file__).resolve().parents[1] / "../shared/data/documents/un_corpus.jsonl.gz"
VERDICTS = Path(__file__).with_name("overlap_verdicts.tsv")
CLAUSES = Path(__file__).with_name("overlap_clauses.tsv")
MANDATES = 30_000
_DUTY = re.compile("instruct|invite|request|urge|call|encourage|resolve")
_SURE = 0.6  # share of words in order from which on a paragraph is the predecessor's
_NUMBER = re.compile(r"^[\d/ AB]+\. ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=0, help="compare only so many drafts, drawn at random")
    parser.add_argument("--others", type=Path, help="write 100 overlaps of other paragraphs to be judged")
    asked = parser.parse_args(arguments)
    texts, titles = _texts()
    standing = [one for symbol in texts if symbol.startswith("A/RES/7") for one in texts[symbol]]
    by_title: defaultdict[str, list[str]] = defaultdict(list)
    for symbol in texts:
        if symbol.startswith("A/RES/7"):
            by_title[titles[symbol]].append(symbol)
    drafts = [symbol for symbol in texts if "/80/L." in symbol and titles[symbol] in by_title]
    drafts = random.Random(7).sample(drafts, asked.drafts) if asked.drafts else drafts
    index = Index(standing)
    first = known = 0
    others = []
    for symbol in drafts:
        before = [one for held in by_title[titles[symbol]] for one in texts[held]]
        for mine, overlaps in zip(texts[symbol], index.overlaps(texts[symbol])[0], strict=True):
            best = max((_alike(one, mine) for one in before), default=0.0)
            if best >= _SURE:
                known += 1
                found = overlaps[0].standing if overlaps else None
                right = found is not None and found.symbol in by_title[titles[symbol]]
                first += bool(right and found and _alike(found, mine) >= best - 0.1)
            elif overlaps:
                others.append((symbol, mine.anchor, overlaps[0].standing.symbol, overlaps[0].standing.anchor, ""))
    if asked.others:
        chosen = random.Random(7).sample(others, min(100, len(others)))
        asked.others.write_text("\n".join(map("\t".join, chosen)) + "\n", "utf-8")
    return verdict([
        Figure(f"predecessor's paragraph first, of {known} in {len(drafts)} drafts", first / known, ">=", 0.95),
        *_judged({tuple(one[:4]) for one in others}),
        *_clauses([one.text for symbol in texts if "/80/L." in symbol for one in texts[symbol]]),
        Figure(f"one draft with {MANDATES:,} mandates, processor", _seconds(standing, texts), "<=", 2, "s"),
    ])  # fmt: skip


def _texts() -> tuple[dict[str, tuple[Provision, ...]], dict[str, str]]:
    """Return the provisions of each text of the corpus, and its title in small letters without its number."""
    texts, titles = {}, {}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            document = read(row["text"].encode(), name=f"{row['symbol'].replace('/', '_')}.txt")
            texts[row["symbol"]] = tuple(_named(provisions_of(document, ()), row["symbol"]))
            titles[row["symbol"]] = " ".join(_words(_NUMBER.sub("", row["title"])))
    return texts, titles


def _named(provisions: Sequence[Provision], symbol: str) -> Iterator[Provision]:
    for one in provisions:
        yield Provision(symbol, one.anchor, one.text, one.title, one.date, one.session, one.language)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _alike(one: Provision, other: Provision) -> float:
    """Return the share of words that two paragraphs have in one order; 0 where they share few in any order."""
    mine, theirs = _words(one.text), _words(other.text)
    length = len(mine) + len(theirs)
    if not length or 2 * sum((Counter(mine) & Counter(theirs)).values()) / length < _SURE:
        return 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _judged(shown: Set[tuple[str, ...]]) -> Iterator[Figure]:
    """Yield the share that a reader found fair of the judged overlaps that are still shown first."""
    with VERDICTS.open(encoding="utf-8") as lines:
        rows = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t")]
    verdicts = [row[4] for row in rows if row[:4] in shown]
    if verdicts:
        yield Figure(f"of {len(verdicts)} overlaps judged, fair", verdicts.count("fair") / len(verdicts), ">=", 0.8)


def _clauses(foreign: Sequence[str]) -> Iterator[Figure]:
    """Yield the share of repeated clauses that are found, and of foreign paragraphs that overlap something."""
    files = (*sorted((CORPUS.parent / "itu_pp18").glob("*.txt")), CORPUS.parent / "cwg_wsis_contribution.txt")
    texts = [provisions_of(read(path), ()) for path in files]
    by_place = {(one.symbol, one.anchor): one for text in texts for one in text}
    index = Index(one for text in texts[:-1] for one in text)
    shown = {
        (mine.symbol, mine.anchor, overlap.standing.symbol, overlap.standing.anchor)
        for text in texts
        for mine, overlaps in zip(text, index.overlaps(text)[0], strict=True)
        for overlap in overlaps
    }
    with CLAUSES.open(encoding="utf-8") as lines:
        rows = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t")]
    pairs = [row[:4] for row in rows if row[4] == "repeats"]
    pairs += [(*row[2:], *row[:2]) for row in pairs if row[2:] in by_place and not row[0].endswith(".txt")]
    hits = [row in shown for row in pairs]
    drawn = random.Random(11)
    duties = [one for one in index.provisions if _DUTY.match(one.anchor) and "this resolution" not in one.text]
    strange = 0
    for duty in drawn.sample([one for one in duties if 8 <= len(one.text.split()) <= 60], 200):
        before, after = (drawn.choice(foreign).rstrip(".;,") for _ in range(2))
        draft = Provision("draft", "1", f"{before}. Specifically, {duty.text.rstrip(' ,;.')}. {after}.")
        alone = Provision("draft", "2", f"{before}. {after}.")
        hits.append(duty.text in [one.standing.text for one in index.overlaps([draft])[0][0]])
        strange += bool(index.overlaps([alone])[0][0])
    yield Figure(f"repeated clauses found, {len(pairs)} judged and 200 set in", sum(hits) / len(hits), ">=", 0.92)
    yield Figure("of 200 foreign paragraphs, with an overlap", strange / 200, "<=", 0.05)


def _seconds(standing: Sequence[Provision], texts: dict[str, tuple[Provision, ...]]) -> float:
    """Return the seconds of the processor to index as many paragraphs as mandates, and compare a long draft."""
    many = [standing[at % len(standing)] for at in range(MANDATES)]
    draft = texts["A/C.2/80/L.17"]
    begin = time.process_time()
    Index(many).overlaps(draft)
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
