"""Operative paragraphs in, mandates out: verb, addressees, action, deliverable, due, report-to."""

from typing import TYPE_CHECKING

from actionlines.calls import callable_as
from actionlines.lazily import names

if TYPE_CHECKING:
    from actionlines.mandates.clause import find_clauses
    from actionlines.mandates.find import explain, find_mandates, why_not_read
    from actionlines.mandates.model import Amendment, Check, Clause, Field, Force, Mandate, Phrase, Strength
    from actionlines.mandates.reasons import BlockReading

__all__ = [
    "Amendment", "BlockReading", "Check", "Clause", "Field", "Force", "Mandate", "Phrase", "Strength", "explain",
    "find_clauses", "find_mandates", "why_not_read",
]  # fmt: skip
_FUNCTIONS = {
    "BlockReading": "reasons",
    "explain": "find",
    "find_clauses": "clause",
    "find_mandates": "find",
    "why_not_read": "find",
}
# A model alone, as a list of citations needs it, loads no finder.
__getattr__ = names(__name__, {name: _FUNCTIONS.get(name, "model") for name in __all__})
callable_as(__name__, "actionlines.results:mandates")
