"""Names of bodies as resolutions write them, reduced to a key that ignores case, articles and qualifiers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

LONGEST = 600  # characters; the longest name of a body has 153
MOST_CUTS = 12  # post-modifiers in one name; the longest name of a body has 7
_FOLD = str.maketrans('’‘‐‑–—−"“”', "''-----   ", "\u00ad")
_PARENTHESIS = expression(r"\([^()]{0,200}\)|[()]")
_PLAIN = expression(r"[a-z0-9'-]+(?: [a-z0-9'-]+)*")
_BROKEN = expression(r"(?<=\w)- (?!and\b|or\b)")  # a line ended after the hyphen
_WORD = expression(r"[^\s,;:.!?\[\]]+|[,;]")
_JOIN = expression(r" , (?:and |or )?| and | or ")


@cache
def words_of(role: str) -> tuple[str, ...]:
    """Return the words that play `role` (qualifier, office, suffix, prefix, postmodifier), longest first."""
    words = [row["words"] for row in read_table("name_words") if row["role"] == role]
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _list_qualifiers() -> frozenset[str]:
    return frozenset(words_of("qualifier"))


def fold_name(name: str) -> str:
    """Lower case, plain quotes and hyphens, no parentheses, single blanks; commas stand alone.

    >>> fold_name("The Entity  for Women (UN-Women), and others")
    'the entity for women , and others'
    """
    lower = name[:LONGEST].lower()
    if _PLAIN.fullmatch(lower) and "- " not in lower:
        return lower
    text = normalize("NFKC", name[:LONGEST]).translate(_FOLD).lower().replace("/", " or ")
    return _BROKEN.sub("-", " ".join(_WORD.findall(_PARENTHESIS.sub(" ", text))))


def name_key(name: str) -> str:
    """Return the folded name without articles and qualifiers; all of it where nothing else is left.

    >>> name_key("All other relevant entities of the United Nations system")
    'entities of united nations system'
    """
    folded = fold_name(name).strip(" ,;")
    words = folded.split()
    left = [word for word in words if word not in _list_qualifiers()]
    return folded if len(left) == len(words) else _BROKEN.sub("-", " ".join(left)).strip(" ,;") or folded


def expand_name(name: str) -> tuple[str, ...]:
    """Coordinated modifiers with their shared head written out, or the coordinated names themselves.

    >>> expand_name("international , regional and subregional organizations")
    ('international organizations', 'regional organizations', 'subregional organizations')
    >>> expand_name("member states and stakeholders")
    ('member states', 'stakeholders')
    """
    parts = [part for part in _JOIN.split(name) if part]
    if len(parts) < 2:
        return ()
    *before, last = parts
    modifier, _, head = last.partition(" ")
    if head and all(" " not in part for part in before):
        return tuple(f"{part} {head}" for part in (*before, modifier))
    return tuple(parts)


def iterate_heads(name: str) -> Iterator[str]:
    """Yield the name cut before each of its first post-modifiers, longest first: "states in africa", "states"."""
    words = name.split()
    marks = frozenset(words_of("postmodifier"))
    cuts = [index for index in range(1, len(words)) if words[index] in marks][:MOST_CUTS]
    for index in reversed(cuts):
        yield " ".join(words[:index]).strip(" ,;")
