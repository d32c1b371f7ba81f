"""Names of bodies: those of the framework, those that a paper defines, and the short names that point back.

"The Forum" is the last body whose full name ends in that noun and that the document has named before: earlier in
the paragraph, in the title, as an organ of the paper's own, or in a paragraph above. A full name that the
framework does not know is a body all the same, under the label `other:NAME`. The name of every State means
`member-states`.

`data/own_names.csv` has the short names of a body's own documents: the speaker (an id of bodies.csv, or the
beginning of a symbol), the words in lower case, and the body that they mean; `unspecified` where that body is in
no table. The words `*` give the organisation to which the documents belong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import (
    ROLES,
    UNSPECIFIED,
    bodies,
    body_of,
    by_alias,
    label_of,
    list_ancestors,
    organ_of,
)
from actionlines.framework.bodies import words_of as title_words
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.itu import house_names, is_itu
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.languages.names import Named, ShortNames
from actionlines.mandates.words import DATA, labels, word_set

Place = tuple[int, int]
"""Index of the paragraph in the document, character in its text; the title is (-1, n)."""
Span = tuple[int, int]

GENERAL_ASSEMBLY = "general-assembly"
MEMBER_STATES = "member-states"
NAME_LIMIT = 400  # characters of the name of an addressee with its complements; longer words are none
_NEAR = 40
FAR = 400  # mentions that a short name may look back over

# "Iran (Islamic Republic of)" is the Islamic Republic of Iran in a sentence.
_TURNED = expression(r"^(.+) \((.+ of)\)$", re.MULTILINE)
_CAPITAL = expression(r"\b[A-Z][\w’-]*")
_LONGEST = 16  # words of a full name
_GROUPS = frozenset(("states-parties", MEMBER_STATES))  # "the Conference" is not the States parties


@cache
def _countries() -> frozenset[str]:
    names = [row["en"] for row in read_table("countries")]
    turned = [f"{long} {name}" for name, long in _TURNED.findall("\n".join(names))]
    return frozenset(_plain(name) for name in (*names, *turned))


def _plain(name: str) -> str:
    return name.split(" (")[0].replace("'", "’").lower().removeprefix("the ")


@cache
def known(surface: str) -> tuple[str, ...]:
    """Return ids of bodies whose name or alias `surface` is; `member-states` for the name of a country; else ().

    >>> known("Republic of Korea")
    ('member-states',)
    """
    if len(surface) > NAME_LIMIT:
        return ()
    matches = by_alias(surface)
    bare = surface.removeprefix("the ")
    if matches or not bare[:1].isupper():
        return matches
    return (MEMBER_STATES,) if _plain(bare) in _countries() else ()


def longest_known(words: str) -> tuple[str, ...]:
    """Return bodies of the longest known name that ends these words: "work of the regional commissions"."""
    parts = words.split()
    return next((matches for start in range(len(parts)) if (matches := known(" ".join(parts[start:])))), ())


class NameSpans:
    """Spans that do not overlap, from left to right."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._by_end = {end: start for start, end in reversed(self._spans)}

    def covers(self, position: int) -> bool:
        """Return whether one of the spans covers a position."""
        index = bisect_left(self._starts, position + 1) - 1
        return index >= 0 and position < self._spans[index][1]

    def begins(self, low: int, high: int) -> bool:
        """Return whether one of the spans begins at `low` to `high`."""
        index = bisect_left(self._starts, low)
        return index < len(self._starts) and self._starts[index] <= high

    def start_of(self, end: int) -> int | None:
        """Return where the span that ends at `end` begins, or None."""
        return self._by_end.get(end)


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


def head_noun(name: str) -> str:
    """Return the noun that a name is built on: "commission" of "Commission on Science and Technology"."""
    words = name.lower().split() or [""]
    head = (english("head end").split(name, maxsplit=1)[0].lower().split() or words)[-1]
    # "World Summit on the Information Society Forum" is a forum.
    return words[-1] if words[-1] in word_set("short name") and head not in word_set("short name") else head


