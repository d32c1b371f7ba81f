"""Kinds of the values that rows of JSON hold: one for each field that holds the values of the whole file.

A kind is "null", "bool", "int" (exact also as a float), "big" (64 bits), "float", "text", ["list", kind],
["struct", {name: kind}], or "json": values of several kinds, and values too deep, kept as text: words as
they are, all else as JSON.

JSON lines: rows kept whole, their texts aligned, bad rows named and kept.

Documents as rows: one for the whole, then one for each paragraph that speaks for it.
"""

import hashlib
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.label_search import FoundLabels, find_labels, free_names, read_hint
from actionlines.alignment.model import LEVELS, Alignment
from actionlines.alignment.scale.model import Options
from actionlines.documents import Document, read
from actionlines.errors import ActionlinesError, TableError, unexpected
from actionlines.json_types import JsonMapping, JsonObject

Kind = Any
# Fields of an object beyond which it is no record but a dictionary, and is kept as JSON text.
FIELDS = 100
# Lists and objects in each other beyond which the innermost are kept as JSON text: readers of Parquet give up
# at some depth, pyarrow 25 at 125.
DEEPEST_KIND = 32
_EXACT, _LARGEST = 2**53, 2**63


def find_kind(value: Any, levels: int = DEEPEST_KIND) -> Kind:
    """Return the kind of one value; `levels` inner levels keep kinds of their own.

    >>> find_kind({"a": [1, None, 2.5]})
    ['struct', {'a': ['list', 'float']}]
    >>> find_kind({"a": [1, None, 2.5]}, levels=1)
    ['struct', {'a': 'json'}]
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if abs(value) <= _EXACT else "big" if -_LARGEST <= value < _LARGEST else "json"
    if isinstance(value, float):
        return "float"
    if isinstance(value, str):
        return "text"
    if not levels or (isinstance(value, dict) and len(value) > FIELDS):
        return "json"
    if isinstance(value, list):
        inner: Kind = "null"
        for inner_value in value:
            inner = merge_kinds(inner, find_kind(inner_value, levels - 1))
        return ["list", inner]
    return ["struct", {name: find_kind(value_, levels - 1) for name, value_ in value.items()}]


def merge_kinds(kind: Kind, other: Kind) -> Kind:
    """Return the kind that holds values of both.

    >>> merge_kinds("int", "float"), merge_kinds("null", "text"), merge_kinds("text", "int")
    ('float', 'text', 'json')
    """
    if kind == other or other == "null":
        return kind
    if kind == "null":
        return other
    if isinstance(kind, str) and isinstance(other, str):
        both = {kind, other}
        return "big" if both == {"int", "big"} else "float" if both == {"int", "float"} else "json"
    if isinstance(kind, list) and isinstance(other, list) and kind[0] == other[0]:
        if kind[0] == "list":
            return ["list", merge_kinds(kind[1], other[1])]
        fields = dict(kind[1])
        add_kinds(fields, other[1])
        return "json" if len(fields) > FIELDS else ["struct", fields]
    return "json"


def add_kinds(fields: dict[str, Kind], more: Mapping[str, Kind]) -> None:
    """Let `fields` hold the values of others too; new names come last."""
    for name, kind in more.items():
        fields[name] = merge_kinds(fields.get(name, "null"), kind)


# What a line that is no JSON object is kept as.
_RAW = "input"
# Lists and objects in each other beyond which a row is not read: far from the limit of the parser and of all who
# come behind it, which depends on the caller.
_DEEPEST = 500


class _Digits(str):
    """A whole number with more digits than Python makes a number of."""

    __slots__ = ()


def _parse_integer(digits: str) -> int | _Digits:
    try:
        return int(digits)
    except ValueError:
        return _Digits(digits)


_JSON = json.JSONDecoder(parse_int=_parse_integer)
_NUMBER = "a number"
_TYPES = {bool: "true or false", int: _NUMBER, float: _NUMBER, _Digits: _NUMBER, list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A line. `number` counts from 1; `raw` is the line; `problem` says why it has no text to align."""

    number: int
    raw: str
    fields: JsonMapping
    text: str | None
    problem: str | None

    @property
    def is_object(self) -> bool:
        """Return whether the line is a JSON object; else its only field is the line itself."""
        return self.fields.get(_RAW) is not self.raw


def read_lines(lines: Iterable[bytes], text: str, before: int = 0) -> Iterable[JsonRow]:
    """Yield the rows of some lines; blank lines are none, but count."""
    for number, line in enumerate(lines, start=before + 1):
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if line:
            yield _read_line(number, line, text)


