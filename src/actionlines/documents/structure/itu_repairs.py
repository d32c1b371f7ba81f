"""Blocks of an ITU resolution as they were printed: what a conversion ran together or tore apart is put right.

A keyword line may carry the number of the first item ("instructs the Director 1"), be at the end of the
item above it, or be torn in two ("resolves" / "to instruct the Director 1 to ..."). Items may run together.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from actionlines.documents.blocks import Block, move_behind
from actionlines.documents.model import cut_links
from actionlines.documents.structure.itu_languages import Keyword, parse_keyword, plain_line
from actionlines.lazily import expression

_NUMBER = expression(r"(\d{1,3})[.)]?(?:\s|$)")
_LETTER = expression(r"([a-z])\)\s")
_FIRST = expression(r"1[.)]?\s+(?=[a-z])|(?=to\s|that\s)")
_LEAD = expression(r"to\s+[a-z]+\s")
_ONE = expression(r"\s1\s+(?=(?:to|that)\s)")
_ANOTHER = expression(r"[;,.]\s+(?P<number>\d{1,3})\s+(?=(?:to|that)\s+[a-z])")
_FOOT = expression(r"(?<!_)_{4,}+\s*(?P<label>\d{1,2})\s+(?=[A-Z“\"]|to\s)")
_ANNEX = expression(
    r"(?<=[.;,)])\s(?P<title>(?:ANNEX|APPENDIX)(?:\s\d{1,2})? TO (?:RESOLUTION|DECISION|RECOMMENDATION)\s\d{1,4}"
    r"(?:\s\([^()]{2,60}\))?)"
)
_LONGEST_LEAD = 400
_LONGEST_TAIL = 200


def mend_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with keyword lines and items as blocks of their own; notes stay as they are."""
    clean = [part for block in blocks for part in _without_feet(block)]
    apart: list[Block] = []
    for index, block in enumerate(clean):
        apart += _split_block(block, clean[index + 1] if index + 1 < len(clean) else None)
    return [part for block in _join_blocks(apart) for part in _split_items(block)]


def _without_feet(block: Block) -> Iterator[Block]:
    """Cut a footnote at its rule, and the heading of an annex, from the end of the paragraph above them."""
    if block.role == "note":
        yield block
        return
    if foot := _FOOT.search(block.text):
        yield from _without_feet(cut_block(block, 0, foot.start()))
        note = cut_block(block, foot.end(), len(block.text))
        yield dataclasses.replace(note, role="note", label=foot["label"])
        return
    if annex := _ANNEX.search(block.text):
        places = (0, annex.start("title"), annex.end("title"), len(block.text))
        parts = [cut_block(block, start, end) for start, end in pairwise(places)]
        yield from (part for part in parts if part.text)
        return
    yield block


def _split_block(block: Block, below: Block | None) -> Iterator[Block]:
    """Cut the keyword line from the end of an item, and the first number or a comma from its own end."""
    if block.role == "note" or below is None or below.role == "note":
        yield block
        return
    tail = _tail_start(block.text) if _FIRST.match(_label_of_block(below)) else None
    if tail is not None:
        yield cut_block(block, 0, tail)
        block = cut_block(block, tail, len(block.text))
    line = plain_line(block.text)
    if len(line) < len(block.text) and _FIRST.match(_label_of_block(below)) and parse_keyword(line):
        yield cut_block(block, 0, len(line))
        if block.text.endswith("1"):
            yield cut_block(block, len(block.text) - 1, len(block.text))
        return
    yield block


def _tail_start(text: str) -> int | None:
    """Return where an operative keyword line begins that ends an item: "...; instructs the Director"."""
    start = max(0, len(text) - _LONGEST_TAIL)
    for match in re.finditer(r"[;,.]\s+(?=[a-z])", text[start:]):
        at = start + match.end()
        keyword = parse_keyword(text[at:])
        if keyword is not None and keyword.part == "operative" and _is_name(keyword):
            return at
    return None


def _is_name(keyword: Keyword) -> bool:
    """Return whether nothing but an addressee follows the verb: "instructs the Directors of the Bureaux"."""
    return keyword.addressee[:1].isupper() and ";" not in keyword.addressee


def _label_of_block(block: Block) -> str:
    return f"{block.label} {block.text}" if block.label else block.text


def _join_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Put together what was torn: a number and its item, a keyword and whom it asks."""
    index = 0
    while index < len(blocks):
        block = blocks[index]
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        index += 1
        if below is None or block.role == "note" or below.role == "note":
            yield block
            continue
        if block.text == "1" and not block.label and below.text.startswith(("to ", "that ")):
            yield _join_two(block, below)
            index += 1
            continue
        if lead := _lead_length(block, below):
            yield _join_two(block, cut_block(below, 0, lead))
            if lead < len(below.text):
                yield cut_block(below, lead + 1, len(below.text))
            index += 1
            continue
        yield block


def _lead_length(block: Block, below: Block) -> int:
    """How much of the block below belongs to a bare keyword: "resolves" / "to instruct the Council 1 to"."""
    keyword = None if block.label or below.label else parse_keyword(block.text)
    if keyword is None or keyword.part != "operative" or keyword.addressee or not _LEAD.match(below.text):
        return 0
    match = _ONE.search(below.text[:_LONGEST_LEAD])
    end = match.start() if match else len(below.text)
    whole = parse_keyword(f"{block.text} {below.text[:end]}")
    return end if whole is not None and whole.addressee and whole.verb != keyword.verb else 0


def _split_items(block: Block) -> Iterator[Block]:
    """Cut where the next number follows in the text: "9 that ...; 10 that ..."."""
    number = _NUMBER.match(_label_of_block(block))
    if block.role == "note" or not (number or _LETTER.match(block.text)):
        yield block
        return
    wanted = int(number[1]) + 1 if number else 1
    at = 0
    for match in _ANOTHER.finditer(block.text):
        if int(match["number"]) == wanted:
            yield cut_block(block, at, match.start() + 1)
            at, wanted = match.start("number"), wanted + 1
    yield cut_block(block, at, len(block.text)) if at else block


def _join_two(first: Block, second: Block) -> Block:
    """Two blocks as one, a blank between."""
    moved = move_behind(f"{first.text} ", second)
    return dataclasses.replace(
        first,
        text=moved.text,
        notes=first.notes + moved.notes,
        changes=first.changes + moved.changes,
        links=first.links + moved.links,
        source=(first.source[0], second.source[1]) if first.source and second.source else first.source,
    )


def cut_block(block: Block, start: int, end: int) -> Block:
    """The part start..end of a block, without blanks at its ends."""
    words = block.text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    exact = block.source is not None and block.source[1] - block.source[0] == len(block.text)
    return dataclasses.replace(
        block,
        text=block.text[start:end],
        label=block.label if start == 0 else "",
        notes=tuple(
            dataclasses.replace(note, offset=note.offset - start) for note in block.notes if start <= note.offset <= end
        ),
        changes=tuple(
            dataclasses.replace(change, start=max(change.start - start, 0), end=min(change.end, end) - start)
            for change in block.changes
            if change.start <= end and change.end >= start
        ),
        source=(block.source[0] + start, block.source[0] + end) if exact and block.source else block.source,
        links=cut_links(block.links, start, end - start),
    )
