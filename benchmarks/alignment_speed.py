"""Speed, load, memory and size of the alignment as a user has them: a new process on one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from actionlines.alignment.measure.figures import Measured, Watch, make_figure
from actionlines.alignment.weights import packaged_bytes, read_contents

# The best of so many processes: what other programs took meanwhile is not the model's.
RUNS = 3
# Texts for the neural grade, which is some hundred times slower, and for the median of single texts.
NEURAL_TEXTS, SINGLE = 64, 200
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def speed(texts: Sequence[str], model: str, path: Path | None, what: str, watch: Watch) -> Iterator[Measured]:
    """Yield the figures over `texts`, called `what`; `path` of the model, None for that of the package."""
    neural = model == "neural"
    texts = texts[:NEURAL_TEXTS] if neural else texts
    runs = []
    for number in range(1 if neural else RUNS):
        watch.step(f"{model}: speed", number, RUNS)
        runs.append(run_fresh(texts, path, neural))
    note = f"{len(texts)} texts of {what}"
    best = {name: max(run[name] for run in runs) for name in ("batch", "scores", "evidence", "memory", "first")}
    best |= {name: min(run[name] for run in runs) for name in ("load", "single")}
    yield make_figure("speed.batch", model, best["batch"], f"{note}; {best['first']:,.0f} at first sight")
    yield make_figure("speed.scores", model, best["scores"], note)
    yield make_figure("speed.evidence", model, best["evidence"], note)
    yield make_figure("speed.single", model, best["single"], f"{min(len(texts), SINGLE)} texts of {what}")
    yield make_figure("speed.load", model, best["load"])
    yield make_figure("speed.memory", model, best["memory"])
    yield make_figure("speed.model", model, megabytes(path, neural))


def run_fresh(texts: Sequence[str], path: Path | None, neural: bool) -> Mapping[str, float]:
    """Return what alignment_process.py measures. Raises RuntimeError with the last words of one that failed."""
    asked = {"model": str(path) if path else None, "neural": neural, "texts": list(texts), "single": SINGLE}
    done = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("alignment_process.py"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **dict.fromkeys(_THREADS, "1")},
    )
    if done.returncode:
        raise RuntimeError(f"the process that measures speed failed: {done.stderr[-500:]}")
    found: Mapping[str, float] = json.loads(done.stdout)
    return found


def megabytes(path: Path | None, neural: bool) -> float:
    """Size of the files of the model; of the neural grade its own too, without the packages that it uses."""
    own = [path, path.with_suffix(".json")] if path else []
    names = ["model.npz", "model.json"] if not path else []
    names += ["neural.npz", "encoder.onnx"] if neural else []
    return sum(map(len, [*map(read_contents, own), *map(packaged_bytes, names)])) / 1e6
