"""What `actionlines compare` and `report agenda` ask of a register."""

from collections.abc import Sequence
from pathlib import Path

from actionlines.lineage.overlap import Provision
from actionlines.papers.model import Paper
from actionlines.register.site.setup import open_for_papers


def standing_of(data: Path | None) -> tuple[Provision, ...]:
    """Return the mandates that are in the register of a folder. Raises SetupError (AL708)."""
    open_for_papers(data)
    from actionlines.register.mandates.life import standing

    return standing(replaced=True)


def make_agenda(documents: Sequence[str], subject: str, language: str, data: Path | None) -> Paper:
    """Return the agenda pack of documents (files or symbols) for a body or country; "" for nobody in particular.

    Raises NotAsked (AL822), the InputError family and SetupError (AL708).
    """
    from actionlines.lineage.comparison import compare_draft, draft_of
    from actionlines.mandates import find_mandates
    from actionlines.papers.names import find_subject
    from actionlines.papers.reports.agenda import agenda_paper
    from actionlines.results.inputs import read

    subject = find_subject(subject) if subject else ""
    texts = [read(document, language=language) for document in documents]
    drafts = [draft_of(text, find_mandates(text)) for text in texts]
    standing = standing_of(data)
    return agenda_paper([compare_draft(draft, standing) for draft in drafts], subject, language)
