"""Bodies that can be asked for something: their names, and the way from words of a text to ids.

>>> by_alias("all relevant entities of the United Nations system")
('un-system',)
>>> resolve_name("international, regional and subregional organizations")
('international-organizations', 'regional-organizations')
>>> organ_of("itu-council", "executive-head"), resolve_name("the Council of ITU")
('itu-secretary-general', ('itu-council',))
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from actionlines.framework.tables import DATA, read_table, split_list
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


ROLES = ("executive-head", "deputy-head", "secretariat", "council", "assembly")
"""What an organ is to its organisation: `assembly` is the body of all members, `council` the smaller one that
governs between its sessions.
"""
UNSPECIFIED = "unspecified"
AMBIGUOUS = "ambiguous"
"""Two or more bodies fit; a mandate names them as its candidates."""
LEFT_OPEN = frozenset((UNSPECIFIED, AMBIGUOUS))
"""Labels that represent no body: the text leaves open who is asked."""
NAMED = "other:"
"""Begins the label of a body that a text names and that has no id: `other:Expert Group on Wells`."""
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Body:
    """One row of bodies.csv: an organ, office, official, forum or group of stakeholders.

    `aliases` are lower-case English surface forms; `parent` is the id of another body or "".
    """

    id: str
    name: str
    kind: str
    parent: str
    acronyms: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str
    note: str


@cache
def bodies() -> Mapping[str, Body]:
    """Return all bodies by id, in the order of the file."""
    return read_bodies(DATA)


def read_bodies(folder: Path) -> Mapping[str, Body]:
    """Return the bodies of the table in `folder`, by id."""
    rows = (
        Body(
            row["id"],
            row["name"],
            row["kind"],
            row["parent"],
            split_list(row["acronyms"]),
            split_list(row["aliases"]),
            row["source"],
            row["note"],
        )
        for row in read_table("bodies", folder)
    )
    return MappingProxyType({body.id: body for body in rows})


@cache
def _index_aliases() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for body in bodies().values():
        for surface in (body.name, *body.aliases, *_spell_acronyms(body.acronyms)):
            ids = names.setdefault(name_key(surface), [])
            if body.id not in ids:
                ids.append(body.id)
    return {surface: tuple(ids) for surface, ids in names.items() if surface}


def _spell_acronyms(acronyms: tuple[str, ...]) -> Iterator[str]:
    """Acronyms that stay recognisable in lower case: no English words, no pairs of letters."""
    return (word for word in acronyms if len(word) > 2 and word.lower() not in words_of("homograph"))


@cache
def _index_acronyms() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for body in bodies().values():
        for acronym in body.acronyms:
            names.setdefault(acronym, []).append(body.id)
    return {acronym: tuple(ids) for acronym, ids in names.items()}


@cache
def _word_rules() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    return tuple(
        (row["body"], tuple(tuple(group.split("|")) for group in row["words"].split("+")))
        for row in read_table("body_words")
    )


def label_of(name: str) -> str:
    """Return the label of a body by its name: its id where there is one, else `other:NAME`.

    Lists of labels are joined by commas, so that a label has none.

    >>> label_of("Statistical Commission"), label_of("the Panel on Wells, Pumps and Pipes")
    ('statistical-commission', 'other:Panel on Wells Pumps and Pipes')
    """
    body = by_alias(name)
    if len(body) == 1:
        return body[0]
    plain = " ".join(name.replace(",", " ").split()).removeprefix("the ").removeprefix("The ")
    return f"{NAMED}{plain}"[:LONGEST_LABEL].rstrip()


def is_label(label: str) -> bool:
    """Return whether a label is the id of a body, or names one that has no id."""
    return label in bodies() or (label.startswith(NAMED) and len(NAMED) < len(label) <= LONGEST_LABEL)


def body_of(label: str) -> Body | None:
    """Return the body with this id, or the body that a label names: its kind is the noun that it is built on, its
    parent the body that its name ends with. None for any other label.

    >>> (body := body_of("other:Advisory Board of ITU")) and (body.name, body.kind, body.parent)
    ('Advisory Board of ITU', 'board', 'itu')
    """
    if label in bodies() or not is_label(label):
        return bodies().get(label)
    name = label.removeprefix(NAMED)
    parents = by_alias(name.partition(" of ")[2] or name.removesuffix(" secretariat"))
    kind = (fold_name(name), *iterate_heads(fold_name(name)))[-1].split()[-1]
    return Body(label, name, kind, parents[0] if len(parents) == 1 else "", (), (), "", "")


def list_ancestors(body: str) -> tuple[str, ...]:
    """Return ids of the parent, its parent and so on; the check of the framework proves that this ends."""
    chain: list[str] = []
    current = bodies()[body].parent
    while current and current not in chain:
        chain.append(current)
        current = bodies()[current].parent
    return tuple(chain)


@cache
def _index_organs() -> Mapping[str, Mapping[str, str]]:
    """Return organisation -> role -> organ."""
    organs: dict[str, dict[str, str]] = {}
    for row in read_table("organs"):
        organs.setdefault(row["body"], {})[row["role"]] = row["organ"]
    return organs


def organ_of(body: str, role: str) -> str:
    """Return the id of the organ that plays `role` (one of ROLES) in an organisation; "" where none is listed.

    Asked of an organ, the nearest organisation above it answers: the executive head of the Assembly of UNEP is
    that of UNEP. Raises KeyError for a body that does not exist.
    """
    owners = (owner for owner in (body, *list_ancestors(body)) if owner in _index_organs())
    return _index_organs()[owner].get(role, "") if (owner := next(owners, "")) else ""


@cache
def _index_titles() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return title in lower case -> role, and the pattern of "Director of X" and "X Director"."""
    roles = {title: role for role in ROLES for title in words_of(role)}
    any_title = "|".join(map(re.escape, sorted(roles, key=len, reverse=True)))
    before, after = (
        rf"(?P<before>{any_title}) (?:of|to|for) (?P<of>.+)",
        rf"(?P<body>.+?)(?:['’]s)? (?P<after>{any_title})",
    )
    return roles, re.compile(f"(?:the )?(?:{before}|{after})", re.IGNORECASE)


