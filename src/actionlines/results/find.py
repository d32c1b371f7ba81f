"""What a program asks for: mandates and citations of files, folders, symbols or documents."""

from __future__ import annotations

from collections.abc import Iterable

from actionlines.documents.model import Document
from actionlines.results.found import Citations, Mandates
from actionlines.results.inputs import OnError, Source, documents
from actionlines.results.located import citation, mandate


def mandates(
    sources: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None
) -> Mandates:
    """Return who is asked to do what, by when, with the document, symbol, page and paragraph of each mandate.

    sources   a path, folder, symbol, bytes or Document, or several of them
    language  in which a symbol is fetched
    on_error  takes the name and the error of an input that cannot be read, and the rest is read; without it the
              error is raised

    >>> text = b"The General Assembly,\\n1. Requests the Secretary-General to report in 2027;\\n"
    >>> [(one.paragraph, one.bodies, one.due) for one in mandates(text)]
    [('1', ('secretary-general',), ('year:2027',))]
    """
    return Mandates(
        one for read in documents(sources, language=language, on_error=on_error) for one in mandates_of(read)
    )


def citations(
    sources: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None
) -> Citations:
    """Return every citation in its canonical form, with its document, symbol, page and paragraph.

    The arguments are those of `mandates`.

    >>> [one.canonical for one in citations(b"Recalling its resolution 70/125 of 16 December 2015,\\n")]
    ['A/RES/70/125']
    """
    return Citations(
        one for read in documents(sources, language=language, on_error=on_error) for one in citations_of(read)
    )


def mandates_of(document: Document) -> Mandates:
    """Return the mandates of one document."""
    from actionlines.mandates import find_mandates

    return Mandates(mandate(one, document) for one in find_mandates(document))


def citations_of(document: Document) -> Citations:
    """Return the citations of one document."""
    from actionlines.citations import find_citations

    return Citations(citation(one, document) for one in find_citations(document))