@cache
def _organs() -> frozenset[str]:
    return word_set("short name") | word_set("speaker") | word_set("organ")


def is_organ(name: str) -> bool:
    """Return whether a name is built on a noun for an organ: "Youth Track Committee", "Panel on Wells"."""
    words = english("head end").split(name, maxsplit=1)[0].split()
    head = words[-1].lower().removesuffix("’s") if words else ""
    return head in _organs() or head.removesuffix("s") in _organs()


def mentions_in(text: str, index: int, unlisted: bool = False) -> list[Named]:
    """Return the full names in one text, in order; longer names win over shorter ones at the same place.

    unlisted  with names in capitals that are built on a noun for an organ and that the framework does not know
    """
    matches: list[Named] = []
    lower = text.lower()
    past = 0
    for match in _CAPITAL.finditer(text):
        if (at := match.start()) < past:
            continue
        for name, body in _by_first_word().get(match.group().lower(), ()):
            end = at + len(name)
            if lower.startswith(name, at) and not text[end : end + 1].isalnum():
                matches.append(Named(at, end, (body,), head_noun(name), index=index))
                past = end
                break
    return sorted([*matches, *_unlisted(text, index, matches)], key=lambda item: item.place) if unlisted else matches


def _unlisted(text: str, index: int, taken: list[Named]) -> Iterable[Named]:
    """Yield the names of organs that no known name covers."""
    for match in english("run of capital words").finditer(text):
        name, start = _one_name(match.group()), match.start()
        while opens := english("before a name").match(name):
            start, name = start + opens.end(), name[opens.end() :]
        name = english("in a month").sub("", name.removesuffix("’s").removesuffix("’"))
        end, head = start + len(name), head_noun(name)
        if " " not in name or not is_organ(name) or head not in _organs() - word_set("no organ") or is_short(name):
            continue
        if name.lower() in _titles() or known(name):
            continue
        if (at := bisect_left(taken, end, key=lambda mention: mention.start)) and taken[at - 1].end > start:
            continue  # mentions do not overlap: the last one that begins before the end decides
        yield Named(start, end, (label_of(name),), head, index=index)


def _one_name(run: str) -> str:
    """Return the run up to where another name begins: "Panel on Wells and the Board"."""
    for match in english("parts of a name").finditer(run):
        left, right = run[: match.start()], run[match.end() :]
        # "Working Group on Wells, Pumps and Pipes" goes on; a list needs "on" before it
        another = (is_organ(right) and head_noun(right) not in word_set("no organ")) or right.split()[0].isupper()
        linked = english("links a name").search(left)
        if linked and not (another or known(right) or known(english("parts of a name").split(right)[0])):
            continue
        if linked or match.group() != " and " or is_organ(left) or not is_organ(run):
            return left  # but "Information and Pumps Committee" is one
    return run


@cache
def _titles() -> dict[str, str]:
    """Return the titles of organs that every organisation has, by their role: "executive director"."""
    return {title: role for role in ROLES for title in title_words(role)}


def defined_names(document: Document) -> dict[str, str]:
    """Return the short names that a document defines ("the Panel on Wells (PW)") with the full ones; the first wins."""
    matches: dict[str, str] = {}
    for paragraph in document.paragraphs:
        if paragraph.kind == "footnote" or " (" not in paragraph.text:
            continue
        for match in english("defining brackets").finditer(paragraph.text):
            short = match["quoted"] or match["short"]
            full = _name_before(paragraph.text, match.start())
            letters = sum(letter.isupper() for letter in short)
            if full and (match["quoted"] or (letters > 1 and _abbreviates(short, full))):
                matches.setdefault(short.lower(), full)
    return matches


