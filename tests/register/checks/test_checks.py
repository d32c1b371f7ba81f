"""What leads to which verdict: one small change of the facts at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from actionlines.register.activities.checks import KINDS, VERDICTS, checked
from actionlines.register.activities.checks.facts import (
    WORDS,
    AllocationFact,
    EnvelopeFact,
    Facts,
    LinkFact,
    MandateFact,
)
from actionlines.register.activities.checks.words import SAID

LINE = LinkFact("C5", "action_line", "confirmed", "person", 1.0, ("safe passwords",))
MANDATE = MandateFact(7, "A/RES/80/901", "2", "confirmed", "confirmed")
ENVELOPE = EnvelopeFact(
    3, "Plan: safety", date(2026, 1, 1), date(2027, 12, 31), "USD", Decimal(1000), Decimal(400), 1, ("C5",)
)
GOOD = Facts(
    links=(LINE,),
    mandates=(MANDATE,),
    allocations=(AllocationFact(ENVELOPE, Decimal(400)),),
    organisations=frozenset({1}),
    starts=date(2026, 2, 1),
    ends=date(2026, 12, 31),
    budget=Decimal(400),
    currency="USD",
)


def found(facts):
    return {one.kind: (one.verdict, one.reasons[0].code) for one in checked(facts)}


def money(**changes):
    return replace(GOOD, allocations=(AllocationFact(replace(ENVELOPE, **changes), Decimal(400)),))


def test_all_three_pass():
    assert found(GOOD) == {
        "process": ("pass", "line_confirmed"),
        "mandate": ("pass", "mandate_confirmed"),
        "resources": ("pass", "allocation_fits"),
    }


@pytest.mark.parametrize(
    "links,expected",
    [
        ((), ("doubt", "no_line")),
        ((replace(LINE, status="proposed", p=0.7),), ("doubt", "line_proposed")),
        ((replace(LINE, status="rejected"),), ("doubt", "no_line")),
        ((replace(LINE, quotes=()),), ("pass", "line_set")),
        ((LinkFact("sdg:9.c", "target", "confirmed", "person"),), ("doubt", "matrix_only")),
        ((LinkFact("sdg:14.1", "target", "rejected", "person"),), ("doubt", "no_line")),
    ],
)
def test_alignment_with_the_process(links, expected):
    assert found(replace(GOOD, links=links))["process"] == expected


def test_a_target_that_the_matrix_joins_is_told():
    both = (replace(LINE, concept="C2"), LinkFact("sdg:9.c", "target", "proposed", "machine", 0.6))
    codes = [one.code for one in checked(replace(GOOD, links=both))[0].reasons]
    assert codes == ["line_confirmed", "matrix_joins"]


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({"link": "proposed"}, ("doubt", "mandate_proposed")),
        ({"status": "proposed"}, ("doubt", "mandate_unconfirmed")),
        ({"status": "superseded"}, ("doubt", "mandate_superseded")),
        ({"status": "superseded", "later": "A/RES/81/1#3"}, ("doubt", "mandate_replaced")),
        ({"status": "rejected"}, ("fail", "mandate_rejected")),
        ({"link": "rejected"}, ("doubt", "no_mandate")),
        ({"link": "proposed", "status": "superseded"}, ("doubt", "mandate_proposed")),
        ({"status": "delivered"}, ("pass", "mandate_confirmed")),
        ({"status": "overdue"}, ("pass", "mandate_confirmed")),
    ],
)
def test_within_the_mandate(changes, expected):
    assert found(replace(GOOD, mandates=(replace(MANDATE, **changes),)))["mandate"] == expected


def test_one_mandate_in_force_is_enough():
    gone = replace(MANDATE, id=8, status="superseded")
    check = checked(replace(GOOD, mandates=(gone, MANDATE)))[1]
    assert check.verdict == "pass"
    assert [one.code for one in check.reasons] == ["mandate_confirmed", "mandate_superseded"]


@pytest.mark.parametrize(
    "facts,expected",
    [
        (replace(GOOD, allocations=(), budget=None), ("doubt", "no_funding")),
        (replace(GOOD, allocations=()), ("doubt", "external")),
        (money(allocated=Decimal(1001)), ("fail", "over_allocated")),
        (money(allocated=Decimal(1000)), ("pass", "allocation_fits")),
        (money(starts=date(2027, 1, 1)), ("fail", "other_period")),
        (money(ends=date(2026, 12, 30)), ("doubt", "part_of_period")),
        (money(starts=date(2026, 3, 1)), ("doubt", "part_of_period")),
        (replace(money(ends=date(2026, 2, 1)), ends=None), ("pass", "allocation_fits")),
        (replace(GOOD, starts=None), ("doubt", "no_period")),
        (money(lines=("C2",)), ("fail", "other_line")),
        (replace(money(), links=()), ("doubt", "line_open")),
        (money(lines=()), ("pass", "allocation_fits")),
        (replace(money(lines=("C7",)), links=(replace(LINE, concept="C7-ehealth"),)), ("pass", "allocation_fits")),
        (replace(GOOD, links=(replace(LINE, status="proposed"),)), ("doubt", "line_unsure")),
        (money(organisation=2), ("doubt", "other_organisation")),
        (money(organisation=None), ("pass", "allocation_fits")),
        (replace(GOOD, budget=Decimal(500)), ("doubt", "not_covered")),
        (replace(GOOD, budget=Decimal(300)), ("doubt", "more_than_budget")),
        (replace(GOOD, currency="KES"), ("doubt", "other_currency")),
        (replace(GOOD, budget=None), ("pass", "allocation_fits")),
    ],
)
def test_within_the_resources(facts, expected):
    assert found(facts)["resources"] == expected


def test_only_people_and_numbers_say_that_a_check_does_not_hold():
    """Nothing is known, or the machine proposes: nobody has looked. People rejected all: it does not hold."""
    assert {check.verdict for check in checked(Facts())} == {"doubt"}
    rejected = checked(Facts(rejected=frozenset(("lines", "mandates"))))
    assert [(check.verdict, check.reasons[0].code) for check in rejected[:2]] == [
        ("fail", "lines_rejected"),
        ("fail", "mandates_rejected"),
    ]
    with override("en"):
        assert [str(WORDS[verdict]) for verdict in VERDICTS] == ["Holds", "Nobody has looked", "Does not hold"]


def test_every_doubt_and_failure_says_what_would_settle_it():
    facts = [
        Facts(),
        replace(GOOD, mandates=(replace(MANDATE, status="superseded", later="A/RES/81/1#3"),)),
        money(allocated=Decimal(1500), organisation=9, lines=("C2",)),
        replace(GOOD, links=(replace(LINE, status="proposed"),), budget=Decimal(900)),
    ]
    for one in facts:
        checks = checked(one)
        assert tuple(check.kind for check in checks) == KINDS
        for check in checks:
            assert check.verdict in VERDICTS and check.reasons[0].words
            for reason in check.reasons:
                assert bool(reason.settles) == (reason.verdict in ("doubt", "fail"))


def test_amounts_days_and_names_are_written_out():
    reasons = checked(money(allocated=Decimal("1250.50")))[2].reasons
    assert "over-allocated by 250.50 USD" in reasons[0].words
    with override("en"):
        text = checked(money(ends=date(2026, 12, 30)))[2].reasons[0].words
    assert "1 January 2026 to 30 December 2026" in text
    assert "C5 (" in checked(GOOD)[0].reasons[0].words


def test_every_reason_that_a_check_can_give_has_words():
    import inspect
    import re

    from actionlines.register.activities.checks import rules

    written = "".join(inspect.getsource(inspect.getmodule(one)) for one in (rules, rules, rules))
    assert [code for code in SAID if not re.search(rf'"{code}"', written)] == []


def test_every_reason_is_documented():
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "explanation" / "checks.md").read_text("utf-8")
    assert [code for code in SAID if f"| `{code}` |" not in text] == []
