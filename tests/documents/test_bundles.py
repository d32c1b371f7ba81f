"""Files that bind several instruments become these, and all others stay whole."""

from __future__ import annotations

import pytest

from actionlines.documents import read, split_instruments
from actionlines.mandates import find_mandates


def _resolution(number: str, title: str, *head: str) -> tuple[str, ...]:
    return (*head, f"{number}. {title}", "The General Assembly,", "Recalling its resolution 70/1,",
            f"1. Requests the Secretary-General to map {title.lower()};")  # fmt: skip


def _head(number: int) -> tuple[str, ...]:
    return ("12th plenary meeting", "United Nations", f"A/RES/99/{number}", "General Assembly", "3 May 2045",
            "Resolution adopted by the General Assembly on 3 May 2045")  # fmt: skip


_CABLES = ("RESOLUTION 901 (Rev. Bucharest, 2022)", "Cables",
           "The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),",
           "considering", "a) that cables break;", "resolves", "1 that cables shall be tested;")  # fmt: skip
_SHIPS = tuple(line.replace("901 (Rev. ", "902 (").replace("able", "hip").replace("Chip", "Ship") for line in _CABLES)


@pytest.mark.parametrize(
    ("lines", "symbols"),
    [
        # titles alone, and titles under mastheads
        ((*_resolution("99/1", "Wells"), *_resolution("99/2", "Pumps")), ["A/RES/99/1", "A/RES/99/2"]),
        ((*_resolution("99/1", "Wells", *_head(1)[1:]), *_resolution("99/2", "Pumps", *_head(2)),
          *_resolution("99/3", "Pipes", *_head(3))), ["A/RES/99/1", "A/RES/99/2", "A/RES/99/3"]),
        # Roman numbers, and two resolutions of the Security Council
        ((*_resolution("1999 (XV)", "Wells"), *_resolution("2000 (XV)", "Pumps")),
         ["A/RES/1999(XV)", "A/RES/2000(XV)"]),
        (("Resolution 9573 (2091)", "The Security Council,", "1. Calls upon all Parties to meet;",
          "Resolution 9574 (2091)", "The Security Council,", "1. Calls upon all Parties to meet again;"),
         ["S/RES/9573(2091)", "S/RES/9574(2091)"]),
        # a conference of ITU, with what its members declare
        ((*_CABLES, *_SHIPS, "DECLARATIONS AND RESERVATIONS", "The delegation of Aland reserves its right."),
         ["itu:PP/RES/901@2022", "itu:PP/RES/902@2022", ""]),
        # one resolution that names others stays whole, and so does a report with drafts
        ((*_resolution("99/1", "Wells"), "99/2. Pumps", "This is a title without a resolution."), ["A/RES/99/1"]),
        (("A/99/12", "Report of the Committee", "Draft resolution I", "Wells", "The General Assembly,",
          "1. Requests the Secretary-General to map wells;", "Draft resolution II", "Pumps",
          "The General Assembly,", "1. Requests the Secretary-General to map pumps;"), ["A/99/12"]),
    ],
)  # fmt: skip
def test_instruments_of_a_file(lines: tuple[str, ...], symbols: list[str]) -> None:
    document = read("\n\n".join(lines).encode(), name="a.txt")
    parts = split_instruments(document)
    assert [part.metadata.symbol for part in parts] == symbols
    # Nothing is lost or read twice.
    assert [one for part in parts for one in part.paragraphs] == list(document.paragraphs)


def test_mandates_bear_the_symbol_of_their_instrument() -> None:
    lines = (*_resolution("99/1", "Wells"), *_resolution("99/2", "Pumps"))
    found = find_mandates(read("\n\n".join(lines).encode(), name="a.txt"))
    assert [(one.instrument, one.action.text) for one in found] == [
        ("A/RES/99/1", "map wells"),
        ("A/RES/99/2", "map pumps"),
    ]
    # The one instrument of a file is the document itself.
    (alone,) = find_mandates(read("\n\n".join(lines[:4]).encode(), name="a.txt"))
    assert alone.instrument == ""


def test_many_instruments_are_told_apart_in_a_moment() -> None:
    lines = [line for number in range(400) for line in _resolution(f"99/{number + 1}", "Wells")]
    document = read("\n\n".join(lines).encode(), name="a.txt")
    assert len(split_instruments(document)) == 400
