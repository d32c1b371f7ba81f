"""Comments over 1,000 random edits of real resolutions: how many move wrongly (bar 0), how many move at all.

    python -m benchmarks.anchors [DATA] [--edits 1000] [--seed 1]

Every edit is one new version of a resolution, made by one to four changes: a paragraph deleted, split in two,
merged with the next, moved elsewhere, renumbered; a look-alike put in (the same words, or one word changed); a
word changed; a sub-item moved under another chapeau; twins that change places. The script that makes the change
follows every paragraph by identity, so that it is known where each one is afterwards, or that it is gone.

Silently wrong is an anchor that moved to a paragraph which is not the one that the script followed. Two cases
leave no trace in any text and are counted apart: a paragraph is deleted while its exact words are put in elsewhere
(that is a move, whoever made it); and an exact copy takes its very place, while the paragraph itself goes away
and is changed (in its place nothing has changed).
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
os.environ.setdefault("ACTIONLINES_DATA", tempfile.mkdtemp(prefix="actionlines-anchors-"))
django.setup()

from actionlines.documents import read  # noqa: E402
from actionlines.register.consultations.anchors import Passage, anchor, carry, holds, move  # noqa: E402
from actionlines.register.consultations.texts import Numbered, numbered  # noqa: E402
from benchmarks.figure import Figure  # noqa: E402

SPANS = 3  # comments on each paragraph: on all of it, and on two spans
SHORTEST = 8  # paragraphs of a text that is worth editing
FILES = ("A_RES_80_173.pdf", "A_RES_7*.pdf", "A_RES_8*.pdf", "A_*.pdf")
MOST_TEXTS = 40


@dataclass(frozen=True)
class Line:
    """A paragraph with who it is: `key` stays whatever happens to number and place; below 1, it is new."""

    key: int
    passage: Passage


Lines = list[Line]


def main() -> int:
    """1 where an anchor moved silently to a wrong place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    texts = list(resolutions(asked.data / "documents" / "pdf"))
    found = run(texts, asked.edits, asked.seed)
    print(f"{len(texts)} resolutions, {asked.edits} edits, {found['comments']} comments followed")
    for name in CHANGES:
        print(f"  {name:24} {found[f'made {name}']:5} times")
    right, kept = found["carried"], found["unchanged"]
    figures = [
        Figure("anchors silently moved to a wrong paragraph", found["wrong"], "<=", 0),
        Figure("words under an anchor that are not the words quoted", found["misquoted"], "<=", 0),
    ]
    for one in figures:
        print(one.row())
    print(f"carried of those whose paragraph and chapeau stayed the same: {right} of {kept} ({right / kept:.2%})")
    print(f"orphaned though unchanged, for twins: {found['twins']}; for other reasons: {found['lost']}")
    print(f"no text can tell: words put in elsewhere as they were deleted {found['like a move']},")
    print(f"  a copy in the very place {found['in its place']}")
    return 1 if found["wrong"] or found["misquoted"] else 0


def resolutions(folder: Path) -> list[list[Passage]]:
    """Texts of real resolutions."""
    paths = dict.fromkeys(path for form in FILES for path in sorted(folder.glob(form)))
    found = []
    for path in paths:
        document = read(path)
        lines = numbered(Numbered(one.id, one.text, one.number, one.kind, one.level) for one in document.paragraphs)
        if len(lines) >= SHORTEST:
            found.append([one.passage for one in lines])
        if len(found) == MOST_TEXTS:
            break
    return found


def run(texts: list[list[Passage]], edits: int, seed: int) -> Counter[str]:
    """Counts of everything that happened."""
    dice, found = random.Random(seed), Counter[str]()
    for _edit in range(edits):
        old = [Line(n, one) for n, one in enumerate(dice.choice(texts), 1)]
        new = list(old)
        for _change in range(dice.randint(1, 4)):
            name = dice.choice(list(CHANGES))
            changed = CHANGES[name](new, dice)
            if changed is not None:
                new = changed
                found[f"made {name}"] += 1
        judge(old, renumbered(new), dice, found)
    return found


