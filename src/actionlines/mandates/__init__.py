"""Operative paragraphs in, mandates out: verb, addressees, action, deliverable, due, report-to."""

from actionlines.mandates.clauses import find_clauses
from actionlines.mandates.find import find_mandates, why_not_read
from actionlines.mandates.model import Clause, Mandate, Phrase, Strength

__all__ = ["Clause", "Mandate", "Phrase", "Strength", "find_clauses", "find_mandates", "why_not_read"]
