"""What a text names, in six languages, by symbols with and without blanks, and with a slip of a letter."""

import pytest

from actionlines.results.things import LONGEST, clean_search, find_things


def first(text):
    found = find_things(text)
    return (found[0].id, found[0].is_exact) if found else ("", False)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("UNESCO", "unesco"),
        ("unesco", "unesco"),
        ("the World Health Organization", "who"),
        ("ОМС", ""),
        ("ВОЗ", "who"),
        ("Perú", "PER"),
        ("peru", "PER"),
        ("Pérou", "PER"),
        ("秘鲁", "PER"),
        ("بيرو", "PER"),
        ("Corée du Sud", "KOR"),
        ("C9", "C9"),
        ("c7 e-business", "C7-ebusiness"),
        ("eBusiness", "C7-ebusiness"),
        ("C7-ebusiness", "C7-ebusiness"),
        ("SDG 5", "sdg:5"),
        ("target 5.b", "sdg:5.b"),
        ("5.b", "sdg:5.b"),
        ("5.b.1", "sdg:5.b.1"),
        ("A/RES/70/125", "A/RES/70/125"),
        ("a res 70 125", "A/RES/70/125"),
        ("ARES70125", "A/RES/70/125"),
        ("70/125", "A/RES/70/125"),
        ("resolución 70/125", "A/RES/70/125"),
        ("第70/125号决议", "A/RES/70/125"),
        ("Resolution 71", "itu:PP/RES/71@2022"),
        ("Resolution 71 (Rev. Busan, 2014)", "itu:PP/RES/71@2014"),
        ("Tunis Commitment", "wsis:tunis-commitment"),
        ("突尼斯承诺", "wsis:tunis-commitment"),
        ("SIDS", "SIDS"),
    ],
)
def test_a_name_is_exact(text, id_):
    assert first(text) == (id_, bool(id_))


@pytest.mark.parametrize(
    ("text", "id_"), [("Moroco", "MAR"), ("Kazahkstan", "KAZ"), ("Казахтан", "KAZ"), ("unseco", "")]
)
def test_a_slip_of_a_letter_is_put_right(text, id_):
    (found, *_) = find_things(text) or [None]
    assert (found.id if found and found.is_mended else "") == id_ or id_ == ""


@pytest.mark.parametrize(
    ("text", "id_"),
    [("moro", "MAR"), ("internet gov", "igf"), ("statistical comm", "statistical-commission"), ("卫生组织", "who")],
)
def test_an_unfinished_name_is_found(text, id_):
    found = find_things(text)
    assert id_ in [thing.id for thing in found] and not any(thing.is_exact for thing in found)


@pytest.mark.parametrize("text", ["", "  ", "\x00", "?", "/", "report on broadband for wells", "x" * 5000, "1.78"])
def test_what_names_nothing_finds_nothing(text):
    assert not any(thing.is_exact for thing in find_things(text))


def test_symbols_of_a_register_count_too():
    assert find_things("X RES 9 1", lambda: ["X/RES/9/1"])[0].id == "X/RES/9/1"


def test_only_what_is_kept_counts():
    assert [thing.id for thing in find_things("Georgia", keep=lambda id_: id_ == "GEO")] == ["GEO"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" a\tb\r\n c ", "a b c"),
        ("a\x00b\x1bc", "a b c"),
        ("x" * 999, "x" * LONGEST),
        ("\ud800y", "y"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_is_typed_is_cleaned(text, clean):
    assert clean_search(text) == clean
