"""Many mandates confirmed at once: each through its action, all under one group of events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from actionlines.errors import RegistryError
from actionlines.registry.actions.mandates_review import ConfirmMandate
from actionlines.registry.models import Mandate

MOST = 500  # mandates in one go


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed, and why each of the others was not: (mandate, error)."""

    group: UUID
    done: tuple[Mandate, ...]
    refused: tuple[tuple[Mandate, RegistryError], ...]


def confirm_all(actor: Any, chosen: Iterable[tuple[Mandate, int | None]]) -> Confirmed:
    """Confirm each of (mandate, version that the actor saw); what cannot be is left as it is and said.

    At most MOST of them are looked at. Nothing is raised for one mandate: the others go on.
    """
    group = uuid4()
    done: list[Mandate] = []
    refused: list[tuple[Mandate, RegistryError]] = []
    with transaction.atomic():
        for mandate, version in list(chosen)[:MOST]:
            try:
                done.append(ConfirmMandate(actor, mandate, version=version).do(group))
            except RegistryError as error:
                refused.append((mandate, error))
    return Confirmed(group, tuple(done), tuple(refused))
