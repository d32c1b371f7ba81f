"""Chapeaux with a date or an aside between the verb and what it asks, and items that name whom they ask."""

from __future__ import annotations

import pytest

from tests.mandates.build import find

WE = ("member-states",)


def items(chapeau: str, *words: str) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """(bodies, due, action) of each mandate of a list in an annex."""
    listed = [(f"annex-1.1({letter})", item) for letter, item in zip("abc", words, strict=False)]
    return [(m.bodies, m.due, m.action.text) for m in find(("annex-1.1", chapeau), *listed)]


@pytest.mark.parametrize(
    ("chapeau", "due"),
    [
        # the date between commas
        ("We commit, by 2032, to:", ("year:2032",)),
        # a comma too many, and commas too few
        ("We commit by, 2032, to:", ("year:2032",)),
        ("We commit, by 2032 to:", ("year:2032",)),
        ("We commit by 2032 to:", ("year:2032",)),
        # the date behind "to"
        ("We commit to, by 2032:", ("year:2032",)),
        # "will" without more
        ("We will, no later than 2032:", ("year:2032",)),
        ("We will, by 2032 at the latest:", ("year:2032",)),
        # the date opens the sentence
        ("By 2032, we will:", ("year:2032",)),
        ("To this end, by 2032, we commit to:", ("year:2032",)),
        # a span of time ends in its last year
        ("We resolve, between now and 2032, to:", ("year:2032",)),
        # an aside without a date
        ("We commit, in particular with regard to villages, to:", ()),
        ("We will, in particular:", ()),
    ],
)
def test_items_inherit_who_and_when(chapeau: str, due: tuple[str, ...]) -> None:
    assert items(chapeau, "Dig wells in every village;", "Connect all schools;") == [
        (WE, due, "Dig wells in every village"),
        (WE, due, "Connect all schools"),
    ]


@pytest.mark.parametrize(
    ("chapeau", "words", "expected"),
    [
        # each item names whom it asks
        (
            "We call on:",
            ("Governments to dig wells;", "The World Bank to lend money by 2033;"),
            [(("governments",), (), "dig wells"), (("world-bank",), ("year:2033",), "lend money by 2033")],
        ),
        # the date of the chapeau holds for each
        (
            "We call on, by 2032:",
            ("Governments to dig wells;", "The private sector to lend pumps;"),
            [(("governments",), ("year:2032",), "dig wells"), (("private-sector",), ("year:2032",), "lend pumps")],
        ),
        # a date between a name and what it is to do
        (
            "Invites, in particular:",
            ("The World Bank, by 2033, to lend money;",),
            [(("world-bank",), ("year:2033",), "lend money")],
        ),
        # a body that nothing tells is asked, but not known
        ("We call on:", ("The Panel to dig wells;",), [(("unspecified",), (), "dig wells")]),
        # one item names others than the chapeau
        (
            "Requests the Secretary-General:",
            ("To dig wells;", "The World Bank to lend money;"),
            [(("secretary-general",), (), "dig wells"), (("world-bank",), (), "lend money")],
        ),
    ],
)
def test_items_name_whom_they_ask(chapeau: str, words: tuple[str, ...], expected: list[object]) -> None:
    assert items(chapeau, *words) == expected
