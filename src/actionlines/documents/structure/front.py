"""The block before the title: session, agenda item, sponsors, "Resolution adopted by …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actionlines.documents.blocks import Block
from actionlines.documents.structure.labels import take_label
from actionlines.documents.structure.signs import annex_mark, is_formula, is_title

_FRONT = re.compile(
    r"(?:[A-Z][a-z]+(?:[- ][a-z]+)* (?:emergency |special |regular |resumed )*(?:session|meeting)(?:,? .{0,40})?$"
    r"|(?:Agenda )?[Ii]tems? \d+.*|Provisional agenda.*|(?:First|Second|Third|Fourth|Fifth|Sixth|Main) Committee.*"
    r"|(?:Draft )?(?:[Rr]esolution|[Dd]ecision)s? (?:adopted|submitted|recommended) (?:by|for).*"
    r"|\[.*\]$|.{0,900}?[:*]\s*(?:revised )?(?:draft (?:resolution|decision)|amendments?)s?(?: .{0,80})?$"
    r"|United Nations$|Distr\..*|Original: .*|General Assembly$|Security Council$|Economic and Social Council$)",
    re.DOTALL,
)
_FAR = 40


@dataclass(frozen=True, slots=True)
class Front:
    """Where the front matter ends: blocks[:title] are front, blocks[title:body] are the title."""

    title: int
    body: int
    resolution: bool


def find_front(blocks: list[Block]) -> Front:
    """Split off what stands before the title."""
    for index, block in enumerate(blocks[:_FAR]):
        if is_formula(block.text) and index:
            return _before_formula(blocks, index)
        if take_label(block.text, block.label)[0] or annex_mark(block.text):
            break
    end = 0
    for index, block in enumerate(blocks[:_FAR]):
        if _FRONT.match(block.text) and len(block.text) < 1_200:
            end = index + 1
        elif end and block.indent < -20 and index == end:
            # The front block of the United Nations stands left of the text.
            end = index + 1
        elif index > end + 2:
            break
    title = end + (end < len(blocks) and end > 0)
    resolution = any(
        re.search(r"(?i)\bdraft (?:decision|resolution)|resolution adopted", b.text) for b in blocks[:end]
    )
    return Front(end, title, resolution)


def _before_formula(blocks: list[Block], formula: int) -> Front:
    title = formula - 1
    for index in range(formula - 1, max(-1, formula - 5), -1):
        if is_title(blocks[index].text):
            title = index
            break
    return Front(title, formula, resolution=True)
