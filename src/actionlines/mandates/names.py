"""Names of bodies as the document uses them: full mentions, and the short names and pronouns that point back.

"The Forum" is the last body whose full name ends in that noun and that the document has named before:
earlier in the paragraph, in a paragraph above, in a heading or in the title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from actionlines.documents.model import Document
from actionlines.framework.bodies import bodies
from actionlines.lazily import expression
from actionlines.mandates.defined_names import DefinedNames
from actionlines.mandates.itu import house_names, is_itu
from actionlines.mandates.known_names import own_names
from actionlines.mandates.words import word_set

Place = tuple[int, int]
"""Index of the paragraph in the document, character in its text; the title is (-1, n)."""

_CAPITAL = expression(r"\b[A-Z][\w’-]*")
GENERAL_ASSEMBLY = "general-assembly"
_NEAR = 40
FAR = 400  # mentions that a short name may look back over


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named in full (or by a name that only it bears); `name` in lower case."""

    place: Place
    end: int
    body: str
    head: str
    name: str


@cache
def _by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Capitalised names and aliases of bodies by their first word, longest first: (lower-case name, body)."""
    table: dict[str, list[tuple[str, str]]] = {}
    for body in bodies().values():
        for surface in {body.name.lower(), *body.aliases}:
            words = surface.split()
            if is_short(surface) and words[0] in word_set("generic adjective"):
                continue  # "Working Group" points back to a full name; it is none
            if len(words) > 1 or surface in ("secretary-general", "secretariat"):
                table.setdefault(words[0], []).append((surface, body.id))
    return {word: tuple(sorted(names, key=lambda pair: -len(pair[0]))) for word, names in table.items()}


_HEAD_END = expression(r" (?:of|on|for|to|in)\b|[,(]")


def head_noun(name: str) -> str:
    """Return the noun that a name is built on: "Commission" of "Commission on Science and Technology for "
    "Development".
    """
    words = name.lower().split()
    if not words:
        return ""
    cut = _HEAD_END.search(name)
    head = (name[: cut.start()] if cut else name).lower().split()[-1:] or words[-1:]
    # "World Summit on the Information Society Forum" is a forum.
    return (
        words[-1]
        if head[0] not in word_set("short name") and words[-1] in word_set("short name")
        else head[0]
    )


def mentions_in(text: str, index: int) -> list[BodyMention]:
    """Full names in one text, in order; longer names win over shorter ones at the same place."""
    found: list[BodyMention] = []
    lower = text.lower()
    past = 0
    for match in _CAPITAL.finditer(text):
        at = match.start()
        if at < past:
            continue
        for name, body in _by_first_word().get(match.group().lower(), ()):
            end = at + len(name)
            if (
                lower.startswith(name, at)
                and not text[end : end + 1].isalnum()
                and _capitalised(text[at:end])
            ):
                found.append(BodyMention((index, at), end, body, head_noun(name), name))
                past = end
                break
    return found


def _capitalised(name: str) -> bool:
    """Return whether a name is written as one: its last word, or its head, begins with a capital."""
    return name.split()[-1][:1].isupper() or (head_noun(name) != "" and name.split()[0][:1].isupper())


class Names:
    """All full mentions of a document, and the way back to them."""

    def __init__(self, document: Document) -> None:
        self.house: dict[str, str] = house_names() if is_itu(document) else {}
        self.own = own_names(document)
        self.defined = DefinedNames(document)
        self._mentions: list[BodyMention] = mentions_in(document.metadata.title, -1)
        for index, paragraph in enumerate(document.paragraphs):
            if paragraph.kind != "footnote":
                self._mentions += mentions_in(paragraph.text, index)
        first = next((i for i, p in enumerate(document.paragraphs[:5]) if p.kind == "heading"), -1)
        self._titles = (-1, first)
        self._strange = _Strange(document, self._mentions)
        self._places = [mention.place for mention in self._mentions]

    def before(self, place: Place) -> list[BodyMention]:
        """Return the last mentions before `place`, in order."""
        end = bisect_left(self._places, place)
        return self._mentions[max(0, end - FAR) : end]

    def within(self, index: int, start: int, end: int) -> list[BodyMention]:
        """Mentions that begin in start..end of paragraph `index`."""
        low = bisect_left(self._places, (index, start))
        return self._mentions[low : bisect_left(self._places, (index, end))]

    def short(self, surface: str, place: Place) -> str:
        """Return the body that a short name stands for at `place`, or ""."""
        words = re.sub(r"^(?:the|that|this|said)\s+", "", surface, flags=re.IGNORECASE).split()
        if not words or len(words) > 4:
            return ""
        head = words[-1].lower().removesuffix("’s")
        low = bisect_left(self._places, place)
        topic = self._topic(head, place)
        if topic and _agrees(words, topic):
            return topic
        for mention in reversed(self._mentions[max(0, low - FAR) : low]):
            if mention.head == head and _agrees(words, mention.body):
                return "" if self._strange.last(head, place) > mention.place else mention.body
        return self._part(words, place, low) if len(words) > 1 else ""

    def several(self, surface: str, place: Place) -> tuple[str, ...]:
        """Return the bodies that one word may stand for, where the text has just named two with that noun: ("the
        Committee on Wells and the Committee on Pumps … the Committee"); else ().
        """
        words = re.sub(r"^(?:the|that|this|said)\s+", "", surface, flags=re.IGNORECASE).split()
        if len(words) != 1:
            return ()
        head = words[0].lower().removesuffix("’s")
        low = bisect_left(self._places, place)
        here = [one for one in self._mentions[max(0, low - _NEAR) : low] if one.place[0] == place[0]]
        last = [one for one in here if one.head == head][-2:]
        joined = len(last) == 2 and last[1].place[1] - last[0].end <= len(" and of the ")
        found = tuple(dict.fromkeys(one.body for one in last))
        return found if joined and len(found) > 1 and not self._topic(head, place) else ()

    def strange(self, surface: str, place: Place) -> bool:
        """Return whether a full name that no known body bears begins with these words ("the Steering Committee",
        after "the Steering Committee on Wells").
        """
        return self._strange.called(surface, place)

    def _topic(self, head: str, place: Place) -> str:
        """Return the body in the title with this head, unless the paragraph itself has named another; or ""."""
        found = {m.body for at in self._titles for m in self.within(at, 0, 1000) if m.head == head}
        here = self.within(place[0], 0, place[1])[-FAR:]
        return "" if len(found) != 1 or any(mention.head == head for mention in here) else found.pop()

    def _part(self, words: list[str], place: Place, low: int) -> str:
        """The part of a body just named that alone answers to the words: "request the Commission to set up a
        working group ... the working group".
        """
        called = " ".join(words).lower() + " "
        for mention in reversed(self._mentions[max(0, low - 40) : low]):
            if mention.place[0] < place[0] - 1:
                break
            if mention.body == GENERAL_ASSEMBLY:
                continue  # it has too many groups for "the working group" to be one of them
            found = [body for body in _parts().get(mention.body, ()) if _called(body, called)]
            if len(found) == 1:
                return found[0]
        return ""


_FULL = expression(r"\b(?:[A-Z][\w-]+ ){1,6}?(?P<head>[A-Z][a-z]+) (?:for|on|of) (?:the )?(?=[A-Z])")
_NOWHERE: Place = (-2, 0)


class _Strange:
    """Full names that belong to no known body: what they call by its head noun is nobody that is known."""

    def __init__(self, document: Document, mentions: list[BodyMention]) -> None:
        taken: dict[int, list[BodyMention]] = {}
        for mention in mentions:
            taken.setdefault(mention.place[0], []).append(mention)
        self._places: dict[str, list[Place]] = {}
        self._names: dict[str, Place] = {}
        self._titled: set[str] = set()
        texts = [(-1, document.metadata.title)]
        texts += [(i, p.text) for i, p in enumerate(document.paragraphs) if p.kind != "footnote"]
        for index, text in texts:
            for match in _FULL.finditer(text):
                head = match["head"].lower()
                if head not in word_set("short name"):
                    continue
                # Mentions do not overlap, so the last one that begins before the end decides.
                known = taken.get(index, [])
                at = bisect_left(known, match.end(), key=lambda mention: mention.place[1])
                if at and known[at - 1].end > match.start():
                    continue
                self._places.setdefault(head, []).append((index, match.start()))
                words = match.group().split()[: -2 if match.group().endswith(" the ") else -1]
                self._names.setdefault(" ".join(words).lower(), (index, match.start()))
                if index == -1:
                    self._titled.add(head)

    def called(self, surface: str, place: Place) -> bool:
        """Return whether such a name begins with `surface` and stands before `place`."""
        at = self._names.get(surface.lower())
        return at is not None and at < place

    def last(self, head: str, place: Place) -> Place:
        """Return where such a name stands last before `place`; the one in the title stands nearest."""
        places = self._places.get(head, [])
        if head in self._titled:
            return place
        at = bisect_left(places, place)
        return places[at - 1] if at else _NOWHERE


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for body in bodies().values():
        table.setdefault(body.parent, []).append(body.id)
    return {parent: tuple(found) for parent, found in table.items()}


def _called(body: str, words: str) -> bool:
    full = bodies()[body]
    return any(name.startswith(words) for name in (full.name.lower(), *full.aliases))


def _agrees(words: list[str], body: str) -> bool:
    """Return whether the other words of a short name occur in the full one ("Working Group", "task force")."""
    if len(words) == 1:
        return True
    full = bodies()[body]
    text = " ".join((full.name.lower(), *full.aliases))
    return all(word.lower() in text for word in words[:-1])


def is_short(surface: str) -> bool:
    """Return whether a surface is a head noun, bare or with a word or two: "Forum", "Working Group"."""
    words = re.sub(r"^(?:the|that|this|said)\s+", "", surface, flags=re.IGNORECASE).lower().split()
    if not 0 < len(words) <= 3 or words[-1] not in word_set("short name"):
        return False
    return len(words) > 1 or words[0] not in ("secretariat", "assembly")
