"""Resolutions, documents, Recommendations and basic texts of ITU: one comment per case."""

from __future__ import annotations

import pytest

from actionlines.citations import find_citations

CASES = [
    # the body in words, and by place and year
    ("PP Resolution 140 (Rev. Bucharest, 2022)", ["itu:PP/RES/140@2022"]),
    ("PP-14 Resolution 140 (Rev. Busan, 2014)", ["itu:PP/RES/140@2014"]),
    ("Plenipotentiary Conference (PP) Resolution 101 (Rev.Busan, 2014)", ["itu:PP/RES/101@2014"]),
    ("Resolution 71 (Rev. Dubai, 2018)", ["itu:PP/RES/71@2018"]),
    # one city, three bodies
    ("Resolution 2 (Dubai, 2012)", ["itu:WTSA/RES/2@2012"]),
    ("Resolution 30 (Rev. Dubai, 2014)", ["itu:WTDC/RES/30@2014"]),
    ("Resolution 200 (Rev. Dubai, 2018)", ["itu:PP/RES/200@2018"]),
    # the assembly of 2020 met in 2022
    ("Resolution 75 (Rev. Geneva, 2022)", ["itu:WTSA/RES/75@2022"]),
    # named behind the number
    (
        "Resolution 140 of the Plenipotentiary Conference (Guadalajara 2010)",
        ["itu:PP/RES/140@2010"],
    ),
    (
        "Resolutions 102 and 140 of the 2010 Plenipotentiary Conference",
        ["itu:PP/RES/102@2010", "itu:PP/RES/140@2010"],
    ),
    # the body within the parenthesis
    ("Resolution 75 (WTSA, 2008)", ["itu:WTSA/RES/75@2008"]),
    ("Resolution 8 (WRC-23)", ["itu:WRC/RES/8@2023"]),
    # ITU-R keeps its own numbers
    ("Resolution ITU-R 61-1", ["itu:RA/RES/61-1"]),
    # the Council amends by year
    ("Council Resolution 1332 (Modified 2024)", ["itu:C/RES/1332@2024"]),
    ("Council Resolution 1334 (C11, last amended C24)", ["itu:C/RES/1334@2024"]),
    ("ITU Council Resolution 1336 (mod 2015)", ["itu:C/RES/1336@2015"]),
    ("Council 2011 Resolution 1334", ["itu:C/RES/1334@2011"]),
    # a lost blank behind the parenthesis
    ("Council Resolution 1332 (Modified 2016)and more", ["itu:C/RES/1332@2016"]),
    # a parenthesis covers the members before it; a separator may be lost
    (
        "WTSA Resolutions 47, 48(Rev. Dubai, 2012)49, 50(Rev. Hammamet, 2016)",
        ["itu:WTSA/RES/47@2012", "itu:WTSA/RES/48@2012", "itu:WTSA/RES/49@2016", "itu:WTSA/RES/50@2016"],
    ),
    # capitals, and a tracked change that was flattened: the proposed place counts
    ("RESOLUTION 130 (REV. DUBAI, 2018BUCHAREST, 2022)", ["itu:PP/RES/130@2022"]),
    # short forms
    ("Res. 71 (Rev. Bucharest, 2022)", ["itu:PP/RES/71@2022"]),
    # WRC prints no place; PP-18 covers its list
    ("Resolution 731 (Rev.WRC-23)", ["itu:WRC/RES/731@2023"]),
    ("PP-18 Resolutions 25 and 48", ["itu:PP/RES/25@2018", "itu:PP/RES/48@2018"]),
    # decisions
    ("Decision 5 (Rev. Bucharest, 2022)", ["itu:PP/DEC/5@2022"]),
    ("Council Decision 651", ["itu:C/DEC/651"]),
    # numbers alone: the Council from 1000 on, else the Plenipotentiary Conference
    ("At ITU, Resolution 1196 and Resolution 140 apply", ["itu:C/RES/1196", "itu:PP/RES/140"]),
    # a number alone means the body that it has elsewhere in the document
    (
        "ITU: Resolution 37 sets it; see WTDC Resolution 37 (Rev. Kigali, 2022)",
        ["itu:WTDC/RES/37", "itu:WTDC/RES/37@2022"],
    ),
    # provisions
    (
        "resolves 2 of Resolution 140 (Rev. Bucharest, 2022) and "
        "instructs the Secretary-General 4 of the same resolution",
        ["itu:PP/RES/140@2022#resolves.2", "itu:PP/RES/140@2022#instructs-SG.4"],
    ),
    ("resolves 1 and 2 of Resolution 140 (Rev. Bucharest, 2022)", ["itu:PP/RES/140@2022#resolves.1,2"]),
    (
        "resolves to instruct the Director of BDT 1 of Resolution 30 (Rev. Kigali, 2022)",
        ["itu:WTDC/RES/30@2022#instructs-BDT.1"],
    ),
    # documents: language letters dropped, changes kept
    ("see C25/108-E and C25/61 (Rev.1)", ["itu:C25/108", "itu:C25/61(Rev.1)"]),
    ("C2000/27Add.A, C05/EP/10", ["itu:C2000/27(Add.A)", "itu:C05/EP/10"]),
    ("see PP-14/20(Add.1)-E", ["itu:PP14/20(Add.1)"]),
    ("CWG-WSIS-32/16-E Rev. 1 and WG-Internet 9/2-E", ["itu:CWG-WSIS-32/16(Rev.1)", "itu:CWG-INTERNET-9/2"]),
    ("CWG-WSIS&SDG-45/7-E, WG-WSIS-32/13-E", ["itu:CWG-WSIS&SDG-45/7", "itu:CWG-WSIS-32/13"]),
    ("proposal EUR/44A7/1", ["itu:EUR/44A7/1"]),
    ("file S22-PP-C-0044!A7!MSW-E and S23-CL-C-0029", ["itu:PP22/44(Add.7)", "itu:C23/29"]),
    ("D14-TDAG22-C-0041!!MSW-E, T17-WTSA.20-C-0040!A2", ["itu:TDAG22/41", "itu:WTSA20/40(Add.2)"]),
    # Recommendations: a double number is one; half of it is the same
    (
        "Recommendations ITU-T Y.4900 and Y.4901/L.1601 (06/2016), L.1602",
        ["itu-t:Y.4900", "itu-t:Y.4901/L.1601", "itu-t:Y.4902/L.1602"],
    ),
    ("Recommendation ITU-R M.1457-14", ["itu-r:M.1457-14"]),
    # basic texts
    ("Articles 4 and 5 of the ITU Constitution", ["itu:CS/art4", "itu:CS/art5"]),
    ("ITU: Nos. 61 and 102 of the Convention", ["itu:CV/61", "itu:CV/102"]),
    ("ITU reports under CV 61 and 102", ["itu:CV/61", "itu:CV/102"]),
    ("Article 11 of the ITU Constitution", ["itu:CS/art11"]),
    ("No. 162 of the General Rules of ITU", ["itu:GR/162"]),
    # the constitution of someone else
    ("article 11 of the Constitution", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text: str, expected: list[str]) -> None:
    assert [citation.canonical for citation in find_citations(text)] == expected


LANGUAGES = [
    ("Résolution 30 (Rév. Kigali, 2022) de l’UIT", ["itu:WTDC/RES/30@2022"]),
    ("Résolution 1332 du Conseil (modifiée en 2024)", ["itu:C/RES/1332@2024"]),
    ("Resolución 140 (Rev. Bucarest, 2022)", ["itu:PP/RES/140@2022"]),
    ("Резолюция 140 (Пересм. Бухарест, 2022 г.)", ["itu:PP/RES/140@2022"]),
    ("القرار 140 (المراجَع في بوخارست، 2022)", ["itu:PP/RES/140@2022"]),
    ("第140号决议（2022年，布加勒斯特，修订版）", ["itu:PP/RES/140@2022"]),
]


@pytest.mark.parametrize(("text", "expected"), LANGUAGES)
def test_language(text: str, expected: list[str]) -> None:
    assert [citation.canonical for citation in find_citations(text)] == expected


def test_own_meeting() -> None:
    """ "Document 20-E" is of the meeting that the document itself belongs to."""
    head = "PP-14/20(Add.1)-E\nBusan\nAddendum 1 to\nDocument 20-E\n"
    text = head + "See also Document 31 and information document 4.\n"
    assert [c.canonical for c in find_citations(text)] == ["itu:PP14/20", "itu:PP14/31", "itu:PP14/INF/4"]


def test_own_number_in_a_head_without_lines() -> None:
    """Text of a word processor may have lost its line breaks: a date follows the own number."""
    head = "Conference 2017 (WTDC-17)Buenos AiresDocument WTDC17/11-E13 June 2017Original: EnglishREPORT: "
    assert [c.canonical for c in find_citations(head + "see WTDC17/9-E and WTDC17/11-E")] == ["itu:WTDC17/9"]
    head = "Plenipotentiary Conference (PP-18) PLENARY MEETING Document 42-E 17 July 2018 Original: English "
    assert [c.canonical for c in find_citations(head + "see PP18/42-E, Document 31-E")] == ["itu:PP18/31"]


def test_own_revision() -> None:
    """Running headers leave out the revision of the document."""
    head = "Document CWG-WSIS-32/16-E\nRev. 1\n\nSee C25/108.\n"
    assert [c.canonical for c in find_citations(head + "\nCWG-WSIS-32/16-E\n")] == ["itu:C25/108"]


def test_own_heading() -> None:
    """A resolution does not cite itself in its heading."""
    head = "RESOLUTION 140 (REV. BUCHAREST, 2022)\nOn the framework\n"
    text = head + "recalling Resolution 172 (Guadalajara, 2010),\n"
    assert [c.canonical for c in find_citations(text)] == ["itu:PP/RES/172@2010"]


def test_the_body_may_be_given() -> None:
    """The caller knows whose paper it is."""
    found = find_citations("Resolution 9 is under review.", body="itu-wtdc")
    assert [c.canonical for c in found] == ["itu:WTDC/RES/9"]
    assert [c.canonical for c in find_citations("its resolution 48/4", body="human-rights-council")] == [
        "A/HRC/RES/48/4"
    ]
