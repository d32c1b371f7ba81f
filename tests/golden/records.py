"""What the register holds and allows, and what the site answers to: versions, events, decisions, addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.golden.texts import digest, dump, folded, settled

# kind of record -> how to find one record of each state
KINDS = (
    "Activity", "Mandate", "Instrument", "Organisation", "RoadMap", "Envelope", "Report", "ImportRun", "User",
)  # fmt: skip


def versions(after: int = 0) -> dict[str, Any]:
    """Return every version of every record: the first in full, later ones by the fields that differ."""
    from actionlines.register.core.models import Version

    out: dict[str, Any] = {}
    before: dict[tuple[str, int], dict[str, Any]] = {}
    for one in Version.objects.order_by("kind", "record", "number"):
        known = before.get((one.kind, one.record), {})
        data = _brief(settled(one.data))
        if one.kind == "report" and data["sha256"]:
            data["sha256"] = "SHA-256 of the paper"  # which names the release
        gone = [name for name in known if name not in data]
        news = {name: value for name, value in data.items() if name not in known or known[name] != value}
        before[one.kind, one.record] = data
        if one.pk > after:
            key = f"{one.kind} {one.record} v{one.number}{'' if one.public else ' (not public)'}"
            out[key] = news | ({"(gone)": gone} if gone else {})
    return out


def events(after: int = 0) -> list[dict[str, Any]]:
    """Return every event of the trail in its order; groups are numbered as they come."""
    from actionlines.register.core.models import Event

    groups: dict[Any, int] = {}
    out = []
    for one in Event.objects.order_by("pk"):
        group = groups.setdefault(one.group, len(groups) + 1)
        if one.kind == "report" and "sha256" in one.changes:
            one.changes["sha256"] = "SHA-256 of the paper"  # which names the release
        if one.pk > after:
            out.append(
                {
                    "event": f"{one.pk} {one.action} {one.kind} {one.record} v{one.version}",
                    "group": group,
                    "actor": one.actor_id,
                    "reason": one.reason,
                    "changes": _brief(settled(one.changes)),
                }
            )
    return out


def _brief(value: Any) -> Any:
    """Return a record with a digest in place of the evidence for each link that is only proposed: it is long."""
    if isinstance(value, dict):
        if value.get("status") == "proposed" and value.get("evidence"):
            value = value | {"evidence": digest(dump(value["evidence"]))}
        return {name: _brief(one) for name, one in value.items()}
    return [_brief(one) for one in value] if isinstance(value, list) else value


def last() -> tuple[int, int]:
    """Return the numbers of the newest version and the newest event."""
    from actionlines.register.core.models import Event, Version

    return Version.objects.order_by("pk").last().pk, Event.objects.order_by("pk").last().pk


def permissions() -> dict[str, Any]:
    """Return who may do what: for each action the people allowed, without a record and on one of each state."""
    from django.contrib.auth.models import AnonymousUser

    from actionlines.register.core.permissions import decide, table
    from actionlines.register.people.models import User

    people = {"visitor": AnonymousUser()}
    people |= {one.email.partition("@")[0]: one for one in User.objects.order_by("pk")}
    samples = dict(_samples())
    out: dict[str, Any] = {}
    for action in table():
        rows = {"without a record": None}
        kind = action.partition(".")[0]
        rows |= {name: one for name, one in samples.items() if kind in ("trail", one.kind)}
        for name, record in rows.items():
            allowed = [who for who, person in people.items() if _may(decide, person, action, record)]
            out[f"{action}, {name}"] = " ".join(allowed)
    return out


def _may(decide: Any, person: Any, action: str, record: Any) -> bool:
    try:
        return bool(decide(person, action, record))
    except AttributeError:  # a condition of another kind of record
        return False


def _samples() -> Iterator[tuple[str, Any]]:
    """Yield the first record of each kind and state."""
    from django.apps import apps

    from actionlines.register.consultations.models import Comment, Consultation

    seen = set()
    for model in (*(apps.get_model("registry", name) for name in KINDS), Consultation, Comment):
        for one in model.objects.order_by("pk"):
            name = f"{one.kind} {getattr(one, 'status', '')}".strip()
            if name not in seen:
                seen.add(name)
                yield f"{name} {one.pk}", one


def addresses() -> list[str]:
    """Return every address of the site with its name, sorted."""
    from django.urls import get_resolver

    def walk(resolver: Any, prefix: str = "", space: str = "") -> Iterator[str]:
        for one in resolver.url_patterns:
            address = prefix + str(one.pattern)
            if hasattr(one, "url_patterns"):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from walk(one, address, inner)
            else:
                yield f"{address}  {space}{one.name}"

    return sorted(walk(get_resolver()))


def programs() -> tuple[Any, dict[str, str]]:
    """Return the OpenAPI document without its descriptions, and each of these by its first place in it."""
    from django.test import Client

    found = json.loads(Client(HTTP_HOST="localhost").get("/api/openapi.json").content)
    found["info"]["version"] = "RELEASE"
    words: dict[str, str] = {}

    def bare(value: Any, place: str) -> Any:
        if isinstance(value, list):
            return [bare(one, f"{place}/{at}") for at, one in enumerate(value)]
        if not isinstance(value, dict):
            return value
        out = {}
        for name, one in value.items():
            if name in ("description", "summary") and isinstance(one, str):
                words.setdefault(one, f"{place}/{name}")
            else:
                out[name] = bare(one, f"{place}/{name}")
        return out

    shape = folded(settled(bare(found, "")))
    return shape, {place: text for text, place in words.items()}
