"""Shared fixtures: the folder of real documents beside the checkout, when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("ACTIONLINES_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout (or ACTIONLINES_SHARED); skips where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(
            f"no shared documents at {SHARED.name}: set ACTIONLINES_SHARED to the folder that holds data/"
        )
    return SHARED
