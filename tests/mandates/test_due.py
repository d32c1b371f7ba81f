"""Due forms in the words of a mandate, and the days and labels made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.mandates.context import holder
from actionlines.mandates.languages.dates import find_due
from actionlines.mandates.languages.grammar import fold, grammar, number_of
from actionlines.mandates.names import Names
from actionlines.papers.names import describe_form
from tests.mandates.build import document, find

FORMS: list[tuple[str, tuple[str, ...]]] = [
    # a day of the week, two ranges of one year, a range behind its year
    ("meet on Saturday, 24 May 2031", ("2031-05-24",)),
    ("meet from 14 to 25 April and from 18 to 29 August 2031", ("2031-04-14", "2031-08-18")),
    ("meet for three weeks during 2031, namely from 6 to 24 April", ("2031-04-06",)),
    # where something is moved to, not from where
    ("postpone the meeting to 10 May 2031", ("2031-05-10",)),
    ("postpone the meeting to early 2031", ("year:2031",)),
    # when somebody else will settle the date
    ("dig a well on a date to be decided by the Assembly at its eightieth session", ()),
    # a date of the purpose, a date that only may come
    ("report by 1 May 2031, in order to prepare the floods of 2033", ("2031-05-01",)),
    ("work by letter in the absence of a meeting in 2031", ()),
    # how long something lasts, and until when it waits
    ("extend the mandate until 30 November 2031", ()),
    ("keep the matter under review until the end of its eighty-fifth session", ()),
    ("defer the matter until 30 November 2031", ("2031-11-30",)),
    ("extend the work of the Committee until 30 November 2031", ("2031-11-30",)),
    ("draw a map by no later than the end of 2031", ("year:2031",)),
    # sessions of boards and of subsidiary bodies by their year
    ("report at its annual session 2031", ("year:2031",)),
    ("report at the second regular session 2031", ("year:2031",)),
    # often, in days and in reports to come
    ("report every 60 days", ("recurring:periodic",)),
    ("describe it in its future reports", ("recurring:periodic",)),
    ("submit its next periodic report by 30 November 2031", ("2031-11-30",)),
    # one of several, and one that exists
    ("hold the seventh biennial review", ()),
    ("transmit the annual report of the Conference on its 2031 session", ()),
    # a Main Committee sits with the Assembly
    ("ask the Second Committee at its eighty-first session", ("session:81",)),
    # so long, with and without an anchor
    ("report within eight weeks", ("relative:8-weeks",)),
    ("report no later than thirty days after the Panel’s appointment", ("relative:30-days",)),
    # intervals without a fixed length
    ("report at least twice during a review cycle at appropriate intervals", ("recurring:periodic",)),
    # the adjective belongs to a product behind other adjectives
    ("hold regular, open and interactive dialogue on the plan", ("recurring:periodic",)),
    # of something else than what is asked
    ("appoint a Chair rotating on an annual basis", ()),
    ("extend the measures relating to the annual report on wells", ()),
    # a quarter and a season, a year before this century
    ("send a list each quarter", ("recurring:quarterly",)),
    ("hold talks in the autumn of 2031", ("year:2031",)),
    ("report in the course of 2031", ("year:2031",)),
    ("dig a well with the ambition of completing it by the end of 2031", ("year:2031",)),
    # when the resolution of another day is not the date
    ("follow the present resolution and to report to the Council by 1 May 2026", ("2026-05-01",)),
    # the opening of a session, a meeting by its number, a conference ahead
    ("name a person before the opening of the eighty-fifth session of the Assembly", ("session:85",)),
    ("update the list before the first meeting of the Panel on Wells", ("event:first-meeting-of-the-panel",)),
    ("print a guide ahead of the Forum 2031", ("year:2031",)),
    # the next session: of the Assembly, of a body with a calendar, of one without
    ("report to the General Assembly at its next session", ("session:81",)),
    ("report to the Commission on Science and Technology for Development at its next session", ("year:2026",)),
    ("report to the Board of Wells at its next session", ("event:next-session",)),
    ("report to the next Council session", ("event:next-session",)),
    ("report to the Commission on Science and Technology for Development at its next session, in 2027", ("year:2027",)),
    ("postpone the matter until its next session", ("event:next-session",)),
    ("keep the matter under review until its next session", ()),
    ("review the wells at its future sessions", ("recurring:periodic",)),
    # a session in the year that stands beside another's calendar
    ("report to the Board of Wells at its three hundred and sixtieth session", ()),
    # once and again
    ("brief the Council every twelve months", ("recurring:annual",)),
    ("brief the Council at least once per year", ("recurring:annual",)),
    ("send a list every six months", ("recurring:semi-annual",)),
    # the date of the other event
    ("be taken up at its eighty-second session before the Games, to be held in Lima in 2029", ("session:82",)),
    # the day says more than the session it falls in
    ("meet on 26 September 2031 during the debate at its eighty-sixth session", ("2031-09-26",)),
    # the second date is another meeting's, or a goal's
    ("meet in 2031 to prepare for the Meeting of States in 2033", ("year:2031",)),
    ("submit a report in 2031, which will serve to inform the meeting to be convened in 2033", ("year:2031",)),
    ("hold a meeting in 2031 to accelerate progress on clean wells by 2035", ("year:2031",)),
    # before a named event, where no date says more
    ("prepare a summary prior to the high-level meeting", ("event:high-level-meeting",)),
    ("hold talks ahead of the Meeting of States", ("event:meeting-of-states",)),
    ("hold talks before the opening of the fourth Review Conference", ("event:fourth-review-conference",)),
    ("finish by 3 May 2031 and in advance of the Wells Conference", ("2031-05-03",)),
    ("keep to the law in force before the conference room was built", ("event:conference",)),
    ("submit its views in advance of its eighty-third session", ("session:83",)),
    ("promote the observance of 2031 as the International Year of Wells", ()),
    ("update the guidelines on an ongoing basis", ()),
    ("report at its eighty-first session", ("session:81",)),
    ("report at its eightieth and eighty-first sessions", ("session:80", "session:81")),
    ("submit to the Assembly, no later than its eighty-second session, a report", ("session:82",)),
    # a session that is over
    ("honour the pledges made during the seventy-seventh session", ()),
    # the Commission's own count of sessions, one a year
    ("report to the Commission on the Status of Women at its seventy-second session", ("year:2028",)),
    # three a year
    ("report to the Human Rights Council at its sixty-second session", ("year:2026",)),
    ("report at the sixty-fifth session of the Human Rights Council", ("year:2027",)),
    # of two bodies, each its own
    (
        "report to the Human Rights Council at its seventieth session and to the General Assembly at its "
        "eighty-fourth session",
        ("year:2029", "session:84"),
    ),
    # a body in no table of bodies, with more sessions than the Assembly
    ("report to the World Health Assembly at its eighty-third session", ("year:2030",)),
    # the Assembly's number, whoever else was named
    ("report, through the Economic and Social Council, at its eighty-third session", ("session:83",)),
    # sessions whose year nobody knows keep their words
    (
        "report to the Committee on Conferences at its fifth session",
        ("event:session-5-of-the-committee-on-conferences",),
    ),
    # what a session has already done
    ("use the guide adopted by the Commission on the Status of Women at its seventieth session", ()),
    ("report to the Council at its substantive session of 2029", ("year:2029",)),
    ("report to the Council at its fifth session, to be held in Lima in 2029", ("year:2029",)),
    # a year beside the session of another body wins
    ("report at its thirtieth session, in 2027", ("year:2027",)),
    # the number of a session of another body says nothing by itself
    ("report at its thirtieth session", ()),
    # councils count their sessions by year
    ("report to the Council at its 2032 session", ("year:2032",)),
    ("report at its 2033 substantive session", ("year:2033",)),
    # other ways to write a day, and one that does not exist
    ("report by 1 May, 2031", ("2031-05-01",)),
    ("report by May 1, 2031", ("2031-05-01",)),
    ("report by 30 February 2033", ()),
    ("meet in 2028", ("year:2028",)),
    ("meet in 2026, 2027 and 2028", ("year:2026", "year:2027", "year:2028")),
    ("connect every school by 2030", ("year:2030",)),
    ("proclaim the year 2027 the year of books", ("year:2027",)),
    ("submit it by 31 March 2027", ("2027-03-31",)),
    ("meet on 16 and 17 December 2026", ("2026-12-16",)),
    ("meet from 2 to 6 March 2026", ("2026-03-02",)),
    ("finish no later than the end of March 2027", ("2027-03-31",)),
    ("support the mechanism, starting in 2026", ("from:2026",)),
    ("support the mechanism, beginning in December 2026", ("from:2026-12",)),
    ("report annually", ("recurring:annual",)),
    ("submit an annual report", ("recurring:annual",)),
    ("be held on an annual basis", ("recurring:annual",)),
    ("submit a biennial report", ("recurring:biennial",)),
    # how often, and from when
    ("evaluate it at two-year intervals, beginning in 2028", ("recurring:biennial", "from:2028")),
    (
        "report to the Assembly every three years, beginning with its eighty-fifth session",
        ("recurring:triennial", "session:85"),
    ),
    ("brief Member States twice a year", ("recurring:semi-annual",)),
    ("periodically review the methods", ("recurring:periodic",)),
    ("include it in the context of his next report", ("next-report",)),
    ("report within six months of the adoption", ("relative:6-months",)),
    # not due dates: instruments, the past, meetings that happen every year anyway
    ("implement the 2030 Agenda", ()),
    ("apply resolution 70/1 of 25 September 2015", ()),
    ("carry out the plan adopted in 2019", ()),
    ("report on the outcome of its annual meetings", ()),
    ("observe the Decade 2024–2034", ()),
    ("act", ()),
]


@pytest.mark.parametrize(("text", "forms"), FORMS)
def test_forms(text: str, forms: tuple[str, ...]) -> None:
    names = Names(document(text))
    due = find_due(grammar("en"), text, 0, len(text), 2025, lambda low, high: (holder(names, 0, text, low, high),))
    assert (tuple(when.form for when in due.whens) if due else ()) == forms


ELSEWHERE: list[tuple[str, str, tuple[str, ...]]] = [
    # the next session
    ("fr", "faire rapport au Conseil à sa prochaine session", ("event:next-session",)),
    ("es", "informe al Consejo en su próximo período de sesiones", ("event:next-session",)),
    ("ru", "представить доклад Совету на его следующей сессии", ("event:next-session",)),
    ("ar", "يقدم تقريرا إلى المجلس في دورته المقبلة", ("event:next-session",)),
    ("zh", "向理事会下届会议提交报告", ("event:next-session",)),
    # by the end of a month
    ("fr", "présenter un rapport d'ici la fin de mars 2031", ("2031-03-31",)),
    ("es", "presente un informe antes de finales de marzo de 2031", ("2031-03-31",)),
    ("ru", "представить доклад до конца марта 2031 года", ("2031-03-31",)),
    ("ar", "يقدم تقريرا قبل نهاية آذار/مارس 2031", ("2031-03-31",)),
    # how long something lasts, and until when it waits
    ("fr", "proroger jusqu'au 30 novembre 2031 le mandat du Groupe", ()),
    ("fr", "reporter la réunion jusqu'au 30 novembre 2031", ("2031-11-30",)),
    ("es", "prorrogar hasta el 30 de noviembre de 2031 el mandato del Grupo", ()),
    ("ru", "продлить до 30 ноября 2031 года срок полномочий Группы", ()),
    ("ru", "представить доклад до 30 ноября 2031 года", ("2031-11-30",)),
    ("ar", "تمديد ولاية الفريق حتى 30 تشرين الثاني/نوفمبر 2031", ()),
    ("zh", "将工作组的任务期限延长至2031年11月30日", ()),
    # sessions with their year
    ("zh", "在2031年第二十届会议上审议", ("year:2031",)),
    ("fr", "se réunir à sa vingtième session, en 2031", ("year:2031",)),
]


@pytest.mark.parametrize(("language", "text", "forms"), ELSEWHERE)
def test_forms_in_other_languages(language: str, text: str, forms: tuple[str, ...]) -> None:
    folded = fold(text, language).text
    due = find_due(grammar(language), folded, 0, len(folded), 2025, lambda low, high: ())
    assert (tuple(when.form for when in due.whens) if due else ()) == forms


def test_how_often_before_the_infinitive_counts_for_reports() -> None:
    (found,) = find(
        "Requests the Secretary-General, as part of his regular reporting to the Council, to provide an update;"
    )
    assert found.due == ("recurring:periodic",)


def test_a_date_before_the_infinitive_counts() -> None:
    (found,) = find("Requests the Secretary-General, in 2026, to appoint two co-facilitators;")
    assert found.due == ("year:2026",)
    assert found.due_phrase is not None
    assert found.due_phrase.text == "in 2026"


def test_a_report_on_what_recurs_recurs() -> None:
    first, second = find("Requests the Secretary-General to review the work every two years, and to report thereon;")
    assert first.due == second.due == ("recurring:biennial",)
    # ... a single date is not handed on
    first, second = find("Requests the Secretary-General to map the work in 2027, and to report thereon;")
    assert (first.due, second.due) == (("year:2027",), ())


def test_whose_session_the_paragraph_tells() -> None:
    # a short name stands for the body named above it
    (found,) = find(
        ("preamble-1", "Recalling the mandate of the Commission on Science and Technology for Development,"),
        "Requests the Secretary-General to report to the Commission at its thirty-third session;",
    )
    assert found.due == ("year:2030",)
    # an item's "its" is the chapeau's addressee
    (found,) = find("Invites the Human Rights Council:", ("1(a)", "To discuss the matter at its sixty-fifth session;"))
    assert found.due == ("year:2027",)


def test_the_words_of_dates_that_stand_together() -> None:
    (found,) = find("Requests the Secretary-General to review the plan every two years, starting in 2032;")
    assert found.due_phrase is not None
    assert found.due_phrase.text == "every two years, starting in 2032"


LABELS: list[tuple[str, str, str | None, str]] = [
    ("session:81", "2025-12-17", "2026-12-31", "at the 81st session (2026–2027)"),
    ("session:82", "", "2027-12-31", "at the 82nd session (2027–2028)"),
    ("year:2027", "2025-12-17", "2027-12-31", "Due 2027"),
    ("2027-03-31", "", "2027-03-31", "Due 31 March 2027"),
    ("2028-02", "", "2028-02-29", "Due February 2028"),
    ("from:2026", "", None, "from 2026"),
    ("from:2024-12", "", None, "from December 2024"),
    ("recurring:annual", "2025-12-17", "2026-12-17", "every year"),
    ("recurring:biennial", "2024-02-29", "2026-02-28", "every two years"),
    ("recurring:biennial", "", None, "every two years"),
    ("recurring:periodic", "2025-12-17", None, "from time to time"),
    ("next-report", "2025-12-17", None, "in the next report"),
    ("relative:6-months", "2025-12-17", "2026-06-17", "within 6 months"),
    ("relative:1-year", "", None, "within 1 year"),
    ("event:high-level-meeting", "", None, "high level meeting"),
    # nonsense is its own label
    ("year:20277", "", None, "year:20277"),
    ("2027-13-40", "", None, "2027-13-40"),
    ("soon", "", None, "soon"),
    ("", "", None, ""),
]


@pytest.mark.parametrize(("due", "date", "day", "label"), LABELS)
def test_days_and_labels(due: str, date: str, day: str | None, label: str) -> None:
    said = describe_form(due, date)
    assert (said.date or None, said.label) == (day, label)


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_text_resolves(due: str, date: str) -> None:
    assert len(describe_form(due, date).date) in (0, 10)


def test_ordinals() -> None:
    words = {"first": 1, "twelfth": 12, "eightieth": 80, "Eighty-first": 81, "21st": 21, "often": 0}
    words |= {"one hundredth": 100, "one hundred and first": 101}
    assert {word: number_of(word.lower(), "ordinals", "en") for word in words} == words
