"""What a file says beside its values reaches the store of standings and the page of a country."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from actionlines.papers.follow_up.standing.figures import read_figures
from actionlines.papers.follow_up.standing.join import judge_all_series
from actionlines.papers.follow_up.standing.part import describe_series
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.sections import evidence, figures
from actionlines.papers.sections.draft import Draft
from actionlines.papers.sections.evidence import report_words as words_of
from actionlines.register.reports.account import gather
from actionlines.register.standings.models import Standing
from tests.register.imports.test_standings import DATAHUB, bring
from tests.register.site.concepts.samples import standing

pytestmark = pytest.mark.django_db

BUREAU, ESTIMATE = "Bureau of Statistics", "ITU estimate"


def datahub(last: int = 2023, area: str = "KEN", note: str = "Preliminary") -> bytes:
    """Users of the Internet of a country: estimated up to 2017, counted from 2018 on, the newest preliminary."""
    rows = (
        f"i99H,Individuals using the Internet,%,{area},{area},{year},{20 + (year - 2010) / 2},"
        f"{note if year == last else ''},{ESTIMATE if year < 2018 else BUREAU}\n"
        for year in range(2010, last + 1)
    )
    return "".join(rows).encode()


@pytest.fixture
def over_breaks(settings: object, tmp_path: Path) -> None:
    """The rules of an office that publishes verdicts over a break."""
    settings.POLICY = tmp_path / "rules.csv"  # type: ignore[attr-defined]
    settings.POLICY.write_text("rule,value\nbreaks,publish\n")  # type: ignore[attr-defined]


def imported(*parts: bytes) -> None:
    found = bring(DATAHUB.encode() + b"".join(parts))
    assert found.status == "done", found.error


def test_status_note_source_break_and_age_are_kept_with_each_value() -> None:
    imported(datahub(), datahub(2018, "UGA", ""))
    one = Standing.objects.get(area="KEN")
    assert one.statuses == ["E"] * 8 + [""] * 5 + ["P"]
    assert (one.notes[-1], one.notes[0]) == ("Preliminary", "")
    assert (one.sources[0], one.sources[-1]) == (ESTIMATE, BUREAU)
    assert [(each.year, each.kind) for each in one.crossed] == [(2018, "method")]
    assert (one.age, one.old) == (0, False)
    two = Standing.objects.get(area="UGA")
    assert (two.age, two.old) == (5, True)
    assert one.marks == ["preliminary"] and two.marks == ["Old value"]


@pytest.mark.usefixtures("over_breaks")
def test_the_page_of_a_country_says_it_in_the_language_of_the_reader(client: Client) -> None:
    imported(datahub(), datahub(2018, "UGA", ""))
    page = client.get("/KEN/").content.decode()
    assert "preliminary" in page
    assert f"Counted in another way from 2018: {ESTIMATE} → {BUREAU}." in page
    assert f"{BUREAU} (2018–2023) · {ESTIMATE} (2010–2017) · 2023: Preliminary" in page
    assert "Old value</span>" in client.get("/UGA/").content.decode()
    page = client.get("/KEN/", headers={"Accept-Language": "fr"}).content.decode()
    assert "provisoire" in page and "rupture" in page


def test_of_a_file_read_by_an_earlier_release_nothing_is_said(client: Client) -> None:
    """Its rows have nothing beside their values, and no age until the file is read again."""
    one = standing("KEN", years=[2010, 2012], values=[1.0, 2.0])
    assert (one.marks, one.broken, one.origin, one.old) == ([], "", "", False)
    page = client.get("/KEN/").content.decode()
    assert "Old value" not in page and "break" not in page


@pytest.mark.usefixtures("over_breaks")
def test_a_setting_says_from_which_age_a_value_is_old_and_sets_it_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    from actionlines.register.preferences import schema

    for old, flagged in ((3, True), (5, False)):
        held = schema.Current(years_old=old, old_aside=True)
        for module in ("register.standings.models", "register.standings.imports"):
            monkeypatch.setattr(f"actionlines.{module}.current", lambda held=held: held)
        imported(datahub(), datahub(2018, "UGA", ""))
        one = Standing.objects.get(area="UGA")
        assert one.old is flagged
        assert (one.lag is None, one.verdicts == []) == (flagged, flagged)
        assert one.values[-1] == 24.0, "a value that is set aside stays"
        assert Standing.objects.get(area="KEN").lag is not None
        assert Standing.objects.get(area="itu-region:AFR").verdicts


def test_series_comparison_charts_and_downloads_carry_it(client: Client) -> None:
    imported(datahub(), datahub(2018, "UGA", ""))
    page = client.get("/progress/series/i99H/").content.decode()
    assert "preliminary" in page and "2018, Old value" in page
    assert "time series break: 2018" in page
    table = client.get("/progress/chart.csv?chart=tiles&series=i99H").content.decode()
    assert "Kenya,2023,26.5,preliminary · Bureau of Statistics · Preliminary · Counted in another way" in table
    table = client.get("/progress/chart.csv?chart=tiles&series=i99H&year=2015").content.decode()
    assert f"Uganda,2015,22.5,estimated · {ESTIMATE}\r\n" in table, "of an earlier year what is beside that value"
    assert "Old value" not in table
    answer = client.get("/progress/compare/?area=KEN&area=UGA&from=2012&as=json")
    rows = {(one["area"], one["year"]): one for one in json.loads(b"".join(answer))["records"]}
    kenya, uganda = rows["KEN", 2023], rows["UGA", 2018]
    assert (kenya["status"], kenya["note"], kenya["value_source"]) == ("P", "Preliminary", BUREAU)
    assert (kenya["breaks"], kenya["old"], uganda["old"], uganda["age"]) == ("2018 method", False, True, 5)
    assert rows["KEN", 2012]["status"] == "E" and rows["KEN", 2012]["breaks"] == ""
    lines = client.get("/progress/chart.csv?chart=lines&series=i99H&area=KEN").content.decode()
    assert f"Kenya,2010,20.0,estimated · {ESTIMATE}\r\n" in lines


def test_a_price_of_0_is_named_beside_the_value_before_it(client: Client) -> None:
    prices = {2019: 9.0, 2021: 8.0, 2022: 7.0, 2023: 0.0}
    rows = (f"i154_FBB5_GNI,Fixed basket,%,KEN,KEN,{year},{value},,{BUREAU}\n" for year, value in prices.items())
    imported("".join(rows).encode())
    assert Standing.objects.get(area="KEN").values == [9.0, 8.0, 7.0]
    page = client.get("/progress/series/i154_FBB5_GNI/").content.decode()
    assert "set aside until a person confirms: 0 (2023)" in page
    page = client.get("/progress/series/i154_FBB5_GNI/", headers={"Accept-Language": "fr"}).content.decode()
    assert "mis de côté jusqu’à confirmation\xa0: 0 (2023)" in page


def test_the_api_gives_it(client: Client) -> None:
    imported(datahub())
    (one,) = client.get("/api/areas/KEN/standings").json()["records"]
    assert one["statuses"][-1] == "P" and one["notes"][-1] == "Preliminary" and one["sources"][0] == ESTIMATE
    assert [(each["year"], each["kind"], each["crossed"]) for each in one["breaks"]] == [(2018, "method", True)]
    assert (one["age"], one["old"]) == (0, False)


def test_a_map_leaves_out_what_is_set_aside_as_old(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from actionlines.register.preferences import schema

    imported(datahub(), datahub(2018, "UGA", ""))
    assert "Uganda" in client.get("/progress/chart.csv?chart=map&series=i99H").content.decode()
    monkeypatch.setattr(schema, "_held", (float("inf"), schema.Current(old_aside=True)))
    assert "Uganda" not in client.get("/progress/chart.csv?chart=map&series=i99H").content.decode()
    assert "Uganda" in client.get("/progress/chart.csv?chart=map&series=i99H&year=2018").content.decode()


def test_papers_and_reviews_carry_it(tmp_path: Path) -> None:
    imported(datahub(), datahub(2018, "UGA", ""))
    account = gather(areas=("KEN", "UGA"))
    found = {one.area: one for one in account.standings if one.series == "i99H"}
    assert found["KEN"].statuses[-1] == "P" and [each.year for each in found["KEN"].crossed] == [2018]
    assert (found["KEN"].old, found["UGA"].old) == (False, True)
    draft = Draft(account, words_of("en"))
    assert figures.describe_state(found["KEN"], draft).endswith("preliminary; time series break: 2018")
    assert figures.describe_state(found["UGA"], draft).endswith("Old value, 2018; time series break: 2018")
    entry = evidence.series_evidence(found["KEN"], 2023, draft)
    assert entry and dict(entry.details)["Sources, notes, breaks"].startswith(f"preliminary · {BUREAU} · Preliminary")
    file = tmp_path / "figures.csv"
    file.write_bytes(DATAHUB.encode() + datahub())
    (one, *_more), _ = judge_all_series(read_figures([file], "KEN"))
    assert one.measured.statuses[-1] == "P" and not one.measured.old
    told = describe_series(one, catalogue("fr"))
    assert told.value.endswith("(2023, provisoire)")
    assert any("rupture" in text for text in told.evidence)


def test_a_road_map_says_it_of_the_world() -> None:
    imported(datahub(area="WLD"))
    account = gather()
    (indicator,) = {one.indicator for one in account.standings if one.area == "world"}
    (view,) = Figures(account).views(indicator)
    assert view.area == "world"
    # Published figures of the world come after those of the file, and have no status of their own.
    assert dict(zip(view.measured.years, view.measured.statuses, strict=True))[2023] == "P"
    assert [each.year for each in view.measured.crossed] == [2018]
