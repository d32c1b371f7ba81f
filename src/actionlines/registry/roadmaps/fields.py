"""The fields of road maps, metrics and milestones: what each may hold, checked in one place for pages and API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError
from actionlines.framework import load
from actionlines.registry.activities.fields import LANGUAGES
from actionlines.registry.core.texts import plain_text
from actionlines.reports.roadmap.model import NARRATIVES
from actionlines.reports.roadmap.propose import checked_lines

YEARS = range(2003, 2101)
TITLE = 300
NARRATIVE = 20_000
MOST_METRICS = 100
MOST_MILESTONES = 200
MOST_SERVED = 60
MOST_ITEMS = 600
# Field of a metric or milestone -> greatest length.
METRIC = {
    "name": 300, "definition": 2000, "unit": 60, "source": 500, "frequency": 60, "responsible": 200,
    "baseline": 60, "baseline_year": 4, "aim": 60, "aim_year": 4,
}  # fmt: skip
MILESTONE = {"what": 500, "due": 10, "lead": 200, "done": 10}
DECISIONS = ("proposed", "taken", "left")
KINDS = ("target", "goal", "commitment", "indicator")

Plain = dict[str, Any]


def cleaned(given: Mapping[str, Any]) -> tuple[Plain, dict[str, str]]:
    """(fields of a road map that can be saved, what is wrong with each of the others)."""
    out: Plain = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        if name == "title":
            out[name] = _line(name, value, TITLE, wrong)
            if not out[name]:
                wrong.setdefault(name, _("Give it a title."))
        elif name == "language":
            out[name] = value
            if value not in LANGUAGES:
                wrong[name] = _("There is no such language.")
        elif name in ("starts", "ends"):
            out[name] = _year(name, value, wrong)
        elif name == "narratives":
            out[name] = _narratives(value, wrong)
        elif name == "lines":
            out[name] = _lines(value, wrong)
        else:
            wrong[str(name)[:40]] = _("There is no such field.")
    return {name: value for name, value in out.items() if name not in wrong}, wrong


def _line(name: str, value: Any, most: int, wrong: dict[str, str]) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        wrong[name] = _("Write text.")
        return ""
    text = plain_text(str(value))
    if len(text) > most:
        wrong[name] = _("%(most)d characters are the most.") % {"most": most}
    return text


def _year(name: str, value: Any, wrong: dict[str, str]) -> int | None:
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS):
        wrong[name] = _("Write a year, such as 2030.")
        return None
    return int(text)


def _narratives(value: Any, wrong: dict[str, str]) -> dict[str, str]:
    if not isinstance(value, Mapping):
        wrong["narratives"] = _("Give a text for each section.")
        return {}
    out = {}
    for section, given in value.items():
        if section not in NARRATIVES or not isinstance(given, str):
            wrong["narratives"] = _("There is no such section.")
        elif len(given) > NARRATIVE:
            wrong["narratives"] = _("%(most)d characters are the most.") % {"most": NARRATIVE}
        else:
            out[section] = plain_text(given, lines=True)
    return out


def _lines(value: Any, wrong: dict[str, str]) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        wrong["lines"] = _("Choose one action line or more.")
        return []
    try:
        return list(checked_lines(value))
    except ActionlinesError:
        wrong["lines"] = _("Choose one action line or more.")
        return []


def metric(given: Mapping[str, Any], known: Iterable[str]) -> tuple[Plain, dict[str, str]]:
    """(a metric that can be saved, what is wrong). `known` are the references that it may serve."""
    out, wrong = _row(given, METRIC, known)
    if not out["name"]:
        wrong.setdefault("name", _("Say what is measured."))
    for name in ("baseline_year", "aim_year"):
        _year(name, out[name], wrong)
    return out, wrong


def milestone(given: Mapping[str, Any], known: Iterable[str]) -> tuple[Plain, dict[str, str]]:
    """(a milestone that can be saved, what is wrong)."""
    out, wrong = _row(given, MILESTONE, known)
    if not out["what"]:
        wrong.setdefault("what", _("Say what will be there."))
    for name in ("due", "done"):
        if out[name] and not _is_day(out[name]):
            wrong[name] = _("Write a day, such as 2027-06-30.")
    return out, wrong


def _row(
    given: Mapping[str, Any], fields: Mapping[str, int], known: Iterable[str]
) -> tuple[Plain, dict[str, str]]:
    wrong: dict[str, str] = {}
    unknown = set(given) - {*fields, "serves", "id"}
    for name in unknown:
        wrong[str(name)[:40]] = _("There is no such field.")
    out: Plain = {name: _line(name, given.get(name) or "", most, wrong) for name, most in fields.items()}
    serves = given.get("serves") or []
    allowed = set(known)
    if not isinstance(serves, list | tuple) or not all(isinstance(one, str) for one in serves):
        wrong["serves"] = _("Choose from the list.")
        serves = []
    if len(serves) > MOST_SERVED or not all(one in allowed or is_concept(one) for one in serves):
        wrong["serves"] = _("Choose from the list.")
    out["serves"] = list(dict.fromkeys(serves))
    return out, wrong


def is_concept(ref: str) -> bool:
    """Whether it is a goal, target or commitment of the framework."""
    framework = load()
    return ref in framework.goals or ref in framework.targets or ref in framework.commitments


def is_item(kind: str, ref: str) -> bool:
    """Whether a road map can hold it."""
    framework = load()
    tables: dict[str, Any] = {
        "target": framework.targets, "goal": framework.goals, "commitment": framework.commitments,
        "indicator": framework.indicators,
    }  # fmt: skip
    return kind in tables and ref in tables[kind]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
