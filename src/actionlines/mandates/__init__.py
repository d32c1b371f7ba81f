"""Operative paragraphs in, mandates out: verb, addressees, action, deliverable, due, report-to."""

from actionlines.calls import callable_as
from actionlines.mandates.clauses import find_clauses
from actionlines.mandates.find import find_mandates, why_not_read
from actionlines.mandates.model import Amendment, Check, Clause, Field, Force, Mandate, Phrase, Strength

__all__ = [
    "Amendment", "Check", "Clause", "Field", "Force", "Mandate", "Phrase", "Strength", "find_clauses",
    "find_mandates", "why_not_read",
]  # fmt: skip
callable_as(__name__, "actionlines.results:mandates")
