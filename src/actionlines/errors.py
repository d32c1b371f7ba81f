"""Every error that Actionlines raises on purpose, with a stable code.

    ActionlinesError
    ├── InputError               the input cannot be used; the message names the file
    │   ├── EmptyInput           AL101  the file has no bytes, or no text at all
    │   ├── UnknownFormat        AL102  neither PDF, DOCX, HTML, Akoma Ntoso nor text
    │   ├── EncryptedInput       AL103  a password is needed
    │   ├── NoTextLayer          AL104  a scanned PDF: pictures of text, no text
    │   ├── DamagedInput         AL105  the container is broken
    │   ├── InputTooLarge        AL106  size, unpacked size, pages or objects beyond the limit
    │   ├── UnsafeInput          AL107  entity attack, zip bomb, path that leaves its folder
    │   ├── InputNotFound        AL108  no such file
    │   └── IndicatorError       figures cannot be read as observations
    │       ├── NoObservations   AL601  a header and nothing below it, or no observation at all
    │       ├── UnknownLayout    AL602  no column for the year or for the value is found
    │       ├── BadMapping       AL603  a column mapping breaks its form or names a column that is not there
    │       ├── MalformedMessage AL604  an SDMX, JSON-stat or SDG API message that is not what it says it is
    │       └── BadAims          AL605  a user's own targets break their form
    ├── FetchError               a document could not be fetched by its symbol or web address
    │   ├── UnknownSymbol        AL201  not the form of a symbol
    │   ├── Offline              AL202  the document service or web site cannot be reached
    │   └── NotServed            AL203  the service answered, but not with the document
    ├── FrameworkError           AL301  a data file of the framework breaks its own rules
    │   └── UnknownConcept       AL302  no action line, goal, body … has this id
    ├── AlignmentError           text cannot be aligned
    │   ├── ModelError           AL501  the model file is damaged, of another release, or not installed
    │   ├── TableError           AL502  a table lacks a column, has the wrong type, or a row that is no text
    │   └── EngineError          AL503  an engine for many texts is not installed, or stopped
    ├── RegistryError            something cannot be done in the register
    │   ├── NotAllowed           AL701  the role does not allow it, or not on this record
    │   ├── StaleRecord          AL702  somebody changed the record since it was opened
    │   ├── WrongState           AL703  it cannot be done in the state that the record is in
    │   ├── InvalidFields        AL704  fields are missing or wrong; each is named
    │   ├── UploadRefused        AL705  a file that is too large, of the wrong kind, unsafe or too slow to read
    │   ├── NoSuchRecord         AL706  no record has this number or symbol
    │   ├── BackupError          AL707  a backup is incomplete, damaged, or would overwrite data
    │   ├── SetupError           AL708  the data folder, the database or a setting cannot be used
    │   ├── TooManyRequests      AL709  the same was asked too often in a short time
    │   ├── OriginalGone         AL710  the original of an import is not in the folder of files any more
    │   ├── IndexMissing         AL711  the search index is not there; a worker builds it
    │   └── TookTooLong          AL712  an answer takes longer than its limit
    ├── PaperError               a road map or report cannot be made as asked
    │   ├── BadQuestion          AL801  a number is asked for in words that are no question to the register
    │   ├── BadRoadMap           AL811  a road map is asked for no line, or holds what its form does not allow
    │   ├── NothingToReport      AL821  what a report is asked for is not in the register or the framework
    │   ├── NotAsked             AL822  a report lacks something that it needs, or cannot use what it was given
    │   └── Unsettled            AL823  numbers in a text are bound to nothing or have changed since
    └── OutputError              AL401  the result cannot be written
        └── MissingFont          AL402  a PDF needs a font that this machine does not have

The command line prints `AL101 name.pdf: what is wrong. What to do.`; docs/reference/errors.md explains each code.
"""


class ActionlinesError(Exception):
    """Root of the tree: `subject` names the file, symbol, row or field; `advice` says what to do.

    >>> str(EmptyInput("a.pdf", "the file has no bytes", "Download it again."))
    'AL101 a.pdf: the file has no bytes. Download it again.'
    """

    code = "AL000"

    def __init__(self, subject: str, problem: str, advice: str = "") -> None:
        super().__init__(subject, problem, advice)
        self.subject = subject
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        head = f"{self.code} {self.subject}: {self.problem.rstrip('.')}."
        return f"{head} {self.advice}".rstrip()

    def as_dict(self) -> dict[str, str]:
        """The error for machines: code, subject, problem, advice."""
        return {"code": self.code, "subject": self.subject, "problem": self.problem, "advice": self.advice}


def unexpected(subject: str, error: Exception) -> ActionlinesError:
    """Return the error AL000 for one that no other class describes, so that the user reports it."""
    return ActionlinesError(subject, f"unexpected {type(error).__name__}: {error}", "Please report this file.")


class InputError(ActionlinesError):
    """The input cannot be read or does not hold what is needed."""


class EmptyInput(InputError):
    """The input has no bytes, or no text."""

    code = "AL101"


class UnknownFormat(InputError):
    """Not one of the formats that can be read."""

    code = "AL102"


class EncryptedInput(InputError):
    """The file is encrypted: a password is needed to read it."""

    code = "AL103"


class NoTextLayer(InputError):
    """A PDF that holds pictures of text only."""

    code = "AL104"


