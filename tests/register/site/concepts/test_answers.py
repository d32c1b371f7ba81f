"""What the pages of concepts answer: who facilitates, what is joined or only seen, what lags, what is asked."""

import re
from datetime import date

import pytest

from tests.indexed import reindex
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published
from tests.register.site.concepts.samples import envelope, register, standing

pytestmark = pytest.mark.django_db


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_a_line_answers(client):
    register()
    html = page(client, "/C5/")
    for words in (
        "International Telecommunication Union", "Safe masts in villages", "Village plan: Safe networks",
        "1,500 allocated", "Map, by 30 June 2027",
    ):  # fmt: skip
        assert words in html
    assert "Masts that share their power" not in html


def test_what_the_matrix_joins_and_what_is_only_seen_stand_apart(client):
    published("A", links=(("action_line", "C9"), ("target", "sdg:14.1")))
    reindex()
    html = page(client, "/C9/")
    matrix, seen = html.index("joined by the WSIS-SDG Matrix"), html.index("only seen in texts")
    assert seen < html.index('href="/targets/14.1/"')
    assert matrix < html.index('href="/targets/16.10/"') < seen


def test_a_target_names_countries_and_regions_that_lag(client):
    standing("KEN", 0.6)
    standing("itu-region:AFR", 0.4)
    standing("FRA", 0.0)
    reindex()
    html = page(client, "/targets/9.c/")
    assert 'href="/KEN/"' in html and 'href="/regions/itu-region:AFR/"' in html
    assert 'href="/FRA/"' not in html
    assert 'href="/KEN/"' not in page(client, "/targets/4.4/")


def test_a_target_of_figures_without_prefix_is_the_same(client):
    standing("UGA", 0.5, indicator="9.c.1")
    reindex()
    assert 'href="/UGA/"' in page(client, "/targets/9.c/")


def test_a_body_is_told_what_is_open_and_overdue(client):
    mandate("2", "confirmed")
    mandate("4", due_on=date(2025, 12, 31), status="confirmed")
    reindex()
    html = page(client, "/itu/")
    assert "<strong>1</strong> open" in html and "</strong> past date" not in html
    assert "<strong>1</strong> past date" in page(client, "/private-sector/")
    assert 'href="/C5/"' in html
    table = page(client, "/bodies/")
    assert table.index('href="/itu/"') < table.index('href="?others=1#others"')
    assert 'href="/wmo/"' in page(client, "/bodies/?others=1") and 'href="/wmo/"' not in table


def test_what_a_body_reports_on(client):
    mandate("1", "confirmed")
    reindex()
    html = page(client, "/secretary-general/")
    address = re.search(r'href="([^"]*deliverable=report)"', html)[1].replace("&amp;", "&")
    assert "a report on the portals of village" in page(client, address)


def test_envelopes_of_a_line_with_a_longer_name_are_not_those_of_the_line(client):
    envelope(lines=["C10"], objective="Ethics of masts")
    reindex()
    assert "Ethics of masts" in page(client, "/C10/")
    assert "Ethics of masts" not in page(client, "/C1/")


def test_a_commitment_leads_to_the_compact_and_to_what_is_done(client):
    register()
    html = page(client, "/commitments/11a/")
    assert "Masts that share their power" in html and 'href="/goals/9/"' in html and "A/RES/79/1" in html


def test_a_line_shows_figures_of_its_own_targets_or_none(client):
    world = {"area": "world", "lag": None, "unit": "percent"}
    standing(
        **world, pk=71_001, name="Population covered by a mobile network"
    )  # what a process keeps of figures hangs on the newest
    standing(**world, series="SCHOOLS", indicator="sdg:4.a.1", name="Schools with Internet access")
    schools, masts = "Schools with Internet access", "Population covered by a mobile network"
    html = page(client, "/C7-elearning/")
    assert masts not in html, "the matrix joins it with education as a whole"
    html = page(client, "/C2/")
    assert masts in html and schools not in html and "Figures of its targets" in html
    assert "Figures of its targets" not in page(client, "/C7-egovernment/")


def figures(client, address):
    html = page(client, address)
    return html[html.index('class="core narrow"') :].partition("</section>")[0]


def test_a_core_figure_has_the_name_that_its_series_has_on_the_pages_of_progress(client):
    for area, series, name in (
        ("KEN", "ANY", "Population covered by a mobile network"),
        ("UGA", "FIVE", "Reach of 5G"),
    ):
        standing(area=area, unit="percent", series=series, name=name, indicator="sdg:9.c.1")
        compared = page(client, f"/progress/compare/?area={area}")
        for html in (figures(client, f"/{area}/"), compared, page(client, f"/progress/series/{series}/")):
            assert name in re.sub("<span[^>]*>", "", html)
        assert "People covered by" not in figures(client, f"/{area}/")


def test_an_old_value_says_its_year_once(client):
    standing(unit="percent", age=9)
    assert "(2024, Old value)" in page(client, "/progress/compare/?area=KEN")
