"""What many texts are about, as numbers for all of them at once; Python looks at single texts only for what
they say. Read as rows (dictionaries) here, as Arrow columns in batch.py.

Names of fields, apart from each other and from those that are added; what a language is called.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from actionlines.alignment import model as m
from actionlines.alignment.classifier import Classifier
from actionlines.alignment.encode import LANGUAGES
from actionlines.alignment.evidence import find_evidence as spans_of
from actionlines.alignment.evidence import find_stated
from actionlines.alignment.languages import find_names, language_of_names, quick_language, raise_named
from actionlines.json_types import JsonObject

# A text is aligned by what it says in its first million letters; documents are aligned by paragraphs.
LONGEST = 1_000_000
# Digits of a probability.
_DIGITS = 4
# The best labels of a level, which are given also where they are perhaps.
MOST = 3
Places = npt.NDArray[np.intp]
Stated = Mapping[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class FoundLabels:
    """Labels of some texts.

    codes    language of each text, "" where it is none of the model's
    p        (texts, labels)
    above    for each level the texts and the labels (places in `labels`) that are given, in pairs:
             text by text, highest first, in the order of the framework where equal
    named    what each text cites or names in words, and where
    likely   least p of a likely label, level by level
    spans    evidence of each text; None where not asked for
    problems why a text has no labels, where something unexpected happened
    """

    labels: m.Labels
    codes: Sequence[str]
    p: npt.NDArray[np.float64]
    above: Mapping[m.Level, tuple[Places, Places]]
    named: Sequence[Stated]
    likely: Mapping[str, float]
    spans: Sequence[Sequence[m.Evidence]] | None
    problems: Sequence[str | None]

    def alignments(self, scores: bool = False) -> list[m.Alignment]:
        """The same, text by text. `scores`: p of every label too. Raises RuntimeError for a fault of ours."""
        if fault := next(filter(None, self.problems), None):
            raise RuntimeError(fault)
        labels: list[dict[m.Level, list[m.Label]]] = [{level: [] for level in m.LEVELS} for _ in self.codes]
        for level, (texts, places) in self.above.items():
            chances = self.p[texts, places].tolist()
            for text, place, p in zip(texts.tolist(), places.tolist(), chances, strict=True):
                id_ = self.labels.ids[place]
                # What the model alone is sure of may be 1 too; names in words stay below.
                stated = p == 1.0 and id_ in self.named[text]
                labels[text][level].append(m.Label(id_, p, stated, self.grade(level, p)))
        return [self._alignment(text, own, scores) for text, own in enumerate(labels)]

    def grade(self, level: m.Level, p: float) -> m.Grade:
        """Return the grade of a label with p."""
        return m.grade_of(level, p, self.likely[level])

    def _alignment(self, text: int, own: Mapping[m.Level, Sequence[m.Label]], scores: bool) -> m.Alignment:
        linked = {level: [label.id for label in labels if label.grade != "perhaps"] for level, labels in own.items()}
        every = dict(zip(self.labels.ids, self.p[text].tolist(), strict=True)) if scores else {}
        return m.Alignment(
            self.codes[text],
            tuple(own["action_lines"]),
            tuple(own["goals"]),
            tuple(own["targets"]),
            tuple(own["commitments"]),
            evidence=tuple(self.spans[text]) if self.spans is not None else (),
            links=m.matrix_links(linked["action_lines"], [*linked["goals"], *linked["targets"]]),
            scores=every,
        )

    def rows(self, scores: bool = False) -> list[JsonObject]:
        """For each text `language`, {id, p, grade} of each level, `evidence` and `scores` where asked for."""
        out: list[JsonObject] = [{"language": code, **{level: [] for level in m.LEVELS}} for code in self.codes]
        for level, (texts, places) in self.above.items():
            for text, place, p in zip(texts.tolist(), places.tolist(), self.p[texts, places].tolist(), strict=True):
                label = {"id": self.labels.ids[place], "p": p, "grade": self.grade(level, p)}
                out[text][level].append(label)
        if self.spans is not None:
            for row, spans in zip(out, self.spans, strict=True):
                row["evidence"] = [asdict(span) for span in spans]
        if scores:
            for row, every in zip(out, self.p.tolist(), strict=True):
                row["scores"] = dict(zip(self.labels.ids, every, strict=True))
        return out


def find_labels(
    classifier: Classifier,
    texts_or_none: Sequence[str | None],
    known: Sequence[str],
    *,
    evidence: bool = True,
    threshold: float | None = None,
    perhaps: bool = True,
) -> FoundLabels:
    """Return the labels of some texts (None has none). `known` are their languages, "" where to be found out.

    `perhaps`: the best lines and goals are given also where they are not likely, unless there is a threshold.
    """
    texts = [(raw_text or "")[:LONGEST] for raw_text in texts_or_none]
    codes = [
        code or language_of_names(short_text) or quick_language(short_text)
        for short_text, code in zip(texts, known, strict=True)
    ]
    codes = [
        code if short_text.strip() and code in classifier.weights.codes else ""
        for short_text, code in zip(texts, codes, strict=True)
    ]
    problems: list[str | None] = [None] * len(texts)
    cited: list[Stated] = []
    named: list[Stated] = []
    for row, text in enumerate(texts):
        try:
            cited.append(find_stated(text, classifier.labels))
            names = find_names(text, codes[row]) if codes[row] else {}
            named.append({**names, **cited[row]})
        except Exception as error:  # a fault of ours over one text must not cost the others
            problems[row] = f"unexpected {type(error).__name__}: {error}"
            cited.append({})
            named.append({})
            texts[row] = ""
    p = classifier.probabilities(texts, codes)
    raise_mentions(classifier.labels, p, texts, cited, named)
    rounded = np.round(p.astype(np.float64), _DIGITS).astype(np.float64, copy=False)
    above = {}
    for level, part in classifier.labels.places.items():
        least = classifier.weights.thresholds[level] if threshold is None else threshold
        chances = p[:, part]
        # Where nothing is known there is no label, however low the threshold.
        mask = ((chances >= least) & (chances > 0)) | (chances == 1.0)
        if perhaps and threshold is None and (lowest := m.perhaps_from(level)):
            best = np.argsort(-chances, axis=1, kind="stable")[:, :MOST]
            np.put_along_axis(mask, best, np.take_along_axis(mask | (chances >= lowest), best, axis=1), axis=1)
        rows, places = np.nonzero(mask)
        places = places + part.start
        order = np.lexsort((places, -rounded[rows, places], rows))
        above[level] = rows[order], places[order]
    spans = _find_spans(classifier, texts, codes, cited, named, above) if evidence else None
    likely = classifier.weights.thresholds
    return FoundLabels(classifier.labels, codes, rounded, above, named, likely, spans, problems)


def raise_mentions(
    labels: m.Labels, p: npt.NDArray[np.float32], texts: Sequence[str], cited: Sequence[Stated], named: Sequence[Stated]
) -> None:
    """Raise p (texts, labels) of what texts cite to 1, and of what they name in words."""
    for row, ids in enumerate(named):
        for id_ in ids:
            place = labels.index[id_]
            if id_ in cited[row]:
                p[row, place] = 1.0
                continue
            level = next(level for level, part in labels.places.items() if place < part.stop)
            p[row, place] = raise_named(texts[row], float(p[row, place]), m.named_adds(level))


def _find_spans(
    classifier: Classifier,
    texts: Sequence[str],
    codes: Sequence[str],
    cited: Sequence[Stated],
    named: Sequence[Stated],
    above: Mapping[m.Level, tuple[Places, Places]],
) -> list[tuple[m.Evidence, ...]]:
    labels: list[list[int]] = [[] for _ in texts]
    for rows, places in above.values():
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            labels[row].append(place)
    ids = classifier.labels.ids
    learned = [[place for place in own if ids[place] not in names] for own, names in zip(labels, cited, strict=True)]
    out: list[tuple[m.Evidence, ...]] = [
        tuple(
            m.Evidence(ids[label_place], start, end, 1.0)
            for label_place in own
            for start, end in names.get(ids[label_place], ())
        )
        for own, names in zip(labels, cited, strict=True)
    ]
    for code in sorted(set(codes) - {""}):
        places_of = [row for row, language in enumerate(codes) if language == code and learned[row]]
        learned_spans = spans_of(
            [texts[row] for row in places_of], classifier.scorer(code), [learned[row] for row in places_of], ids
        )
        for row, spans in zip(places_of, learned_spans, strict=True):
            out[row] += spans
    for row, names in enumerate(named):  # words that the model does not know
        known = {span.label for span in out[row]}
        out[row] += tuple(
            m.Evidence(ids[place], start, end, 1.0)
            for place in labels[row]
            if ids[place] not in known
            for start, end in names.get(ids[place], ())
        )
    return out


def free_names(own: Collection[str], new: Collection[str]) -> dict[str, str]:
    """For each of a row's own names that is also a new one, the name under which it stays."""
    out = {}
    for name in own:
        if name in new:
            free = f"input_{name}"
            while free in own:
                free = f"input_{free}"
            out[name] = free
    return out


def make_unique(names: Sequence[str]) -> list[str]:
    """Return the names, each once: one that was there before has `_` behind it.

    >>> make_unique(["a", "b", "a", "a_"])
    ['a', 'b', 'a__', 'a_']
    """
    all_names = set(names)
    out: dict[str, None] = {}
    for name in names:
        own = name
        while own in out or (own != name and own in all_names):
            own += "_"
        out[own] = None
    return list(out)


def read_hint(value: object) -> str:
    """Return the language of a tag such as `fr` or `zh-Hans`, "" where it is none of the six.

    >>> read_hint("fr-CA"), read_hint("Klingon"), read_hint(None)
    ('fr', '', '')
    """
    code = value.replace("_", "-").partition("-")[0].lower() if isinstance(value, str) else ""
    return code if code in LANGUAGES else ""
