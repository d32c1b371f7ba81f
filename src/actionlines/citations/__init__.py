"""Text in, citations out, each resolved to a canonical symbol and paragraph."""

from actionlines.calls import callable_as
from actionlines.citations.find import find_citations
from actionlines.citations.model import Citation, CitationKind
from actionlines.citations.symbols import Symbol, parse_symbol

__all__ = ["Citation", "CitationKind", "Symbol", "find_citations", "parse_symbol"]
callable_as(__name__, "actionlines.results:citations")
