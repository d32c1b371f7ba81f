"""The starter register: facts as records, and texts that replace others."""

from __future__ import annotations

import pytest
from django.utils.html import escape
from django.utils.translation import gettext, override

from actionlines.framework.starter import starter_instruments, starter_mandates, summary_in
from actionlines.papers.reports import ReportRequest, build
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import render
from actionlines.register.core.models import Event, Version
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.reading import replaced_instruments, successor_of
from actionlines.register.mandates.actions import RecordProgress
from actionlines.register.mandates.imports import NOT_THERE, OTHERWISE
from actionlines.register.mandates.life import duties_of_texts, standing
from actionlines.register.mandates.models import Mandate, overdue
from actionlines.register.mandates.starter import load_starter
from actionlines.register.pages.search import ask
from actionlines.register.people.models import Follow
from actionlines.register.people.news import pieces
from actionlines.register.reports.builds import account_of
from actionlines.register.site.templatetags.mandates import not_owed
from actionlines.register.standings.models import Standing
from tests.people import person
from tests.register.imports.samples import brought_in

pytestmark = pytest.mark.django_db


def test_facts_are_records_with_a_version_and_an_event_and_come_once() -> None:
    assert load_starter() == (len(starter_instruments()), len(starter_mandates()))
    made = Mandate.objects.count()
    assert Version.objects.filter(kind="mandate").count() == made
    assert Event.objects.filter(kind="mandate", action="instrument.import").count() == made
    assert load_starter() == (0, 0)
    assert Event.objects.filter(kind="mandate").count() == made
    assert all(one.is_summary and one.action == one.summary for one in Mandate.objects.all())


def test_what_was_replaced_is_closed_and_what_was_checked_is_confirmed() -> None:
    load_starter()
    older, newer = (Instrument.objects.get(symbol=f"itu:PP/RES/140@{year}") for year in (2018, 2022))
    assert (successor_of(older), successor_of(newer)) == (newer.symbol, "")
    assert older in replaced_instruments(newer)
    assert set(older.mandates.values_list("status", flat=True)) == {"superseded"}
    assert not any(one.is_overdue for one in older.mandates.all())
    standing = Mandate.objects.filter(instrument__symbol="A/RES/80/173")
    assert set(standing.values_list("status", flat=True)) == {"confirmed"}
    unread = Mandate.objects.filter(instrument__symbol="A/RES/79/1")
    assert set(unread.values_list("status", flat=True)) == {"proposed"}
    review = Mandate.objects.get(instrument__symbol="A/RES/60/252", paragraph__anchor="14")
    assert (review.status, review.is_overdue) == ("delivered", False)
    assert [one.evidence["url"] for one in review.progress.all()] == ["https://docs.un.org/en/A/RES/70/125"]


def test_questions_are_also_about_duties_of_replaced_texts_and_say_so() -> None:
    load_starter()
    older = "itu:PP/RES/140@2018"
    assert [older in {row.symbol for row in rows} for rows in (standing(), duties_of_texts())] == [False, True]
    found = ask("Resolution 140 (Dubai, 2018), instructs the Secretary-General 2", "en")
    assert [(one.passage.symbol, "replaced by" in one.passage.facts) for one in found.answers] == [(older, True)]


def test_what_was_due_long_ago_is_not_overdue() -> None:
    load_starter()
    report = Mandate.objects.get(instrument__symbol="A/RES/60/252", paragraph__anchor="15")
    assert (report.due_on.year, report.status, report.shown_status) == (2006, "confirmed", "confirmed")
    assert [*Mandate.objects.filter(overdue(), due_on__year__lt=2020)] == []


def test_pages_mark_a_summary_and_name_the_official_text(client) -> None:
    load_starter()
    one = Mandate.objects.filter(instrument__symbol="A/RES/80/173", paragraph__anchor="113").first()
    for address in (one.get_absolute_url(), "/mandates/?instrument=A/RES/80/173", one.instrument.get_absolute_url()):
        page = client.get(address).content.decode()
        assert page.count("in our words") <= 1 and "No date<" not in page, address
        assert "ummaries in our words" in page or "in its own words" in page or "only summaries of this text" in page, (
            address
        )
    unread = Instrument.objects.get(symbol="itu:PP/RES/140@2022")
    page = client.get(unread.get_absolute_url()).content.decode()
    assert "what it asks is not known" in page and "None was found in this text." not in page
    assert one.instrument.official_text in client.get(one.get_absolute_url()).content.decode()
    assert client.get(f"/api/mandates/{one.pk}").json()["summary"] == one.summary


