"""What was agreed, as data with sources: action lines, goals, targets, commitments, bodies, areas.

`load()` gives the whole as one object; `bodies` and `references` can be used without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actionlines.framework.framework import Framework

__all__ = ["load"]


def load() -> Framework:
    """Return the framework of this release; nothing is read before it is asked for."""
    from actionlines.framework.framework import load as read

    return read()
