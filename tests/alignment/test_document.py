"""A document as a whole: which of its paragraphs speak for it."""

from __future__ import annotations

from actionlines.alignment.aligner import Aligner
from actionlines.documents import read


def passages(aligner: Aligner, text: str) -> list[str]:
    document = read(text.encode(), name="a.txt")
    words = {one.id: one.text for one in document.paragraphs}
    return [words[one.paragraph] for one in aligner.align_document(document).passages]


def test_headings_do_not_speak_beside_paragraphs(aligner: Aligner) -> None:
    text = "Water and schools\n\nA rural clinic was opened, and it has a doctor who stays.\n"
    assert passages(aligner, text) == ["A rural clinic was opened, and it has a doctor who stays."]


def test_where_nothing_else_stands_headings_speak(aligner: Aligner) -> None:
    assert passages(aligner, "A rural clinic was opened over broadband\n") == [
        "A rural clinic was opened over broadband"
    ]
