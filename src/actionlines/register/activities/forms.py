"""The form of an activity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.register.activities.models import Activity, FieldComment
from actionlines.register.activities.schema import FIRST, PRACTICE, RESULT, RULES, required
from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import Words
from actionlines.register.core.models import Person
from actionlines.register.core.pages import edit as places
from actionlines.register.core.rules import (
    LANGUAGES,
    Amount,
    Choice,
    Day,
    Email,
    Flag,
    Known,
    Language,
    Many,
    Rule,
    Text,
)
from actionlines.register.core.schema import Data, Serialised, field_of
from actionlines.register.core.texts import native_language
from actionlines.register.organisations.actions import seen_by
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.names import organisation_ids, organisation_names

Texts = Data
# Section, its heading, its fields in order.
SECTIONS: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("what", gettext_lazy("What it is"), (*FIRST, "summary", "description")),
    ("who", gettext_lazy("Who carries it out"), ("organisation", "partners")),
    ("where", gettext_lazy("Where and when"), ("places", "starts_on", "ends_on")),
    ("whom", gettext_lazy("For whom and with what"), ("beneficiaries", "technologies")),
    ("results", gettext_lazy("Results"), ("results", "results_text")),
    ("lessons", gettext_lazy("What others can learn"), ("challenges", "replicability", "sustainability")),
    ("money", gettext_lazy("Budget"), ("budget", "currency")),
    ("contact", gettext_lazy("Links and contact"), ("web_links", "contact_name", "contact_email")),
)
HELP = {
    "title": gettext_lazy("What it is called, in the language in which you write."),
    "summary": gettext_lazy("Two or three sentences that a reader understands without the rest."),
    "description": gettext_lazy("What is done, how, and with which technology."),
    PRACTICE: gettext_lazy("Others are meant to learn from it: describe its results and how they were achieved."),
    "language": gettext_lazy("Your text is shown as you wrote it; it is not translated."),
    "organisation": gettext_lazy("Its name or acronym. Only organisations of the register can be chosen."),
    "partners": gettext_lazy("One organisation of the register in each row. Empty a row to take it out."),
    "places": gettext_lazy("A country, a region or the world in each row. Empty a row to take it out."),
    "starts_on": gettext_lazy("Year, month and day, such as 2027-05-31."),
    "ends_on": gettext_lazy("Leave it empty while the activity continues."),
    "results": gettext_lazy("One figure in each row, such as: People trained, 1500, persons, 2027, annual report."),
    "results_text": gettext_lazy("What changed for whom, and how you know."),
    "challenges": gettext_lazy("What was difficult, and what you did about it."),
    "replicability": gettext_lazy("What others need who want to do the same."),
    "sustainability": gettext_lazy("Who runs and pays for it when the project ends."),
    "budget": gettext_lazy("The whole amount, in digits."),
    "currency": gettext_lazy("Three letters, such as USD or CHF."),
    "web_links": gettext_lazy("One address in each row, beginning with https://."),
    "contact_name": gettext_lazy("A person or an office. The public will read it."),
    "contact_email": gettext_lazy(
        "Everybody with an account will read it; give an address of the office rather than your own."
    ),
}
# Columns of fields that are rows: name, label, kind of input.
COLUMNS: dict[str, tuple[tuple[str, Words, str], ...]] = {
    "partners": (("name", gettext_lazy("Organisation"), "organisation"),),
    "places": (("name", gettext_lazy("Place"), "place"),),
    "web_links": (("url", gettext_lazy("Address"), "url"),),
    "results": (
        ("what", gettext_lazy("What was counted"), "text"),
        ("value", gettext_lazy("Value"), "number"),
        ("unit", gettext_lazy("Unit"), "text"),
        ("year", gettext_lazy("Year"), "number"),
        ("source", gettext_lazy("Source"), "text"),
    ),
}
# A row typed is at most this long; the action says what is too long for good.
_LONGEST = 2000


@dataclass(frozen=True)
class Entry:
    """One field as the template shows it. `value`: text, bool, list of ids, or rows (lists of cells)."""

    name: str
    label: str
    help: str
    widget: str
    value: Any
    most: int | None = None
    choices: Sequence[tuple[str, str]] = ()
    columns: Sequence[tuple[str, Words, str]] = ()
    required: bool = False
    error: str = ""
    comments: Sequence[FieldComment] = ()
    theirs: str = ""

    @property
    def described(self) -> str:
        """Ids of what describes the input, for `aria-describedby`."""
        ids = [(self.error, "wrong"), (self.theirs, "theirs"), (self.help, "help"), (self.comments, "comments")]
        return " ".join(f"f-{self.name}-{part}" for there, part in ids if there)


@dataclass(frozen=True)
class Typed:
    """What was typed: `texts` as it was, `fields` for the action, `wrong` what could not be read at all."""

    texts: Texts
    fields: Data
    wrong: dict[str, str] = field(default_factory=dict)


def label(name: str) -> str:
    """Return the label of a field, as its form shows it."""
    if name in ("links", "mandates"):
        return {"links": _("Action Lines, goals, targets and commitments"), "mandates": _("Mandates")}[name]
    if name == "places":
        return _("Places")
    return str(field_of(Activity, name).verbose_name) if name else _("The whole")


def shown(data: Serialised) -> Texts:
    """The texts of a form from a serialised activity; two queries."""
    known = organisation_names([data["organisation"], *data["partners"]])
    texts: Texts = {name: data[name] for _id, _heading, group in SECTIONS for name in group}
    texts["organisation"] = known.get(data["organisation"], "")
    texts["partners"] = [[known[item]] for item in data["partners"] if item in known]
    texts["places"] = [[places.place_name(item)] for item in data["places"]]
    texts["web_links"] = [[item] for item in data["web_links"]]
    texts["results"] = [["" if row.get(c) is None else str(row.get(c)) for c in RESULT] for row in data["results"]]
    return {name: "" if value is None else value for name, value in texts.items()}


def read(post: QueryDict, reader: Person, activity: Activity | None = None) -> Typed:
    """Return the fields that a browser sent. A field that is not in the form is left as it is.

    Organisations are found by the names of those that the reader may see, or that the activity names already.
    """
    held = Q(activities=activity) | Q(partner_in=activity) if activity else Q()
    texts: Texts = {}
    fields: Data = {}
    wrong: dict[str, str] = {}
    for _id, _heading, group in SECTIONS:
        for name in group:
            if name in COLUMNS:
                if f"{name}-0-{COLUMNS[name][0][0]}" in post:
                    texts[name] = _rows(post, name)
            elif _widget(name) == "ticks":
                if f"{name}-there" in post:
                    texts[name] = fields[name] = post.getlist(name)[: RULES[name].most]
            elif _widget(name) == "tick":
                if f"{name}-there" in post:
                    texts[name] = fields[name] = name in post
            elif name in post:
                texts[name] = fields[name] = post[name]
    among = Organisation.objects.filter(Q(pk__in=seen_by(reader).values("pk")) | held).distinct()
    _named(texts, fields, wrong, among)
    if "web_links" in texts:
        fields["web_links"] = [row[0] for row in texts["web_links"]]
    if "results" in texts:
        fields["results"] = [dict(zip(RESULT, row, strict=True)) for row in texts["results"]]
    return Typed(texts, fields, wrong)


def sections(
    texts: Serialised,
    errors: Mapping[str, str] | None = None,
    comments: Iterable[FieldComment] = (),
    theirs: Mapping[str, str] | None = None,
) -> list[tuple[str, Words, list[Entry]]]:
    """(id, heading, fields) of each section. `theirs`: what somebody else wrote into a field meanwhile."""
    errors, theirs, words = errors or {}, theirs or {}, list(comments)
    query = required(texts.get(PRACTICE))
    return [
        (
            identifier,
            heading,
            [
                Entry(
                    name=name, label=label(name), help=str(HELP.get(name, "")), widget=_widget(name),
                    value=texts.get(name, ""), most=getattr(Activity._meta.get_field(name), "max_length", None),
                    choices=_choices(name), columns=COLUMNS.get(name, ()), required=name in query,
                    error=errors.get(name, ""), theirs=theirs.get(name, ""),
                    comments=[item for item in words if item.field == name],
                )
                for name in group
            ],
        )
        for identifier, heading, group in SECTIONS
    ]  # fmt: skip


def in_words(name: str, value: Any) -> str:
    """A plain value of a field as a person reads it, for differences: lists one to a line."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "organisation":
        return organisation_names([value]).get(value, str(value))
    if name == "partners":
        return "\n".join(organisation_names(value).values())
    if name == "places":
        return "\n".join(places.place_name(item) for item in value)
    if terms := _vocabulary(name):
        listed = value if isinstance(value, list) else [value]
        return "\n".join(vocabulary.label(terms, item) for item in listed)
    if name == "results":
        return "\n".join(" · ".join(str(item) for item in row.values() if item not in (None, "")) for row in value)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _rows(post: QueryDict, name: str) -> list[list[str]]:
    """Rows that are not empty, in order."""
    out = []
    for number in range((RULES[name].most or 0) + 1):
        cells = [post.get(f"{name}-{number}-{column}", "")[:_LONGEST].strip() for column, _l, _k in COLUMNS[name]]
        if any(cells):
            out.append(cells)
    return out