@pytest.mark.parametrize(
    ("language", "mark"),
    [("fr", "dans nos propres termes"), ("zh-hans", "本站自拟"), ("ar", "ملخص بعباراتنا"), ("en", "in our words")],
)
def test_a_summary_says_its_language_and_whether_it_was_compared(client, language: str, mark: str) -> None:
    load_starter()
    pages = {}
    for symbol in ("A/RES/80/173", "A/RES/79/1"):
        one = Mandate.objects.filter(instrument__symbol=symbol).first()
        page = pages[symbol] = client.get(
            one.get_absolute_url(), headers={"accept-language": language}
        ).content.decode()
        with override(language):
            assert f'<h1 lang="{language[:2]}" dir="auto">{escape(one.title)}</h1>' in page and mark in page
    with override(language):
        sentence = gettext("Nobody has compared this summary with the text yet.")
    assert [sentence in pages[symbol] for symbol in pages] == [False, True]


def test_the_mark_of_a_translated_title_stays_when_the_text_has_come_in() -> None:
    fact = Mandate(summary="Report on wells", words={"verb": {}}, force="decided")
    with override("en"):
        assert not_owed(fact) == ""
    with override("fr"):
        assert "dans nos propres termes" in not_owed(fact)


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_calendars_and_citations_mark_a_summary_in_the_readers_language(client, language: str) -> None:
    load_starter()
    mark = report_words(language)("mandates.summary")
    begun, _ = summary_in("Develop road maps that link action lines with targets and commitments", language)
    request = ReportRequest("follow-up", language, symbol="A/RES/80/173")
    table = render(build(account_of(request), request).paper, "html").decode()
    assert f"(≈ {mark})" in table[table.index(begun) :][:300]
    spoken = {"headers": {"accept-language": language}}
    events = client.get("/mandates/calendar.ics?instrument=A/RES/80/173&due_from=2027-01-01", **spoken)
    assert mark.encode() in events.content.replace(b"\r\n ", b"").replace(b"\\,", b",")
    fact = Mandate.objects.get(instrument__symbol="A/RES/80/173", paragraph__anchor="113", ordinal=0)
    assert mark in client.get(f"/mandate/{fact.pk}/cite.ris", **spoken).content.decode()


def test_published_aggregates_come_with_year_and_source_and_leave_figures_that_are_there(client) -> None:
    Standing.objects.create(area="world", series="i911", name="Mobile subscriptions", years=[2020], values=[105])
    load_starter()
    use = Standing.objects.get(area="itu-region:AMS", series="i99H")
    assert (use.years, use.values, use.indicator, use.lag) == ([2023, 2025], [86.9, 88.0], "sdg:17.8.1", None)
    assert use.source == "ITU, Facts and Figures 2023; ITU, Facts and Figures 2025, Internet use"
    assert Standing.objects.get(series="i911").values == [105]
    page = " ".join(client.get("/progress/").content.decode().split())
    assert "The world and its regions beside each other" in page and "No figures are known." not in page
    assert '88% <span class="small">(2025)</span>' in page and "Facts and Figures 2025, Internet use" in page
    assert "Facts and Figures 2025, Internet use" in client.get("/progress/series/i99H/").content.decode()


def test_numbers_of_un_info_come_by_area_agency_and_goal_without_lines_nobody_read(client) -> None:
    load_starter()
    world = client.get("/api/cooperation/world").json()
    assert (world["frameworks"], world["sums"][""]["all"][0], world["sums"][""]["agencies"]["ITU"][0]) == (
        127,
        20017,
        114,
    )
    kenya = " ".join(client.get("/countries/KEN/", follow=True).content.decode().split())
    assert "UN INFO, 2026-08-21" in kenya and "Money by goal, as the file states it" in kenya
    assert "relate to an Action Line" not in kenya and "Amounts as in the file, which names no currency." in kenya
    page = " ".join(client.get("/cooperation/").content.decode().split())
    assert "20,017" in page and "Kenya" in page and "Files:" not in page


def test_the_secretariat_of_an_empty_register_is_offered_it(client) -> None:
    client.force_login(person("secretariat"))
    assert "/starter/" in client.get("/").content.decode()
    client.post("/starter/")
    assert Instrument.objects.count() == len(starter_instruments())
    assert "/starter/" not in client.get("/").content.decode()
    assert set(Event.objects.filter(kind="instrument").values_list("actor", flat=True)) == {person("secretariat").pk}


TEXT = """United Nations A/RES/80/173
General Assembly Distr.: General
17 December 2025
Eightieth session
Resolution adopted by the General Assembly on 17 December 2025
80/173. A sample resolution
The General Assembly,
Recalling its earlier resolutions,
117. Requests the Partnership on Measuring Information and Communication Technology for Development to report to \
the Commission on Science and Technology for Development in 2028 on the review;
122. Invites Member States to share what they learn.
"""


def test_a_text_gives_facts_their_words_and_differences_wait_for_a_reviewer() -> None:
    load_starter()
    instrument, outcome, counts = brought_in(TEXT, "resolution.txt")
    assert (instrument.symbol, outcome, counts["attached"]) == ("A/RES/80/173", "updated", 88)
    fact = Mandate.objects.get(instrument=instrument, paragraph__anchor="117", ordinal=1)
    assert fact.words["action"]["text"] == fact.action != fact.summary
    assert fact.due == ["year:2027"]
    assert (fact.proposal["due"], fact.status) == (["year:2028"], "proposed")
    assert fact.checks == [{"field": "due", "reason": OTHERWISE}]
    # No words of the text are near: the fact stays, and a person looks.
    missing = Mandate.objects.get(instrument=instrument, paragraph__anchor="124", ordinal=0)
    assert missing.is_summary
    assert (missing.status, missing.checks) == ("proposed", [{"field": "action", "reason": NOT_THERE}])
    assert brought_in(TEXT, "resolution.txt")[1] == "same"


