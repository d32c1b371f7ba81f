"""Long documents in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.instruments.views import Head, cut, part_of
from tests.register.mandates.samples import instrument, text

heads = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=150).map(
    lambda flags: [
        Head(n, str(n), "heading" if flag else "text", int(flag), "", mandates)
        for n, (flag, mandates) in enumerate(flags)
    ]
)


@given(heads, st.integers(1, 40))
def test_every_paragraph_is_in_one_part_and_none_is_too_long(found, size):
    parts = cut(found, size)
    assert [place for part in parts for place in range(part.start, part.stop)] == list(range(len(found)))
    assert all(part.stop - part.start <= max(1, size * 3 // 2) for part in parts)
    for part in parts:
        weight = sum(1 + head.mandates for head in found[part.start : part.stop])
        assert weight <= size * 9 // 4 or part.stop - part.start == 1
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))


@given(heads.filter(bool), st.integers(1, 40))
def test_each_anchor_is_found_in_its_part(found, size):
    parts = cut(found, size)
    for place, head in enumerate(found):
        part = part_of(parts, found, head.anchor)
        assert part.start <= place < part.stop
    assert part_of(parts, found, "nowhere") is None


def test_a_part_begins_at_a_heading():
    found = [Head(n, str(n), "heading" if n % 10 == 0 else "text", 1, "") for n in range(60)]
    assert {found[part.start].kind for part in cut(found, 12)} == {"heading"}


@pytest.mark.parametrize(
    ("numbers", "first", "last"),
    [
        (("104", "105", "106"), "104", "106"),
        (("128", "129", "1", "2"), "128", "129"),
        ((), "", ""),
        (("A", "B"), "A", "B"),
    ],
)
def test_a_part_is_named_by_its_numbers_up_to_an_annex(numbers, first, last):
    (part,) = cut([Head(n, str(n), "operative", 0, number) for n, number in enumerate(numbers)])
    assert (part.first, part.last) == (first, last)


@pytest.mark.django_db
def test_a_long_document_opens_at_the_part_that_is_asked_for(client, monkeypatch):
    monkeypatch.setattr("actionlines.register.instruments.views.cut.__defaults__", (10,))
    many = "".join(f"{n}. Requests the Secretary-General to report in {2030 + n};\n" for n in range(1, 61))
    one = instrument(text("80/903", "Many reports", many))
    first = client.get(one.get_absolute_url()).content.decode()
    assert 'id="p1"' in first
    assert 'id="p60"' not in first
    assert "Part 2" in first
    at = client.get(one.get_absolute_url(), {"p": "60"}).content.decode()
    assert 'id="p60"' in at
    assert 'id="p1"' not in at
