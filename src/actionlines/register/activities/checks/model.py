"""What the checks look at, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from actionlines.register.instruments.outdated import Outdated

KINDS = ("process", "mandate", "resources")
FACETS = tuple(f"check_{kind}" for kind in KINDS)
VERDICTS = ("pass", "doubt", "fail")
# A reason that pages show and that decides nothing.
NOTE = "note"

TITLES: Mapping[str, object] = {
    "process": _("Aligned with the WSIS process"),
    "mandate": _("Within the mandate"),
    "resources": _("Within the resources"),
}
WORDS: Mapping[str, object] = {"pass": _("Pass"), "doubt": _("Doubt"), "fail": _("Fail")}


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
    """An envelope as it stands: `allocated` is the sum of all that is allocated from it."""

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
    outdated: tuple[Outdated, ...] = ()

    def lines(self, *statuses: str) -> tuple[LinkFact, ...]:
        """Return the links to action lines with one of the statuses."""
        return tuple(one for one in self.links if one.level == "action_line" and one.status in statuses)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a check. `code` is its words (words.py), `values` what stands in them; `quotes` words of the
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
        """What would settle it; "" where nothing is left open."""
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
        """What is checked, in the reader's language."""
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
    ranked = sorted(reasons, key=lambda one: order.index(one.verdict) if one.verdict in order else len(order))
    return Check(kind, ranked[0].verdict, tuple(ranked))
