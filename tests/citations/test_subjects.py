"""Goals, targets, action lines and named instruments: one comment per case."""

from __future__ import annotations

import pytest

from actionlines.citations import find_citations

CASES = [
    # one Goal, a list, a range
    ("for SDG 9 and Sustainable Development\nGoal 6", ["sdg:9", "sdg:6"]),
    ("SDGs 4, 5 and 10", ["sdg:4", "sdg:5", "sdg:10"]),
    ("the SDGs: goals 4, 5 and 10", ["sdg:4", "sdg:5", "sdg:10"]),
    ("Sustainable Development Goals 1–4", ["sdg:1", "sdg:4"]),
    # targets with number or letter
    ("SDG 9.c, SDG target 17.18, target 17.8", ["sdg:9.c", "sdg:17.18", "sdg:17.8"]),
    ("targets 4.b and 5.b", ["sdg:4.b", "sdg:5.b"]),
    # footnote marks behind the plural
    ("the Sustainable Development Goals20 and the Goals 2 are near", []),
    # Goals of others, and targets that do not exist
    ("Millennium Development Goal 8, the SDGs and strategic goal 2", []),
    ("the SDGs; target 17.20, target 9.d, Goal 18, target 0.1", []),
    # quantities
    ("SDG links; target 17.8 GHz, target 4.5 per cent, the five targets", []),
    # other ways to print it
    ("SDG No: 17, Target No. 17.1, SDG n° 4, SDG Nos. 5 and 6", ["sdg:17", "sdg:17.1", "sdg:4", "sdg:5", "sdg:6"]),
    ("SDGs: 4, 5; Sustainable Development Goal number 6", ["sdg:4", "sdg:5", "sdg:6"]),
    ("l'objectif de développement durable n° 4; objetivo de desarrollo sostenible 4", ["sdg:4", "sdg:4"]),
    ("les objectifs de développement durable 2 et les Objetivos de Desarrollo Sostenible 3", []),
    ("the goals: 5 offices; no target no 5 people; targets number 4 people", []),
    ("SDG#9, SDG-4, SDGs (4, 5)", ["sdg:9", "sdg:4", "sdg:4", "sdg:5"]),
    # other languages
    ("les ODD 4 et 5, cible 17.8", ["sdg:4", "sdg:5", "sdg:17.8"]),
    ("ЦУР 9 и задача 17.8", ["sdg:9", "sdg:17.8"]),
    # action lines, listed
    ("Action Lines C2, C5 and C6", ["al:C2", "al:C5", "al:C6"]),
    ("action lines, especially C2, C5 and C6", ["al:C2", "al:C5", "al:C6"]),
    ("les lignes d’action C2, C5 et C6", ["al:C2", "al:C5", "al:C6"]),
    ("направления деятельности C2 и C5", ["al:C2", "al:C5"]),
    # Cyrillic letter for C
    ("Action Line С2", ["al:C2"]),
    # applications of C7
    ("Action Line C7 (e-health, e-agriculture)", ["al:C7-ehealth", "al:C7-eagriculture"]),
    ("action lines C2 and others, with C7 e-government", ["al:C2", "al:C7-egov"]),
    # headings, once action lines are spoken of
    ("The action lines:\nC3. Access to knowledge\nC10. Ethics\n", ["al:C3", "al:C10"]),
    (
        "Action line forum\nC7. ICT applications:\no E-health\no E-science\n",
        ["al:C7", "al:C7-ehealth", "al:C7-escience"],
    ),
    # not lines
    ("action lines in C++, C3PO and vitamin C12", []),
    # named instruments, the fuller name first, over a line break
    ("the 2030 Agenda for Sustainable\nDevelopment", ["A/RES/70/1"]),
    ("the Pact for the Future and the Global Digital Compact", ["A/RES/79/1", "A/RES/79/1#annexI"]),
    ("the Addis Ababa Action Agenda", ["A/RES/69/313#annex"]),
    ("the Universal Declaration of Human Rights22, and", ["A/RES/217A(III)"]),
    # another agenda
    ("the Connect 2030 Agenda for telecommunication", []),
    # the texts of the Summit, bare only beside it
    (
        "the World Summit on the Information Society and its Declaration of Principles and Plan of Action",
        ["wsis:geneva-declaration", "wsis:geneva-plan"],
    ),
    ("the Declaration of Principles of the port and its Plan of Action", []),
    ("paragraphs 69 to 71 of the Tunis Agenda", ["wsis:tunis-agenda#p69-71"]),
    # a stray mark of a scanned page
    ("paragraph 111’of the Tunis Agenda", ["wsis:tunis-agenda#p111"]),
    ("§ 98 of the Tunis Agenda", ["wsis:tunis-agenda#p98"]),
    ("see Tunis Agenda (para. 72)", ["wsis:tunis-agenda#p72"]),
    ("Paragraph 120 of the Tunis Agenda for the Information Society", ["wsis:tunis-agenda#p120"]),
    ("the Geneva Plan of Action and the Tunis Commitment", ["wsis:geneva-plan", "wsis:tunis-commitment"]),
    # a paragraph of the annex that bears the name
    ("paragraph 16 of the Addis Ababa Action Agenda", ["A/RES/69/313#annex.p16"]),
    # other languages
    ("le Programme de développement durable à l’horizon 2030", ["A/RES/70/1"]),
    ("全球数字契约", ["A/RES/79/1#annexI"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text: str, expected: list[str]) -> None:
    assert [citation.canonical for citation in find_citations(text)] == expected