def test_what_a_person_confirmed_stays_confirmed() -> None:
    load_starter()
    fact = Mandate.objects.get(instrument__symbol="A/RES/80/173", paragraph__anchor="117", ordinal=1)
    RecordProgress(
        person("secretariat"), fact, text="Begun.", evidence_kind="link", evidence={"url": "https://example.org"}
    ).do()
    brought_in(TEXT, "resolution.txt")
    fact.refresh_from_db()
    assert (fact.status, [one["field"] for one in fact.checks]) == ("under_way", ["due"])


REVISED = """RESOLUTION 140 (REV. BUCHAREST, 2022)
A sample of a revised resolution
The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),
recalling
earlier resolutions,
instructs the Secretary-General
1 to submit to the Council each year a report on what was done;
"""


def test_the_duty_of_a_later_text_takes_the_place_of_that_of_an_earlier_one() -> None:
    load_starter()
    instrument, _outcome, _counts = brought_in(REVISED, "revised.txt")
    new = instrument.mandates.get()
    assert new.due == ["recurring:annual"]
    old = Mandate.objects.get(instrument__symbol="itu:PP/RES/140@2018", paragraph__anchor="instructs-SG.5")
    assert (instrument.symbol, old.superseded_by) == ("itu:PP/RES/140@2022", new)


def test_reports_to_a_body_are_listed_by_its_sessions_in_the_years_asked(client) -> None:
    load_starter()
    rows = client.get("/api/reports-due/cstd?from=2027&until=2029").json()
    assert {row["day"][:4] for row in rows} == {"2027", "2028", "2029"}
    report = next(row for row in rows if row["place"] == "A/RES/80/173#98" and row["day"].startswith("2028"))
    assert report["session"] == 31
    assert report["estimated"]
    assert report["documents"] < report["day"]
    page = client.get("/mandates/reports/?to=itu-council&from=2026&until=2029").content.decode()
    assert "itu:PP/RES/140@2018" in page.split("Asked by texts that were replaced")[1]
    # Nobody knows here whether the conference of 2022 replaced this one.
    brought_in(
        REVISED.replace("140 (REV. BUCHAREST, 2022)", "911 (DUBAI, 2018)").replace(
            "(Bucharest, 2022)", "(Dubai, 2018)"
        ),
        "older.txt",
    )
    page = client.get("/mandates/reports/?to=itu-council&from=2026&until=2029").content.decode()
    assert "Adopted before the conference of " in page
    assert "†" in page.split("Resolution 911 (Dubai, 2018)", 1)[1].partition("</td>")[0]


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "feuilles de route"), ("ar", "خرائط طريق"), ("zh", "制定路线图")]
)
def test_a_title_is_in_the_readers_language_and_is_found_by_its_words(client, language: str, words: str) -> None:
    load_starter()
    fact = Mandate.objects.get(instrument__symbol="A/RES/80/173", paragraph__anchor="113", ordinal=0)
    spoken = {"headers": {"accept-language": "zh-hans" if language == "zh" else language}}
    title, _ = summary_in(fact.summary, language)
    assert title != fact.summary
    for address in ("/mandates/?q=" + words, fact.get_absolute_url()):
        page = client.get(address, **spoken).content.decode()
        assert f'lang="{language}" dir="auto">{title}</' in page and fact.summary not in page, address
    instrument = client.get(fact.instrument.get_absolute_url(), **spoken).content.decode()
    name, _ = summary_in(fact.instrument.title, language)
    assert f'<span lang="{language}" dir="auto">{name}</span>' in instrument and fact.instrument.title not in instrument
    answered = client.get("/mandates/A/RES/60/252/14/", **spoken).content.decode()
    assert summary_in("Ten-year review of the outcomes of the World Summit", language)[0] in answered
    request = ReportRequest("pack", language, subject="action-line-facilitators")
    paper = render(build(account_of(request), request).paper, "html").decode()
    assert title in paper and fact.summary not in paper and 'lang="en"' not in paper


def test_news_name_a_mandate_in_the_language_of_their_reader() -> None:
    load_starter()
    fact = Mandate.objects.get(instrument__symbol="A/RES/80/173", paragraph__anchor="113", ordinal=0)
    reader = person("secretariat")
    reader.language = "fr"
    follow = Follow(user=reader, what="record", target=f"mandate:{fact.pk}")
    (news,) = pieces(follow, [Event.objects.get(kind="mandate", record=fact.pk)])
    assert news.title == summary_in(fact.summary, "fr")[0]
