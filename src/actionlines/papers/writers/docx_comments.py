"""Comments of a word processor beside the words that they are about, and words proposed as tracked changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from actionlines.papers.writers.docx_markup import QUOTE, Marks, W
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx


class CommentWriter:
    """The comments of one document, numbered in the order in which they are added."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._comments: list[str] = []
        self._changes = 0

    def add(self, author: str, at: datetime, lines: Iterable[str]) -> int:
        """Add a comment of these paragraphs; returns its number."""
        number = len(self._comments)
        initials = "".join(word[0] for word in author.split()[:3]).upper()
        signed = f'{_sign(author, at)} w:initials="{_quote(initials)}"'
        text = "".join(f"<w:p>{self._marks.run(line)}</w:p>" for line in lines)
        self._comments.append(f'<w:comment w:id="{number}" {signed}>{text}</w:comment>')
        return number

    @staticmethod
    def begin(number: int) -> str:
        """Return the mark before the words that a comment is about."""
        return f'<w:commentRangeStart w:id="{number}"/>'

    @staticmethod
    def end(number: int) -> str:
        """Return the mark behind the words that a comment is about."""
        return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'

    def around(self, numbers: Iterable[int], inner: str) -> str:
        """Return markup with comments on all of its words."""
        for number in numbers:
            inner = self.begin(number) + inner + self.end(number)
        return inner

    def take_out(self, runs: str, author: str, at: datetime) -> str:
        """Return runs as words that somebody proposes to take out."""
        runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return self._change("del", runs, author, at)

    def put_in(self, runs: str, author: str, at: datetime) -> str:
        """Return runs as words that somebody proposes to put in."""
        return self._change("ins", runs, author, at)

    def _change(self, kind: str, runs: str, author: str, at: datetime) -> str:
        self._changes += 1
        return f'<w:{kind} w:id="{self._changes}" {_sign(author, at)}>{runs}</w:{kind}>'

    def attach(self, out: Docx) -> None:
        """Make the comments a part of the document."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        blob = f'<w:comments xmlns:w="{W}">{"".join(self._comments)}</w:comments>'.encode()
        name = PackURI("/word/comments.xml")
        part = Part(name, CONTENT_TYPE.WML_COMMENTS, blob, out.part.package)
        out.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _sign(author: str, at: datetime) -> str:
    return f'w:author="{_quote(author)}" w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'


def _quote(text: str) -> str:
    return escape(xml_text(text), QUOTE)
