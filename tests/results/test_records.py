"""Questions answered from records, with records of our own."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.lineage.overlap import Duty, Provision
from actionlines.results.ask import AnswerPassage, FoundAnswers, Passages
from actionlines.results.question import language_of_question
from actionlines.results.records import answer_from_records, answer_question, rows_of, starter_rows

TODAY = date(2026, 12, 1)
NONE = Passages(())


def _provision(place: str, bodies: str, action: str, **more: object) -> Provision:
    duty = Duty("request", "requests", tuple(bodies.split()), action, **more)  # type: ignore[arg-type]
    symbol, _, anchor = place.partition("#")
    return Provision(symbol, anchor, f"Requests to {action}", date="2025-12-10", duties=(duty,))


ROWS = tuple(
    rows_of(
        (
            _provision(
                "A/RES/80/990#4", "itu", "report on ferry radios", deliverable="report", report_to=("cstd",),
                due=("year:2027",),
            ),
            _provision("A/RES/80/990#5", "itu-bdt-director", "train pilots of ferries"),
            _provision("A/RES/80/990#6", "member-states", "light the quays"),
            _provision("itu:PP/RES/990@2026#resolves.1", "member-states", "share tide tables"),
            _provision("A/RES/80/991#2", "action-line-facilitators", "plan together"),
        )
    )
)  # fmt: skip


def _places(found: FoundAnswers) -> list[str]:
    return [f"{one.passage.symbol}#{one.passage.anchor}" for one in found.answers]


@pytest.mark.parametrize(
    ("language", "question", "places"),
    [
        # a body stands for its officers too; who names it comes before who asks it in a group
        ("en", "What is ITU asked to do?", ["A/RES/80/990#4", "A/RES/80/990#5", "A/RES/80/991#2"]),
        # words of a subject choose among its records
        ("en", "What is ITU asked about pilots?", ["A/RES/80/990#5"]),
        # a subject that no record has is a question to passages
        ("en", "What is ITU asked about volcanoes?", []),
        # the Member States of ITU are not those of the United Nations
        ("en", "What must the Member States do?", ["A/RES/80/990#6"]),
        # a body that is asked only in a group
        ("en", "What is UNESCO requested to do?", ["A/RES/80/991#2"]),
        ("fr", "Quels rapports sont attendus en 2027 ?", ["A/RES/80/990#4"]),
        ("es", "¿Quién debe informar a la CCTD?", ["A/RES/80/990#4"]),
        ("ru", "О чём говорится в пункте 5 резолюции A/RES/80/990?", ["A/RES/80/990#5"]),
        # nothing is due in that year: refused, and not left to passages
        ("ar", "ما التقارير المطلوب تقديمها في عام 1994؟", []),
        ("zh", "国际电联被要求做什么？", ["A/RES/80/990#4", "A/RES/80/990#5", "A/RES/80/991#2"]),
        # a question about neither bodies nor years
        ("en", "Why are lanterns lent to village schools?", []),
    ],
)
def test_a_question_of_records_is_answered_by_them(language: str, question: str, places: list[str]) -> None:
    assert _places(answer_question(question, language, ROWS, NONE, TODAY)) == places


@pytest.mark.parametrize(
    ("language", "question", "place"),
    [
        ("es", "¿Qué se le encarga al Secretario General sobre cómo financiar el Foro?", "A/RES/80/173#103"),
        ("zh", "各国政府在儿童上网保护方面的义务", "A/RES/80/173#80"),
        ("ru", "что обязаны государства сделать, чтобы не было отключений интернета", "A/RES/79/1#annex-I.29(d)"),
    ],
)
def test_a_subject_is_found_in_the_words_of_its_language(language: str, question: str, place: str) -> None:
    assert place in _places(answer_question(question, language, starter_rows(), NONE, TODAY))


@pytest.mark.parametrize(
    ("language", "question", "symbol", "words"),
    [
        ("en", "Is Resolution 140 (Rev. Dubai, 2018) still in force?", "itu:PP/RES/140@2022", "replaces"),
        ("es", "¿sigue vigente la resolución 80/173?", "A/RES/80/173", "nada lo sustituye"),
        ("en", "resolution 70/125", "A/RES/70/125", "replaced by A/RES/80/173"),
        ("zh", "谁负责C7-ehealth", "C7-ehealth", "牵头方"),
        ("en", "IGF 2025", "igf", ""),
    ],
)
def test_what_the_framework_knows_answers(language: str, question: str, symbol: str, words: str) -> None:
    first = answer_question(question, language, starter_rows(), NONE, TODAY).answers[0].passage
    assert first.symbol == symbol and words in first.facts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "para 5 of 80/990"),
        ("en", "A/RES/80/990 §5"),
        ("en", "op5 A/RES/80/990"),
        ("fr", "résol. 80/990, par. 5"),
        ("es", "párr. 5 de la 80/990"),
        ("ru", "рез. 80/990, п. 5"),
        ("ar", "الفقرة ٥ من القرار 80/990"),
        ("zh", "80/990号决议第5段"),
    ],
)
def test_a_paragraph_is_found_as_people_cite_it(language: str, text: str) -> None:
    assert _places(answer_question(text, language, ROWS, NONE, TODAY)) == ["A/RES/80/990#5"]


def test_a_paragraph_that_asks_nothing_answers_with_its_words() -> None:
    texts = Passages([AnswerPassage("A/RES/80/990", "9", "We note the tide;")])
    assert _places(answer_question("paragraph 9 of A/RES/80/990", "en", ROWS, texts, TODAY)) == ["A/RES/80/990#9"]
    assert not answer_question("paragraph 10 of A/RES/80/990", "en", ROWS, texts, TODAY).answers


@pytest.mark.parametrize(
    ("language", "question", "places"),
    [
        # a country is asked with its groups
        ("en", "What is Senegal asked to do?", ["A/RES/80/990#6", "itu:PP/RES/990@2026#resolves.1"]),
        ("ru", "Что поручено Казахстану?", ["A/RES/80/990#6", "itu:PP/RES/990@2026#resolves.1"]),
        ("ar", "ما المطلوب من مصر؟", ["A/RES/80/990#6", "itu:PP/RES/990@2026#resolves.1"]),
        # spans of time from 1 December 2026, when the one record falls due on 13 April 2027
        ("en", "Which deadlines come next?", ["A/RES/80/990#4"]),
        ("fr", "Quelles échéances l’année prochaine ?", ["A/RES/80/990#4"]),
        ("es", "¿Qué vence en los próximos seis meses?", ["A/RES/80/990#4"]),
        ("en", "What is due in the next 3 months?", []),
        ("en", "What is due next month?", []),
        ("zh", "2027年4月应提交哪些报告？", ["A/RES/80/990#4"]),
        ("ar", "ما التقارير المطلوب تقديمها في مارس 2027؟", []),
        ("en", "What must ITU report before May 2027?", ["A/RES/80/990#4"]),
        ("en", "What is overdue?", []),
    ],
)
def test_countries_and_spans_of_time_are_read(language: str, question: str, places: list[str]) -> None:
    assert _places(answer_question(question, language, ROWS, NONE, TODAY)) == places


def test_what_is_overdue_fell_due_and_is_in_force() -> None:
    found = answer_question("What is overdue?", "en", ROWS, NONE, date(2028, 1, 1))
    assert _places(found) == ["A/RES/80/990#4"] and found.listing == "mandates/?status=overdue"


@pytest.mark.parametrize(
    ("question", "symbols"),
    [
        ("who facilitates C7 e-health", ["C7-ehealth"]),
        ("Who is responsible for action line C5?", ["C5"]),
        ("who leads C99", []),
    ],
)
def test_who_facilitates_a_line_is_said(question: str, symbols: list[str]) -> None:
    answers = answer_question(question, "en", starter_rows(), NONE, TODAY).answers
    assert [one.passage.symbol for one in answers] == symbols


@pytest.mark.parametrize("question", ["What is ITU asked under C5?", "activities on C5"])
def test_a_line_that_is_named_is_no_question_of_who_leads_it(question: str) -> None:
    found = answer_from_records(question, "en", starter_rows(), TODAY)
    assert "C5" not in [one.passage.symbol for one in (found.answers if found else ())]


def test_a_line_answers_by_each_of_its_parts() -> None:
    answers = answer_question("who leads action line C7", "en", (), NONE, TODAY).answers
    assert {one.passage.symbol.partition("-")[0] for one in answers} == {"C7"} and len(answers) > 5


def test_a_country_alone_makes_no_question_of_records() -> None:
    assert answer_from_records("Combien coûte une lanterne au Brésil ?", "fr", starter_rows(), TODAY) is None


@pytest.mark.parametrize(
    ("question", "otherwise", "language"),
    [
        ("Qué se pide a la UIT antes de 2027", "en", "es"),
        ("que demande-t-on à l'UIT avant 2027", "en", "fr"),
        ("What is ITU asked?", "fr", "en"),
        ("ما المطلوب من مصر؟", "en", "ar"),
        ("42", "zh", "zh"),
    ],
)
def test_the_language_of_a_question_is_that_which_reads_it(question: str, otherwise: str, language: str) -> None:
    assert language_of_question(question, otherwise) == language


def test_a_slip_of_the_pen_is_read() -> None:
    assert _places(answer_question("¿Qué informes recive la CCTD?", "es", ROWS, NONE, TODAY)) == ["A/RES/80/990#4"]


def test_a_count_says_how_many_are_by_name_and_in_groups() -> None:
    found = answer_question("How many mandates has UNESCO?", "en", ROWS, NONE, TODAY)
    assert found.total == 1
    assert found.answers[0].passage.text == "UNESCO: mandates 0; in groups to which it belongs 1"


def test_an_answer_says_what_who_when_and_where_to() -> None:
    found = answer_question("What is ITU asked to do, by when, and where does it report?", "en", ROWS, NONE, TODAY)
    assert found.listing == "mandates/?asked=itu"
    first = found.answers[0].passage
    assert (first.text, first.facts) == ("report on ferry radios", "asked of ITU; reports to CSTD; due 2027-04-13")


def test_the_next_session_is_that_of_the_calendar() -> None:
    found = answer_question("When does CSTD meet next?", "en", (), NONE, TODAY)
    assert "2027-04-13" in found.answers[0].passage.text
    assert (
        _places(answer_question("When is the next session of the Universal Postal Union?", "en", (), NONE, TODAY)) == []
    )


def test_what_changed_is_the_text_in_force_and_what_it_newly_asks() -> None:
    found = answer_question("What changed since A/RES/70/125?", "en", starter_rows(), NONE, TODAY)
    assert found.answers[0].passage.symbol == "A/RES/80/173"
    assert "replaces A/RES/70/125" in found.answers[0].passage.facts and found.total > 5


def test_records_are_not_read_for_other_questions() -> None:
    def rows() -> object:
        raise AssertionError
        yield

    others = [AnswerPassage("X/1", str(place), f"Decides to paint {place} boats;") for place in range(3, 9)]
    texts = Passages([AnswerPassage("X/1", "2", "Invites fishing cooperatives to lend lanterns to schools;"), *others])
    assert _places(answer_question("Who lends lanterns?", "en", rows(), texts, TODAY))[:1] == ["X/1#2"]  # type: ignore[arg-type]
