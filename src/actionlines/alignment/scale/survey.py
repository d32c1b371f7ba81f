"""What must be known of whole files of JSON lines before their parts are aligned."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from actionlines.alignment.scale import jsonl
from actionlines.alignment.scale.kinds import add
from actionlines.alignment.scale.model import Part
from actionlines.alignment.scale.work import read_bytes
from actionlines.errors import ActionlinesError, DamagedInput


def surveyed(found: Sequence[Part], text: str, mapped: Any) -> tuple[list[Part], list[ActionlinesError]]:
    """The parts with what must be known of a whole file of JSON lines: its fields, where its lines begin."""
    lines = [(number, one) for number, one in enumerate(found) if one.kind == "jsonl"]
    surveys: dict[int, jsonl.Survey | ActionlinesError] = dict(
        mapped(partial(_survey, text), lines, _survey_crashed)
    )
    files: dict[str, list[int]] = defaultdict(list)
    for number, one in lines:
        files[one.input].append(number)
    errors: list[ActionlinesError] = []
    out: dict[int, Part] = {number: one for number, one in enumerate(found) if one.kind != "jsonl"}
    for name, numbers in files.items():
        seen = [surveys[number] for number in numbers]
        if broken := next((one for one in seen if isinstance(one, ActionlinesError)), None):
            errors.append(broken)
            continue
        whole = [one for one in seen if isinstance(one, jsonl.Survey)]
        fields: dict[str, Any] = {}
        for piece in whole:
            add(fields, piece.fields)
        if any(piece.rows for piece in whole) and not any(piece.texts for piece in whole):
            errors.append(_no_texts(name, text, whole))
            continue
        columns, before = json.dumps(fields or {text: "text"}), 0
        for number, piece in zip(numbers, whole, strict=True):
            out[number] = replace(found[number], rows=piece.rows, before=before, columns=columns)
            before += piece.lines
    return [out[number] for number in sorted(out)], errors


def _no_texts(name: str, text: str, pieces: Sequence[jsonl.Survey]) -> ActionlinesError:
    before = itertools.accumulate((one.lines for one in pieces), initial=0)
    firsts = [
        (lines + one.first[0], one.first[1]) for lines, one in zip(before, pieces, strict=False) if one.first
    ]
    names = {field for one in pieces for field in one.names}
    return jsonl.no_texts(name, text, names, firsts[0])


def _survey(text: str, task: tuple[int, Part]) -> tuple[int, jsonl.Survey | ActionlinesError]:
    number, part = task
    try:
        return number, jsonl.survey(read_bytes(part), text)
    except ActionlinesError as error:
        return number, error
    except OSError as error:
        return number, DamagedInput(part.input, f"it cannot be read ({error.strerror})", "Check the file.")


def _survey_crashed(task: tuple[int, Part]) -> tuple[int, ActionlinesError]:
    number, part = task
    return number, DamagedInput(
        part.input, "its reader was stopped by the system", "It may need too much memory."
    )
