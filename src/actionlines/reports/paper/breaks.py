"""Where a word that is longer than its line may break: print has no other way to keep it on the page."""

from __future__ import annotations

import re

BREAK = "\u200b"
# Behind these a symbol or an address is broken rather than anywhere.
_AFTER = re.compile(r"(?<=[/._\-–—@:;,&=?])")


class Breaker:
    """Puts spaces without width into words of more letters than a line has; leaves all other text as it is."""

    def __init__(self, letters: int) -> None:
        self.letters = letters
        self._long = re.compile(rf"\S{{{letters + 1},}}")

    def __call__(self, text: str) -> str:
        """The text with its breaks.

        >>> Breaker(12)("see A/CONF.204/GDC/5 there").split(BREAK)
        ['see A/', 'CONF.204/', 'GDC/5 there']
        """
        return self._long.sub(lambda found: self._word(found[0]), text) if len(text) > self.letters else text

    def _word(self, word: str) -> str:
        out, room = "", self.letters
        for part in filter(None, _AFTER.split(word)):
            if out and len(part) > room:
                out, room = out + BREAK, self.letters
            pieces = [part[at : at + self.letters] for at in range(0, len(part), self.letters)]
            out += BREAK.join(pieces)
            room = (room if len(pieces) == 1 else self.letters) - len(pieces[-1])
        return out
