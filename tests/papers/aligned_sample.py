"""A follow-up whose texts are aligned, by the model of a few words of tests/alignment/small_model.py."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath

from actionlines.alignment import Aligner
from actionlines.alignment.model import DocumentAlignment
from actionlines.documents.model import Document
from actionlines.errors import ModelError
from actionlines.mandates.model import Mandate
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.review import review
from tests.alignment.small_model import small_aligner
from tests.papers.follow_up_sample import DOCUMENTS, PIPELINE, Row, document_of, mandate_of

# Paragraph 1 speaks to five things, 2 names a target, 3 speaks to nothing.
ROWS: list[Row] = [
    ("heading-1", "heading", "99/903. Another sample", "", "", "", "", "", ""),
    ("1", "operative", "Requests the Secretary-General to bring broadband to a rural clinic by 2027;",
     "Requests", "Secretary-General", "bring broadband to a rural clinic by 2027", "by 2027", "year:2027",
     "secretary-general"),
    ("2", "operative", "Invites Member States to act on SDG target 4.a;",
     "Invites", "Member States", "act on SDG target 4.a", "", "", "member-states"),
    ("3", "operative", "Encourages Member States to keep the minutes;",
     "Encourages", "Member States", "keep the minutes", "", "", "member-states"),
]  # fmt: skip
DOCUMENT = document_of("aligned.txt", "A/RES/99/903", ROWS, "en")
# Below the usual threshold, so that one short paragraph speaks to much.
THRESHOLD = 0.3


@cache
def _aligner() -> Aligner:
    return small_aligner(Path(tempfile.mkdtemp()))


def align(document: Document) -> DocumentAlignment:
    """What the small model finds."""
    return _aligner().align_document(document, threshold=THRESHOLD)


def no_model(_document: Document) -> DocumentAlignment:
    """As where the file of the model is missing."""
    raise ModelError("model.npz", "the model of the alignment is not there", "Install the package again.")


def _read(source: object) -> Document:
    name = PurePath(str(source)).name
    return DOCUMENT if name == "aligned.txt" else DOCUMENTS[name]


def _mandates(document: Document) -> list[Mandate]:
    if document is DOCUMENT:
        return [mandate_of(row) for row in ROWS if row[5]]
    return list(PIPELINE.find_mandates(document))


ALIGNING = replace(PIPELINE, read=_read, find_mandates=_mandates, align=align)


def aligned(*sources: str) -> FollowUp:
    """The follow-up, by default of a text that is aligned, one in another language, one without text."""
    return review(sources or ("aligned.txt", "arabic.txt", "empty.txt"), pipeline=ALIGNING)


def without_model() -> FollowUp:
    """The same where the model cannot be loaded."""
    return review(("aligned.txt", "arabic.txt"), pipeline=replace(ALIGNING, align=no_model))
