"""What the checks know of an activity, and how it is loaded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from actionlines.register.activities.models import Activity, ActivityLink, ActivityMandate
from actionlines.register.core.models import Level, LinkStatus
from actionlines.register.core.schema import Serialised
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.outdated import Outdated, outdated_in
from actionlines.register.resources.models import Allocation, Envelope, counted

KINDS = ("process", "mandate", "resources")
FACETS = tuple(f"check_{kind}" for kind in KINDS)
VERDICTS = ("pass", "doubt", "fail")
"""It holds; nobody has looked; it does not hold, as a person or a number says. The machine alone never says `fail`."""
# A reason that pages show and that decides nothing.
NOTE = "note"

TITLES: Mapping[str, object] = {
    "process": _("Aligned with the WSIS process"),
    "mandate": _("Within the mandate"),
    "resources": _("Within the resources"),
}
WORDS: Mapping[str, object] = {"pass": _("Holds"), "doubt": _("Nobody has looked"), "fail": _("Does not hold")}


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A link of the activity to a concept, as serialised."""

    concept: str
    level: str
    status: str
    origin: str
    p: float = 1.0
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MandateFact:
    """A mandate that the activity says it answers: `link` is the status of that link, `status` of the mandate."""

    id: int
    symbol: str
    paragraph: str
    status: str
    link: str
    p: float = 1.0
    quotes: tuple[str, ...] = ()
    later: str = ""
    force: str = "decided"


@dataclass(frozen=True, slots=True)
class EnvelopeFact:
    """An envelope: `allocated` is the sum of all that is allocated from it."""

    id: int
    name: str
    starts: date
    ends: date
    currency: str
    amount: Decimal
    allocated: Decimal
    organisation: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationFact:
    """What is allocated to the activity from one envelope."""

    envelope: EnvelopeFact
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks of one activity rest on. `organisations`: who carries it out, and the partners.

    rejected  "lines" and "mandates" where people rejected every link of that kind, and none is left to decide
    outdated  instruments that its words name and that have a successor, where a page asks for them
    """

    links: tuple[LinkFact, ...] = ()
    mandates: tuple[MandateFact, ...] = ()
    allocations: tuple[AllocationFact, ...] = ()
    organisations: frozenset[int] = frozenset()
    starts: date | None = None
    ends: date | None = None
    budget: Decimal | None = None
    currency: str = ""
    rejected: frozenset[str] = frozenset()
    outdated: tuple[Outdated, ...] = ()

    def lines(self, *statuses: str) -> tuple[LinkFact, ...]:
        """Return the links to action lines with one of the statuses."""
        return tuple(link for link in self.links if link.level == "action_line" and link.status in statuses)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a check. `code` is its words (words.py), `values` what is in them; `quotes` words of the
    activity; `link` the (kind, number) of the record it is about.
    """

    code: str
    verdict: str
    values: Mapping[str, object] = field(default_factory=dict)
    quotes: tuple[str, ...] = ()
    link: tuple[str, int] | None = None

    @property
    def words(self) -> str:
        """Return the reason in the reader's language."""
        from actionlines.register.activities.checks.words import said

        return said(self.code, self.values)

    @property
    def settles(self) -> str:
        """Return what would settle the doubt; "" where nothing is left open."""
        from actionlines.register.activities.checks.words import settled

        return settled(self.code, self.values)

    @property
    def url(self) -> str:
        """The address of the record it is about; "" where it is about none."""
        from django.urls import reverse

        return reverse(self.link[0], args=[self.link[1]]) if self.link else ""


@dataclass(frozen=True, slots=True)
class Check:
    """One of KINDS with its verdict, one of VERDICTS, and the reasons, those that decide it first."""

    kind: str
    verdict: str
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        """Return the name of the check, in the reader's language."""
        return str(TITLES[self.kind])

    @property
    def verdict_words(self) -> str:
        """Return the verdict in the reader's language."""
        return str(WORDS[self.verdict])


def best(kind: str, reasons: Iterable[Reason]) -> Check:
    """One good reason is enough: the check is as good as its best reason."""
    return _decided(kind, reasons, VERDICTS)


def worst(kind: str, reasons: Iterable[Reason]) -> Check:
    """Everything must be right: the check is as good as its worst reason."""
    return _decided(kind, reasons, VERDICTS[::-1])


def _decided(kind: str, reasons: Iterable[Reason], order: tuple[str, ...]) -> Check:
    ranked = sorted(reasons, key=lambda reason: order.index(reason.verdict) if reason.verdict in order else len(order))
    return Check(kind, ranked[0].verdict, tuple(ranked))


_QUOTES, _QUOTE = 3, 200  # of one link, and letters of one


