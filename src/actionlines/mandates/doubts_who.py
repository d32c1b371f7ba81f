"""Why the addressees of a mandate may be wrong."""

from __future__ import annotations

from actionlines.framework.bodies import UNSPECIFIED, bodies, by_alias
from actionlines.lazily import expression
from actionlines.mandates.doubts import Doubt, View
from actionlines.mandates.known_names import known

_INNER = expression(r"[a-z] [A-Z]")  # a name, not "relevant stakeholders"
_NAME = expression(r"\b[A-Z][\w’-]+(?: (?:of|on|for|and|the|[A-Z][\w’-]+))* [A-Z][\w’-]+")


def _unspecified(view: View) -> bool:
    return UNSPECIFIED in view.mandate.bodies or not view.mandate.bodies


def _nobody(view: View) -> bool:
    # A decision need not name anybody.
    return _unspecified(view) and view.mandate.strength != "decides"


def _speaker(view: View) -> bool:
    # A decision in the past tense stands under the name of the body that took it.
    past = view.language == "en" and view.mandate.verb_phrase.text.endswith("ed")
    return view.mandate.implied and not past and not _unspecified(view)


def _unknown(view: View) -> bool:
    named = (body for body in view.mandate.bodies if body not in (UNSPECIFIED, "ambiguous"))
    return any(body not in bodies() for body in named)


def _general(view: View) -> bool:
    if view.language != "en":
        return False  # names of other languages are known only where a body was found
    return any(
        _INNER.search(phrase.text) and not known(phrase.text) and not by_alias(phrase.text)
        for phrase in view.mandate.addressees
        # "Bureau of the Second Committee" has the body in its name.
        if " of " not in phrase.text and not _unspecified(view)
    )


def _pronoun(view: View) -> bool:
    return any(
        match.group() == phrase.text
        for phrase in view.mandate.addressees
        for match in view.found("pronoun", phrase.text)
    )


def _ambiguous(view: View) -> bool:
    return "ambiguous" in view.mandate.bodies or bool(view.mandate.candidates)


def _other(view: View) -> bool:
    lead = view.lead
    for phrase in view.mandate.addressees:
        lead = lead.replace(phrase.text, " ")
    return _NAME.search(lead) is not None


RULES: tuple[Doubt, ...] = (
    ("addressees", "nobody-named", _nobody),
    ("addressees", "speaker-taken", _speaker),
    ("addressees", "name-unknown", _unknown),
    ("addressees", "general-word", _general),
    ("addressees", "points-back", _pronoun),
    ("addressees", "ambiguous", _ambiguous),
    ("addressees", "other-name", _other),
)
