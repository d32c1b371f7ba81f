"""What every page knows: the site's name and version, and whether this reader has an inbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from actionlines import __version__
from actionlines.registry.permissions import decide


def common(request: HttpRequest) -> dict[str, Any]:
    """For all templates. `may` answers `{% if may.review_inbox %}` for actions that need no record."""
    return {"version": __version__, "may": _May(getattr(request, "user", None))}


class _May:
    def __init__(self, user: Any) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        return bool(decide(self.user, name.replace("_", ".", 1)))
