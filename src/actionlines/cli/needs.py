"""Extras that a command needs: their absence is one plain line, not a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from actionlines.errors import EngineError


def needs(command: str, extra: str, packages: Iterable[str]) -> None:
    """Raise EngineError naming the first of the packages that is not installed, and the extra that brings it."""
    for package in packages:
        try:
            import_module(package)
        except ImportError as error:
            advice = f"Install it with `pip install 'actionlines[{extra}]'`."
            raise EngineError(command, f"{package} is not installed", advice) from error