def _name_before(text: str, end: int) -> str:
    """Return the words in capitals that end at `end`: "Advisory Panel on Wells"."""
    words: list[str] = []
    for word in reversed(text[max(0, end - 200) : end].split()):
        if len(words) >= _LONGEST or not (word[:1].isupper() or word in word_set("small word")):
            break
        words.append(word)
        if word.endswith((",", ";", ".", ":")) and len(words) > 1:
            words.pop()
            break
    words.reverse()
    # "Establishes the Panel on the Wells": an article begins a name, unless a preposition is before it
    for at in range(len(words) - 1, 0, -1):
        if words[at] == "the" and (words[at - 1] == "and" or words[at - 1] not in word_set("small word")):
            del words[: at + 1]
            break
    while words and words[0].lower() in word_set("small word"):
        words.pop(0)
    name = english("before a name").sub("", " ".join(words).rstrip(","), count=1)
    return name if " " in name else ""


def _abbreviates(short: str, full: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s-]+", full) if word).lower()
    return re.search(".*".join([letter.lower() for letter in short if letter.isupper()][:2]), initials) is not None


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["speaker"], row["words"], row["means"]) for row in read_table("own_names", DATA))


def own_names(document: Document, owner: str) -> dict[str, str]:
    """Return what the short names of a document mean, by its symbol, its body, and the officers of its owner."""
    symbol, speaker = f"{document.metadata.symbol}/", document.metadata.body
    matches = {words: means for name, words, means in _table() if name == speaker}
    matches |= {words: means for name, words, means in _table() if symbol.startswith(f"{name}/")}
    owner = matches.pop("*", "") or owner
    return _officers(owner) | matches if owner else matches


def _organisation(document: Document) -> str:
    """Return the id of the organisation that a document belongs to, by its body or what its head names; or ""."""
    if (own := document.metadata.body) in bodies():
        return next((row for row in (own, *list_ancestors(own)) if bodies()[row].kind in labels("organisation")), "")
    head = (*document.text[:_HEAD].splitlines(), *(paragraph.text for paragraph in document.paragraphs[:_OPENING]))
    for line in head:
        for item in mentions_in(line, 0)[:1] if len(line) < _HEADLINE else ():
            alone = item.start <= len("The Seventy-first ") and item.body in bodies()
            if alone and bodies()[item.body].kind in labels("organisation"):
                return item.body
    return ""


_HEAD, _HEADLINE, _OPENING = 400, 160, 6  # characters, of a line, paragraphs: where a paper names its owner


