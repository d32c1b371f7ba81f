"""Symbols and numbers of the United Nations: every construct of the grammar, one comment per case."""

from __future__ import annotations

import pytest

from actionlines.citations import find_citations

CASES = [
    # the Assembly's own voice is left unsaid
    ("Recalling its resolution 70/1 of 25 September 2015", ["A/RES/70/1"]),
    # a plain list, dates between the members
    ("resolutions 69/38, 73/91 of 7 December 2018, 78/52", ["A/RES/69/38", "A/RES/73/91", "A/RES/78/52"]),
    # a list whose members are parted by their titles
    (
        "its resolutions 77/320 of 25 July 2023, entitled “Impact”, and 78/132 of 19 December 2023",
        ["A/RES/77/320", "A/RES/78/132"],
    ),
    (
        "resolutions 1514 (XV) of 14 December 1960, on countries, and 2625 (XXV) of 24 October 1970",
        ["A/RES/1514(XV)", "A/RES/2625(XXV)"],
    ),
    (
        "resolutions 2253 (2015), in particular its core, and 2368 (2017) of 20 July 2017",
        ["S/RES/2253(2015)", "S/RES/2368(2017)"],
    ),
    # a list that begins late
    ("all its resolutions on ageing, including 78/177 of 19 December 2023, and others", ["A/RES/78/177"]),
    # the kind changes within the list
    ("resolution 79/51, as well as its decision 66/517 of 2 December 2011", ["A/RES/79/51", "A/DEC/66/517"]),
    ("UNGA Res. 70/125", ["A/RES/70/125"]),
    # a letter part, and a capital that belongs to the next words
    ("decision 79/573 B of 1 May 2025", ["A/DEC/79/573B"]),
    ("under resolution 70/1 A number of States spoke", ["A/RES/70/1"]),
    # two parts of one resolution
    ("resolutions 46/36 H and L", ["A/RES/46/36H", "A/RES/46/36L"]),
    # old numbering, with a footnote mark glued on
    ("Resolution 217 A (III)22 was read", ["A/RES/217A(III)"]),
    ("resolution 2200 A (XXI), annex", ["A/RES/2200A(XXI)#annex"]),
    # a roman session beyond the thirtieth can only be the Economic and Social Council's
    ("resolution 1296 (XLIV)", ["E/RES/1296(XLIV)"]),
    ("Economic and Social Council resolution 2008 (LX)", ["E/RES/2008(LX)"]),
    # emergency and special sessions
    ("resolutions ES-10/24 and S-20/2", ["A/RES/ES-10/24", "A/RES/S-20/2"]),
    # a year as first number is the Economic and Social Council, whatever the words
    ("in Council resolution 2006/46", ["E/RES/2006/46"]),
    ("decision 2015/200", ["E/DEC/2015/200"]),
    # the Security Council's running number
    ("Security Council resolutions 1325 (2000) and 2242 (2015)", ["S/RES/1325(2000)", "S/RES/2242(2015)"]),
    # "its" stands for the body before it
    ("by the Human Rights Council in its resolution 17/4", ["A/HRC/RES/17/4"]),
    # and for the body behind it
    ("In its resolution 43/26, the Council called for help", ["A/HRC/RES/43/26"]),
    ("In its resolution 79/7, the Commission asked for help", []),
    ("In its resolution 74/255 B, the General Assembly asked", ["A/RES/74/255B"]),
    # "Council" with a roman session
    ("Council resolution 13 (III)", ["E/RES/13(III)"]),
    # a range of parts, a paragraph with a chapter number
    ("resolution 77/256 A–B", ["A/RES/77/256A", "A/RES/77/256B"]),
    ("A/79/6 (Sect. 18), para. 18.5", ["A/79/6(Sect.18)#p18.5"]),
    # the date tells the Human Rights Council from the Assembly
    ("resolution 48/4 of 8 October 2021", ["A/HRC/RES/48/4"]),
    ("resolution 48/2 of 13 October 1993", ["A/RES/48/2"]),
    # other bodies number for themselves: none of these is the Assembly's
    ("United Nations Environment Assembly resolution 5/14 of 2 March 2022", []),
    ("Commission on the Status of Women resolution 60/2", []),
    ("Commission on Human Rights resolution 1998/72", []),
    ("resolution 38/4 of the Conference of the Parties", []),
    # the date shows that another body's number is meant; a misprint of one digit does not
    ("at a session of the Economic and Social Commission, of resolution 72/7 of 19 May 2016", []),
    ("welcoming resolution 32/1 of 27 May 2023", []),
    ("recalling its resolution 70/202 of 22 December 2025", ["A/RES/70/202"]),
    # a resolution printed within a report: the report is cited
    ("(E/2025/27), chap. I, sect. C, resolution 69/1, annex", ["E/2025/27#chI.C"]),
    ("(A/CONF.219/2023/3), chap. I, resolution 2", ["A/CONF.219/2023/3#chI"]),
    ("See FCCC/CP/2015/10/Add.1, decision 1/CP.21.", ["FCCC/CP/2015/10/Add.1"]),
    # ITU's resolution in a text of the Assembly
    ("the International Telecommunication Union resolution 186", ["itu:PP/RES/186"]),
    # a report of the Secretary-General, and what ITU papers mean by the same letters
    ("the report in A/70/125", ["A/70/125"]),
    ("UNGA Resolution A/70/125", ["A/RES/70/125"]),
    # more than any session has adopted: a document after all
    ("UNGA Resolution A/70/684", ["A/70/684"]),
    # one document, two symbols; a corrigendum of both
    ("see A/71/67–E/2016/51", ["A/71/67-E/2016/51"]),
    ("see A/67/65/Corr.1-E/2012/48/Corr.1", ["A/67/65/Corr.1-E/2012/48/Corr.1"]),
    # parts in parentheses, with a line break
    ("in A/79/6 (Sect.\n24)/Corr.1 it says", ["A/79/6(Sect.24)/Corr.1"]),
    ("A/CONF.157/24 (Part I), chap. III", ["A/CONF.157/24(PartI)#chIII"]),
    # a range, a misprint, an old number without a session
    ("in A/C.6/64/SR.1–28/Corrigendum here", ["A/C.6/64/SR.1-28/Corrigendum"]),
    ("see A/C.6/79.SR.37", ["A/C.6/79/SR.37"]),
    ("rules in A/520/Rev.17", ["A/520/Rev.17"]),
    # shorthand
    ("(A/60/L.50 and Add.1)", ["A/60/L.50", "A/60/L.50/Add.1"]),
    ("A/48/305 and Corr.1 and Add.1-3", ["A/48/305", "A/48/305/Corr.1", "A/48/305/Add.1-3"]),
    # a symbol broken after a slash, blanks that do not break, Cyrillic letters for Latin ones
    ("adopted A/RES/\n70/125 then", ["A/RES/70/125"]),
    ("Resolution А/70/1", ["A/RES/70/1"]),
    # places before and behind
    ("paragraph 71 of General Assembly\nresolution 70/125", ["A/RES/70/125#p71"]),
    ("paragraphs 3 (a) and 4 of its resolution 68/1", ["A/RES/68/1#p3(a),4"]),
    ("paras. 34 to 36 of resolution 70/125", ["A/RES/70/125#p34-36"]),
    ("operative paragraph 5 of resolution 70/125", ["A/RES/70/125#p5"]),
    ("section III of its resolution 72/262 C", ["A/RES/72/262C#sIII"]),
    ("the annex to its resolution 78/1", ["A/RES/78/1#annex"]),
    ("paragraph 12 of annex II to resolution 73/195", ["A/RES/73/195#annexII.p12"]),
    ("resolution 58/1, section IV, of that year", ["A/RES/58/1#sIV"]),
    ("(A/78/42),\nannex", ["A/78/42#annex"]),
    ("(A/79/434, para. 21)", ["A/79/434#p21"]),
    # a list of sections ends before the next symbol
    ("A/78/6 (Introduction), sects. 1–36 and A/79/5, annex", ["A/78/6(Introduction)#s1-36", "A/79/5#annex"]),
    ("sections I, II and IV of resolution 70/247", ["A/RES/70/247#sI,II,IV"]),
    # the place belongs to the resolution behind it
    ("resolution 61/75, paragraph 2 of resolution 62/43", ["A/RES/61/75", "A/RES/62/43#p2"]),
    # treaties
    ("United Nations, Treaty Series, vol. 1465, No. 24841", ["unts:1465/24841"]),
    ("Treaty Series, vols. 1833, 1834 and 1835, No. 31363", ["unts:1833/31363"]),
    # words that point back
    ("resolution 79/194, in particular paragraph 62 thereof", ["A/RES/79/194", "A/RES/79/194#p62"]),
    ("resolution 79/194 and paragraph 5 of that resolution", ["A/RES/79/194", "A/RES/79/194#p5"]),
    # no citations
    ("and/or N/A on page 10/18 of job 24-24293 in 2024/25, 24/7", []),
    ("resolution 80/____ is not numbered yet", []),
    ("HIV/AIDS and A/H1N1", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text: str, expected: list[str]) -> None:
    assert [citation.canonical for citation in find_citations(text)] == expected


SPANS = [
    # from the body, "its" outside, to the last identifying token, the date outside
    ("in its resolution 70/1 of 2015", "resolution 70/1"),
    ("by General Assembly resolution 70/1 of 2015", "General Assembly resolution 70/1"),
    ("see paragraph 71 of its resolution 70/125, on", "paragraph 71 of its resolution 70/125"),
    # the closing bracket before the place is within
    ("(A/78/42), annex.", "A/78/42), annex"),
]


@pytest.mark.parametrize(("text", "quote"), SPANS)
def test_span(text: str, quote: str) -> None:
    assert [citation.quote for citation in find_citations(text)] == [quote]


LANGUAGES = [
    ("la résolution 70/1 du 25 septembre 2015", ["A/RES/70/1"]),
    ("paragraphe 71 de sa résolution 70/125 et décision 79/512", ["A/RES/70/125#p71", "A/DEC/79/512"]),
    ("las resoluciones 70/1 y 70/125", ["A/RES/70/1", "A/RES/70/125"]),
    ("párrafo 71 de la resolución 70/125", ["A/RES/70/125#p71"]),
    ("резолюции 70/1 и 70/125", ["A/RES/70/1", "A/RES/70/125"]),
    ("пункт 71 резолюции 70/125 от 16 декабря 2015 года", ["A/RES/70/125#p71"]),
    ("قرار الجمعية العامة 70/1", ["A/RES/70/1"]),
    ("الفقرة 71 من القرار 70/125", ["A/RES/70/125#p71"]),
    ("第70/1号决议和第2006/46号决议", ["A/RES/70/1", "E/RES/2006/46"]),
    ("第70/125号决议第71段", ["A/RES/70/125#p71"]),
    # a Chinese list shares its word; Arabic prints the session in digits; letters with one bracket
    ("第1533(2004)、第1807(2008)和2136(2014)号决议", ["S/RES/1533(2004)", "S/RES/1807(2008)", "S/RES/2136(2014)"]),
    ("قرار الجمعية العامة 1696 (د-16)", ["A/RES/1696(XVI)"]),
    ("el párrafo 2 e) de su resolución 1373 (2001)", ["S/RES/1373(2001)#p2(e)"]),
    ("в пункте 2(е) резолюции 1373 (2001)", ["S/RES/1373(2001)#p2(e)"]),
    ("بالفقرتين 9 و 11 من القرار 1807 (2008)", ["S/RES/1807(2008)#p9,11"]),
]


@pytest.mark.parametrize(("text", "expected"), LANGUAGES)
def test_language(text: str, expected: list[str]) -> None:
    assert [citation.canonical for citation in find_citations(text)] == expected