def _named(texts: Texts, fields: Data, wrong: dict[str, str], among: QuerySet[Organisation]) -> None:
    """Names of places and organisations to their ids."""
    missing = _("The register has no organisation “%(name)s”.")
    if "organisation" in texts:
        name = texts["organisation"] = " ".join(texts["organisation"][:_LONGEST].split())
        matches, unknown = organisation_ids([name] if name else [], among)
        if unknown:
            wrong["organisation"] = missing % {"name": unknown[0][:80]}
            del fields["organisation"]
        else:
            fields["organisation"] = matches[0] if matches else None
    if "partners" in texts:
        matches, unknown = organisation_ids((row[0] for row in texts["partners"]), among)
        if unknown:
            wrong["partners"] = missing % {"name": unknown[0][:80]}
        else:
            fields["partners"] = matches
    if "places" in texts:
        areas, unknown = places.place_ids(row[0] for row in texts["places"])
        if unknown:
            wrong["places"] = _("“%(place)s” is not a known country or region.") % {"place": unknown[0][:80]}
        else:
            fields["places"] = areas


def _widget(name: str) -> str:
    rule = RULES[name]
    if name in COLUMNS:
        return "rows"
    return "ticks" if isinstance(rule, Many) else _WIDGETS.get(type(rule), "line")


_WIDGETS: dict[type[Rule], str] = {
    Text: "text", Choice: "choice", Language: "choice", Flag: "tick", Known: "organisation", Day: "date",
    Email: "email", Amount: "number",
}  # fmt: skip


def _vocabulary(name: str) -> str:
    """The vocabulary of a field, "" where its entries are of none."""
    rule = RULES[name]
    of = getattr(rule.each if isinstance(rule, Many) else rule, "of", "")
    return of if isinstance(of, str) else ""


def _choices(name: str) -> list[tuple[str, str]]:
    if isinstance(RULES[name], Language):
        return [(code, native_language(code)) for code in LANGUAGES]
    terms = _vocabulary(name)
    return vocabulary.choices(terms) if terms else []
