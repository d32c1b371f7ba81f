"""What the model learns from: examples with their labels, from sources whose licence allows it.

Every source is a row of sources.csv; a row whose licence is not in licences.csv stops the training.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from actionlines.alignment.measure.benchmark import LINES
from actionlines.alignment.model import LEVELS, Level, all_labels
from training import corpus

HERE = Path(__file__).parent
# How much a text counts that speaks to nothing. Chosen on the dev sets and on negatives that were held back.
NOTHING = 3.0
_TAGS = re.compile(r"<[^>]*>|\([^)]*\)")


class LicenceRefused(Exception):
    """A source whose licence is not on the list."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of the data lies, under which licence, and whom to name."""

    name: str
    place: str
    kind: str
    licence: str
    levels: tuple[Level, ...]
    attribution: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its labels. Of the levels in `levels` every label is known: what is not named is not there.

    `weight`: how far the labels are trusted, 1 for those given by hand.
    """

    text: str
    language: str
    labels: tuple[str, ...]
    levels: tuple[Level, ...]
    weight: float
    source: str


def sources(allowed: Path = HERE / "licences.csv", listed: Path = HERE / "sources.csv") -> list[Source]:
    """The sources, all with a licence on the list. Raises LicenceRefused."""
    with allowed.open(encoding="utf-8", newline="") as file:
        licences = {row["licence"] for row in csv.DictReader(file)}
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["licence"] not in licences:
            raise LicenceRefused(f"{listed.name}: {row['name']} has the licence {row['licence']!r}, not on the list")
    return [
        Source(
            row["name"],
            row["place"],
            row["kind"],
            row["licence"],
            tuple(level for level in LEVELS if level in row["levels"].split()),
            row["attribution"],
        )
        for row in rows
    ]


def examples(data: Path, source: Source) -> Iterator[Example]:
    """The labelled examples of a source; nothing for one without labels."""
    read = _READERS.get(source.kind)
    if read:
        known = all_labels().index
        for one in read(data, source):
            yield Example(
                one.text,
                one.language,
                tuple(label for label in dict.fromkeys(one.labels) if label in known),
                one.levels,
                one.weight,
                one.source,
            )


def place(data: Path, source: Source) -> Path:
    """Where a source lies: the project's own in the project, the others below the folder of data."""
    if source.place.startswith("training/"):
        return HERE.parent / source.place
    return data / ("alignment" if source.place.startswith("train/") else "") / source.place


def fingerprint(data: Path, source: Source) -> str:
    """SHA-256 over the files of a source."""
    where = place(data, source)
    digest = hashlib.sha256()
    for path in sorted(where.rglob("*")) if where.is_dir() else [where]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_bytes().split(b"\n"):
        if line.strip():
            yield json.loads(line)


def _texts(data: Path, source: Source) -> Iterator[Example]:
    for path in sorted(place(data, source).glob("*.jsonl")):
        for row in _rows(path):
            goals = [f"sdg:{one}" for one in row["goals"]]  # type: ignore[attr-defined]
            targets = [f"sdg:{one}" for one in row["targets"]]  # type: ignore[attr-defined]
            goals += [one.rpartition(".")[0] for one in targets]
            labels = (*row["lines"], *goals, *targets, *row["commitments"])  # type: ignore[misc]
            language = str(row.get("language", "en"))
            # What speaks to nothing is rarer here than in the world.
            weight = 1.0 if labels else NOTHING
            named = row.get("levels", source.levels)
            levels = tuple(level for level in source.levels if level in named)  # type: ignore[operator]
            where = f"{source.name}/{path.stem}"
            yield Example(str(row["text"]), language, labels, levels, weight, where)


def _labelled(data: Path, source: Source) -> Iterator[Example]:
    for text, (labels,) in corpus.labelled(data, [corpus.LEARNED]):
        goals = [one.rpartition(".")[0] for one in labels if "." in one]
        yield Example(text, "en", (*labels, *goals), source.levels, 1.0, source.name)


def _sentences(data: Path, source: Source) -> Iterator[Example]:
    for row in _rows(place(data, source)):
        labels = tuple(f"sdg:{one}" for one in row["goals"])  # type: ignore[attr-defined]
        # The additional part was found by key words and is rougher.
        weight = 1.0 if row["source"] == "trail22" else 0.5
        yield Example(str(row["text"]), "en", labels, source.levels, weight, source.name)


def _official(data: Path, source: Source) -> Iterator[Example]:
    for language, sections in json.loads(place(data, source).read_text("utf-8")).items():
        for texts in sections.values():
            for key, text in texts.items():
                parts = key.removesuffix("-title").split("-")
                labels = tuple("sdg:" + ".".join(parts[:count]) for count in (1, 2) if len(parts) >= count)
                yield Example(_TAGS.sub(" ", text), language, labels, source.levels, 1.0, source.name)


def _plan(data: Path, source: Source) -> Iterator[Example]:
    with place(data, source).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            line = LINES.get(row["action_line"], row["action_line"])
            yield Example(row["text"], "en", (line,), source.levels, 1.0, source.name)


_PHRASE = re.compile(r'"([^"]{4,80})"')
_TARGET = re.compile(r"/sdg/(\d{1,2})\.(\d{1,2}|[a-z])$")


def _queries(data: Path, source: Source) -> Iterator[Example]:
    """The phrases in quotes of each target's query, as one text of key words per target."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for path in sorted(place(data, source).glob("*.xml")):
        for query in etree.parse(str(path), parser).getroot().iter("{*}query-definition"):
            code = _TARGET.search((query.findtext("{*}identifier") or "").strip())
            lines = " ".join(line.text or "" for line in query.iter("{*}query-line"))
            phrases = list(dict.fromkeys(one.replace("*", "") for one in _PHRASE.findall(lines)))
            if code and phrases:
                labels = (f"sdg:{code[1]}", f"sdg:{code[1]}.{code[2]}")
                yield Example(" . ".join(phrases), "en", labels, source.levels, 0.5, source.name)


_READERS: Mapping[str, Callable[[Path, Source], Iterator[Example]]] = {
    "texts": _texts,
    "labelled": _labelled,
    "sentences": _sentences,
    "official": _official,
    "plan": _plan,
    "queries": _queries,
}
