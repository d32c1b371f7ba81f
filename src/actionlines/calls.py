"""Packages that are called: `actionlines.mandates(path)` beside `from actionlines.mandates import Mandate`.

docs/decisions/0019-packages-that-are-called.md has the reasons.
"""

import sys
from importlib import import_module
from types import ModuleType


def callable_as(package: str, function: str) -> None:
    """Let a call of a package be a call of a function, which is imported at the first call.

    package   its full name, as in `__name__`
    function  "module:name", which may stand above the package: it is looked up by its name alone
    """
    module, _, name = function.partition(":")

    class Callable(ModuleType):
        """A package that is called as a function."""

        def __call__(self, *given: object, **named: object) -> object:
            return getattr(import_module(module), name)(*given, **named)

    Callable.__call__.__doc__ = f"Call `{module}.{name}`, whose docstring says what it takes and returns."
    sys.modules[package].__class__ = Callable