def facts_of(activities: Iterable[Serialised], *, with_outdated: bool = False) -> list[Facts]:
    """The facts of each activity (as `serialise.as_dict` gives it, published or not) in order; at most four
    queries.

    with_outdated  also which outdated instruments its words name; some queries more for all, where they name any
    """
    held = list(activities)
    mandates = _mandates({item["mandate"] for data in held for item in data.get("mandates", ())})
    numbers = [data["id"] for data in held if data.get("id")]
    money, rejected = _allocations(numbers), _find_rejected(numbers)
    outdated = outdated_in(held) if with_outdated else [[] for _one in held]
    return [
        replace(
            _facts(data, mandates, money.get(data.get("id", 0), ()), names),
            rejected=rejected.get(data.get("id", 0), frozenset()),
        )
        for data, names in zip(held, outdated, strict=True)
    ]


def _facts(
    data: Serialised, mandates: Mapping[int, Mandate], money: Iterable[AllocationFact], outdated: Iterable[Outdated]
) -> Facts:
    return Facts(
        outdated=tuple(outdated),
        links=tuple(
            LinkFact(
                item["concept"],
                item["level"],
                item["status"],
                item.get("origin", ""),
                item.get("p", 1.0),
                _quotes(item),
            )
            for item in data.get("links", ())
        ),
        mandates=tuple(
            _mandate(mandates[item["mandate"]], item)
            for item in data.get("mandates", ())
            if item["mandate"] in mandates
        ),
        allocations=tuple(money),
        organisations=frozenset((data.get("organisation"), *data.get("partners", ()))) - {None},
        starts=_day(data.get("starts_on")),
        ends=_day(data.get("ends_on")),
        budget=Decimal(data["budget"]) if data.get("budget") else None,
        currency=data.get("currency", ""),
    )


def _quotes(link: Serialised) -> tuple[str, ...]:
    matches = (str(piece.get("quote", "")) for piece in link.get("evidence") or () if isinstance(piece, Mapping))
    return tuple(item[:_QUOTE] for item in dict.fromkeys(matches) if item)[:_QUOTES]


def _mandates(numbers: set[int]) -> dict[int, Mandate]:
    if not numbers:
        return {}
    rows = Mandate.objects.select_related(
        "instrument", "paragraph", "superseded_by__instrument", "superseded_by__paragraph"
    )
    return rows.defer("words", "proposal", "paragraph__text", "instrument__warnings").in_bulk(numbers)


def _mandate(mandate: Mandate, link: Serialised) -> MandateFact:
    return MandateFact(
        id=mandate.pk,
        symbol=mandate.instrument.symbol,
        paragraph=mandate.paragraph.number or mandate.paragraph.anchor,
        status=mandate.status,
        link=link["status"],
        p=link.get("p", 1.0),
        quotes=_quotes(link),
        later=str(mandate.superseded_by) if mandate.superseded_by else "",
        force=mandate.force,
    )


def _find_rejected(numbers: list[int]) -> dict[int, frozenset[str]]:
    """Return the activities whose links to a line, or to a mandate, people rejected all. One query."""
    of_one, left = Q(activity=OuterRef("pk")), ~Q(status=LinkStatus.REJECTED)
    links: dict[str, QuerySet[Any]] = {
        "lines": ActivityLink.objects.filter(of_one, level=Level.ACTION_LINE),
        "mandates": ActivityMandate.objects.filter(of_one),
    }
    rejected = {name: Exists(rows) & ~Exists(rows.filter(left)) for name, rows in links.items()}
    activities = Activity.objects.filter(pk__in=numbers).annotate(**rejected)
    rows = activities.values_list("pk", *rejected)
    return {
        pk: frozenset(name for name, all_of_them in zip(rejected, values, strict=True) if all_of_them)
        for pk, *values in rows
    }


def _allocations(numbers: list[int]) -> dict[int, list[AllocationFact]]:
    rows = list(Allocation.objects.filter(activity__in=numbers).select_related("envelope").order_by("pk"))
    if not rows:
        return {}
    envelopes = envelope_facts({item.envelope_id: item.envelope for item in rows}.values())
    allocation_facts: dict[int, list[AllocationFact]] = defaultdict(list)
    for row in rows:
        allocation_facts[row.activity_id].append(AllocationFact(envelopes[row.envelope_id], row.amount))
    return allocation_facts


def envelope_facts(envelopes: Iterable[Envelope]) -> dict[int, EnvelopeFact]:
    """Return envelopes by number; one query for what is allocated."""
    held = {envelope.pk: envelope for envelope in envelopes}
    sums = dict(
        Allocation.objects.filter(counted(), envelope__in=held)
        .values_list("envelope")
        .annotate(total=Sum("amount"))
        .values_list("envelope", "total")
    )
    return {
        number: EnvelopeFact(
            number,
            str(item),
            item.starts_on,
            item.ends_on,
            item.currency,
            item.amount,
            sums.get(number) or Decimal(0),
            item.organisation_id,
            tuple(item.lines),
        )
        for number, item in held.items()
    }


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
