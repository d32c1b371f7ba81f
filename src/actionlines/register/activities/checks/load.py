"""Facts out of serialised activities: links come with them, mandates and money are looked up together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from actionlines.register.activities.checks.model import (
    AllocationFact,
    EnvelopeFact,
    Facts,
    LinkFact,
    MandateFact,
)
from actionlines.register.core.schema import Serialised
from actionlines.register.instruments.outdated import Outdated, outdated_in
from actionlines.register.models import Allocation, Envelope, Mandate
from actionlines.register.resources.models import counted

_QUOTES, _QUOTE = 3, 200  # of one link, and letters of one


def facts_of(activities: Iterable[Serialised], *, with_outdated: bool = False) -> list[Facts]:
    """The facts of each activity (as `serialise.as_dict` gives it, published or not) in order; at most three
    queries.

    with_outdated  also which outdated instruments its words name; some queries more for all, where they name any
    """
    held = list(activities)
    mandates = _mandates({one["mandate"] for data in held for one in data.get("mandates", ())})
    money = _allocations([data["id"] for data in held if data.get("id")])
    outdated = outdated_in(held) if with_outdated else [[] for _one in held]
    return [
        _facts(data, mandates, money.get(data.get("id", 0), ()), names)
        for data, names in zip(held, outdated, strict=True)
    ]


def _facts(
    data: Serialised,
    mandates: Mapping[int, Mandate],
    money: Iterable[AllocationFact],
    outdated: Iterable[Outdated],
) -> Facts:
    return Facts(
        outdated=tuple(outdated),
        links=tuple(
            LinkFact(
                one["concept"],
                one["level"],
                one["status"],
                one.get("origin", ""),
                one.get("p", 1.0),
                _quotes(one),
            )
            for one in data.get("links", ())
        ),
        mandates=tuple(
            _mandate(mandates[one["mandate"]], one)
            for one in data.get("mandates", ())
            if one["mandate"] in mandates
        ),
        allocations=tuple(money),
        organisations=frozenset((data.get("organisation"), *data.get("partners", ()))) - {None},
        starts=_day(data.get("starts_on")),
        ends=_day(data.get("ends_on")),
        budget=Decimal(data["budget"]) if data.get("budget") else None,
        currency=data.get("currency", ""),
    )


def _quotes(link: Serialised) -> tuple[str, ...]:
    found = (
        str(piece.get("quote", "")) for piece in link.get("evidence") or () if isinstance(piece, Mapping)
    )
    return tuple(one[:_QUOTE] for one in dict.fromkeys(found) if one)[:_QUOTES]


def _mandates(numbers: set[int]) -> dict[int, Mandate]:
    if not numbers:
        return {}
    rows = Mandate.objects.select_related(
        "instrument", "paragraph", "superseded_by__instrument", "superseded_by__paragraph"
    )
    return rows.defer("words", "proposal", "paragraph__text", "instrument__warnings").in_bulk(numbers)


def _mandate(found: Mandate, link: Serialised) -> MandateFact:
    return MandateFact(
        id=found.pk,
        symbol=found.instrument.symbol,
        paragraph=found.paragraph.number or found.paragraph.anchor,
        status=found.status,
        link=link["status"],
        p=link.get("p", 1.0),
        quotes=_quotes(link),
        later=str(found.superseded_by) if found.superseded_by else "",
        force=found.force,
    )


def _allocations(numbers: list[int]) -> dict[int, list[AllocationFact]]:
    rows = list(Allocation.objects.filter(activity__in=numbers).select_related("envelope").order_by("pk"))
    if not rows:
        return {}
    envelopes = envelope_facts({one.envelope_id: one.envelope for one in rows}.values())
    found: dict[int, list[AllocationFact]] = defaultdict(list)
    for one in rows:
        found[one.activity_id].append(AllocationFact(envelopes[one.envelope_id], one.amount))
    return found


def envelope_facts(envelopes: Iterable[Envelope]) -> dict[int, EnvelopeFact]:
    """Envelopes as they stand, by number; one query for what is allocated."""
    held = {one.pk: one for one in envelopes}
    sums = dict(
        Allocation.objects.filter(counted(), envelope__in=held)
        .values_list("envelope")
        .annotate(total=Sum("amount"))
        .values_list("envelope", "total")
    )
    return {
        number: EnvelopeFact(
            number, str(one), one.starts_on, one.ends_on, one.currency, one.amount,
            sums.get(number) or Decimal(0), one.organisation_id, tuple(one.lines),
        )
        for number, one in held.items()
    }  # fmt: skip


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
