"""Lines that stand by themselves in the head of a document, above its title."""

from __future__ import annotations

import re

from actionlines.documents.dates import is_date_line, session_number
from actionlines.documents.masthead import find, is_masthead, pattern, plain

_SYMBOL = re.compile(r"[A-Z]{1,5}(?:/[A-Z0-9][\w.-]{0,14}){1,6}(?:\s?\([\w. ]{1,12}\))?")
_AGENDA = re.compile(r"\s?\d")
_LONGEST = 160


def says_who_adopted(text: str) -> bool:
    """Whether a line is the last one above a title: "Résolution adoptée par …", "大会通过的决议"."""
    return len(text) <= _LONGEST and find("adopted", text) is not None


def is_head_line(text: str) -> bool:
    """Whether a line names the organization, body, symbol, day, session or agenda item, and nothing else."""
    if not text or len(text) > _LONGEST:
        return False
    if is_masthead(text) or is_date_line(text) or _SYMBOL.fullmatch(text.strip()) or session_number(text):
        return True
    line = plain(text.strip())
    agenda = pattern("agenda").match(line)
    return agenda is not None and _AGENDA.match(line, agenda.end()) is not None
