"""The lock files: with hashes asked for, one package that is not pinned stops the whole installation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).parents[1] / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))


PIN = re.compile(r"^([\w.-]+)(?:\[([^]]*)\])?==", re.M)


def pins_of(text: str) -> dict[str, set[str]]:
    """Each pinned package of a lock with the extras that it is pinned with."""
    return {canonicalize_name(name): set(filter(None, extras.split(","))) for name, extras in PIN.findall(text)}


def wanted_of(pinned: dict[str, set[str]]) -> Iterator[tuple[str, Requirement]]:
    """What the pinned packages that are installed here need, extras of theirs that the lock asks for included."""
    for name, extras in pinned.items():
        for one in needs(name, extras):
            yield name, one


@pytest.mark.parametrize("lock", LOCKS, ids=[one.stem for one in LOCKS])
def test_what_a_pinned_package_needs_is_pinned(lock: Path) -> None:
    pinned = pins_of(lock.read_text())
    missing = {
        f"{name} needs {one.name}" for name, one in wanted_of(pinned) if canonicalize_name(one.name) not in pinned
    }
    assert not missing


@pytest.mark.parametrize("lock", LOCKS, ids=[one.stem for one in LOCKS])
def test_an_extra_that_a_pinned_package_needs_stands_in_the_pin(lock: Path) -> None:
    """An old pip refuses ``httpx[http2]`` of another package where the lock says ``httpx==`` alone."""
    pinned = pins_of(lock.read_text())
    bare = {
        f"{name} needs {one.name}[{','.join(sorted(one.extras))}]"
        for name, one in wanted_of(pinned)
        if canonicalize_name(one.name) != name and not set(one.extras) <= pinned.get(canonicalize_name(one.name), set())
    }
    assert not bare


def test_a_pin_without_its_extra_is_noticed() -> None:
    text = "coverage==7.11.0 \\\n    --hash=sha256:0\npytest-cov==7.0.0 \\\n    --hash=sha256:0\n"
    wanted = [one for name, one in wanted_of(pins_of(text)) if one.name == "coverage"]
    assert [set(one.extras) - pins_of(text)["coverage"] for one in wanted] == [{"toml"}]


def needs(name: str, extras: Iterable[str] = ()) -> list[Requirement]:
    """What a package needs here with these extras; nothing where it is not installed."""
    try:
        said = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    every = [Requirement(one) for one in said]
    ways = ["", *extras]
    return [one for one in every if one.marker is None or any(one.marker.evaluate({"extra": way}) for way in ways)]


@pytest.mark.parametrize("lock", LOCKS, ids=[one.stem for one in LOCKS])
def test_every_pin_has_a_hash_and_no_index_is_named(lock: Path) -> None:
    text = lock.read_text()
    pins = re.split(r"^(?=[\w.-]+(?:\[[^]]*\])?==)", text, flags=re.M)[1:]
    assert pins and all("--hash=sha256:" in one for one in pins)
    assert "index-url" not in text and "://" not in text
