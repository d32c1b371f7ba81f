"""ICTs in the development assistance frameworks: action lines, targets, agencies and money, by UN INFO.

Resolution 140 of the Plenipotentiary Conference asks the regional offices of ITU for this; a region names each of
its countries. Which lines and targets an activity speaks to is proposed by the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actionlines.framework import load
from actionlines.papers.account.filters import distinct
from actionlines.papers.account.model import Funded
from actionlines.papers.account.query import NO_CURRENCY
from actionlines.papers.account.question import asking
from actionlines.papers.model import Inlines, Proposal, Text
from actionlines.papers.reports.request import Asked
from actionlines.papers.sections import evidence
from actionlines.papers.sections.closing import Told
from actionlines.papers.sections.draft import Columns, Part, Rows, name
from actionlines.papers.sections.labels import area, concept

ITU = "ITU"
_TARGETS, _AGENCIES, _OF_ITU = 15, 15, 40
_AMOUNTS = ("required", "available", "spent")
_MONEY: Columns = (
    ("col.activities", 9, True), ("col.required", 15, True), ("col.available", 15, True), ("col.spent", 15, True),
    ("col.of-itu", 15, True),
)  # fmt: skip
_ACTIVITIES: Columns = (
    ("col.title", 46, False), ("col.organisation", 12, False), ("col.line", 12, False), ("col.required", 10, True),
    ("col.available", 10, True), ("col.spent", 10, True),
)  # fmt: skip


def funding(draft: Told, asked: Asked) -> None:
    """Write what the cooperation frameworks of an area fund; words that say so where the account has none."""
    where, called = asked.area, area(asked.area, draft.words)
    draft.section("s-funded", "h.funded")
    found = draft.account.funded
    if not found:
        draft.missing("no-funded", "no-funded-advice", name=called)
        return
    _sums(draft, where, called)
    on_lines = [one for one in found if _lines(one)]
    lines = [one for one in load().action_lines if any(one in _lines(row) for row in on_lines)]
    _table(draft, "lines", "col.line", (_row(draft, where, _concept(draft, one), line=one) for one in lines))
    held = {link.concept for one in found for link in one.links if link.level == "target"}
    targets = _first(draft, where, "target", held)[:_TARGETS]
    _table(
        draft,
        "targets",
        "col.concept",
        (_row(draft, where, _concept(draft, one), target=one) for one in targets),
    )
    agencies = _first(draft, where, "agency", {one.agency for one in on_lines}, lines="yes")[:_AGENCIES]
    rows = (_row(draft, where, one, agency=one, lines="yes") for one in agencies)
    _table(draft, "agencies", "col.organisation", rows)
    if where not in load().countries:
        countries = sorted({one.country for one in found}, key=lambda one: area(one, draft.words))
        rows = (_row(draft, one, area(one, draft.words), lines="yes") for one in countries)
        _table(draft, "countries", "col.country", rows)
    of_itu = distinct(one for one in found if one.agency == ITU)
    rows = (_activity(draft, one) for one in sorted(of_itu, key=_most)[:_OF_ITU])
    draft.table("t-funded-itu", "cap.funded-itu", _ACTIVITIES, rows, empty="none-itu")
    draft.in_annex(
        "t-funded-all", "cap.funded-all", _ACTIVITIES, (_activity(draft, one) for one in distinct(on_lines))
    )


def _table(draft: Told, what: str, head: str, rows: Rows) -> None:
    columns = ((head, 31, False), *_MONEY)
    draft.table(
        f"t-funded-{what}", f"cap.funded-{what}", columns, rows, empty="none-funded", note="funded-note"
    )


def _sums(draft: Told, where: str, called: str) -> None:
    """Write what there is in all, on action lines, and of ITU."""
    for key, more in (("funded.all", {}), ("funded.lines", {"lines": "yes"}), ("funded.itu", {"agency": ITU}),
                      ("funded.itu-lines", {"agency": ITU, "lines": "yes"})):  # fmt: skip
        asked = asking("funded", area=where, **more)
        if not draft.value(asked):
            draft.para(draft.say(f"{key}-none", name=called))
            return
        draft.para(
            draft.say(
                key, name=called, activities=draft.counted("activities", asked),
                **{one: _money(draft, one, area=where, **more) for one in _AMOUNTS},
            ),
            draft.cite(*draft.fact(asked).evidence) if key == "funded.all" else (),
        )  # fmt: skip


def _money(draft: Told, name: str, **narrowed: str) -> Inlines:
    asked = asking(f"funded.{name}", **narrowed)
    unit = draft.fact(asked).unit
    return (draft.ask(asked), *((Text(f" {unit}"),) if unit != NO_CURRENCY else ()))


def _row(draft: Told, where: str, head: Part, **narrowed: str) -> Sequence[Part]:
    given = {"area": where, **narrowed}
    own = {**given, "agency": ITU}
    itu: Part = "" if narrowed.get("agency", ITU) != ITU or not draft.value(asking("funded", **own)) else _money(
        draft, "available", **own
    )  # fmt: skip
    return head, draft.ask(asking("funded", **given)), *(_money(draft, one, **given) for one in _AMOUNTS), itu


def _concept(draft: Told, ref: str) -> Inlines:
    return (concept(ref, draft.words), Text(" "), Proposal())


def _first(draft: Told, where: str, by: str, held: Iterable[str], **more: str) -> list[str]:
    """Return concepts or agencies, those with most money available first."""
    return sorted(
        held, key=lambda one: (-draft.value(asking("funded.available", area=where, **more, **{by: one})), one)
    )


def _lines(one: Funded) -> tuple[str, ...]:
    return tuple(link.concept for link in one.links if link.level == "action_line")


def _most(one: Funded) -> tuple[bool, float, str]:
    return not _lines(one), -float(one.available or 0), one.id


def _activity(draft: Told, one: Funded) -> Sequence[Part]:
    """Return an activity with its evidence: each of its numbers is at a place in the file."""
    id = f"funded:{one.id}"
    draft.prove(id)
    head = (name(evidence.clipped(one.name, 200), one.language), Text(" "), *draft.cite(id))
    money = (_money(draft, key, entry=one.id) if getattr(one, key) else "" for key in _AMOUNTS)
    return head, one.agency, draft.words("list.comma").join(_lines(one)), *money