@cache
def _officers(owner: str) -> dict[str, str]:
    """Return the titles of an organisation's own organs, in lower case, with what they mean."""
    called = next(iter(bodies()[owner].acronyms), bodies()[owner].name)
    matches: dict[str, str] = {}
    above = bodies()[owner].parent
    for title, role in _titles().items():
        if title in word_set("shared title"):
            continue
        organ = organ_of(owner, role)
        if above and organ == organ_of(above, role):
            organ = ""  # the organ of the whole that the organisation belongs to
        if (organ and role == "secretariat") or (
            organ and title in " ".join((bodies()[organ].name.lower(), *bodies()[organ].aliases))
        ):
            matches[title] = organ
        elif not organ and role != "assembly":
            words = " ".join(word if word in word_set("small word") else word.title() for word in title.split())
            matches[title] = label_of(f"{called} {title}" if role == "secretariat" else f"{words} of {called}")
    return matches


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in which names are read, its place in the document, and the names of the document."""

    paragraph: Paragraph
    index: int
    names: Names

    @property
    def text(self) -> str:
        """Return the text of the paragraph."""
        return self.paragraph.text


class Names:
    """All full mentions of a document, and the way back to them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._of: dict[tuple[str, str], ShortNames] = {}
        self.house: dict[str, str] = house_names() if is_itu(document) else {}
        self.organisation = _organisation(document)
        self.own = own_names(document, self.organisation)
        self._defined = defined_names(document)
        self._full = frozenset(full.lower() for full in self._defined.values())
        self._mentions: list[Named] = mentions_in(document.metadata.title, -1, unlisted=True)
        for index, paragraph in enumerate(document.paragraphs):
            if paragraph.kind != "footnote":
                self._mentions += mentions_in(paragraph.text, index, unlisted=True)
        self._titles = (-1, *(i for i, p in enumerate(document.paragraphs[:5]) if p.kind == "heading"))
        self._places = [mention.place for mention in self._mentions]

    def of(self, language: str, speaker: str) -> ShortNames:
        """Return the names of the document in another language than English."""
        key = (language, GENERAL_ASSEMBLY if speaker == UNSPECIFIED else speaker)
        return self._of.get(key) or self._of.setdefault(key, ShortNames(self.document, *key))

    def defined(self, surface: str) -> str:
        """Return the full name of an organ that the document defines, else ""."""
        words = english("leading determiner").sub("", surface)
        if words.lower() in self._full:
            return words
        full = self._defined.get(words.lower(), "")
        return full if is_organ(full) else ""

    def before(self, place: Place) -> list[Named]:
        """Return the last mentions before `place`, in order."""
        end = bisect_left(self._places, place)
        return self._mentions[max(0, end - FAR) : end]

    def within(self, index: int, start: int, end: int) -> list[Named]:
        """Mentions that begin in start..end of paragraph `index`."""
        low = bisect_left(self._places, (index, start))
        return self._mentions[low : bisect_left(self._places, (index, end))]

    def short(self, surface: str, place: Place) -> str:
        """Return the label of the body that a short name represents at `place`, or ""."""
        words = english("leading determiner").sub("", surface).split()
        if not 0 < len(words) <= 4:
            return ""
        head = words[-1].lower().removesuffix("’s")
        before = (item for item in reversed(self.before(place)) if item.head == head)
        fitting = (item for item in before if item.body not in _GROUPS and _agrees(words, item.body))
        if (last := next(fitting, None)) and last.index == place[0]:
            return last.body
        topics = {m.body for at in self._titles for m in self.within(at, 0, 1000) if m.head == head}
        if len(topics) == 1 and _agrees(words, *topics):
            return topics.pop()
        if (own := self.own.get(" ".join(words).lower(), "")) and own != UNSPECIFIED:
            return own
        if last:
            return last.body
        return self._part(words, place) if len(words) > 1 else ""

    def several(self, surface: str, place: Place) -> tuple[str, ...]:
        """Return the two bodies just named that one word may mean: "the Committee on X and the Committee on Y"."""
        words = english("leading determiner").sub("", surface).split()
        if len(words) != 1:
            return ()
        head = words[0].lower().removesuffix("’s")
        here = [item for item in self.before(place)[-_NEAR:] if item.index == place[0]]
        last = [item for item in here if item.head == head][-2:]
        joined = len(last) == 2 and last[1].start - last[0].end <= len(" and of the ")
        body = tuple(dict.fromkeys(item.body for item in last))
        return body if joined and len(body) > 1 else ()

    def _part(self, words: list[str], place: Place) -> str:
        """Return the part of a body just named that alone answers to the words: "working group"; else ""."""
        called = " ".join(words).lower() + " "
        for mention in reversed(self.before(place)[-_NEAR:]):
            if mention.index < place[0] - 1:
                break
            if mention.body == GENERAL_ASSEMBLY:
                continue  # it has too many groups for "the working group" to be one of them
            matches = [body for body in _parts_of().get(mention.body, ()) if _called(body, called)]
            if len(matches) == 1:
                return matches[0]
        return ""


@cache
def _parts_of() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for body in bodies().values():
        if not body.note.startswith("ended"):
            table.setdefault(body.parent, []).append(body.id)
    return {parent: tuple(text) for parent, text in table.items()}


def _called(body: str, words: str) -> bool:
    full = bodies()[body]
    return any(name.startswith(words) for name in (full.name.lower(), *full.aliases))


def _agrees(words: list[str], body: str) -> bool:
    """Return whether the other words of a short name occur in the full one ("Working Group", "task force")."""
    full = body_of(body)
    text = " ".join((full.name.lower(), *full.aliases)) if full else ""
    return all(word.lower() in text for word in words[:-1])


def is_short(surface: str) -> bool:
    """Return whether a surface is a head noun, bare or with a word or two: "Forum", "Working Group"."""
    words = english("leading determiner").sub("", surface).lower().split()
    if not 0 < len(words) <= 3 or words[-1] not in word_set("short name"):
        return False
    return len(words) > 1 or words[0] not in ("secretariat", "assembly")
