"""Two texts side by side: which paragraphs belong together, and which words of them differ.

`compare_paragraphs` takes any two lists of paragraphs. It first finds the pairs that keep the order of both texts
and have most in common, then the paragraphs that moved. Rare words count more than words of many paragraphs.
A pair that a reader should check has a `doubt`; nothing doubtful passes as sure.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from actionlines.documents.model import Document, Paragraph
from actionlines.lazily import expression

Kind = Literal["same", "changed", "new", "gone"]
Doubt = Literal["", "few", "rival"]

ALIKE = 0.38  # paragraphs belong together when at least so much of their words is common
SURE, MOVED_SURE = 0.72, 0.9  # below it a pair is doubtful; one in another order needs more
NUMBER = 0.15  # what the same number adds: it helps a rewritten paragraph, common words weigh more
MOVED = 0.65  # paragraphs in another order belong together from here on
RIVAL = 0.1  # another paragraph that comes so near makes a pair doubtful
DIGITS = 0.2  # what a number counts, beside a word
RAREST = 12  # words by which a paragraph finds the ones it is compared with
OFTEN = 60  # words in more paragraphs than this find nothing
# Beyond so many words, comparing takes too long: the text is shown as taken out and put in.
MOST_WORDS = 8000

# Chinese signs one by one, other letters by words; `_TOKEN` finds blanks and signs too, so that nothing is lost.
WORD = expression(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_TOKEN = expression(r"\s+|[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[^\w\s]")


class Span(NamedTuple):
    """Words that stayed (`same`), were taken out (`del`) or were put in (`ins`)."""

    kind: Literal["same", "del", "ins"]
    text: str


class Passage(Protocol):
    """A paragraph of any kind; `documents.Paragraph` is one. `number` is as printed, or ""."""

    @property
    def id(self) -> str:
        """Return the id, unique in its text."""

    @property
    def number(self) -> str:
        """Return the printed number of the paragraph."""

    @property
    def text(self) -> str:
        """Return the words of the paragraph."""


P = TypeVar("P", bound=Passage)


@dataclass(frozen=True, slots=True)
class ChangePiece:
    """A paragraph that is no `documents.Paragraph`: its id, its printed number and its text."""

    id: str
    number: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class ParagraphChange(Generic[P]):
    """One paragraph in both texts, or in one of them; `old` or `new` is None where a text has none.

    moved   it is in another order than before
    doubt   `few`: few words are common; `rival`: another paragraph fits about as well
    """

    old: P | None
    new: P | None
    moved: bool = False
    doubt: Doubt = ""

    @cached_property
    def kind(self) -> Kind:
        """Return `same`, `changed`, `new` or `gone`; neither white space nor the number counts."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        return "same" if plain_text(self.old.text) == plain_text(self.new.text) else "changed"

    @property
    def words(self) -> tuple[Span, ...]:
        """Return the difference word by word."""
        if self.old and self.new and self.kind == "same":
            return (Span("same", self.new.text),)
        return compare_words(self.old.text if self.old else "", self.new.text if self.new else "")


def compare_words(old: str, new: str) -> tuple[Span, ...]:
    """Return two texts as one: words that stayed, were taken out, were put in. Each text can be read off again.

    A blank between two changes is no anchor for the eye: the change goes on over it.

    >>> [tuple(span) for span in compare_words("for rural women", "for women")]
    [('same', 'for '), ('del', 'rural '), ('same', 'women')]
    >>> [tuple(span) for span in compare_words("red fish", "blue birds")]
    [('del', 'red fish'), ('ins', 'blue birds')]
    """
    if not (old and new):
        return tuple(_join_spans([("", old, new)]))
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if old != new and len(a) + len(b) > MOST_WORDS:
        return tuple(_join_spans([("", old, new)]))
    codes = SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes() if old != new else [("equal", 0, len(a), 0, 0)]
    parts = [
        (text, "", "") if kind == "equal" else ("", "".join(a[i:j]), "".join(b[m:n]))
        for kind, i, j, m, n in codes
        if (text := "".join(a[i:j])) or kind != "equal"
    ]
    last = len(parts) - 1
    return tuple(
        _join_spans(
            ("", same, same) if same.isspace() and 0 < at < last else (same, out, put)
            for at, (same, out, put) in enumerate(parts)
        )
    )


