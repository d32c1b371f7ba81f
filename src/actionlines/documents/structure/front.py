"""The block before the title: session, agenda item, sponsors, "Resolution adopted by …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import find_speaker, is_date_line, is_head_line, says_who_adopted
from actionlines.documents.structure.labels import (
    annex_mark,
    is_formula,
    is_title,
    opens_operative,
    opens_preamble,
    take_label,
)
from actionlines.lazily import expression

Form = Literal["resolution", "decision", "other"]

# Lines of the front block that stand above the subject.
_OPENING = expression(
    r"[A-Z][a-z]+(?:[- ][a-z]+)* (?:emergency |special |regular |resumed )*session(?:,? .{0,40})?"
    r"|(?:Agenda |Sub-)?[Ii]tems? \d+\b.{0,80}|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee"
    r"|Special Political and Decolonization Committee.{0,30}"
    r"|United Nations|Distr\..{0,40}|Original: .{0,40}"
    r"|(?:General Assembly|Security Council|Economic and Social Council)"
)
# The last line of the front block: the title comes next.
_CLOSING = expression(
    r"(?:Resolution|Decision)s? adopted (?:by|on) .{0,200}|\[.{0,300}\]"
    r"|(?:Revised )?[Dd]raft (?:resolution|decision)s? (?:[IVXL\d]+ )?"
    r"(?:submitted|recommended|proposed) .{0,400}"
    r"|.{0,3000}?(?:draft (?:resolution|decision)s?|amendments?(?: to .{0,80})?)[* ]{0,6}",
    re.DOTALL,
)
# A decision begins at once: "At its 40th plenary meeting, on 1 December 2031, the General Assembly decided".
_SPEAKS = expression(
    r"(?:(?:Also |Further )?[Aa]t (?:its|the) [\w() -]{1,40}(?:meeting|session)s?,? .{0,40}"
    r"|On \d{1,2} [A-Z][a-z]+ \d{4}), .{20}",
    re.DOTALL,
)
_KIND_BELOW = expression(
    r"(?:Report|Note|Letter|Memorandum|Statement|Summary) (?:of|by|from|prepared by|submitted by) .{0,200}"
)
_DECISION = expression(r"(?i)\bdraft decisions?\b|^decisions? adopted\b")
_RESOLUTION = expression(r"(?i)\bdraft resolutions?[* ]*$|^(?:draft )?resolutions? (?:adopted|submitted|recommended)\b")
_FAR = 40
_NEAR = 15
_LONGEST = 4_000
_SET_OUT = -20.0


@dataclass(frozen=True, slots=True)
class Front:
    """Where the front matter ends: blocks[:title] are front, blocks[title:body] are the title."""

    title: int
    body: int
    form: Form = "other"


def find_front(blocks: list[Block]) -> Front:
    """Split off what stands before the title."""
    for index, block in enumerate(blocks[:_FAR]):
        if is_title(block.text) and index < _NEAR:
            return Front(index, index + 1, "resolution")
        if is_formula(block.text):
            if index:
                front = _without_formula(blocks[:index])
                title = front.title if front.title < index and front.body else index - 1
                if all(is_head_line(block.text) for block in blocks[title:index]):
                    # No title: the formula stands right below the masthead or the session.
                    title = index
                return Front(title, index, "resolution")
            if find_speaker(block.text) or _opens_text(blocks[1:2]):
                return Front(0, 0, "resolution")
        if take_label(block.text, block.label)[0] or annex_mark(block.text):
            break
    return _without_formula(blocks)


def _opens_text(following: list[Block]) -> bool:
    """Return whether what stands below a formula opens like a paragraph of a resolution."""
    rests = (take_label(block.text, block.label)[1] for block in following)
    return any(opens_preamble(rest) or opens_operative(rest) for rest in rests)


def _without_formula(blocks: list[Block]) -> Front:
    opening = closing = 0
    form: Form = "other"
    for index, block in enumerate(blocks[:_NEAR]):
        text = block.text[:_LONGEST]
        if take_label(text, block.label)[0] or annex_mark(text) or _SPEAKS.match(text):
            break
        set_out = index > 0 and block.indent < _SET_OUT
        if _OPENING.fullmatch(text) or (opening == index and (set_out or is_head_line(text))):
            opening = index + 1
        elif (_CLOSING.fullmatch(text) or says_who_adopted(text)) and (opening or index < 3):
            closing = index + 1
            form = "resolution" if _RESOLUTION.search(text) else "decision" if _DECISION.search(text) else form
        elif closing == index > 0 and is_date_line(text):
            closing = index + 1  # of the day on which it was adopted
        elif opening and _KIND_BELOW.fullmatch(text) and not closing and index > opening:
            closing = index - 1
            break
    end = closing or opening
    return Front(end, min(end + 1, len(blocks)) if end else 0, form)