def judge(old: Lines, new: Lines, dice: random.Random, found: Counter[str]) -> None:
    """What became of comments on every paragraph, against what the script knows."""
    before, after = [one.passage for one in old], [one.passage for one in new]
    carried = carry(before, after)
    where = {one.key: one.passage for one in new if one.key > 0}
    by_id = {one.passage.id: one for one in new}
    counts = Counter(one.text for one in before), Counter(one.text for one in after)
    chains = _chains(before), _chains(after)
    for line in old:
        truth, move_ = where.get(line.key), carried[line.passage.id]
        found["comments"] += SPANS
        stayed = truth is not None and truth.text == line.passage.text
        same_chapeau = stayed and chains[0][line.passage.id] == chains[1][truth.id]  # type: ignore[union-attr]
        found["unchanged"] += SPANS * bool(same_chapeau)
        if not move_.to:
            if same_chapeau:
                twin = counts[0][line.passage.text] > 1 or counts[1][line.passage.text] > 1
                found["twins" if twin else "lost"] += SPANS
            continue
        reached = by_id[move_.to]
        if truth is not None and truth.id == move_.to:
            found["carried"] += SPANS * bool(same_chapeau)
        elif truth is None and reached.key < 1 and reached.passage.text == line.passage.text:
            found["like a move"] += SPANS
        elif reached.key < 1 and _in_place(old, line, new, reached):
            found["in its place"] += SPANS
        else:
            found["wrong"] += SPANS
        for start, end in _spans(line.passage.text, dice):
            to = move(anchor(1, line.passage, start, end), 2, reached.passage, move_)
            good = to is not None and holds(to, reached.passage)
            quote = line.passage.text[start:end]
            found["misquoted"] += not (good and to and reached.passage.text[to.start : to.end] == quote)


def _in_place(old: Lines, line: Line, new: Lines, reached: Line) -> bool:
    """Whether a copy stands where the paragraph stood: beside a neighbour that it had, on the same side."""
    a, b = old.index(line), new.index(reached)
    before = old[a - 1].key if a else 0, new[b - 1].key if b else 0
    after = old[a + 1].key if a + 1 < len(old) else 0, new[b + 1].key if b + 1 < len(new) else 0
    return before[0] == before[1] or after[0] == after[1]


def _spans(text: str, dice: random.Random) -> list[tuple[int, int]]:
    found = [(0, len(text))]
    for _span in range(SPANS - 1):
        start = dice.randrange(len(text))
        found.append((start, dice.randint(start + 1, len(text))))
    return found


def _chains(passages: list[Passage]) -> dict[str, tuple[str, ...]]:
    by_id, found = {one.id: one for one in passages}, {}
    for one in passages:
        chain, at = [], by_id.get(one.parent)
        while at is not None:
            chain.append(at.text)
            at = by_id.get(at.parent)
        found[one.id] = tuple(chain)
    return found


def renumbered(lines: Lines) -> Lines:
    """Ids as a reader would give them anew: by place; a sub-item hangs on what it hung on, if that is above it."""
    names: dict[str, str] = {}
    found: Lines = []
    for n, line in enumerate(lines, 1):
        name = f"{n}"
        parent = names.get(line.passage.parent, "")
        names[line.passage.id] = name
        found.append(Line(line.key, Passage(name, line.passage.text, parent)))
    return found


def _delete(lines: Lines, dice: random.Random) -> Lines | None:
    if len(lines) < 2:
        return None
    at = dice.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _split(lines: Lines, dice: random.Random) -> Lines | None:
    long = [n for n, one in enumerate(lines) if one.passage.text.count(" ") > 3]
    if not long:
        return None
    at = dice.choice(long)
    one = lines[at]
    words = one.passage.text.split(" ")
    cut = dice.randint(1, len(words) - 1)
    first, second = " ".join(words[:cut]), " ".join(words[cut:])
    # Neither half is the paragraph that was commented on: its words are others now.
    return [
        *lines[:at],
        Line(one.key, replace(one.passage, text=first)),
        Line(0, Passage(f"{one.passage.id}-half", second, one.passage.parent)),
        *lines[at + 1 :],
    ]


