"""Text of people with facts in it: bound, compared with what was seen, and told where nothing binds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.papers.model import Listing, Number, Para
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.sections.narrative import ReportDraft, SectionText, bind_text, find_unbound, propose_facts
from tests.papers.kinds.samples import ACCOUNT


def weave(text: str, seen: tuple[tuple[str, str], ...] = (), language: str = "en"):  # type: ignore[no-untyped-def]
    return bind_text(ReportDraft(ACCOUNT, report_words(language)), SectionText("background", text, "editors", seen))


def test_facts_are_bound_and_paragraphs_and_lists_are_told_apart() -> None:
    out = weave("There are {{ mandates?line=C5 }} on it.\n\n- One\n- {{activities}}\n")
    first, second = out.blocks
    assert isinstance(first, Para) and isinstance(first.inlines[1], Number) and first.by == "editors"
    assert first.inlines[1].fact == "mandates?line=C5"
    assert isinstance(second, Listing) and len(second.items) == 2
    assert out.flags == () and out.seen == {"mandates?line=C5": "1", "activities": "2"}


@pytest.mark.parametrize(
    ("text", "seen", "kind", "was", "now"),
    [
        ("{{mandates}} of them", (("mandates", "1"),), "changed", "1", "2"),
        ("{{mandates}} of them", (("mandates", "2"),), "", "", ""),
        # the same value in the form of another language
        ("{{envelopes.amount?currency=CHF}}", (("envelopes.amount?currency=CHF", "1 000,50"),), "", "", ""),
        ("{{poems}}", (), "unknown", "", ""),
        ("{{value?area=KEN&series=none}}", (), "unanswered", "", ""),
        ("in 73 villages", (), "unbound", "", ""),
    ],
)
def test_what_is_told_of_a_number(text: str, seen: tuple[tuple[str, str], ...], kind: str, was: str, now: str) -> None:
    out = weave(text, seen)
    assert [(one.kind, one.was, one.now) for one in out.flags] == ([(kind, was, now)] if kind else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 2024 and 2025-2026 it grew by 73 %.", ["73 %"]),
        ("On 17 December 2025 the text A/RES/80/173 was adopted; its paragraph 113 asks.", []),
        ("Resolution 140 (Rev. Bucharest, 2022) and Council Resolution 1332.", []),
        ("Action Lines C2 and C5, SDG 9.c, target 17.8, 4G, IPv6, WSIS+20, the 80th session.", []),
        ("1,234,567 people in 12 regions", ["1,234,567", "12"]),
        ("2026-05-04", []),
        ("50kg of paper", ["50"]),
        ("en 3 países, el 3 de mayo de 2025, párrafo 12", ["3"]),
        ("le 4 mai 2026, paragraphe 12; dans 35 pays", ["35"]),
        ("17 декабря 2025 года, пункт 113; в 8 странах", ["8"]),
        ("2025年12月17日，第113段，73%的学校", ["73%"]),
        ("{{value?area=KEN&series=S12&year=2023}} is bound", []),
        ("(1) first\n(2) second", []),
        ("paragraph 12, 35 countries", ["35"]),
        ("paragraphs 12, 14 and 15 of decision 5 of the sixth session; session 81", []),
    ],
)
def test_years_dates_symbols_and_places_may_be_typed(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_unbound(text)] == found


@given(st.text(max_size=400))
def test_any_text_is_woven_and_nothing_of_it_is_lost(text: str) -> None:
    out = weave(text)
    shown = "".join(
        getattr(one, "text", "")
        for block in out.blocks
        for run in ((block.inlines,) if isinstance(block, Para) else block.items)  # type: ignore[union-attr]
        for one in run
    )
    if "{{" not in text:
        for word in text.split():
            if word != "-" and not any(sign.isdigit() for sign in word):
                assert word in shown or word.removeprefix("-") in shown


def test_facts_are_proposed_in_their_rank_with_their_words() -> None:
    found = propose_facts(ACCOUNT, report_words("en"), line="C5")
    assert found[0].question == "mandates?line=C5" and found[0].value == "1"
    assert found[0].label.startswith("Mandates: C5 Building confidence")
    assert all(one.value != "0" for one in found)
    money = next(one for one in found if one.question.startswith("envelopes.amount"))
    assert (money.value, money.unit) == ("1,000.50", "CHF")
    area = [one.question for one in propose_facts(ACCOUNT, report_words("fr"), area="KEN")]
    assert "gap?area=KEN&divide=sex&series=R%26D %7Bx%7D" in area
