"""The SDG Classification Benchmark (PyPI `sdgclassification-benchmark`, texts CC BY 4.0): a test.

Nothing may be chosen by it: it is read when asked for by name only, for models that are finished. Each row
asks of one text whether it is about one goal. The headline is the unweighted mean over goals of accuracy.

Other systems that PyPI offers, on the same texts in the same run: seesus (GPL-3; only run, never read).

They are slow, so that the texts are a sample, taken in a seeded order until the time is up.

Labelled texts to measure with: JSON lines with `text` and any of goals, sdgs, targets, action_lines.

What a model says of many texts, as numbers.

The development sets, the parallel lines, the test and the peers are measured in the order in which they can be taken.
Evidence, speed and memory: `python -m benchmarks.alignment` of the repository.
"""

import csv
import gzip
import importlib
import importlib.util
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.evidence import find_stated
from actionlines.alignment.label_search import raise_mentions
from actionlines.alignment.languages import find_names, quick_language
from actionlines.alignment.measure import figures
from actionlines.alignment.measure.figures import Bools, Measured, Numbers, Watch, macro_f1, make_figure, same_top
from actionlines.alignment.model import Labels, Level
from actionlines.errors import DamagedInput, ModelError
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.lazily import expression

# Names of lines that some data sets write otherwise than the framework.
LINES = {"C7-egovernment": "C7-egov"}


@dataclass(frozen=True)
class Texts:
    """Texts and their true labels, (texts, labels) over all levels; False where a data set names none."""

    texts: tuple[str, ...]
    truth: Bools
    labels: Labels

    def of(self, level: Level) -> Bools:
        """Return what is true of the labels of one level."""
        return self.truth[:, self.labels.places[level]]

    def __len__(self) -> int:
        return len(self.texts)


def read_texts(path: Path, labels: Labels) -> Texts:
    """Return the labelled texts of a file. Raises DamagedInput naming the line that cannot be read."""
    rows = list(_read_rows(path))
    truth = np.zeros((len(rows), len(labels)), np.bool_)
    for at, row in enumerate(rows):
        for id_ in _list_ids(row):
            if id_ in labels.index:
                truth[at, labels.index[id_]] = True
    return Texts(tuple(row["text"] for row in rows), truth, labels)