def _read_line(number: int, line: bytes, text: str) -> JsonRow:
    try:
        raw = line.decode()
    except UnicodeDecodeError as error:
        raw = line.decode("utf-8", "backslashreplace")
        problem = f"it is not UTF-8 (byte 0x{line[error.start]:02x} at {error.start})"
        return JsonRow(number, raw, {_RAW: raw}, None, problem)
    try:
        fields = _JSON.decode(raw)
    except (ValueError, RecursionError) as error:
        return JsonRow(number, raw, {_RAW: raw}, None, f"it is not JSON ({error})")
    if not isinstance(fields, dict):
        return JsonRow(number, raw, {_RAW: raw}, None, "it is not a JSON object")
    if raw.count("[") + raw.count("{") > _DEEPEST and _is_deep(fields):
        problem = f"its lists and objects lie more than {_DEEPEST} deep in each other"
        return JsonRow(number, raw, {_RAW: raw}, None, problem)
    value = fields.get(text)
    if type(value) is str:
        return JsonRow(number, raw, fields, value, None)
    if text not in fields:
        return JsonRow(number, raw, fields, None, f"it has no field {text!r}")
    what = "null" if value is None else _TYPES[type(value)]
    return JsonRow(number, raw, fields, None, f"its field {text!r} is {what}, not text")


def _is_deep(row: JsonObject) -> bool:
    """Return whether a row has more levels than are read. It goes level by level: recursion would fail."""
    level: list[Any] = [row]
    for _ in range(_DEEPEST):
        inner = itertools.chain.from_iterable(box.values() if isinstance(box, dict) else box for box in level)
        level = [box for box in inner if isinstance(box, dict | list)]
    return bool(level)


def align_rows(aligner: Aligner, rows: Sequence[JsonRow], options: Options) -> FoundLabels:
    """Return what the texts of some rows are about; their field `language` is a hint."""
    return find_labels(
        aligner,
        [row.text for row in rows],
        [read_hint(row.fields.get("language")) for row in rows],
        evidence=options.evidence,
        threshold=options.threshold,
    )


def list_problems(rows: Sequence[JsonRow], found_labels: FoundLabels) -> list[tuple[int, str]]:
    """Number and error of each bad row."""
    both = [(row.number, row.problem or other) for row, other in zip(rows, found_labels.problems, strict=True)]
    return [(number, why) for number, why in both if why]


def splice_labels(rows: Sequence[JsonRow], found_labels: FoundLabels, scores: bool) -> list[bytes]:
    """Return the rows as lines, each as it was with what was found behind it."""
    out = []
    for row, new, fault in zip(rows, found_labels.rows(scores), found_labels.problems, strict=True):
        own = row.fields
        new["error"] = row.problem or fault
        if new["error"]:
            new["language"] = None
            new.pop("scores", None)
        if "language" in own:
            del new["language"]
        if own and row.is_object:
            # The row keeps its own words letter by letter: numbers, spaces, escapes.
            raw = rename_fields(row.raw, free_names(own, new))
            whole = f"{raw[:-1].rstrip()}, {_dump_value(new)[1:]}"
        else:
            whole = _dump_value({**own, **new})
        out.append(whole.encode("utf-8", "surrogatepass") + b"\n")
    return out


def rename_fields(raw: str, names: Mapping[str, str]) -> str:
    """Return an object with fields, some of them by another name; all else stays letter by letter.

    >>> rename_fields('{"goals": 1e400, "of": {"goals": 2}}', {"goals": "input_goals"})
    '{"input_goals": 1e400, "of": {"goals": 2}}'
    """
    out: list[str] = []
    done = at = 0
    while names and raw[at] != "}":  # at the opening brace, then at commas
        begin = _after_space(raw, at + 1)
        name, end = _JSON.raw_decode(raw, begin)
        if name in names:
            out += raw[done:begin], json.dumps(names[name])
            done = end
        colon = _after_space(raw, end)
        _, end = _JSON.raw_decode(raw, _after_space(raw, colon + 1))
        at = _after_space(raw, end)
    return "".join([*out, raw[done:]])


def _after_space(raw: str, at: int) -> int:
    while raw[at] in " \t\n\r":
        at += 1
    return at


def _dump_value(value: JsonMapping) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


