"""Whether what programs of others rest on still holds: a surface of a release beside that of today."""

from __future__ import annotations

from collections.abc import Iterator

from tests.release.surface import Surface

_NEEDED = {"required", "optional"}
_WORDS = ("max", "min", "pattern")  # of limits


def breaks(before: Surface, now: Surface) -> dict[str, str]:
    """Return what of `before` is broken in `now`, and how, by name.

    What is sent must still be taken; what is answered must not be more than it was. A closed list of an answer may
    get new values.
    """
    found = {name: "gone" for name in before if name not in now and _parent(name) not in before.keys() - now}
    for name in before.keys() & now:
        was, new = before[name], now[name]
        sent = is_sent(name)
        if said := ", ".join(_narrower(was, new) if sent else _wider(was, new)):
            found[name] = said
        elif sent and "required" in new - was:
            found[name] = "now required"
        elif not sent and "required" in was - new:
            found[name] = "no longer always there"
    for name in now.keys() - before:
        if is_sent(name) and "required" in now[name] and _parent(name) in before:
            found[name] = "new and required"
    return found


def is_sent(name: str) -> bool:
    """Return whether a name is of something that the program of the others gives."""
    return any(mark in name for mark in (" ? ", " <", " (")) or name.startswith("command ")


def _parent(name: str) -> str:
    """Return the name of the thing that this one is a part of; empty where it is none."""
    for mark in ("[]", ".*"):
        if name.endswith(mark):
            return name.removesuffix(mark)
    at = max(name.rfind(" "), name.rfind(".") if " " in name else -1)
    start = name[: max(at, 0)]
    words = start.split(" ")
    return " ".join(words[:-2]) if len(words) > 2 and words[-2] == "?" else start


def _narrower(was: frozenset[str], now: frozenset[str]) -> Iterator[str]:
    """Yield what was taken and is taken no more."""
    yield from (f"{one} is no longer taken" for one in sorted(_kinds(was)) if not _taken(one, now))
    for one in sorted(now - was):
        name, colon, number = one.partition(":")
        if colon and name.startswith(_WORDS):
            held = [word.partition(":")[2] for word in was if word.startswith(f"{name}:")]
            if not held or not _looser(name, number, held[0]):
                yield f"{one} is a new limit"


def _wider(was: frozenset[str], now: frozenset[str]) -> Iterator[str]:
    """Yield what is answered and was not."""
    closed = any(one.startswith("=") for one in was)
    for one in sorted(_kinds(now)):
        if not _taken(one, was) and not (closed and one.startswith("=")):
            yield f"{one} is answered too"


def _kinds(words: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in words if ":" not in one or one.startswith("=")) - _NEEDED


def _taken(one: str, words: frozenset[str]) -> bool:
    """Return whether `words` allow the type or value `one`."""
    if one in words or "any" in words or not _kinds(words):
        return True
    return (one == "integer" and "number" in words) or (
        one.startswith("=") and bool({"string", "integer", "boolean", "value"} & words)
    )


def _looser(name: str, number: str, held: str) -> bool:
    if name == "pattern":
        return number == held
    return float(number) >= float(held) if name.startswith("max") else float(number) <= float(held)
