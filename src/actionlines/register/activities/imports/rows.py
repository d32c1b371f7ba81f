"""A row becomes the fields of an activity, or a list of what is wrong with it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actionlines.alignment.languages import quick_language
from actionlines.indicators.areas import fold_area
from actionlines.register.activities.imports import cells, concepts, results
from actionlines.register.activities.imports.cells import key, meanings
from actionlines.register.activities.imports.columns import forms, unnumbered
from actionlines.register.activities.imports.table_profile import TableProfile
from actionlines.register.activities.schema import RULES, TEXTS, clean
from actionlines.register.core import vocabulary
from actionlines.register.core.amounts import read_amount
from actionlines.register.core.concepts import kind_of
from actionlines.register.core.imports.sheet import Cell
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join, plain_text, without_unseen

Problem = dict[str, str]
# Field -> list of the vocabulary that its cells are of.
_CLOSED = {"type": "activity", "beneficiaries": "beneficiary", "technologies": "technology"}
# Fields copied without conversion, and checked by the rules of the form.
_AS_IT_IS = frozenset({"title", *TEXTS, "contact_name", "contact_email", "currency"})
_NAMES = frozenset({"title", "contact_name"})
# Of these also "none" or "n/a" is what somebody wrote; elsewhere it is an empty cell.
_WORDS = _AS_IT_IS | {"source_id", "organisation", "partners"}
_LONGEST_NAME = 300


@dataclass
class Row:
    """What a row says. `fields` are clean plain values; relations are by name until a chunk is stored.

    key        by which the same row is known again: its own id, else organisation, title and first day
    concepts   ids -> level, as the file states them
    problems   {"field", "problem", "advice"}; with any, the row is refused
    notes      the same of what was left out, where the row comes in without it
    """

    row: int
    key: str = ""
    fields: Data = field(default_factory=dict)
    organisation: str = ""
    organisation_type: str = ""
    organisation_country: str = ""
    partners: list[str] = field(default_factory=list)
    concepts: dict[str, str] = field(default_factory=dict)
    mandates: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, problem: str, advice: str = "") -> None:
        """Add a problem of a field, with advice, to the problems of the row."""
        # PostgreSQL keeps no NUL, and a cell that is quoted may hold one.
        self.problems.append({"field": name, "problem": problem.replace("\0", "\ufffd"), "advice": advice})


def refused(row: int, problem: str) -> Row:
    """A row that could not even be cut into cells."""
    matches = Row(row)
    matches.wrong("", problem, _("Compare it with the header: a quote or a delimiter may be missing."))
    return matches


class Reader:
    """Reads rows by a mapping and by what a look at the whole table has shown.

    whole  whether a field that is wrong refuses its row; else the row comes in without it. Files of a standard are
           written by programs, and nobody corrects them by hand
    """

    def __init__(
        self,
        columns: Iterable[str],
        mapping: Mapping[str, str],
        look: TableProfile,
        language: str = "en",
        whole: bool = True,
    ) -> None:
        places: dict[str, list[tuple[int, str]]] = {}
        for at, column in enumerate(columns):
            if target := mapping.get(column):
                places.setdefault(target, []).append((at, column))
        self.places, self.look, self.language, self.whole = places, look, language, whole

    def read(self, number: int, fields: list[Cell]) -> Row:
        """The row. It never raises for what is in the cells."""
        row = Row(number)
        raw: Data = {}
        for name, there in self.places.items():
            matches = [(fields[at], column) for at, column in there if at < len(fields) and fields[at]]
            if name not in _WORDS:
                matches = [item for item in matches if not cells.nothing(item[0])]
            if matches:
                self._field(row, raw, name, [cell for cell, _c in matches], matches[0][1])
        self._figures(row, raw, fields)
        raw.setdefault("title", "")
        row.fields, wrong = clean(raw)
        for name, why in wrong.items():
            row.wrong(name, why)
            if isinstance(raw[name], list):
                good = [item for item in raw[name] if not clean({name: [item]})[1]]
                row.fields |= clean({name: good[: RULES[name].most]})[0]
        if key(row.fields.get("title", "")) in meanings("total") and not row.fields.get("summary"):
            row.wrong("title", _("This row is a total."), _("Leave it out."))
        if not row.fields.get("title") and "title" not in wrong:
            row.wrong("title", _("The title is empty."), _("Give each activity a title."))
        if "language" not in row.fields:
            words = f"{row.fields.get('title', '')} {row.fields.get('summary', '')}"
            texts = quick_language(words)
            row.fields["language"] = texts if texts in LANGUAGES else self.language
        start, end = row.fields.get("starts_on"), row.fields.get("ends_on")
        if start and end and end < start:
            row.wrong("ends_on", _("It ends before it starts."), _("Correct one of the two days."))
            del row.fields["ends_on"]
        if not self.whole:
            row.notes = [problem for problem in row.problems if problem["field"] not in ("", "title")]
            row.problems = [problem for problem in row.problems if problem not in row.notes]
        row.key = self._key(row, fields)
        return row

    def _key(self, row: Row, fields: list[Cell]) -> str:
        owner = fold_area(row.organisation)
        own = next((str(fields[at]) for at, _c in self.places.get("source_id", ()) if fields[at]), "")
        parts = (owner, own) if own else (owner, fold_area(row.fields.get("title", "")), row.fields.get("starts_on"))
        digest = hashlib.sha256("\x1f".join(str(part or "") for part in parts).encode()).hexdigest()[:40]
        return f"{'id' if own else 'row'}:{digest}"

    def _field(self, row: Row, raw: Data, name: str, matches: list[Cell], column: str) -> None:
        """The cells of one field: into `raw` for the rules of the form, or into the row."""
        text = cells.text(matches[0])
        if name == "results" or (name == "results_text" and results.are_rows(matches)):
            self._results(row, raw, matches)
        elif name in _AS_IT_IS:
            raw[name] = without_unseen(text) if name in _NAMES else text
        elif name in _CLOSED:
            ids = self._terms(row, name, matches)
            raw[name] = ids if name != "type" else ids[0] if ids else "project"
        elif name in ("starts_on", "ends_on"):
            self._day(row, raw, name, text, column)
        elif name == "good_practice":
            self._known(row, raw, name, cells.flag(text), text)
        elif name == "language":
            self._known(row, raw, name, cells.language(text), text)
        elif name == "places":
            raw[name] = self._places(row, matches)
        elif name == "web_links":
            raw[name] = [cells.address(part) for part in cells.parts(matches, blanks=True)]
        elif name == "budget":
            self._budget(row, raw, text, column)
        elif name in concepts.KINDS:
            self._concepts(row, name, matches)
        elif name == "partners":
            row.partners = [item for cell in cells.parts(matches) if (item := _name(cell))]
        elif name == "organisation":
            row.organisation = _name(text)
        elif name == "organisation_type":
            row.organisation_type = vocabulary.find("stakeholder", text) or ""
        elif name == "organisation_country":
            country = self.look.areas.get(text, "")
            row.organisation_country = country if len(country) == 3 else ""
        elif name == "mandates":
            row.mandates = self.look.mandates(cells.parts(matches), row.wrong)

    def _terms(self, row: Row, name: str, matches: list[Cell]) -> list[str]:
        ids: list[str] = []
        for part in cells.parts(matches, lambda text: vocabulary.find(_CLOSED[name], text) is not None):
            if (term := vocabulary.find(_CLOSED[name], part)) is None:
                problem = _("“%(value)s” is not in the list.") % {"value": part[:80]}
                near = cells.near_terms(_CLOSED[name], part)
                row.wrong(name, problem, _("Choose one of these: %(list)s.") % {"list": near})
            elif term not in ids:
                ids.append(term)
        return ids

    def _day(self, row: Row, raw: Data, name: str, text: str, column: str) -> None:
        day = self.look.day(text, column, last=name == "ends_on")
        if day is None and name == "ends_on" and key(text) in meanings("open"):
            return
        if day is None:
            problem = _("“%(value)s” is not a date.") % {"value": text[:60]}
            row.wrong(name, problem, _("Write it as year, month and day, such as 2027-05-31."))
        else:
            raw[name] = day.isoformat()

    def _known(self, row: Row, raw: Data, name: str, value: object, text: str) -> None:
        if value is None:
            problem = _("“%(value)s” is not understood.") % {"value": text[:60]}
            advice = _("Write yes or no.") if name == "good_practice" else _("Write one of ar, zh, en, fr, ru, es.")
            row.wrong(name, problem, advice)
        else:
            raw[name] = value

    def _places(self, row: Row, matches: list[Cell]) -> list[str]:
        ids: list[str] = []
        for part in cells.parts(matches, self.look.areas.__contains__):
            if area := self.look.areas.get(part):
                ids.append(area)
            else:
                problem = _("“%(value)s” is not a known country or region.") % {"value": part[:80]}
                near = join(self.look.near.get(part, ()))
                advice = _("Did you mean %(list)s?") % {"list": near} if near else _("Write KEN, or Kenya.")
                row.wrong("places", problem, advice)
        return ids

    def _budget(self, row: Row, raw: Data, text: str, column: str) -> None:
        if (amount := read_amount(text, comma=self.look.comma.get(column, False))) is None:
            problem = _("“%(value)s” is not an amount.") % {"value": text[:60]}
            beside = cells.currency_words(text) if any(map(str.isdigit, text)) else ""
            advice = (
                _("“%(words)s” is not understood. Write digits and the three letters of the currency: 25000 EUR.")
                % {"words": beside[:40]}
                if beside
                else _("Write it in digits, such as 25000.50.")
            )
            row.wrong("budget", problem, advice)
        else:
            raw["budget"] = amount[0]
            if amount[1]:
                raw.setdefault("currency", amount[1])

    def _results(self, row: Row, raw: Data, matches: list[Cell]) -> None:
        figures, unread = results.read(matches)
        for text in unread:
            problem = _("“%(value)s” is not a figure.") % {"value": text[:80]}
            row.wrong("results", problem, _("Write it as: People trained: 1500 persons (2027)."))
        raw["results"] = [*raw.get("results", []), *figures]

    def _figures(self, row: Row, raw: Data, fields: list[Cell]) -> None:
        """Figures in columns of their own: what, value, unit, year, source; several of each make several."""
        columns = {
            name: [(fields[at] if at < len(fields) else "", column) for at, column in self.places[name]]
            for name in results.COLUMNS
            if name in self.places
        }
        if not columns:
            return
        headers = frozenset(header for _at, header in self.places.get("result_value", ()) if _says_value(header))
        for figure, part, text in results.in_columns(columns, self.look.comma, headers):
            if part:
                problem = _("“%(value)s” is not a number.") % {"value": text[:60]}
                advice = _("Write it in digits, such as 1500.") if part == "value" else _("Write a year: 2027.")
                row.wrong(f"result_{part}", problem, advice)
            else:
                raw.setdefault("results", []).append(figure)

    def _concepts(self, row: Row, name: str, matches: list[Cell]) -> None:
        def known(text: str) -> bool:
            """Return whether the text names a concept of this list."""
            return concepts.find(text, name) is not None

        for part in cells.parts(matches, known, lambda text: concepts.exact(text, name) is not None):
            if concept := concepts.find(part, name):
                row.concepts[concept] = str(kind_of(concept))
            else:
                problem = _("“%(value)s” names none that we know.") % {"value": part[:80]}
                examples = {"action_lines": "C5", "goals": "9", "targets": "9.c", "commitments": "11a"}
                row.wrong(name, problem, _("Write its number, such as %(example)s.") % {"example": examples[name]})


def _says_value(header: str) -> bool:
    return unnumbered(key(header)) in forms()["result_value"]


def _name(text: str) -> str:
    return plain_text(without_unseen(text))[:_LONGEST_NAME]
