"""Words of mandates: what is to be produced, and when; what a mandate is, and what to check of it."""

from collections.abc import Iterable, Sequence

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from actionlines.framework import load
from actionlines.framework.groups import CURRENT_ROLES, asked_of, lines_of
from actionlines.papers.account.model import MandateRecord
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.pages.difference import label
from actionlines.register.core.pages.facets import language_name
from actionlines.register.core.pages.icons import draw_icon
from actionlines.register.core.schema import Serialised
from actionlines.register.core.texts import isolated, join, reader_words
from actionlines.register.mandates.answers import answers_of
from actionlines.register.mandates.asked import name_party, own_parties, parties_of
from actionlines.register.mandates.life import deadline_of
from actionlines.register.mandates.models import OPEN, Force, Mandate, Strength
from actionlines.register.mandates.outdated import outdated_in
from actionlines.register.mandates.wording import deliverable_name, field_name, in_words, reason_in_words
from actionlines.register.pages.who import remembered

register = template.Library()
register.filter("party", name_party)

_STRENGTHS = dict(Strength.choices)


@register.inclusion_tag("parts/outdated.html")
def names_outdated(data: Serialised) -> dict[str, object]:
    """Name the instruments in a serialised record that have a successor, each with the advice."""
    return {"outdated": outdated_in([data])[0]}


@register.filter
def deliverable(identifier: str) -> str:
    """The name of a deliverable in the reader's language."""
    return deliverable_name(identifier)


@register.filter
def due(forms: Sequence[str]) -> str:
    """Due forms in the reader's words."""
    return in_words(forms)


@register.filter
def strength(identifier: str) -> str:
    """The name of a strength in the reader's language."""
    return str(_STRENGTHS.get(identifier, identifier))


@register.filter
def short_name(identifier: str) -> str:
    """The short name of a concept, which fits a chip: `C5`, `9.c`."""
    entry = concept(identifier)
    return entry.code if entry else identifier


@register.filter
def language(code: str) -> str:
    """The name of a language in the reader's language."""
    return language_name(code)


_FORCES, _SHAPES = dict(Force.choices), {"proposed": "pen", "recommended": "arrow", "restated": "circle"}
_OPERATIONS = {
    "replace": pgettext_lazy("amendment", "Replace"),
    "insert": pgettext_lazy("amendment", "Insert"),
    "delete": pgettext_lazy("amendment", "Delete"),
}


@register.filter
def force(identifier: str) -> str:
    """The name of a force in the reader's language."""
    return str(_FORCES.get(identifier, identifier))


@register.simple_tag
def not_owed(mandate: Mandate | MandateRecord) -> str:
    """The force of a mandate with its icon where no text decides it, or that its words are a summary; else "".

    A summary in another language is our translation: the mark says so, also where the text has come in.
    """
    is_owed = mandate.force == Force.DECIDED
    if is_owed and not (mandate.is_summary or (mandate.summary and get_language() != "en")):
        return ""
    if is_owed:
        return format_html('<span class="small">({})</span>', gettext("Summary in our words"))
    shape = _SHAPES.get(mandate.force, "circle")
    return format_html('<span class="status force">{} {}</span>', draw_icon(shape), force(mandate.force))


@register.simple_tag
def due_block(mandate: Mandate) -> str:
    """The deadline of a mandate as a leaf of a calendar, as exact as it is set; else when it is due in words."""
    if not mandate.due_on:
        return format_html('<p class="when open">{}</p>', due(mandate.due))
    (text, is_estimated), late = deadline_of(mandate), " late" if mandate.shown_status == "overdue" else ""
    year, month, day = (*text.split("-"), "", "")[:3]
    name = reader_words()(f"month.{int(month)}") if month else ""
    above = gettext("about %(month)s") % {"month": name} if is_estimated else name
    lines = ("", int(day), f"{name}\n{year}") if day else (above, year, "")
    leaf = '<p class="when{}"><span class="vh">{} {}</span><span aria-hidden="true">{}<b>{}</b>{}</span></p>'
    return format_html(leaf, late, gettext("Due"), deadline(mandate), *lines)


@register.filter
def deadline(mandate: Mandate) -> str:
    """The deadline of a mandate in words, as exact as it is set: "2027", "about June 2027"; "" where there is none."""
    text, is_estimated = deadline_of(mandate)
    words = reader_words().date(text)
    return gettext("about %(month)s") % {"month": words} if is_estimated else words


@register.filter
def operation(identifier: str) -> str:
    """The name of what an amendment does, in the reader's language."""
    return str(_OPERATIONS.get(identifier, identifier))


_NAMED_MISSING = 5  # of those missing, beside a mandate in a list


