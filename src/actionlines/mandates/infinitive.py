"""Find the infinitive that says what is asked: the first "to" + verb that is not governed by a noun or
adjective.
"""

from __future__ import annotations

from actionlines.lazily import expression
from actionlines.mandates.words import word_set, words_of

_TO = expression(r"\bto\s+")
_ANOTHER = expression(r"be [a-z]+ed\b[^,;]{0,120}, to\s")
_ADVERB = expression(
    r"(?:(?:not|further|also|continue to"
    r"|(?!(?:apply|comply|supply|reply|rely|multiply|imply|ally|rally)\b)[a-z]+ly(?:,? and)?"
    r"|inter alia,|where [a-z]+,)\s+)*"
)
_FURTHER = expression(
    r"further (?:their|its|his|her|our|the|this|efforts|cooperation|collaboration)\b"
)  # the verb: "to further their efforts"
_WORD = expression(r"[A-Za-z][\w’'-]*")
_ADJECTIVE = expression(r"[a-z]+(?:al|ive|ous|able|ible|ic|ful|less)$")
_VERBS_IN_ED = frozenset(("need", "feed", "heed", "speed", "proceed", "succeed", "exceed", "embed", "shed"))
_VERBS_IN_ING = frozenset(("bring", "spring", "cling", "string", "swing"))


def find_infinitive(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(position of "to", position of the verb phrase after it) of the infinitive asked for in start..end."""
    for match in _TO.finditer(text, start, end):
        if text.startswith("be ", match.end()) and _ANOTHER.match(text, match.end(), end):
            continue  # "a working group, to be set up at its next session, to consider ..."
        if is_infinitive(text, match.start(), match.end(), start):
            return match.start(), match.end()
    return None


def is_infinitive(text: str, to: int, after: int, start: int) -> bool:
    """Return whether the "to" at `to` opens a free infinitive."""
    if governed(text, to, start):
        return False
    if _FURTHER.match(text, after):
        return True
    skip = _ADVERB.match(text, after)
    word = _WORD.match(text, skip.end() if skip else after)
    return word is not None and is_verb(word.group())


def governed(text: str, to: int, start: int) -> bool:
    """Return whether the word before the "to" at `to` takes it ("access to", "related to")."""
    before = text[max(start, to - 60) : to].rstrip()
    if before.endswith(("in this regard", "in that regard", "in this respect", "in that respect")):
        return False  # "submit reports in this regard to the Council"
    return not before.endswith(",") and before.rpartition(" ")[2] in word_set("governor")


def is_verb(word: str) -> bool:
    """Return whether a word after a free "to" is a verb rather than the beginning of a noun phrase."""
    if not word.islower():
        return False
    if word in word_set("verb or noun"):
        return True
    if word in word_set("determiner"):
        return False
    if word.endswith("ing") and word not in _VERBS_IN_ING:
        return False
    if word.endswith("ed") and word not in _VERBS_IN_ED:
        return False
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return False
    if word in word_set("verb despite ending"):
        return True
    return not (word.endswith(words_of("noun ending")) or _ADJECTIVE.match(word))


_FIRST = expression(
    r"(?:[a-z]+ly\s+(?:and\s+)?|not\s+|further\s+|also\s+|continue\s+to\s+)*(?P<word>[a-z][\w’-]*)"
)


def is_gerund_or_infinitive(text: str, at: int) -> bool:
    """Return whether a verb stands at `at`, as after "committed to"."""
    match = _FIRST.match(text, at)
    return match is not None and (match["word"].endswith("ing") or is_verb(match["word"]))
