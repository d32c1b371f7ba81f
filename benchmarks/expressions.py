"""The regular expressions of the project, and texts that are made of each to be slow for it.

`collected` imports every module of the core and the search, and reads small documents in six languages, while it
listens to what `re` compiles. `pumps` walks an expression as `re` has parsed it: each long repeat gives a
prefix that leads to it, and words that its body takes, to be repeated.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import actionlines
from actionlines import lazily

# Rooms whose expressions read what people send.
ROOMS = (
    "documents", "citations", "mandates", "alignment", "indicators", "follow_up", "papers", "progress", "results",
    "registry.search", "registry.imports",
)  # fmt: skip
# Expressions whose texts are cut to so many characters before, by file and name.
BOUNDED = {
    ("documents/pdf/flow.py", "_SYMBOL"): "_LONGEST_HEAD",
    ("register/activities/imports/results.py", "_TAIL"): "_LONGEST",
    ("register/activities/imports/cells.py", "_WORDS"): "_LONGEST",
    ("register/activities/imports/cells.py", "_AMERICAN"): "_LONGEST",
}
_METHODS = "search|match|fullmatch|sub|subn|finditer|findall|split"
# A repeat that ends before is bounded.
LONG = 30
# Words of one body: each of its first alternatives is one.
_MOST = 6
_CHARACTERS = "a1 .-,(A/;é中е\n\t\"'_x0"
_OF_CATEGORY: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdigit, sre.CATEGORY_NOT_DIGIT: lambda one: not one.isdigit(),
    sre.CATEGORY_SPACE: str.isspace, sre.CATEGORY_NOT_SPACE: lambda one: not one.isspace(),
    sre.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    sre.CATEGORY_NOT_WORD: lambda one: not (one.isalnum() or one == "_"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pump:
    """A text to be made: `prefix`, then `word` again and again, then what fails."""

    prefix: str
    word: str

    def text(self, size: int) -> str:
        """Return the text at about `size` bytes of UTF-8."""
        return self.prefix + self.word * (size // max(1, len(self.word.encode()))) + "\x01"


@contextmanager
def listening() -> Iterator[dict[re.Pattern[str], str]]:
    """Yield the expressions that modules of the project compile meanwhile, each with its file."""
    found: dict[re.Pattern[str], str] = {}
    plain = re._compile  # type: ignore[attr-defined]

    def heard(pattern: Any, flags: int) -> Any:
        """Compile, and keep what the project asks for."""
        made = plain(pattern, flags)
        file = sys._getframe(2).f_code.co_filename
        if "actionlines/" in file and isinstance(made.pattern, str):
            found.setdefault(made, file.rpartition("actionlines/")[2])
        return made

    re._compile = heard  # type: ignore[attr-defined]
    later, lazily.expression = lazily.expression, re.compile  # at once, by the module that names it
    try:
        yield found
    finally:
        re._compile, lazily.expression = plain, later  # type: ignore[attr-defined]


def collected(use: Callable[[], object]) -> dict[re.Pattern[str], str]:
    """Return the expressions of the rooms; `use` calls what compiles its own only when it works."""
    with listening() as found:
        for room in ROOMS:
            package = importlib.import_module(f"{actionlines.__name__}.{room}")
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                with suppress(ImportError):  # an extra that is not installed
                    importlib.import_module(module.name)
        use()
    return found


def methods(found: Iterable[re.Pattern[str]]) -> dict[re.Pattern[str], frozenset[str]]:
    """Return how the project calls each expression: the methods behind its names; none where it has no name."""
    sources = {path: path.read_text("utf-8") for path in Path(actionlines.__file__).parent.rglob("*.py")}
    every = "\n".join(sources.values())
    wanted = {one: compiled(one) or one for one in found}
    called: dict[re.Pattern[str], set[str]] = {one: set() for one in wanted.values()}
    for module in [one for name, one in sys.modules.items() if name.startswith(actionlines.__name__)]:
        for name, value in vars(module).items():
            if (made := compiled(value)) in called:
                # A name with an underscore is of its file alone.
                text = sources.get(Path(module.__file__ or ""), "") if name.startswith("_") else every
                called[made].update(re.findall(rf"\b{name}\.({_METHODS})\b", text))
    return {one: frozenset(called[made]) for one, made in wanted.items()}


def compiled(value: object) -> re.Pattern[str] | None:
    """Return an expression, also one that is compiled at its first use; None for anything else."""
    if isinstance(value, lazily._Expression):
        return re.compile(value.pattern, value.wanted)
    return value if isinstance(value, re.Pattern) else None


def bounded() -> dict[re.Pattern[str], int]:
    """Return the longest text of each expression of BOUNDED."""
    found = {}
    for (file, name), limit in BOUNDED.items():
        module = importlib.import_module(f"{actionlines.__name__}.{file.removesuffix('.py').replace('/', '.')}")
        if (made := compiled(getattr(module, name))) is not None:
            found[made] = int(getattr(module, limit))
    return found


def pumps(expression: re.Pattern[str]) -> list[Pump]:
    """Return the pumps of all long repeats of an expression, without doubles."""
    parsed = parser.parse(expression.pattern, expression.flags)
    return list(dict.fromkeys(one for one in _walk(list(parsed), "") if one.word))


def _walk(items: Sequence[Any], prefix: str) -> Iterator[Pump]:
    for at, (kind, value) in enumerate(items):
        before = prefix + sample(items[:at])
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _least, most, body = value
            if most is sre.MAXREPEAT or most >= LONG:
                yield from (Pump(before, word) for word in _words(list(body)))
            yield from _walk(list(body), before)
        elif kind is sre.SUBPATTERN:
            yield from _walk(list(value[3]), before)
        elif kind is sre.ATOMIC_GROUP:
            yield from _walk(list(value), before)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _walk(list(branch), before)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _walk(list(value[1]), before)


def _words(body: Sequence[Any]) -> list[str]:
    """Return what a body may take: each of its first alternatives, and each kind of character of a class."""
    if len(body) == 1:
        kind, value = body[0]
        if kind is sre.SUBPATTERN:
            return _words(list(value[3]))
        if kind is sre.BRANCH:
            return [word for branch in value[1][:_MOST] for word in _words(list(branch))[:2]]
        if kind in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            return [one for one in _CHARACTERS if _takes(kind, value, one)][:_MOST] or [_one(kind, value)]
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            return _words(list(value[2]))
    return [sample(body)]


def sample(items: Sequence[Any]) -> str:
    """Return a short text that the items take; of what looks around nothing is asked."""
    return "".join(_one(kind, value) for kind, value in items)


def _one(kind: Any, value: Any) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind in (sre.IN, sre.ANY, sre.NOT_LITERAL):
        found = next((one for one in _CHARACTERS if _takes(kind, value, one)), "")
        if found or kind is not sre.IN:
            return found or "b"
        inner, given = value[0]
        return chr(given if inner is sre.LITERAL else given[0]) if inner in (sre.LITERAL, sre.RANGE) else "a"
    if kind is sre.SUBPATTERN:
        return sample(list(value[3]))
    if kind is sre.ATOMIC_GROUP:
        return sample(list(value))
    if kind is sre.BRANCH:
        return sample(list(value[1][0]))
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return sample(list(value[2])) * max(1, min(value[0], LONG))
    return ""


def _takes(kind: Any, value: Any, one: str) -> bool:
    if kind is sre.ANY:
        return one != "\n"
    if kind is sre.NOT_LITERAL:
        return ord(one) != value
    inside, negated = False, False
    for inner, given in value:
        if inner is sre.NEGATE:
            negated = True
        elif inner is sre.LITERAL:
            inside |= ord(one) == given
        elif inner is sre.RANGE:
            inside |= given[0] <= ord(one) <= given[1]
        elif inner is sre.CATEGORY:
            inside |= _OF_CATEGORY[given](one)
    return inside != negated
