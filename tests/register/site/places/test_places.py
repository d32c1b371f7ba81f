"""Countries and regions: gaps with reasons, methods that disagree, partners, frameworks, offices."""

import re

import pytest

from actionlines.register.cooperation.gaps import chart, frameworks, gaps
from tests.indexed import reindex
from tests.people import organisation, person
from tests.register.activities.test_proposals import mandate
from tests.register.search.samples import published
from tests.register.site.concepts.samples import framework_document, register, standing

pytestmark = pytest.mark.django_db


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_a_country_shows_its_gaps_the_furthest_behind_first(client):
    standing(lag=0.2)
    standing(lag=0.9, series="SKILL", indicator="sdg:4.4.1", name="Adults who can copy a file", concepts=["sdg:4.4"])
    standing(lag=0.0, series="FINE", indicator="sdg:1.1.1", name="Not behind", concepts=["sdg:1.1"])
    reindex()
    html = page(client, "/KEN/")
    assert html.index("Adults who can copy a file") < html.index("People within reach of a mast")
    assert "Not behind" not in html
    assert "It was 47.5 in 2024." in html
    assert "The methods disagree: what each says" in html
    assert "<polyline" in html and "From 2020 to 2024" in html


def test_of_an_indicator_the_series_that_is_furthest_behind_is_shown():
    standing(lag=0.3)
    standing(lag=0.7, breakdown="location=rural")
    assert [one.standing.breakdown for one in gaps("KEN")] == ["location=rural"]


@pytest.mark.parametrize(("slow", "away", "differ"), [(3, 0, False), (0, 2, False), (2, 1, True)])
def test_methods_disagree_only_where_the_verdicts_that_the_page_counts_differ(client, slow, away, differ):
    standing(why=[{"code": "methods", "arrives": 0, "slow": slow, "away": away}])
    html = page(client, "/KEN/")
    assert f"too slow {slow}; no progress or worsening {away}." in html
    assert ("The methods disagree: what each says" in html, "What each method says" in html) == (differ, not differ)


def test_a_country_says_what_others_did_about_the_same_gap(client):
    register()
    html = page(client, "/KEN/")
    part = html[html.index("What others did about the same gaps") : html.index("Cooperation framework</h2>")]
    assert "Masts that share their power" in part and "addresses the same: 9.c" in part
    assert "Safe masts in villages" not in part


def test_a_visitor_sees_no_part_of_a_country_that_is_empty(client):
    standing()
    html = page(client, "/KEN/")
    assert "What others did about the same gaps" not in html and "Cooperation framework</h2>" not in html
    client.force_login(person("secretariat"))
    assert "No cooperation framework document of this country was imported" in page(client, "/KEN/")


def test_a_cooperation_framework_says_what_it_leaves_out(client):
    register()
    html = page(client, "/KEN/")
    part = html[html.index("Cooperation framework</h2>") :]
    assert "Cooperation framework of the villages" in part
    assert "It does not cover these, where the country lags" in part
    left_out = part[part.index("It does not cover these") :]
    assert re.search('People within reach of a mast.{0,9} <a class="chip" href="/targets/9.c/"', left_out)
    assert "SDG" in left_out and 'href="/C2/"' in part


def test_what_the_framework_speaks_to_is_not_left_out():
    standing()
    document = framework_document()
    document.paragraphs.get().links.create(concept="sdg:9.c", level="target", p=0.8)
    found = frameworks("KEN", gaps("KEN"))
    assert found[0].left_out == ()
    assert [line for line, _ in found[0].lines] == ["C5"]
    assert found[0].left_out_lines == ("C2",)


def test_a_proposal_that_was_rejected_covers_nothing():
    standing()
    framework_document().paragraphs.get().links.create(concept="sdg:9.c", level="target", status="rejected")
    assert [gap.target for gap in frameworks("KEN", gaps("KEN"))[0].left_out] == ["sdg:9.c"]


def test_a_country_knows_its_groups_commission_and_offices(client):
    reindex()
    html = page(client, "/UGA/")
    for words in ("Least developed countries", "Economic Commission for Africa", "Addis Ababa", "Harare"):
        assert words in html


