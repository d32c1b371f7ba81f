"""Pages and API of cooperation frameworks: sums, activities with their places, and nothing that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from actionlines.register.preferences.actions import EditSettings
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.standings.models import Standing
from tests.people import person
from tests.programmes.samples import activity, country
from tests.register.test_cooperation import bring, kenya

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tmp_path: Path) -> Client:
    """A visitor of a register with two frameworks."""
    more = [
        activity(10 + n, "UNDP", name=f"Plant trees of kind {n}", outcome="Output 3. Hills are green")
        for n in range(60)
    ]
    bring(tmp_path, {"KEN.json": kenya(*more), "XKX.json": country(activity(5), name="Lakeland")})
    return Client()


def test_the_page_of_a_country_says_what_is_funded_and_where_it_lags_without_an_activity(filled: Client) -> None:
    given = {"series": "S", "indicator": "sdg:5.5.1", "name": "Seats", "years": [2023], "values": [10.0]}
    Standing.objects.create(area="KEN", concepts=["sdg:5.5"], lag=0.7, aim=50, **given)
    text = filled.get("/KEN/").content.decode()
    assert "What the cooperation frameworks fund, by UN INFO</h3>" in text and "600.25" in text
    assert "ITU carries out 1 activity" in text
    assert (
        "no activity of the framework relates to it" in text and "/targets/5.5/" in text.partition("no activity of")[2]
    )
    assert text.count(">Cooperation framework</h2>") == 1 and "nobody invented them" not in text
    assert "What the cooperation frameworks fund" not in filled.get("/TUV/").content.decode()


def test_a_demonstration_says_that_the_numbers_of_uninfo_are_real(filled: Client) -> None:
    EditSettings(person("administrator"), SiteSettings.objects.first(), fields={"samples": "org:1"}).do()
    text = filled.get("/KEN/").content.decode()
    assert "These numbers are real: nobody invented them" in text.partition("by UN INFO</h3>")[2]


def test_activities_are_narrowed_and_each_has_its_place(filled: Client) -> None:
    text = filled.get("/cooperation/KEN/?agency=ITU").content.decode()
    assert "KEN.json#/projects/0" in text and "/projects/1<" not in text
    assert text.count('<li id="a') == 1
    assert filled.get("/cooperation/KEN/?page=2").content.decode().count('<li id="a') == 12
    line = filled.get("/cooperation/KEN/?line=lines").content.decode()
    assert line.count('<li id="a') == 1
    assert "Lakeland" in filled.get("/cooperation/XKX/").content.decode()
    assert filled.get("/cooperation/TUV/").status_code == 404


def test_the_world_and_its_regions_stand_beside_each_other(filled: Client) -> None:
    text = filled.get("/cooperation/").content.decode()
    assert "/regions/itu-region:AFR/" in text and "Lakeland" in text and "SHA-256" in text
    assert "What the cooperation frameworks fund" in filled.get("/regions/itu-region:AFR/").content.decode()


def test_what_a_file_changed_is_on_the_page(filled: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"KEN.json": country(activity(1, available=1))}, "newer.tar.gz")
    text = filled.get("/cooperation/KEN/").content.decode()
    assert "0 new, 1 changed, 61 gone" in text and "600.25" in text


def test_programs_read_sums_and_activities(filled: Client) -> None:
    listed = filled.get("/api/cooperation").json()
    assert [one["country"] for one in listed["records"]] == ["KEN", "XKX"]
    assert filled.get("/api/cooperation/world").json()["sums"][""]["all"][0] == 63
    found = filled.get("/api/cooperation/KEN/activities?concept=lines").json()
    assert found["total"] == 1 and found["records"][0]["source"] == "KEN.json#/projects/0"
    assert filled.get("/api/cooperation/TUV").status_code == 404
