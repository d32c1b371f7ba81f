"""The alignment of texts as frozen values: places, labels and pairs of labels."""

from dataclasses import dataclass

from actionlines.alignment.model import Level, all_labels


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A paragraph aligned with a label: `p` is the probability, `stated` says that the text names the label."""

    document: int
    paragraph: str
    p: float
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A label with which documents are aligned.

    passages   how many paragraphs are about it
    documents  indexes of the documents they are in
    strongest  the passage with the highest probability, one that names it before any other
    """

    id: str
    level: Level
    passages: int
    documents: tuple[int, ...]
    strongest: PassagePlace


@dataclass(frozen=True, slots=True)
class Pair:
    """An action line and a goal of the same paragraphs, with their number.

    known     the WSIS-SDG Matrix has the link
    doubtful  it has it in a cell that is marked so
    strongest the passage in which the weaker of the two has the highest probability
    """

    action_line: str
    goal: str
    paragraphs: int
    known: bool
    doubtful: bool
    strongest: PassagePlace

    @property
    def status(self) -> str:
        """Return how the WSIS-SDG Matrix has the pair: `known`, `doubtful` or `new`."""
        return "doubtful" if self.doubtful else "known" if self.known else "new"


@dataclass(frozen=True, slots=True)
class Speaks:
    """The alignment of all documents.

    problem     why nothing was aligned (the model file is not there), or ""
    paragraphs  how many paragraphs were aligned
    spoken      labels in the order of LEVELS, those with most passages first
    pairs       action line by action line, goal by goal, in the order of the framework
    no_text     indexes of documents without a paragraph to align
    no_language indexes of documents in a language that the model does not know
    """

    problem: str = ""
    paragraphs: int = 0
    spoken: tuple[Spoken, ...] = ()
    pairs: tuple[Pair, ...] = ()
    no_text: tuple[int, ...] = ()
    no_language: tuple[int, ...] = ()

    def at(self, level: Level) -> tuple[Spoken, ...]:
        """Return the labels of one level with which documents are aligned."""
        return tuple(label for label in self.spoken if label.level == level)

    def silent(self, level: Level) -> tuple[str, ...]:
        """Return the ids of one level with which no paragraph is aligned."""
        at = {item.id for item in self.at(level)}
        return tuple(item for item in all_labels().of(level) if item not in at)
