"""Where a word that is longer than its line may break: print has no other way to keep it on the page."""

from __future__ import annotations

import re

BREAK = "\u200b"
LONGEST_WORD = 30  # letters of a word of a language; longer ones are something else
_MARKS = ".,;:!?()[]«»“”\"'’"
# Behind these a symbol or an address is broken rather than anywhere.
_AFTER = re.compile(r"(?<=[/._\-–—@:;,&=?])")


class Breaker:
    """Puts spaces without width into words of more letters than a line has; leaves all other text as it is.

    hyphens  whether words of letters alone are hyphenated by who sets the text, and so left to it
    """

    def __init__(self, letters: int, *, hyphens: bool = False) -> None:
        self.letters, self.hyphens = letters, hyphens
        self._long = re.compile(rf"\S{{{letters + 1},}}")

    def __call__(self, text: str) -> str:
        """The text with its breaks.

        >>> Breaker(12)("see A/CONF.204/GDC/5 there").split(BREAK)
        ['see A/CONF.204/', 'GDC/5 there']
        """
        return self._long.sub(lambda found: self._word(found[0]), text) if len(text) > self.letters else text

    def _word(self, word: str) -> str:
        if self.hyphens and len(word) <= LONGEST_WORD and word.strip(_MARKS).isalpha():
            return word
        out, room = "", self.letters
        for part in filter(None, _AFTER.split(word)):
            if out and len(part) > room:
                out, room = out + BREAK, self.letters
            pieces = [part[at : at + self.letters] for at in range(0, len(part), self.letters)]
            out += BREAK.join(pieces)
            room = (room if len(pieces) == 1 else self.letters) - len(pieces[-1])
        return out
