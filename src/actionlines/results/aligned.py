"""What a text or a document is about, as a program asks for it."""

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from actionlines.alignment import Aligner
from actionlines.alignment.model import LEVELS
from actionlines.alignment.scale.model import Options
from actionlines.alignment.scale.rows import describe_alignment, list_document_rows
from actionlines.documents import model
from actionlines.documents.model import Document, plain_value
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.results.inputs import Source, read


@dataclass(frozen=True, slots=True)
class Aligned:
    """The labels of a text or a document; `row` and `passages` are as `actionlines align --format json` has them.

    row       the whole: `language`, and for each level a list of `id`, `p` and `grade`, highest first
    passages  the same for each paragraph of a document; None for a text
    """

    row: JsonMapping
    passages: tuple[JsonMapping, ...] | None = field(default=None, repr=False)

    def labels(self, level: str) -> list[str]:
        """Return the ids of one level: action_lines, goals, targets or commitments."""
        return [label["id"] for label in self.row[level]]

    def to_dict(self) -> JsonObject:
        """Return the value of `align --format json`; docs/reference/commands/align.md has the keys."""
        data: JsonObject = plain_value(dict(self.row))
        if self.passages is not None:
            data["passages"] = [plain_value(dict(passage)) for passage in self.passages]
        return data

    def _repr_html_(self) -> str:
        labels = [(level, item) for level in LEVELS for item in self.row[level]]
        table = ((level.replace("_", " "), item["id"], item["grade"]) for level, item in labels)
        name = str(self.row.get("document") or "The text")
        return model.write_table(f"{name} is about", ["Level", "Label", "Grade"], table, len(labels))


def align(
    source: Source | None = None,
    *,
    text: str | None = None,
    threshold: float | None = None,
    scores: bool = False,
    evidence: bool = True,
    neural: bool | None = None,
    neural_share: float = 100.0,
    model: str = "",
    language: str = "en",
) -> Aligned:
    """Return the action lines, goals, targets and commitments of a document, or of the words of `text`.

    source     a path, symbol, bytes or Document
    threshold  least probability of a label; by default that of the model
    scores     add the probability of every label; evidence: add the words that carry a label
    neural     use the second model of the extra `neural` as well; None: where it is installed, for up to 2,000
               paragraphs
    neural_share  percentage of texts that it reads: those on which the first model is least sure
    model      another model than that of the package
    language   in which a symbol is fetched

    Raises TypeError unless one of `source` and `text` is given.
    """
    if (source is None) == (text is None):
        raise TypeError("align takes a source or text=, and not both")
    document = read(source, language=language) if source is not None else None
    if neural is None and not model:
        aligner = Aligner.for_texts(len(document.paragraphs) if document else 1)
    else:
        aligner = _load_aligner(model, bool(neural), neural_share)
    options = Options("text", threshold, scores, evidence, bool(neural), model, neural_share=neural_share)
    return of_document(aligner, document, options) if document else of_text(aligner, text or "", options)


def of_text(aligner: Aligner, text: str, options: Options) -> Aligned:
    """Return what some words are about."""
    result = aligner.align(text, threshold=options.threshold, scores=options.scores, with_evidence=options.evidence)
    row = {"text": text, **describe_alignment(result, options.evidence)}
    row["links"] = [asdict(link) for link in result.links]
    if options.scores:
        row["scores"] = dict(result.scores)
    return Aligned(row)


def of_document(aligner: Aligner, document: Document, options: Options) -> Aligned:
    """Return what a document is about, as a whole and by paragraph."""
    whole, passages, links = list_document_rows(aligner, document, options)
    return Aligned({**whole, "links": links, "model": aligner.version}, tuple(passages))


@lru_cache(maxsize=2)
def _load_aligner(model: str, neural: bool, share: float) -> Aligner:
    """Read the model once for many calls."""
    return Aligner.load(Path(model) if model else None, neural=neural, share=share)
