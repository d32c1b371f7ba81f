"""What a run over many texts is made of: options, parts of the input, and the result of each part.

    Options     what is asked of every text
    Part        a piece of the input that becomes one file, whole or not at all
    Done        the result of a part; `key` names what it was made from

All are plain values, so that they go to other processes and machines as they are.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from actionlines.json_types import JsonMapping, JsonObject

Kind = Literal["parquet", "jsonl", "documents"]
# Bytes of input (Parquet: of data before it is packed) in one part: seconds of work, which a stop may lose.
PART_BYTES = 32_000_000
# Documents in one part: they take seconds each.
PART_DOCUMENTS = 16
# Bad rows that a part names; it counts all.
NAMED = 100


@dataclass(frozen=True, slots=True)
class Options:
    """`model` is the path of another model than that of the package; `to` is parquet or jsonl.

    neural_share  percentage of texts that the neural grade reads
    """

    text: str = "text"
    threshold: float | None = None
    scores: bool = False
    evidence: bool = True
    neural: bool = False
    model: str = ""
    to: str = "parquet"
    neural_share: float = 100.0


@dataclass(frozen=True, slots=True)
class JobPart:
    """Rows of a Parquet file, bytes of a JSON-lines file, or some documents.

    input         name below the folder given; `documents` for documents
    number        place among the parts of this input
    paths, names  where the files are, and what they are called below the folder given
    start, stop   rows, bytes, or documents (by their order)
    rows          how many rows it is expected to have
    before        rows (JSON lines: lines) of the input before this part
    columns       JSON lines: the kind of each field in the whole file, as JSON
    """

    kind: Kind
    input: str
    number: int
    paths: tuple[str, ...]
    names: tuple[str, ...]
    start: int
    stop: int
    rows: int = 0
    before: int = 0
    columns: str = ""

    def output(self, to: str) -> str:
        """Name of its file in the output folder."""
        return self.beside(self.input, to)

    def beside(self, table: str, to: str) -> str:
        """Return the name of its file for one more table."""
        return f"{table}-{self.number:05d}.{to}"


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a part. `bad` counts rows with an error; `errors` are the first (row number, why).

    key      digest of all that the output depends on: bytes of the input, model, options
    others   name and SHA-256 of each further file, where a part becomes several tables
    failure  code, subject, problem and advice when the part could not be read at all; then there is no output
    skipped  it was done before
    """

    input: str
    start: int
    stop: int
    rows: int = 0
    output: str = ""
    input_sha256: str = ""
    output_sha256: str = ""
    key: str = ""
    bad: int = 0
    errors: tuple[tuple[int, str], ...] = ()
    failure: Mapping[str, str] | None = None
    skipped: bool = False
    others: tuple[tuple[str, str], ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """Return the SHA-256 of each of its files by name; that with the name of the record comes last."""
        return {**dict(self.others), self.output: self.output_sha256}

    def as_record(self) -> JsonObject:
        """Return the part as the manifest records it."""
        record = asdict(self)
        del record["failure"], record["skipped"]
        others = record.pop("others")
        named = {"others": [list(other) for other in others]} if others else {}
        return {**record, "errors": [list(error) for error in self.errors], **named}

    @classmethod
    def from_record(cls, record: JsonMapping) -> "Done":
        """From the manifest. Raises KeyError, TypeError or ValueError where it is not one."""
        errors = tuple((int(row), str(why)) for row, why in record["errors"])
        others = tuple((str(name), str(sha256)) for name, sha256 in record.get("others", ()))
        return cls(**{**record, "errors": errors, "others": others})


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all parts: the output folder, the run that holds it, what is asked, and the digest
    of all beside the input that decides the bytes.

    tables  names of the tables that a part becomes beside the first, each a file of its own
    """

    out: str
    run: str
    options: Options
    made_with: str
    tables: tuple[str, ...] = ()

    def outputs(self, part: JobPart) -> list[str]:
        """Return the names of all files of a part, first the file that names its record."""
        return [part.output(self.options.to), *(part.beside(table, self.options.to) for table in self.tables)]

    def key(self, part: JobPart, input_sha256: str) -> str:
        """Digest of all that the output of a part depends on."""
        facts = [self.made_with, part.kind, part.input, part.number, part.names, part.start, part.stop,
                 part.before, part.columns, input_sha256]  # fmt: skip
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
