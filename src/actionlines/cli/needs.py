"""Extras that a command needs: their absence is one plain line, not a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from actionlines.errors import EngineError


def needs(command: str, extra: str, packages: Iterable[str]) -> None:
    """Raise EngineError naming the first of the packages that is not installed, and the extra that brings it."""
    for package in packages:
        # Looked for, not imported: some of them can be imported only once others have their settings.
        if find_spec(package) is None:
            advice = f"Install it with `pip install 'actionlines[{extra}]'`."
            raise EngineError(command, f"{package} is not installed", advice)