@dataclass(frozen=True, slots=True)
class Survey:
    """What a piece of a file holds: lines, rows, the kind of each field, and rows with a text to align.

    names  the fields of those rows that are JSON objects
    first  row number and problem of the first row, if there is one and it has no text
    """

    lines: int
    rows: int
    fields: Mapping[str, Kind]
    texts: int
    names: frozenset[str] = frozenset()
    first: tuple[int, str] | None = None


def survey_lines(data: bytes, text: str) -> Survey:
    """Look at each row of a piece of a file."""
    fields: dict[str, Kind] = {}
    names: set[str] = set()
    first = None
    rows = texts = 0
    for row in read_lines(data.split(b"\n"), text):
        if not rows and row.problem:
            first = row.number, row.problem
        rows += 1
        texts += row.text is not None
        add_kinds(fields, {name: find_kind(value) for name, value in row.fields.items()})
        if row.is_object:
            names.update(row.fields)
    return Survey(data.count(b"\n"), rows, fields, texts, frozenset(names), first)


def describe_missing_texts(name: str, text: str, fields: Collection[str], first: tuple[int, str]) -> TableError:
    """Return the error for a file none of whose rows has a text.

    fields  of those rows that are JSON objects
    first   line number and problem of the first row
    """
    number, why = first
    if text in fields:
        return TableError(name, f"line {number}: {why}", f"Write the values of {text!r} in quotes.")
    problem = f"no row has a text in the field {text!r}"
    if fields:
        return TableError(name, problem, f"The fields are: {', '.join(sorted(fields)[:20])}.")
    advice = "Write each row as a JSON object with this field, on one line, in UTF-8."
    return TableError(name, f"{problem}; row {number}: {why}", advice)


def digest_files(paths: Iterable[str]) -> str:
    """SHA-256 of the contents of some files; one that cannot be read counts as such."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError:
            digest.update(b"-")
    return digest.hexdigest()


def align_file(aligner: Aligner, path: str, name: str, options: Options) -> tuple[list[JsonObject], str]:
    """Return the rows of a document, and why there are none ("" when all is well; else one row has the error)."""
    try:
        whole, passages, _ = list_document_rows(aligner, read(path, name=name), options)
    except ActionlinesError as error:
        return [_describe_failure(name, str(error), options)], str(error)
    except Exception as error:  # one document must not cost the user the others
        problem = str(unexpected(name, error))
        return [_describe_failure(name, problem, options)], problem
    return [whole, *passages], ""


def list_document_rows(
    aligner: Aligner, document: Document, options: Options
) -> tuple[JsonObject, list[JsonObject], list[JsonObject]]:
    """Return the row of the whole document, those of its paragraphs, and the links of the whole.

    The labels of the whole have `passages`, ids of paragraphs; `scores` are those of paragraphs only.
    """
    document_alignment = aligner.align_document(
        document, threshold=options.threshold, scores=options.scores, with_evidence=options.evidence
    )
    texts = {paragraph.id: paragraph.text for paragraph in document.paragraphs}
    name = document.name
    passages = []
    for passage in document_alignment.passages:
        row: JsonObject = {"document": name, "paragraph": passage.paragraph}
        row["text"] = texts[passage.paragraph]
        row |= describe_alignment(passage.alignment, options.evidence)
        if options.scores:
            row["scores"] = dict(passage.alignment.scores)
        passages.append({**row, "error": None})
    whole: JsonObject = {"document": name, "paragraph": None, "text": None}
    whole |= {"language": document.metadata.language} | {
        level: [
            {"id": label.id, "p": label.p, "grade": label.grade, "passages": list(label.passages)}
            for label in document_alignment.labels(level)
        ]
        for level in LEVELS
    }
    if options.evidence:
        whole["evidence"] = []
    return {**whole, "error": None}, passages, [asdict(link) for link in document_alignment.links]


def describe_alignment(alignment: Alignment, evidence: bool) -> JsonObject:
    """Return the columns that the alignment of one text fills."""
    row: dict[str, Any] = {"language": alignment.language}
    row |= {
        level: [{"id": label.id, "p": label.p, "grade": label.grade} for label in alignment.labels(level)]
        for level in LEVELS
    }
    if evidence:
        row["evidence"] = [asdict(span) for span in alignment.evidence]
    return row


def _describe_failure(name: str, problem: str, options: Options) -> JsonObject:
    empty: JsonObject = {level: [] for level in LEVELS}
    if options.evidence:
        empty["evidence"] = []
    return {"document": name, "paragraph": None, "text": None, "language": None, **empty, "error": problem}
