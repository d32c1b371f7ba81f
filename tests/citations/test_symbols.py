"""`parse_symbol`: one canonical form for every way to print a symbol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.citations import parse_symbol

CASES = [
    ("A/RES/70/1", "A/RES/70/1", "un_res", "A"),
    (" A/RES/57/270 B ", "A/RES/57/270B", "un_res", "A"),
    ("A/RES/217 A (III)", "A/RES/217A(III)", "un_res", "A"),
    ("A/RES/217(III) A", "A/RES/217A(III)", "un_res", "A"),
    ("E/RES/2008 (LX)", "E/RES/2008(LX)", "un_res", "E"),
    ("S/RES/1325 (2000)", "S/RES/1325(2000)", "un_res", "S"),
    ("A/HRC/RES/17/4", "A/HRC/RES/17/4", "un_res", "A/HRC"),
    ("A/RES/ES-10/24", "A/RES/ES-10/24", "un_res", "A"),
    ("A/DEC/79/573 B", "A/DEC/79/573B", "un_dec", "A"),
    ("A/79/6 (Sect. 24)/Corr.1", "A/79/6(Sect.24)/Corr.1", "un_doc", "A"),
    ("A/79/6 (Plan outline)", "A/79/6(Planoutline)", "un_doc", "A"),
    ("A/80/6 (Income sect.\n1)", "A/80/6(Incomesect.1)", "un_doc", "A"),
    ("A/79/5 (Vol. I)", "A/79/5(Vol.I)", "un_doc", "A"),
    ("A/71/67–E/2016/51", "A/71/67-E/2016/51", "un_doc", "A"),
    ("A/C.6/79.SR.37", "A/C.6/79/SR.37", "un_doc", "A"),
    ("E/CN.4/Sub.2/1997/19", "E/CN.4/Sub.2/1997/19", "un_doc", "E"),
    ("CD/1839", "CD/1839", "un_doc", "CD"),
    ("ICCD/COP(13)/21", "ICCD/COP(13)/21", "un_doc", "ICCD"),
    ("TD/B/EX(68)/2", "TD/B/EX(68)/2", "un_doc", "TD"),
    ("WSIS-05/TUNIS/DOC/6", "WSIS-05/TUNIS/DOC/6", "un_doc", "WSIS-05"),
    ("GC.18/Res.9", "GC.18/Res.9", "un_doc", "GC.18"),
    ("UNEP/EA.5/Res.14", "UNEP/EA.5/Res.14", "un_doc", "UNEP"),
    ("А/70/1", "A/70/1", "un_doc", "A"),  # Cyrillic
    ("A/RES/70/1#p71", "A/RES/70/1", "un_res", "A"),
    ("C25/108-E", "itu:C25/108", "itu_doc", "itu:C25"),
    ("PP-14/20(Add.1)-E", "itu:PP14/20(Add.1)", "itu_doc", "itu:PP14"),
    ("itu:PP/RES/140@2022", "itu:PP/RES/140@2022", "itu_res", "itu:PP"),
]


@pytest.mark.parametrize(("text", "canonical", "kind", "prefix"), CASES)
def test_symbol(text: str, canonical: str, kind: str, prefix: str) -> None:
    symbol = parse_symbol(text)
    assert symbol is not None
    assert (symbol.canonical, symbol.kind, symbol.prefix) == (canonical, kind, prefix)


@pytest.mark.parametrize(("text", "canonical", "kind", "prefix"), CASES)
def test_canonical_forms_are_their_own_canonical_form(text: str, canonical: str, kind: str, prefix: str) -> None:
    again = parse_symbol(canonical)
    assert again is not None
    assert again.canonical == canonical


def test_double_symbols_have_two_parts() -> None:
    symbol = parse_symbol("A/79/302-S/2024/600")
    assert symbol is not None
    assert symbol.parts == ("A/79/302", "S/2024/600")


@pytest.mark.parametrize(
    "text", ["", "/", "N/A", "and/or", "10/18", "A/70", "A/H1N1", "HIV/AIDS", "A/B", "see A/RES/70/1 there", "A" * 300]
)
def test_no_symbol(text: str) -> None:
    assert parse_symbol(text) is None


@given(st.text(max_size=60) | st.from_regex(r"[AECS]{1,3}/[A-Z0-9./() -]{0,40}"))
def test_no_input_crashes(text: str) -> None:
    symbol = parse_symbol(text)
    if symbol is not None:
        assert parse_symbol(symbol.canonical) is not None