def test_regions_of_both_kinds_stand_side_by_side(client):
    reindex()
    html = page(client, "/regions/")
    for words in ("Arab States", "Economic and Social Commission for Western Asia", "Cairo"):
        assert words in html


def test_a_region_counts_what_takes_place_in_its_countries(client):
    published("In Kenya", places=("KEN",), good_practice=True)
    published("In Uganda", places=("UGA",))
    published("In France", places=("FRA",))
    reindex()
    html = page(client, "/regions/")
    numbers = {
        area: re.search(rf'href="/regions/{area}/".*?</th>(.*?)</tr>', html)[1]
        for area in ("itu-region:AFR", "un-commission:ECA", "itu-region:EUR")
    }
    told = {area: re.findall(r">(\d+)</td>", cells)[1:] for area, cells in numbers.items()}
    assert told == {"itu-region:AFR": ["2", "1"], "un-commission:ECA": ["2", "1"], "itu-region:EUR": ["1", "0"]}
    assert "In France" not in page(client, "/regions/itu-region:AFR/")
    assert "In France" in page(client, "/FRA/")


def test_countries_of_a_group(client):
    reindex()
    html = page(client, "/countries/?group=SIDS")
    assert "Fiji" in html and "Kenya" not in html


@pytest.mark.parametrize("years,values,aim", [([], [], None), ([2020], [1.0], 5.0), ([2020, 2021], [1.0, None], None)])
def test_no_line_is_drawn_through_less_than_two_values(years, values, aim):
    assert chart(years, values, aim) is None


def test_a_line_stays_within_its_picture():
    drawn = chart([2010, 2015, 2020], [3.0, None, 9.0], 100.0)
    points = [tuple(map(float, point.split(","))) for point in drawn.points.split()]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
    assert len(points) == 2 and drawn.aim_y < points[1][1] < points[0][1]
    # Words of the aim do not stand on those of the last value.
    close = chart([2010, 2020], [3.0, 99.0], 100.0)
    assert abs(close.aim_text_y - close.last_y) >= 12


def test_a_country_begins_with_what_is_asked_and_where_it_stands(client):
    register()
    mandate(action="connect every school", asks=["member-states"], status="confirmed", links={})
    standing(lag=0.9, series="SKILL", indicator="sdg:4.4.1", name="Adults who can copy a file", concepts=["sdg:4.4"])
    reindex()
    html = page(client, "/KEN/")
    asked = html[html.index('id="asked"') : html.index('id="did"')]
    assert "Connect every school" in asked[asked.index("As part of a group") :]
    stand = html[html.index('id="stand"') :]
    assert "Adults who can copy a file" in stand and '<bdi dir="ltr">' in stand
    assert html.index("Adults who can copy a file") < html.index("People within reach of a mast")


def test_a_country_of_which_nothing_is_known_says_so(client):
    html = page(client, "/FJI/")
    for words in (
        "Nothing that a person has confirmed is open.",
        "No activity is recorded here.",
        "No figures are known.",
    ):  # fmt: skip
        assert words in html


def test_what_the_government_did_comes_before_what_others_did(client):
    ministry = organisation(name="Ministry of Masts", type="government", country="KEN")
    published("Masts of the ministry", places=("KEN",), organisation=ministry)
    reindex()
    html = page(client, "/KEN/")
    assert "Masts of the ministry" in html and "Done by the government" not in html, "one heading needs no other"
    published("Masts of a village", places=("KEN",))
    neighbour = organisation(name="Ministry of Lakes", type="government", country="UGA")
    published("Masts at the border", places=("KEN", "UGA"), organisation=neighbour)
    reindex()
    html = page(client, "/KEN/")
    own, others = html.index("Done by the government"), html.index("By others in the country")
    assert own < html.index("Masts of the ministry") < others < html.index("Masts of a village")
    assert others < html.index("Masts at the border") and html.count("Masts of the ministry") == 1


def test_a_comparison_counts_an_indicator_once_as_the_page_of_the_country(client):
    for breakdown in ("", "sex=F", "sex=M"):
        standing(breakdown=breakdown)
    standing(series="OTHER", indicator="", lag=0.0)
    assert len(gaps("KEN")) == 1
    assert "1 of 2 indicators lags" in page(client, "/progress/compare/?area=KEN")
