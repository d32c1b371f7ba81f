"""From words of a text to bodies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.framework.bodies import (
    LONGEST_LABEL,
    ROLES,
    bodies,
    body_of,
    by_alias,
    expand_name,
    fold_name,
    is_label,
    iterate_heads,
    label_of,
    list_ancestors,
    name_key,
    organ_of,
    resolve_name,
    words_of,
)
from actionlines.framework.called import name_in
from actionlines.framework.find import find_body
from actionlines.framework.groups import asked_of


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        # articles, qualifiers and case do not matter
        ("the Secretary-General", ["secretary-general"]),
        ("all other relevant stakeholders", ["all-stakeholders"]),
        ("ALL MEMBER STATES", ["member-states"]),
        # typographic hyphens and quotes
        ("Secretary\u2011General", ["secretary-general"]),
        ("United Nations Children’s Fund", ["unicef"]),
        # acronyms keep their case: a pronoun is no health organization
        ("WHO", ["who"]),
        ("who", []),
        ("the ITU", ["itu"]),
        # acronym in parentheses
        ("the Internet Governance Forum (IGF)", ["igf"]),
        # one surface, two bodies
        ("international and regional organizations", ["international-organizations", "regional-organizations"]),
        ("", []),
    ],
)
def test_by_alias(surface: str, ids: list[str]) -> None:
    assert sorted(by_alias(surface)) == sorted(ids)


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        # the holder of an office stands for the office
        ("the Under-Secretary-General for Global Communications", ["dgc"]),
        ("the Co-Chairs of the Global Dialogue on AI Governance", ["global-dialogue-ai"]),
        # but some holders are addressees of their own
        ("the President of the General Assembly", ["pga"]),
        ("Executive Director of UN-Women", ["un-women-executive-director"]),
        ("the Director of the Telecommunication Development Bureau", ["itu-bdt-director"]),
        # coordinated modifiers share a head
        ("the First and Second Committees", ["first-committee", "second-committee"]),
        ("private and public sectors", ["private-sector", "public-sector"]),
        # what follows the head does not count
        ("stakeholders from both developed and developing countries", ["all-stakeholders"]),
        ("Member States in a position to do so", ["member-states"]),
        # unless it says which part of it is meant
        ("companies that run social media platforms", ["tech-companies"]),
        ("States that have not yet become parties to the Covenant", ["non-party-states"]),
        # a hanging hyphen: everything stands before the head
        ("mine- and remnants of war-affected States", ["member-states"]),
        # two bodies in one phrase
        (
            "specialized agencies and other organizations of the United Nations system",
            ["specialized-agencies", "un-system"],
        ),
        # the head decides about names never seen
        ("West African countries", ["developing-countries"]),
        ("Nordic countries", ["member-states"]),
        ("Governments of island nations", ["governments"]),
        ("independent broadcasters", ["media"]),
        ("the United Nations Mission in Nowhere", ["peacekeeping-missions"]),
        ("the Bank of Somewhere", ["financial-institutions"]),
        # nothing helps
        ("them", []),
        ("progress", []),
    ],
)
def test_resolve(surface: str, ids: list[str]) -> None:
    assert sorted(resolve_name(surface)) == sorted(ids)


def test_every_name_and_alias_finds_its_body_alone() -> None:
    for body in bodies().values():
        for surface in (body.name, *body.aliases, *body.acronyms):
            assert body.id in by_alias(surface) == resolve_name(surface), surface
            # Coordinated groups are several ("international and regional bodies"); nothing else is ambiguous.
            assert by_alias(surface) == (body.id,) or " and " in surface, surface


def test_every_body_has_a_source_and_an_id_in_the_style_of_the_others() -> None:
    for body in bodies().values():
        assert body.source, body.id
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", body.id)
        assert body.parent in {"", *bodies()}


def test_a_word_that_any_organisation_may_use_names_no_new_body() -> None:
    for role in ROLES:
        for title in words_of(role):
            assert set(by_alias(title)) <= {
                "secretary-general", "deputy-secretary-general", "secretariat", "itu-general-secretariat",
                "general-assembly", "ecosoc", "itu-pp", "unrwa-commissioner-general", "states-parties",
            }, title  # fmt: skip


def test_every_organisation_of_the_united_nations_has_an_executive_head() -> None:
    groups = {"specialized-agencies", "bretton-woods-institutions", "unfip"}
    for body in bodies().values():
        if body.kind in ("un-agency", "related-organization", "regional-commission"):
            assert body.id in {*groups, "regional-commissions"} or organ_of(body.id, "executive-head"), body.id


@pytest.mark.parametrize(
    ("body", "role", "organ"),
    [
        # an organ of its own
        ("itu", "council", "itu-council"),
        ("itu-t", "executive-head", "itu-tsb-director"),
        # an organ answers for the organisation above it
        ("itu-cwg-internet", "secretariat", "itu-general-secretariat"),
        ("statistics-division", "secretariat", "secretariat"),
        # a body that is itself the secretariat
        ("unfccc", "secretariat", "unfccc"),
        # the organisation has no such organ, or there is none
        ("itu-r", "council", ""),
        ("women", "secretariat", ""),
    ],
)
def test_organ_of(body: str, role: str, organ: str) -> None:
    assert role in ROLES
    assert organ_of(body, role) == organ


def test_organ_of_nobody_is_an_error() -> None:
    with pytest.raises(KeyError):
        organ_of("nobody", "council")


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        # the title before the organisation, and after it
        ("the Council of ITU", ("itu-council",)),
        ("the Secretary-General of the International Telecommunication Union", ("itu-secretary-general",)),
        ("ITU’s General Secretariat", ("itu-general-secretariat",)),
        ("the UNFCCC secretariat", ("unfccc",)),
        # a title inside a name is none
        ("the Council of Europe", ("council-of-europe",)),
    ],
)
def test_an_organ_is_named_by_its_title(surface: str, ids: tuple[str, ...]) -> None:
    assert resolve_name(surface) == ids


def test_ancestors() -> None:
    assert list_ancestors("itu-bdt-director") == (
        "itu-bdt",
        "itu-d",
        "itu",
        "specialized-agencies",
        "un-system",
        "united-nations",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a, b and c organizations", "a organizations|b organizations|c organizations"),
        ("states and stakeholders", "states|stakeholders"),
        ("states", ""),
        ("member states, the media and academia", "member states|the media|academia"),
    ],
)
def test_expansions(name: str, expected: str) -> None:
    assert "|".join(expand_name(fold_name(name))) == expected


def test_heads_are_cut_before_post_modifiers_longest_first() -> None:
    assert list(iterate_heads("states in region of africa")) == ["states in region", "states"]


@given(st.text(max_size=80))
def test_any_text_resolves_to_known_bodies(text: str) -> None:
    assert set(resolve_name(text)) <= set(bodies())


@given(st.text(max_size=60))
def test_a_key_stays_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


def test_hostile_length_is_bounded() -> None:
    assert resolve_name("states and " * 5000) == ("member-states",)
    assert resolve_name("(" * 100_000) == ()


def test_every_label_of_the_closed_list_exists(shared: Path) -> None:
    text = (shared / "reference" / "addressees.md").read_text("utf-8")
    labels = re.findall(r"^- `([a-z0-9-]+)`", text, re.MULTILINE)
    assert len(labels) == 80
    assert [label for label in labels if label not in bodies()] == []


def test_surfaces_of_the_closed_list_resolve(shared: Path) -> None:
    text = (shared / "reference" / "addressees.md").read_text("utf-8")
    wrong = [
        (label, surface)
        for label, surfaces in re.findall(r"^- `([a-z0-9-]+)`.*surfaces: (.+)$", text, re.MULTILINE)
        for surface in surfaces.split("; ")
        if label not in resolve_name(surface.strip())
    ]
    assert wrong == []


_LABELS = [
    # known by its name
    ("Statistical Commission", "statistical-commission"),
    # without its article, its commas and doubled blanks
    ("the Panel on Wells,  Pumps and Pipes", "other:Panel on Wells Pumps and Pipes"),
    # cut to the room that a record has
    ("Panel " + "x" * 300, "other:Panel " + "x" * (LONGEST_LABEL - 12)),
]


@pytest.mark.parametrize(("name", "label"), _LABELS)
def test_labels_of_names(name: str, label: str) -> None:
    assert (label_of(name), is_label(label)) == (label, True)


def test_a_named_body_has_a_name_a_kind_and_the_organisation_it_belongs_to() -> None:
    found = body_of("other:Advisory Board on Wells of ITU")
    assert found is not None
    assert (found.name, found.kind) == ("Advisory Board on Wells of ITU", "board")
    assert (body_of("other:Bureau of ITU") or found).parent == "itu"
    assert body_of("other:") is body_of("nobody") is None
    assert name_in("other:Well League", "fr") == ("Well League", "en")


def test_who_asks_after_an_organisation_finds_its_named_organs() -> None:
    assert asked_of("itu").is_among(["other:Bureau of ITU"])
    assert not asked_of("itu").is_among(["other:Bureau of the Well League"])
    assert find_body("other:Well League") == "other:Well League"