def _merge(lines: Lines, dice: random.Random) -> Lines | None:
    if len(lines) < 2:
        return None
    at = dice.randrange(len(lines) - 1)
    one, other = lines[at], lines[at + 1]
    joined = replace(one.passage, text=f"{one.passage.text} {other.passage.text}")
    return [*lines[:at], Line(one.key, joined), *lines[at + 2 :]]


def _move(lines: Lines, dice: random.Random) -> Lines | None:
    rest = list(lines)
    one = rest.pop(dice.randrange(len(rest)))
    rest.insert(dice.randint(0, len(rest)), one)
    return rest


def _insert(lines: Lines, dice: random.Random) -> Lines | None:
    """Something new at some place: all numbers after it change."""
    at = dice.randint(0, len(lines))
    new = Line(0, Passage(f"new-{dice.random()}", f"Decides to consider item {dice.randrange(10**6)};"))
    return [*lines[:at], new, *lines[at:]]


def _twin(lines: Lines, dice: random.Random) -> Lines | None:
    """The very same words once more, somewhere else."""
    one = dice.choice(lines)
    at = dice.randint(0, len(lines))
    return [*lines[:at], Line(0, Passage(f"twin-{dice.random()}", one.passage.text)), *lines[at:]]


def _look_alike(lines: Lines, dice: random.Random) -> Lines | None:
    """The same words but for one; half of the time instead of the paragraph itself."""
    at = dice.randrange(len(lines))
    one = lines[at]
    like = Line(0, Passage(f"like-{dice.random()}", _other_word(one.passage.text, dice), one.passage.parent))
    rest = lines[:at] + lines[at + 1 :] if dice.random() < 0.5 else lines
    to = dice.randint(0, len(rest))
    return [*rest[:to], like, *rest[to:]]


def _word(lines: Lines, dice: random.Random) -> Lines | None:
    at = dice.randrange(len(lines))
    one = lines[at]
    changed = Line(one.key, replace(one.passage, text=_other_word(one.passage.text, dice)))
    return [*lines[:at], changed, *lines[at + 1 :]]


def _other_word(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    at = dice.randrange(len(words))
    words[at] = dice.choice(["also", "States", "2031", f"{words[at]}s", ""])
    changed = " ".join(words)
    return changed if changed != text else f"{text} anew"


def _chapeau(lines: Lines, dice: random.Random) -> Lines | None:
    """A sub-item hangs on another paragraph now."""
    items = [n for n, one in enumerate(lines) if one.passage.parent]
    if not items:
        return None
    at = dice.choice(items)
    one = lines[at]
    rest = lines[:at] + lines[at + 1 :]
    to = dice.randrange(len(rest))
    hung = Line(one.key, replace(one.passage, parent=rest[to].passage.id))
    return [*rest[: to + 1], hung, *rest[to + 1 :]]


def _swap(lines: Lines, dice: random.Random) -> Lines | None:
    """Two twins change places, and something is put in besides: two texts that are equal in every sign are one."""
    return _swapped(lines, dice)


def _swapped(lines: Lines, dice: random.Random) -> Lines | None:
    """The same; a twin is made where there is none."""
    by_text: dict[str, list[int]] = {}
    for n, one in enumerate(lines):
        by_text.setdefault(one.passage.text, []).append(n)
    twins = [places for places in by_text.values() if len(places) > 1]
    if not twins:
        made = _twin(lines, dice)
        # A twin that is followed, so that there is something to take for another.
        return made and _swapped([replace(one, key=one.key or -1) for one in made], dice)
    a, b = dice.sample(dice.choice(twins), 2)
    swapped = list(lines)
    swapped[a], swapped[b] = lines[b], lines[a]
    return _insert(swapped, dice)


CHANGES: dict[str, Callable[[Lines, random.Random], Lines | None]] = {
    "delete": _delete, "split": _split, "merge": _merge, "move": _move, "renumber": _insert,
    "exact twin": _twin, "look-alike": _look_alike, "one word": _word, "another chapeau": _chapeau,
    "swap of twins": _swap,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
