"""Words that no published paper may hold: commands, questions to the register, ids, notes of its makers."""

from __future__ import annotations

import re

MACHINE = re.compile(
    r"""
    actionlines\ (?:import|report|review|measure|roadmap|align)   # commands
    | \{\{ | \}\}                                # questions as they are kept
    | Nobody\ has\ written | not\ written\ yet | from\ memory
    | \b(?:recurring|body|itu-region|stakeholder|facilitator|matrix|mandate|activity|fact):[a-z0-9]   # ids
    | (?-i:\bTODO\b) | <[a-z]+> | \bhttps?://testserver
    """,
    re.VERBOSE | re.IGNORECASE,
)


def machine_text(text: str) -> list[str]:
    """Return what a text of a paper says that only programs and their makers say, each with its neighbours."""
    return [text[max(0, at.start() - 30) : at.end() + 30] for at in MACHINE.finditer(text)]