class DamagedInput(InputError):
    """The container of the file (ZIP, PDF, XML) is broken."""

    code = "AL105"


class InputTooLarge(InputError):
    """Beyond a limit of size, pages, objects or time."""

    code = "AL106"


class UnsafeInput(InputError):
    """An attack on the reader: entity expansion, zip bomb, foreign path."""

    code = "AL107"


class InputNotFound(InputError):
    """The path of an input names no file."""

    code = "AL108"


class FetchError(ActionlinesError):
    """A document could not be fetched by its symbol or web address."""


class UnknownSymbol(FetchError):
    """The words given are not the form of a document symbol."""

    code = "AL201"


class Offline(FetchError):
    """The document service or web site cannot be reached."""

    code = "AL202"


class NotServed(FetchError):
    """The service answered, but not with the document."""

    code = "AL203"


class FrameworkError(ActionlinesError):
    """A data file of the framework breaks its own rules."""

    code = "AL301"


class UnknownConcept(FrameworkError):
    """No action line, goal, target, indicator, commitment, country, area or body has this id."""

    code = "AL302"


class AlignmentError(ActionlinesError):
    """Text cannot be aligned: its table, the model or the engine fails."""


class ModelError(AlignmentError):
    """The model file is damaged, of another release, or not installed."""

    code = "AL501"


class TableError(AlignmentError):
    """A table without the column, with a column of another type, or with rows that are no text."""

    code = "AL502"


class EngineError(AlignmentError):
    """What a run over many texts needs is not installed, or the engine has stopped."""

    code = "AL503"


class IndicatorError(InputError):
    """Figures cannot be read as observations."""


class NoObservations(IndicatorError):
    """A header and nothing below it, or a message without a single observation."""

    code = "AL601"


class UnknownLayout(IndicatorError):
    """No column for the year or for the value is found."""

    code = "AL602"


class BadMapping(IndicatorError):
    """A column mapping breaks its form or names a column that is not there."""

    code = "AL603"


class MalformedMessage(IndicatorError):
    """An SDMX, JSON-stat or SDG API message that is not what it says it is."""

    code = "AL604"


class BadAims(IndicatorError):
    """A user's own targets break their form; names the file, the entry, its line and the field."""

    code = "AL605"


class PaperError(ActionlinesError):
    """A road map or report cannot be made as it was asked for."""


class BadQuestion(PaperError):
    """A number is asked for in words that are no question to the register."""

    code = "AL801"


class BadRoadMap(PaperError):
    """A road map is asked for no line, or holds what its form does not allow."""

    code = "AL811"


class NothingToReport(PaperError):
    """What a report is asked for is not in the register or the framework."""

    code = "AL821"


class NotAsked(PaperError):
    """A report needs something that was not given, or was given something that it cannot use."""

    code = "AL822"


class Unsettled(PaperError):
    """A text holds numbers that are bound to nothing, or that have changed since it was written."""

    code = "AL823"


class OutputError(ActionlinesError):
    """The result cannot be written to the path that was given."""

    code = "AL401"

    @classmethod
    def of_input_inside(cls, subject: str, what: str, out: object) -> "OutputError":
        """Return the error of an input in the folder of the output."""
        return cls(subject, f"{what} is in the folder of the output ({out})", "Choose another folder with --out.")


class MissingFont(OutputError):
    """A PDF needs a font that this machine does not have; the advice names the packages."""

    code = "AL402"


class RegistryError(ActionlinesError):
    """Something cannot be done in the register."""


class NotAllowed(RegistryError):
    """The role does not allow it, or not on this record."""

    code = "AL701"


class StaleRecord(RegistryError):
    """Somebody changed the record since the actor opened it: `seen` and `current` are versions."""

    code = "AL702"

    def __init__(self, subject: str, seen: int, current: int) -> None:
        problem = f"it was changed since you opened it (you saw version {seen}, it is now {current})"
        super().__init__(subject, problem, "Look at what changed, then do it again on the new version.")
        self.seen = seen
        self.current = current


class WrongState(RegistryError):
    """It cannot be done in the state that the record is in."""

    code = "AL703"


class InvalidFields(RegistryError):
    """Fields are missing or wrong: `fields` says for each what is wrong with it ("" for the whole)."""

    code = "AL704"

    def __init__(self, subject: str, fields: dict[str, str]) -> None:
        super().__init__(subject, "; ".join(f"{name}: {why}" if name else why for name, why in fields.items()))
        self.fields = fields


class UploadRefused(RegistryError):
    """A file that is too large, of the wrong kind, unsafe or too slow to read."""

    code = "AL705"


class NoSuchRecord(RegistryError):
    """No record has this number or symbol."""

    code = "AL706"


class BackupError(RegistryError):
    """A backup is incomplete, damaged, or would overwrite data."""

    code = "AL707"


class SetupError(RegistryError):
    """The data folder, the database or a setting cannot be used."""

    code = "AL708"


class TooManyRequests(RegistryError):
    """The same was asked too often in a short time."""

    code = "AL709"


class OriginalGone(RegistryError):
    """The original of an import is not in the folder of files any more."""

    code = "AL710"


class IndexMissing(RegistryError):
    """The search index is not there: a worker builds it, and no request waits for that."""

    code = "AL711"


class TookTooLong(RegistryError):
    """An answer takes longer than its limit."""

    code = "AL712"