def parallel_lines(folder: Path, code: str) -> list[str]:
    """Return the lines of a language; line n of one is the translation of line n of another."""
    with gzip.open(folder / f"dev.{code}.gz", "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines]


def _read_rows(path: Path) -> Iterator[JsonObject]:
    # Bytes are cut at line feeds alone: a text may hold other signs that end a line.
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:  # UnicodeDecodeError among them
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise DamagedInput(f"{path} line {number}", "it is not a JSON object with a text", "Mend it.")
        yield row


def _list_ids(row: JsonMapping) -> Iterator[str]:
    for field in ("goals", "sdgs", "targets"):
        for number in row.get(field) or ():
            yield f"sdg:{number}"
    for line in row.get("action_lines") or ():
        yield LINES.get(line, line)


# Texts between two reports of progress.
STEP = 256


@dataclass(frozen=True)
class Answers:
    """`learned` is p by the model and by names in words, `named` what a text cites.

    Both are (texts, labels) over all levels.
    """

    aligner: Aligner
    learned: Numbers
    named: Bools

    def p(self, level: Level) -> Numbers:
        """Return probabilities as `Aligner.align` gives them."""
        part = self.aligner.labels.places[level]
        return np.where(self.named[:, part], 1.0, self.learned[:, part])

    def ranking(self, level: Level) -> Numbers:
        """Return scores to rank by: labels that the text names before all others, both by what the model says."""
        part = self.aligner.labels.places[level]
        return self.learned[:, part].astype(float) + self.named[:, part]

    def found(self, level: Level) -> Bools:
        """Return the labels that a user gets: above the threshold of their level, or named."""
        part = self.aligner.labels.places[level]
        mask: Bools = self.named[:, part] | (self.learned[:, part] >= self.aligner.weights.thresholds[level])
        return mask


def find_answers(
    aligner: Aligner, texts: Sequence[str], stage: str, watch: Watch, languages: Sequence[str] = ()
) -> Answers:
    """Return what the aligner says of texts. `languages` where they are known; else they are found out."""
    learned = np.zeros((len(texts), len(aligner.labels)), np.float32)
    named = np.zeros(learned.shape, np.bool_)
    for begin in range(0, len(texts), STEP):
        watch.step(stage, begin, len(texts))
        some = texts[begin : begin + STEP]
        codes = list(languages[begin : begin + STEP]) or [quick_language(text) for text in some]
        p = aligner.probabilities(some, codes)
        cited = [find_stated(text, aligner.labels) for text in some]
        names = [find_names(text, code) if code else {} for text, code in zip(some, codes, strict=True)]
        raise_mentions(aligner.labels, p, some, [{}] * len(some), names)
        learned[begin : begin + STEP] = p
        for row, ids in enumerate(cited, begin):
            named[row, [aligner.labels.index[label_id] for label_id in ids]] = True
    watch.step(stage, len(texts), len(texts))
    return Answers(aligner, learned, named)


# What the package itself looks at for another file of the same columns.
FILE = "SDGCLASSIFICATION_BENCHMARK_CSV"
COLUMNS = ("id", "text", "sdg", "label")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, a goal (1 to 17), and whether the text is about it."""

    text: str
    goal: int
    label: bool


@dataclass(frozen=True, slots=True)
class CheckedTexts:
    """Unweighted means over the goals that have pairs, all 0 to 1; a goal never said has precision 0."""

    accuracy: float
    precision: float
    recall: float
    f1: float


def find_benchmark() -> Path | None:
    """Return where the rows lie, None where the package is not installed. Nothing of the package is run."""
    if os.environ.get(FILE):
        return Path(os.environ[FILE])
    package = importlib.util.find_spec("sdgclassification")
    for folder in (package and package.submodule_search_locations) or ():
        path = Path(folder) / "benchmark" / "resources" / "benchmark.csv"
        if path.is_file():
            return path
    return None


def read_pairs(path: Path) -> list[Pair]:
    """Return the rows, in order. Raises DamagedInput naming what is wrong."""
    try:
        file = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise DamagedInput(str(path), f"it cannot be read ({error.strerror})", "Check the path.") from error
    with file:
        rows = csv.DictReader(file)
        if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
            raise DamagedInput(str(path), f"columns are missing: {', '.join(missing)}", "Take the original.")
        return [_read_pair(path, number, row) for number, row in enumerate(rows, 1)]


def score_pairs(goals: Sequence[int], predicted: Sequence[bool], true: Sequence[bool]) -> CheckedTexts:
    """Return what the benchmark computes; one entry per pair: its goal, what a system said of it, what is true."""
    goal, yes, right = np.array(goals), np.array(predicted, np.bool_), np.array(true, np.bool_)
    rows = []
    for number in sorted(set(goals)):
        part = goal == number
        a, b = yes[part], right[part]
        precision, recall = _share_of(a & b, a), _share_of(a & b, b)
        both = precision + recall
        rows.append(((a == b).mean(), precision, recall, 2 * precision * recall / both if both else 0.0))
    return CheckedTexts(*(float(mean) for mean in np.mean(rows, axis=0)))


def run_benchmark(aligner: Aligner, model: str, pairs: Sequence[Pair], watch: Watch) -> Iterator[Measured]:
    """Yield the figures of the test. A goal is said when its p is above the threshold, or the text names it."""
    texts = list(dict.fromkeys(pair.text for pair in pairs))
    mask = find_answers(aligner, texts, f"{model}: SDG Classification Benchmark", watch).found("goals")
    rows = {text: row for row, text in enumerate(texts)}
    predicted = [bool(mask[rows[pair.text], pair.goal - 1]) for pair in pairs]
    got = score_pairs([pair.goal for pair in pairs], predicted, [pair.label for pair in pairs])
    note = f"{len(pairs)} pairs"
    yield make_figure("test.accuracy", model, 100 * got.accuracy, note)
    yield make_figure("test.precision", model, 100 * got.precision, note)
    yield make_figure("test.recall", model, 100 * got.recall, note)
    yield make_figure("test.f1", model, got.f1, note)
    yield make_figure("test.labels", model, float(mask.sum() / len(texts)), f"{len(texts)} texts")


def _share_of(part: Bools, whole: Bools) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 0.0


def _read_pair(path: Path, number: int, row: dict[str, str]) -> Pair:
    label = {"true": True, "false": False}.get((row["label"] or "").strip().lower())
    goal = row["sdg"] or ""
    if label is None or not goal.isdecimal() or not 1 <= int(goal) <= 17:
        problem = f"row {number}: sdg must be 1 to 17 and label True or False"
        raise DamagedInput(str(path), problem, "Take the original.")
    return Pair(row["text"] or "", int(goal), label)


SEED = 20
Predict = Callable[[str], set[int]]
_GOAL = expression(r"\d+")


def load_seesus() -> Predict | None:
    """Text -> goals 1 to 17 by seesus, None where it is not installed."""
    if importlib.util.find_spec("seesus") is None:
        return None
    see = importlib.import_module("seesus").SeeSus
    return lambda text: {int(number[0]) for name in see(text).sdg if (number := _GOAL.search(name))}


PEERS: dict[str, Callable[[], Predict | None]] = {"seesus": load_seesus}


def run_peers(
    aligners: dict[str, Aligner], texts: Texts | None, pairs: Sequence[Pair], seconds: float, watch: Watch
) -> Iterator[Measured]:
    """Yield every peer that is installed, and the aligners on the texts that each of them had time for.

    `texts` with one goal each, and `pairs` of the test, empty where it was not asked for.
    """
    for name, load in PEERS.items():
        if (predict := load()) is None:
            watch.left_out(f"{name} is not installed: pip install 'actionlines[benchmark]'")
            continue
        if texts:
            yield from _on_texts(name, predict, aligners, texts, seconds, watch)
        if pairs:
            yield from _on_pairs(name, predict, aligners, pairs, seconds, watch)


def run_timed(
    predict: Predict, texts: Sequence[str], seconds: float, stage: str, watch: Watch
) -> tuple[list[set[int]], float]:
    """Answers for the first texts, as many as fit into the time (one at least), and the time they took."""
    begun, out = time.perf_counter(), []
    for number, text in enumerate(texts):
        watch.step(stage, number, len(texts))
        out.append(predict(text))
        if time.perf_counter() - begun >= seconds:
            break
    return out, time.perf_counter() - begun


def _on_texts(
    name: str, predict: Predict, aligners: dict[str, Aligner], texts: Texts, seconds: float, watch: Watch
) -> Iterator[Measured]:
    order = _shuffle_order(len(texts))
    shuffled = [texts.texts[at] for at in order]
    predicted, took = run_timed(predict, shuffled, seconds, f"{name}: goals_paragraphs", watch)
    count = len(predicted)
    truth = texts.of("goals")[order[:count]]
    masks = {name: np.array([[goal + 1 in goals for goal in range(truth.shape[1])] for goals in predicted])}
    for model, aligner in aligners.items():
        masks[model] = find_answers(aligner, shuffled[:count], f"{model}: the same texts", watch).found("goals")
    yield make_figure("peers.rate", name, count / took, f"{count} texts")
    for model, mask in masks.items():
        note = f"{count} texts"
        yield make_figure("peers.f1", model, macro_f1(mask, truth), note)
        yield make_figure("peers.recall", model, float((mask & truth).any(axis=1).mean()), note)
        yield make_figure("peers.labels", model, float(mask.sum() / count), note)


def _on_pairs(
    name: str, predict: Predict, aligners: dict[str, Aligner], pairs: Sequence[Pair], seconds: float, watch: Watch
) -> Iterator[Measured]:
    some = [pairs[at] for at in _shuffle_order(len(pairs))]
    predicted, _ = run_timed(predict, [pair.text for pair in some], seconds, f"{name}: the test", watch)
    some = some[: len(predicted)]
    yes = {name: [pair.goal in own_goals for pair, own_goals in zip(some, predicted, strict=True)]}
    for model, aligner in aligners.items():
        mask = find_answers(aligner, [pair.text for pair in some], f"{model}: the same pairs", watch).found("goals")
        yes[model] = [bool(row[pair.goal - 1]) for pair, row in zip(some, mask, strict=True)]
    goals, true = [pair.goal for pair in some], [pair.label for pair in some]
    for model, answers_of in yes.items():
        yield make_figure(
            "peers.test", model, 100 * score_pairs(goals, answers_of, true).accuracy, f"{len(some)} pairs"
        )


def _shuffle_order(count: int) -> list[int]:
    return random.Random(SEED).sample(range(count), count)  # noqa: S311 - the same order every time


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
    if (path := find_benchmark()) is None:
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
