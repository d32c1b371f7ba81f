"""All the figures of the benchmark, in the order in which they can be taken.

Speed, load, memory and size are those that a user has: a new process on one core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.benchmark import Pair, benchmark, place, read_pairs
from actionlines.alignment.measure.development import development, parallel
from actionlines.alignment.measure.faithful import faithful
from actionlines.alignment.measure.figures import Measured, Watch, measured
from actionlines.alignment.measure.peers import peers
from actionlines.alignment.measure.texts import Texts, read_texts
from actionlines.alignment.weights import contents, packaged_bytes
from actionlines.errors import ModelError

# The best of so many processes: what other programs took meanwhile is not the model's.
RUNS = 3
# Texts for the neural grade, which is some hundred times slower, and for the median of single texts.
NEURAL_TEXTS, SINGLE = 64, 200
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


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


def speed(texts: Sequence[str], model: str, path: Path | None, what: str, watch: Watch) -> Iterator[Measured]:
    """Yield the figures over `texts`, called `what`; `path` of the model, None for that of the package."""
    neural = model == "neural"
    texts = texts[:NEURAL_TEXTS] if neural else texts
    runs = []
    for number in range(1 if neural else RUNS):
        watch.step(f"{model}: speed", number, RUNS)
        runs.append(run_fresh(texts, path, neural))
    note = f"{len(texts)} texts of {what}"
    best = {
        name: max(run[name] for run in runs) for name in ("batch", "scores", "evidence", "memory", "first")
    }
    best |= {name: min(run[name] for run in runs) for name in ("load", "single")}
    yield measured("speed.batch", model, best["batch"], f"{note}; {best['first']:,.0f} at first sight")
    yield measured("speed.scores", model, best["scores"], note)
    yield measured("speed.evidence", model, best["evidence"], note)
    yield measured("speed.single", model, best["single"], f"{min(len(texts), SINGLE)} texts of {what}")
    yield measured("speed.load", model, best["load"])
    yield measured("speed.memory", model, best["memory"])
    yield measured("speed.model", model, megabytes(path, neural))


def run_fresh(texts: Sequence[str], path: Path | None, neural: bool) -> Mapping[str, float]:
    """Return what fresh.py measures. Raises RuntimeError with the last words of a process that failed."""
    asked = {"model": str(path) if path else None, "neural": neural, "texts": list(texts), "single": SINGLE}
    script = resources.files("actionlines.alignment.measure").joinpath("fresh.py")
    with resources.as_file(script) as here:
        done = subprocess.run(  # noqa: S603 - this interpreter and a file of this package
            [sys.executable, "-P", str(here)], input=json.dumps(asked), capture_output=True, text=True,
            check=False, env={**os.environ, **dict.fromkeys(_THREADS, "1")},
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the process that measures speed failed: {done.stderr[-500:]}")
    found: Mapping[str, float] = json.loads(done.stdout)
    return found


def megabytes(path: Path | None, neural: bool) -> float:
    """Size of the files of the model; of the neural grade its own too, without the packages that it uses."""
    own = [path, path.with_suffix(".json")] if path else []
    names = ["model.npz", "model.json"] if not path else []
    names += ["neural.npz", "encoder.onnx"] if neural else []
    return sum(map(len, [*map(contents, own), *map(packaged_bytes, names)])) / 1e6