def by_title(surface: str) -> tuple[str, ...]:
    """Return the ids that `by_alias` gives, else the organ of a known organisation that is named by its title.

    >>> by_title("Executive Director of UNEP"), by_title("Director of the wells")
    (('unep-executive-director',), ())
    """
    if ids := by_alias(surface):
        return ids
    roles, pattern = _index_titles()
    if not (match := pattern.fullmatch(surface.strip()[:LONGEST])):
        return ()
    role = roles[(match["before"] or match["after"]).lower()]
    organs = (_index_organs().get(body, {}).get(role, "") for body in by_alias(match["of"] or match["body"]))
    return tuple(organ for organ in organs if organ)


def by_alias(surface: str) -> tuple[str, ...]:
    """Return ids whose name, alias or acronym is `surface` (case, articles and qualifiers apart); () if none.

    Acronyms keep their case: "WHO" is a body, "who" is not.
    """
    bare = surface.strip().removeprefix("the ").removeprefix("The ").strip()
    return _index_acronyms().get(bare) or _index_aliases().get(name_key(surface), ())


@lru_cache(maxsize=8192)
def resolve_name(surface: str) -> tuple[str, ...]:
    """Return ids for any way of naming an addressee, best guess included; () where even the words do not help.

    Tried in turn: the whole name, the organ of an organisation ("Council of X", organs.csv), its offices ("Chair
    of X" is X), coordinated names, the name without what follows its head, and the head of the phrase. Nothing is
    invented: every id is in bodies.csv.
    """
    if exact := by_title(surface):
        return exact
    name = name_key(surface[:LONGEST])
    return _first_matches(name) if name else ()


def _first_matches(name: str) -> tuple[str, ...]:
    known = _index_aliases()
    for candidate in (name, *_iterate_offices(name)):
        if ids := known.get(candidate) or _resolve_coordinated(candidate):
            return ids
    # "mine- and war-affected States": the hanging hyphen says that all of it is before the head.
    cut = () if "- and " in name or "- or " in name else tuple(iterate_heads(name))
    for head in cut:
        ids = known.get(head) or next((known[office] for office in _iterate_offices(head) if office in known), ())
        if ids and head not in words_of("bare"):
            return _by_words(name, within=ids) or ids
    # The noun before the first post-modifier carries the name: a commission on women is a commission.
    head = cut[-1] if cut else name
    ids = _by_words(head) or _by_ending(head) if cut else _by_ending(head) or _by_words(head)
    if ids:
        return _by_words(name, within=ids) or ids
    before, comma, _ = name.partition(" ,")
    return _first_matches(before) if comma else ()


def _iterate_offices(name: str) -> Iterator[str]:
    """Yield the name without the office held, the organisation it belongs to, or a national qualifier."""
    seen = {name}
    queue = [name]
    while queue and len(seen) < 16:
        for shorter in _shorten_name(queue.pop(0)):
            if shorter not in seen:
                seen.add(shorter)
                queue.append(shorter)
                yield shorter


@cache
def _list_affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    before = {f"{name_key(words)} " for role in ("office", "prefix") for words in words_of(role)}
    after = {f" {name_key(words)}" for words in words_of("suffix")}
    return tuple(sorted(before, key=len, reverse=True)), tuple(sorted(after, key=len, reverse=True))


def _shorten_name(name: str) -> Iterator[str]:
    before, after = _list_affixes()
    for words in before:
        if name.startswith(words):
            yield name[len(words) :]
    for words in after:
        if name.endswith(words):
            yield name[: -len(words)]


def _resolve_coordinated(name: str) -> tuple[str, ...]:
    parts = expand_name(name)
    if not parts or tuple(iterate_heads(parts[0])):
        return ()  # "stakeholders from Africa and Asia" coordinates places, not stakeholders
    names = [
        _index_aliases().get(part) or _index_aliases().get(part.removesuffix("s")) or _by_ending(part) for part in parts
    ]
    return tuple(dict.fromkeys(body for group in names for body in group)) if all(names) else ()


def _by_ending(name: str) -> tuple[str, ...]:
    """Return ids of the longest alias that ends the name: "central asian countries" -> countries."""
    words = name.split()
    for start in range(len(words)):
        ending = " ".join(words[start:])
        alias = _index_aliases().get(ending)
        if alias and (start == 0 or ending not in words_of("alone") + words_of("bare")):
            return alias
    return ()


def _by_words(name: str, within: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the body of the first rule (body_words.csv) whose groups all occur, `within` one of these bodies."""
    padded = f" {name} "
    for body, groups in _word_rules():
        if within and not set(list_ancestors(body)) & set(within):
            continue
        if all(any(f" {word} " in padded for word in group) for group in groups):
            return (body,)
    return ()
