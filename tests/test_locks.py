"""The lock files: with hashes asked for, one package that is not pinned stops the whole installation."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).parents[1] / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=[one.stem for one in LOCKS])
def test_what_a_pinned_package_needs_is_pinned(lock: Path) -> None:
    pinned = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.M)}
    missing = {
        f"{name} needs {one.name}"
        for name in pinned
        for one in needs(name)
        if canonicalize_name(one.name) not in pinned
    }
    assert not missing


def needs(name: str) -> list[Requirement]:
    """What a package needs here without any extra; nothing where it is not installed."""
    try:
        said = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    every = [Requirement(one) for one in said]
    return [one for one in every if one.marker is None or one.marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("lock", LOCKS, ids=[one.stem for one in LOCKS])
def test_every_pin_has_a_hash_and_no_index_is_named(lock: Path) -> None:
    text = lock.read_text()
    pins = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert pins and all("--hash=sha256:" in one for one in pins)
    assert "index-url" not in text and "://" not in text
