"""The search of a copy: scripts with the titles of its pages, and with the numbers of the titles that have a word.

A page that is opened as a file may load scripts and nothing else. A word is in the part that its first two
letters name, so that a question loads one part for each of its words, and the titles of what it found. `copy.js`
reads them.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLOCK = 500  # titles in a file
_NUMBERS = 40_000  # of titles in one part, about
_LONGEST = 240  # letters of a title or text
_ALONE = re.compile("([\u3040-\u30ff\u3400-\u9fff])")  # scripts without spaces: each letter is a word
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A page that can be found: its file, the list that it belongs to, its heading and what it says first."""

    file: str
    place: str
    title: str
    text: str


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: no accents, no capitals."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    return _WORD.findall(_ALONE.sub(r" \1 ", plain.lower()))


def part(word: str, parts: int) -> int:
    """Return the number of the part that holds a word."""
    return (ord(word[0]) * 31 + (ord(word[1]) if len(word) > 1 else 0)) % parts


class Index:
    """The entries in the order of their files, and the numbers of those that have a word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries)
        self._held: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for word in sorted(set(words(f"{entry.place} {entry.title} {entry.text}"))):
                self._held[word].append(number)
        self.parts = 1 + sum(map(len, self._held.values())) // _NUMBERS

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield (name, content) of each script."""
        for at in range(0, len(self.entries), BLOCK):
            rows = [
                (entry.place, _short(entry.title), _short(entry.text), entry.file)
                for entry in self.entries[at : at + BLOCK]
            ]
            yield _script(f"titles-{at // BLOCK}", rows)
        matches: list[dict[str, list[int]]] = [{} for _ in range(self.parts)]
        for word in sorted(self._held):
            matches[part(word, self.parts)][word] = self._held[word]
        for number, held in enumerate(matches):
            yield _script(f"words-{number}", held)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def _script(name: str, held: object) -> tuple[str, str]:
    files = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    # Line ends of Unicode are line ends of a script too, in old browsers.
    files = files.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{name}.js", f'searchPart("{name}",{files});\n'
