"""All the figures of the benchmark, in the order in which they can be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import Pair, benchmark, place, read_pairs
from actionlines.alignment.measure.development import development, parallel
from actionlines.alignment.measure.faithful import faithful
from actionlines.alignment.measure.figures import Measured, Watch
from actionlines.alignment.measure.peers import peers
from actionlines.alignment.measure.speed import speed
from actionlines.alignment.measure.texts import Texts, read_texts
from actionlines.errors import ModelError

# Texts whose evidence is taken away with the neural grade; it reads each of them four times.
NEURAL_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. `data` has the folders alignment/dev and languages.

    model      a model file instead of that of the package
    neural     the neural grade too
    test       the SDG Classification Benchmark too, by which nothing may be chosen
    peers      other systems on the same texts, each for `seconds` per set of texts
    """

    data: Path
    model: Path | None = None
    neural: bool = False
    test: bool = False
    peers: bool = False
    seconds: float = 60.0


def measure(plan: Plan, watch: Watch | None = None) -> Iterator[Measured]:
    """Yield the figures one by one; `watch` hears what is missing. Raises ModelError without a model."""
    watch = (watch or Watch()).once()
    aligners = _aligners(plan, watch)
    pairs = _pairs(plan, watch)
    dev = plan.data / "alignment" / "dev"
    path, labels = dev / "goals_paragraphs.jsonl", aligners["default"].labels
    paragraphs = read_texts(path, labels) if path.is_file() else None
    for model, aligner in aligners.items():
        if pairs:
            yield from benchmark(aligner, model, pairs, watch)
        yield from development(aligner, model, dev, watch)
        yield from parallel(aligner, model, plan.data / "languages", watch)
        yield from faithful(aligner, model, dev, watch, NEURAL_EVIDENCE if model == "neural" else None)
        texts, what = _for_speed(pairs, paragraphs)
        if texts:
            yield from speed(texts, model, plan.model, what, watch)
    if plan.peers:
        yield from peers(aligners, paragraphs, pairs, plan.seconds, watch)


def _aligners(plan: Plan, watch: Watch) -> dict[str, Aligner]:
    found = {"default": Aligner.load(plan.model)}
    if plan.neural:
        try:
            found["neural"] = Aligner.load(plan.model, neural=True)
        except ModelError as error:
            watch.left_out(str(error))
    return found


def _pairs(plan: Plan, watch: Watch) -> list[Pair]:
    if not plan.test:
        return []
    path = place()
    if path is None:
        watch.left_out("sdgclassification-benchmark is not installed: pip install 'actionlines[benchmark]'")
        return []
    return read_pairs(path)


def _for_speed(pairs: list[Pair], paragraphs: Texts | None) -> tuple[list[str], str]:
    if pairs:
        return list(dict.fromkeys(pair.text for pair in pairs)), "the SDG Classification Benchmark"
    return (list(paragraphs.texts), "goals_paragraphs") if paragraphs else ([], "")