def _join_spans(parts: Iterable[tuple[str, str, str]]) -> Iterator[Span]:
    """Yield the spans of parts (stayed, taken out, put in); changes side by side are one."""
    taken = put = ""
    for same, out, into in (*parts, ("", "", "")):
        if same or not (out or into):
            yield from (span for span in (Span("del", taken), Span("ins", put)) if span.text)
            taken = put = ""
        if same:
            yield Span("same", same)
        taken, put = taken + out, put + into


def plain_text(text: str) -> str:
    """Return a text with single blanks."""
    return " ".join(text.split())


def body_of(document: Document) -> list[Paragraph]:
    """Return the paragraphs that are compared: all but footnotes, whose numbers and sources change by nature."""
    return [paragraph for paragraph in document.paragraphs if paragraph.kind != "footnote"]


def compare_paragraphs(old: Sequence[P], new: Sequence[P]) -> tuple[ParagraphChange[P], ...]:
    """Return all paragraphs of both texts, each once: in the order of the new text, what is gone at its old place.

    >>> lent = ChangePiece("1", "1", "Invites all to lend masts")
    >>> [change.kind for change in compare_paragraphs([lent], [lent, ChangePiece("2", "2", "Decides to meet again")])]
    ['same', 'new']
    """
    compared = _Compared(old, new)
    in_order = compared.in_order()
    moved = compared.moved(in_order)
    partner = in_order | moved
    placed = {b: a for a, b in partner.items()}
    changes: list[ParagraphChange[P]] = []
    a = 0
    for b, paragraph in enumerate(new):
        if b in placed and placed[b] in in_order:
            changes += [ParagraphChange(old[n], None) for n in range(a, placed[b]) if n not in partner]
            a = placed[b] + 1
        if b not in placed:
            changes.append(ParagraphChange(None, paragraph))
        else:
            at = placed[b]
            changes.append(
                ParagraphChange(old[at], paragraph, at in moved, compared.doubt(at, b, at in moved, partner, placed))
            )
    changes += [ParagraphChange(old[n], None) for n in range(a, len(old)) if n not in partner]
    return tuple(changes)


