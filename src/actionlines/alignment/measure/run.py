"""What `actionlines benchmark alignment` measures, in the order in which it can be taken.

The development sets (goals, action lines, targets, and whether p means what it says), the parallel lines, the test
and the peers. Evidence, speed and memory: `python -m benchmarks.alignment` of the repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure import figures
from actionlines.alignment.measure.benchmark import (
    Answers,
    Pair,
    Texts,
    find_answers,
    find_benchmark,
    parallel_lines,
    read_pairs,
    read_texts,
    run_benchmark,
    run_peers,
)
from actionlines.alignment.measure.figures import Measured, Numbers, Watch, make_figure, same_top
from actionlines.errors import ModelError


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


def measure_models(plan: Plan, watch: Watch | None = None) -> Iterator[Measured]:
    """Yield the figures one by one; `watch` hears what is missing. Raises ModelError without a model."""
    watch = (watch or Watch()).once()
    aligners = _load_aligners(plan, watch)
    pairs = _load_pairs(plan, watch)
    dev = plan.data / "alignment" / "dev"
    path, labels = dev / "goals_paragraphs.jsonl", aligners["default"].labels
    paragraphs = read_texts(path, labels) if path.is_file() else None
    for model, aligner in aligners.items():
        if pairs:
            yield from run_benchmark(aligner, model, pairs, watch)
        yield from measure_development(aligner, model, dev, watch)
        yield from measure_parallel(aligner, model, plan.data / "languages", watch)
    if plan.peers:
        yield from run_peers(aligners, paragraphs, pairs, plan.seconds, watch)


def _load_aligners(plan: Plan, watch: Watch) -> dict[str, Aligner]:
    aligners = {"default": Aligner.load(plan.model)}
    if plan.neural:
        try:
            aligners["neural"] = Aligner.load(plan.model, neural=True)
        except ModelError as error:
            watch.left_out(str(error))
    return aligners


def _load_pairs(plan: Plan, watch: Watch) -> list[Pair]:
    if not plan.test:
        return []
    path = find_benchmark()
    if path is None:
        watch.left_out("sdgclassification-benchmark is not installed: pip install 'actionlines[benchmark]'")
        return []
    return read_pairs(path)


Figures = Iterator[tuple[str, float, str]]


def measure_development(aligner: Aligner, model: str, folder: Path, watch: Watch) -> Iterator[Measured]:
    """Yield the figures of every set in `folder`; `model` is the name of the aligner's column."""
    for name, find_figures in _SETS.items():
        path = folder / f"{name}.jsonl"
        if not path.is_file():
            watch.left_out(f"{path} is not there")
            continue
        texts = read_texts(path, aligner.labels)
        result = find_answers(aligner, texts.texts, f"{model}: {name}", watch)
        for key, seen, note in find_figures(result, texts):
            yield make_figure(key, model, seen, note or f"{len(texts)} texts")


def _measure_paragraphs(result: Answers, texts: Texts) -> Figures:
    truth = texts.of("goals")
    yield "goals_paragraphs.f1", figures.macro_f1(result.found("goals"), truth), ""
    yield "goals_paragraphs.top1", figures.score_hits(result.ranking("goals"), truth, 1), ""
    yield from _measure_calibration("calibration.paragraphs", result, texts)


def _measure_silver(result: Answers, texts: Texts) -> Figures:
    truth, mask = texts.of("goals"), result.found("goals")
    yield "silver.f1", figures.macro_f1(mask, truth), ""
    nothing = int((~truth.any(axis=1)).sum())
    yield "silver.nothing", figures.labelled_for_nothing(mask, truth), f"{nothing} texts"
    yield from _measure_calibration("calibration.silver", result, texts)


def _measure_calibration(key: str, result: Answers, texts: Texts) -> Figures:
    p, truth = result.p("goals"), texts.of("goals")
    yield key, figures.calibration_error(p, truth), f"{p.size} pairs of text and goal"
    yield f"{key}.top", figures.top_calibration_error(p, truth), ""


def _measure_evidence(result: Answers, texts: Texts) -> Figures:
    for k in (1, 3):
        yield f"dpg_evidence.top{k}", figures.score_hits(result.ranking("goals"), texts.of("goals"), k), ""


def _measure_projects(result: Answers, texts: Texts) -> Figures:
    ranking, truth = result.ranking("goals"), texts.of("goals")
    yield "dpg_sdg.recall3", figures.measure_recall(ranking, truth, 3), ""
    yield "dpg_sdg.top3", figures.score_hits(ranking, truth, 3), ""


def _measure_lines(result: Answers, texts: Texts) -> Figures:
    for k in (1, 3):
        ranking, truth = result.ranking("action_lines"), texts.of("action_lines")
        yield f"action_lines.top{k}", figures.score_hits(ranking, truth, k), ""
    truth = texts.of("targets")
    with_target = int(truth.any(axis=1).sum())
    yield ("action_lines.targets3", figures.score_hits(result.ranking("targets"), truth, 3), f"{with_target} texts")


_SETS: Mapping[str, Callable[[Answers, Texts], Figures]] = {
    "goals_paragraphs": _measure_paragraphs,
    "dpg_evidence_dev": _measure_evidence,
    "dpg_sdg_dev": _measure_projects,
    "action_lines": _measure_lines,
    "goals_multilabel_silver": _measure_silver,
}


OTHERS = ("fr", "ru", "es", "ar", "zh")
# The lines before this one are learned from.
FIRST = 1000


def measure_parallel(aligner: Aligner, model: str, folder: Path, watch: Watch) -> Iterator[Measured]:
    """Agreement of each language with English, over the lines with p >= .5 for some goal in English.

    The language of a line is given, not found out: telling languages apart is measured elsewhere.
    """

    def said(code: str, rows: slice) -> Numbers:
        """Return the scores of the goals for lines of one language."""
        lines = parallel_lines(folder, code)[FIRST:][rows]
        stage = f"{model}: parallel lines, {code}"
        return find_answers(aligner, lines, stage, watch, [code] * len(lines)).ranking("goals")

    if not (folder / "dev.en.gz").is_file():
        watch.left_out(f"{folder / 'dev.en.gz'} is not there")
        return
    english = said("en", slice(None))
    for code in OTHERS:
        path = folder / f"dev.{code}.gz"
        if not path.is_file():
            watch.left_out(f"{path} is not there")
            continue
        share, count = same_top(english, said(code, slice(0, len(english))))
        yield make_figure(f"languages.{code}", model, share, f"{count} of {len(english)} lines")