@register.inclusion_tag("mandates/answer_state.html", takes_context=True)
def answer_state(context: Context, mandate: Mandate) -> dict[str, object]:
    """Return the last answer of the subject of a page (`answers_as`) to an open mandate, all answers and activities.

    That nobody has answered is said where the mandate asks the subject by name.
    """
    own: frozenset[str] | None = context.get("answers_as")
    if own is None or mandate.status not in OPEN or not mandate.is_owed:
        return {}
    answers = answers_of(mandate)
    notes = [note for note in mandate.progress.all() if note.answers_for in own and not note.is_past]
    may_answer = bool(own_parties(context["request"].user, mandate))
    is_named = not own.isdisjoint(mandate.asked_bodies())
    is_expected = is_named or (bool(answers.answered or may_answer) and not own.isdisjoint(answers.asked))
    return {
        "mandate": mandate,
        "answers": answers,
        "answer": notes[0] if notes else None,
        "is_silent": is_expected and not notes and not mandate.lacks_answer,
        "missing": answers.missing if len(answers.missing) <= _NAMED_MISSING else (),
        "may_answer": may_answer,
        "activities": getattr(mandate, "activities", 0),
    }


@register.simple_tag(takes_context=True)
def role_asked(context: Context, mandate: Mandate) -> str:
    """Return how a mandate asks the subject of the page: by name, as a facilitator, in a group, through a part."""
    own: tuple[str, ...] = tuple(context.get("asked_as") or ())
    bodies, addressees = asked_of(*own), mandate.asked_bodies()
    if not set(bodies.named).isdisjoint(addressees):
        number = len(addressees) - 1
        words = ngettext("Asked by name, with %(n)s other", "Asked by name, with %(n)s others", number)
        return words % {"n": reader_words().number(number)} if number else gettext("Asked by name")
    group = next((group for group in bodies.groups if group in addressees), "")
    roles = [role for role in load().facilitators if role.role in CURRENT_ROLES] if lines_of((group,)) else []
    lines = [load().action_lines[role.action_line] for role in roles if role.body in bodies.named]
    if codes := dict.fromkeys(line.parent or line.id for line in lines):
        return gettext("As facilitator of %(lines)s") % {"lines": join(map(isolated, codes))}
    part = next((part for part in bodies.parts if part in addressees), "")
    return gettext("As part of: %(name)s") % {"name": name_of(group)} if group else name_of(part) if part else ""


@register.simple_tag(takes_context=True)
def follows_up(context: Context) -> bool:
    """Return whether the reader follows up for the subject of the page, which is then spoken of as "we"."""
    mine = remembered(context["request"])
    return mine is not None and (mine.key == context.get("id") or mine.key in context["answers_as"])


@register.simple_tag(takes_context=True)
def answers_for_subject(context: Context) -> bool:
    """Return whether the reader may answer mandates for the subject of the page."""
    return any(party.key in context["answers_as"] for party in parties_of(context["request"].user))


def forced(number: int, identifier: str) -> str:
    """So many mandates of a force, in words: `{{ 3|forced:"proposed" }}`."""
    words = {
        "decided": ngettext("%(n)s decided mandate", "%(n)s decided mandates", number),
        "proposed": ngettext("%(n)s draft proposal", "%(n)s draft proposals", number),
        "recommended": ngettext("%(n)s recommendation", "%(n)s recommendations", number),
        "restated": ngettext("%(n)s restated duty", "%(n)s restated duties", number),
    }
    return words.get(identifier, "%(n)s") % {"n": reader_words().number(number)}


@register.inclusion_tag("parts/besides.html")
def besides(matches: Iterable[tuple[str, int, str]]) -> dict[str, object]:
    """Return what the numbers of a page leave out: mandates that no text decides, each force with its list."""
    return {"besides": [(forced(number, identifier), url) for identifier, number, url in matches]}


@register.inclusion_tag("mandates/check.html", takes_context=True)
def check(context: Context, *names: str) -> dict[str, object]:
    """Why a person should read these fields of the mandate of the page, and for those who may, that one has."""
    held = context["mandate"].to_check
    matches = [(name, field_name(name), reasons(held[name])) for name in names if name in held]
    return {
        "found": matches,
        "mandate": context["mandate"],
        "may": context.get("may_link"),
        "csrf_token": context.get("csrf_token"),
    }


def reasons(names: Iterable[str]) -> str:
    """Reasons to check a field, in the reader's language."""
    return "; ".join(map(reason_in_words, names))


@register.filter
def to_check(mandate: Mandate) -> str:
    """The fields of a mandate that a person should read, in the reader's language."""
    return join(map(field_name, mandate.to_check))


@register.filter
def field(name: str) -> str:
    """The name of a field of a mandate in the reader's language."""
    return label("mandate", name)


@register.filter
def said(reason: str) -> str:
    """A reason: one that the system gave is translated, one that a person wrote stays."""
    return gettext(reason) if reason else ""