class _Compared:
    """The likeness of two texts: `alike[a][b]` is 0 to 1 for paragraphs that have rare words in common."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self.old, self.new = old, new
        self.texts = ([plain_text(passage.text) for passage in old], [plain_text(passage.text) for passage in new])
        bags = tuple([Counter(WORD.findall(text.casefold())) for text in side] for side in self.texts)
        often = [Counter(word for bag in side for word in bag) for side in bags]
        # Years, days and numbers of documents change from session to session: they say least of a subject.
        self.weight = {
            word: (DIGITS if word.isdigit() else 1.0) / (1 + math.log(max(side[word] for side in often)))
            for word in often[0].keys() | often[1].keys()
        }
        holders: dict[str, list[int]] = defaultdict(list)
        for b, bag in enumerate(bags[1]):
            for word in bag:
                holders[word].append(b)
        equals: dict[str, list[int]] = defaultdict(list)
        for b, text in enumerate(self.texts[1]):
            equals[text].append(b)
        numbered = {passage.id: b for b, passage in enumerate(new) if passage.number}
        weighted = [[{word: self.weight[word] * many for word, many in bag.items()} for bag in side] for side in bags]
        sizes = [[math.fsum(bag.values()) for bag in side] for side in weighted]
        twins: Counter[str] = Counter()
        self.alike: list[dict[int, float]] = []
        for a, weights in enumerate(weighted[0]):
            text = self.texts[0][a]
            # The paragraphs with the same words; of very many only the one in the same turn.
            places = equals.get(text, [])
            turn = twins[text]
            twins[text] += 1
            row = dict.fromkeys(places if len(places) <= OFTEN else places[turn : turn + 1], 1.0)
            rare = sorted(
                (word for word in weights if len(holders.get(word, ())) in range(1, OFTEN)),
                key=lambda w: (len(holders[w]), w),
            )
            near = {b for word in rare[:RAREST] for b in holders[word]}
            if old[a].number and old[a].id in numbered:
                near.add(numbered[old[a].id])
            for b in near - row.keys():
                other = weighted[1][b]
                # The exact sum does not depend on the order of a set.
                common = math.fsum([min(weights[word], other[word]) for word in weights.keys() & other.keys()])
                # The shorter one can stand whole in the longer one: a paragraph that was added to.
                least, most = sorted((sizes[0][a], sizes[1][b]))
                row[b] = 0.99 * common * (1 / least + 2 / (least + most)) / 2 if least else 0.0
            self.alike.append(row)

    def worth(self, a: int, b: int) -> float:
        """Return how much two paragraphs have in common, their number counted."""
        like = self.alike[a].get(b, 0.0)
        numbered = self.old[a].number and self.old[a].id == self.new[b].id
        return like + NUMBER * bool(numbered) if like < 1 else 1 + NUMBER

    def in_order(self) -> dict[int, int]:
        """Return the pairs that keep the order of both texts and have most in common.

        A pair counts by the third power: one sure pair is better than two that hardly belong together.
        """
        best = _Best(len(self.new))
        ends: list[tuple[float, int, int, int]] = []  # sum, a, b, the pair before
        for a, row in enumerate(self.alike):
            for b in sorted(row, reverse=True):  # so that no pair of this paragraph follows another of it
                if (worth := self.worth(a, b)) >= ALIKE:
                    total, before = best.until(b)
                    ends.append((total + worth**3, a, b, before))
                    best.put(b, total + worth**3, len(ends) - 1)
        partner_of: dict[int, int] = {}
        _total, at = best.until(len(self.new))
        while at >= 0:
            _total, a, b, at = ends[at]
            partner_of[a] = b
        return partner_of

    def moved(self, rows: dict[int, int]) -> dict[int, int]:
        """Return the pairs in another order. A pair much better than pairs of `kept` takes their place there."""
        placed = {b: a for a, b in rows.items()}
        partner_of: dict[int, int] = {}
        pairs = ((like, a, b) for a, row in enumerate(self.alike) for b, like in row.items() if like >= MOVED)
        for like, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
            if a in partner_of or b in partner_of.values() or rows.get(a) == b or not self.texts[0][a]:
                continue
            beside = [
                self.alike[x].get(y, 0.0)
                for x, y in ((a, rows.get(a)), (placed.get(b), b))
                if x is not None and y is not None
            ]
            if all(other < like - 2 * RIVAL for other in beside):
                if a in rows:
                    del placed[rows.pop(a)]
                if b in placed:
                    del rows[placed.pop(b)]
                partner_of[a] = b
        return partner_of

    def doubt(self, a: int, b: int, moved: bool, partner: Mapping[int, int], placed: Mapping[int, int]) -> Doubt:
        """Return why a reader should check a pair: few common words, or another that fits about as well."""
        if (like := self.alike[a][b]) == 1:
            return ""
        if like < (MOVED_SURE if moved else SURE):
            return "few"
        rivals = [(a, y) for y in self.alike[a] if y != b] + [
            (x, b) for x, row in enumerate(self.alike) if b in row and x != a
        ]
        for x, y in rivals:
            other = self.alike[x][y]
            # A rival that has a partner of its own, closer than this, is no rival.
            taken = (
                [self.alike[x].get(partner.get(x, -1), 0.0)]
                if x != a
                else [self.alike[placed[y]].get(y, 0.0)]
                if y in placed
                else [0.0]
            )
            if other >= like - RIVAL and other > taken[0] + RIVAL / 2:
                return "rival"
        return ""


class _Best:
    """The best sum that ends before a place (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self.tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def until(self, place: int) -> tuple[float, int]:
        """Return the best (sum, pair) of the places before this one."""
        best = (0.0, -1)
        while place > 0:
            best = max(best, self.tree[place])
            place -= place & -place
        return best

    def put(self, place: int, total: float, pair: int) -> None:
        """Keep the sum of a pair that ends at a place."""
        place += 1
        while place < len(self.tree):
            self.tree[place] = max(self.tree[place], (total, pair))
            place += place & -place
