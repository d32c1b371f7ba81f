"""What the tests of assistants share."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import asgiref.sync
import pytest


@pytest.fixture(autouse=True)
def no_loop_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a view begin a loop where the browser of other tests, in this thread, has left its own."""
    around = asyncio._get_running_loop()

    def running() -> asyncio.AbstractEventLoop:
        """Return the loop of this thread, if it is not that of the browser."""
        found = asyncio.get_running_loop()
        if found is around:
            raise RuntimeError("no loop of ours runs in this thread")
        return found

    if around is not None:
        names = {name: getattr(asyncio, name) for name in dir(asyncio)}
        monkeypatch.setattr(asgiref.sync, "asyncio", SimpleNamespace(**{**names, "get_running_loop": running}))
