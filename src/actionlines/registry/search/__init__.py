"""Search over the register. `catch_up` brings the index up to what the outbox says has changed."""

from __future__ import annotations


def catch_up() -> None:
    """Write to the index what has changed since the last time."""
