"""Is the evidence what decides? Without it the score of a label must fall more than without other words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.evidence import find_stated
from actionlines.alignment.measure.benchmark import find_answers, read_texts
from actionlines.alignment.measure.figures import Measured, Watch, compute_logit, make_figure
from actionlines.lazily import expression

# Of a text shorter than this, or mostly made of evidence, no other words could be taken away instead.
LEAST_WORDS, MOST_TAKEN = 20, 0.5
SEED = 20
# p is held off 0 by this, so that a text left without a known word does not decide the mean.
_HELD = 1e-4
_WORD = expression(r"\w+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its top goal (place among the goals), without the evidence, and without other words."""

    text: str
    goal: int
    without_evidence: str
    without_random: str


def faithful(aligner: Aligner, model: str, folder: Path, watch: Watch, most: int | None = None) -> Iterator[Measured]:
    """Mean fall of the logit of each text's top goal; `most` texts of goals_multilabel_silver at most."""
    path = folder / "goals_multilabel_silver.jsonl"
    if not path.is_file():
        watch.left_out(f"{path} is not there")
        return
    stage = f"{model}: evidence"
    made = cases(aligner, read_texts(path, aligner.labels).texts[:most], watch, stage)
    if not made:
        watch.left_out(f"{stage}: no text of {path} has a goal with evidence")
        return
    goals = np.array([one.goal for one in made])
    rows = np.arange(len(made))
    p = {
        kind: find_answers(aligner, [getattr(one, kind) for one in made], stage, watch, ["en"] * len(made)).learned
        for kind in ("text", "without_evidence", "without_random")
    }
    part = aligner.labels.places["goals"]
    score = {kind: compute_logit(table[:, part][rows, goals], _HELD) for kind, table in p.items()}
    by_evidence = float((score["text"] - score["without_evidence"]).mean())
    by_random = float((score["text"] - score["without_random"]).mean())
    note = f"{len(made)} texts"
    yield make_figure("evidence.top", model, by_evidence, note)
    yield make_figure("evidence.random", model, by_random, note)
    if by_random > 0:
        yield make_figure("evidence.ratio", model, by_evidence / by_random, note)


def cases(aligner: Aligner, texts: Sequence[str], watch: Watch, stage: str) -> list[Case]:
    """Return the English texts that get a goal by what the model has learned, with and without its evidence."""
    chance, out = random.Random(SEED), []
    goals = aligner.labels.of("goals")
    for number, text in enumerate(texts):
        if not number % 100:
            watch.step(stage, number, len(texts))
        if find_stated(text, aligner.labels):
            continue
        found = aligner.align(text, language="en")
        if not found.goals:
            continue
        top = found.goals[0].id
        spans = [(one.start, one.end) for one in found.evidence_for(top)]
        other = random_spans(text, spans, chance)
        if spans and other:
            out.append(Case(text, goals.index(top), without(text, spans), without(text, other)))
    return out


def random_spans(text: str, spans: Sequence[Span], chance: random.Random) -> list[Span]:
    """For each span one of as many words in a row, anywhere; they do not overlap each other.

    Empty for a text that is too short, or of which more than half is evidence.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    sizes = [sum(start < end_ and begin < end for begin, end_ in words) for start, end in spans]
    if len(words) < LEAST_WORDS or sum(sizes) > MOST_TAKEN * len(words):
        return []
    # Cut the words that stay into as many gaps, at random: every way to place the spans is as likely.
    free = len(words) - sum(sizes)
    order = chance.sample(range(len(sizes)), len(sizes))
    cuts = sorted(chance.sample(range(free + len(sizes)), len(sizes)))
    out, taken = [], 0
    for number, which in enumerate(order):
        first = cuts[number] - number + taken
        out.append((words[first][0], words[first + sizes[which] - 1][1]))
        taken += sizes[which]
    return out


def without(text: str, spans: Sequence[Span]) -> str:
    """Return the text with each span replaced by a blank.

    >>> without("clean water for all", [(0, 11)])
    '  for all'
    """
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
