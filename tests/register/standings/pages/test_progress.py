"""Progress to explore: the world, a series on tiles and map, countries beside each other, files."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import expect

from actionlines.framework import load
from actionlines.framework.called import use_list
from actionlines.register.standings.charts import Question, drawn, middle, rows_of
from actionlines.register.standings.models import Standing
from tests.browsing import PHONE
from tests.register.site.concepts.samples import standing

pytestmark = pytest.mark.django_db
YEARS = [2013, 2015, 2019, 2023]
USE = {
    "series": "IT_USE_ii99",
    "indicator": "sdg:17.8.1",
    "name": "People using the Internet",
    "unit": "percent",
    "breakdown": "",
    "aim": 100.0,
    "aim_year": 2030,
    "aim_direction": 1,
    "years": YEARS,
}
COUNTRIES = ("KEN", "NGA", "UGA", "TZA", "RWA", "ETH")


@pytest.fixture
def figures() -> None:
    """Six countries, ten points apart; three lag. Five have women and men too."""
    for at, area in enumerate(COUNTRIES):
        values = [10.0 * at + step for step in (5, 10, 20, 40)]
        standing(area, lag=0.5 if at < 3 else 0.0, **{**USE, "values": values})
        for side, off in (("sex=F", -3.0), ("sex=M", 3.0)):
            if at < 5:
                given = {**USE, "breakdown": side, "values": [one + off for one in values]}
                standing(area, lag=0.0, **given)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_an_empty_register_says_what_would_be_here(client: Client) -> None:
    assert "No figures are known." in page(client, "/progress/")


def test_the_world_shows_aims_with_projections_and_divides(client: Client, figures: None) -> None:
    html = page(client, "/progress/")
    assert "1 series has figures, of 6 countries and areas." in html
    row = html[html.index('<div class="short">') :]
    assert "3 of 6 countries lag behind the aim: People using the Internet" in html
    assert '<td class="num"><strong>0</strong></td><td class="num"><strong>3</strong></td>' in row
    assert 'aria-label="50%"' in row
    assert '<td><strong>3</strong></td><td class="num">6</td>' in row
    assert "Median of 6 countries." in html and "The projections end" not in html, "six say little of all"
    assert "Women and men, People using the Internet" in html
    assert "Every business is connected" in html


def test_the_median_of_thirty_countries_is_projected(client: Client, figures: None) -> None:
    for area in sorted(set(load().countries) - set(Standing.objects.values_list("area", flat=True)))[:30]:
        standing(area, lag=0.0, **{**USE, "values": [20.0, 30.0, 50.0, 60.0]})
    html = page(client, "/progress/")
    assert "Median of 36 countries." in html and "The projections end" in html


def test_the_middle_is_that_of_the_same_countries_in_each_year(figures: None) -> None:
    standing("GHA", lag=0.0, **{**USE, "years": [2022, 2023], "values": [99.0, 99.0]})
    years, values, n = middle(rows_of(Question("trend", "IT_USE_ii99")))
    assert (years[0], years[-1], n) == (2013, 2023, 6)
    assert values[-1] == 65.0 and values[2] == 35.0


def test_the_figures_of_the_world_go_before_the_middle(client: Client, figures: None) -> None:
    standing("world", lag=0.0, **{**USE, "values": [20.0, 30.0, 50.0, 67.0]})
    html = page(client, "/progress/")
    assert "The world. From 20% in 2013 to 67% in 2023." in html and "The middle one" not in html


def test_countries_that_reached_the_aim_are_apart_from_those_on_course(client: Client, figures: None) -> None:
    Standing.objects.filter(area="ETH", breakdown="").update(why=[{"code": "aim_met"}])
    html = page(client, "/progress/")
    assert '<td class="num"><strong>1</strong></td><td class="num"><strong>2</strong></td>' in html


def test_one_value_is_a_sentence_and_no_chart(client: Client, figures: None) -> None:
    standing("world", lag=0.0, **{**USE, "years": [2025], "values": [67.0]})
    standing("GHA", lag=0.0, **{**USE, "values": [1.0, 2.0, 3.0, 4.0]})
    html = page(client, "/progress/")
    assert re.findall(r"The world\. ([^<]*)</p>", html) == ["67% in 2025, the only value."]
    assert not re.search(r"<img[^>]*chart=trend", html)


def test_a_series_shows_the_newest_value_up_to_a_year_with_its_year(client: Client, figures: None) -> None:
    html = page(client, "/progress/series/IT_USE_ii99/")
    assert '<a href="/KEN/">Kenya</a></th><td class="num">40%</td><td class="num">2023</td>' in html
    html = page(client, "/progress/series/IT_USE_ii99/?year=2018")
    assert '<a href="/KEN/">Kenya</a></th><td class="num">10%</td><td class="num">2015</td>' in html
    for address in re.findall(r'(?:srcset|src)="(/progress/chart.svg[^"]*chart=(?:map|tiles)[^"]*)"', html):
        answer = client.get(unescape(address))
        assert "<title>Kenya: 10 (2015)</title>" in answer.content.decode()
        assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_verdicts_are_by_most_methods_or_by_one(client: Client, figures: None) -> None:
    html = page(client, "/progress/series/IT_USE_ii99/?method=states")
    assert "6 countries: On course 3, Too slow 3." in html
    html = page(client, "/progress/series/IT_USE_ii99/?method=sdg-index")
    assert "SDG Index" in html and "Cannot be judged" in html
    assert "10% in Kenya" not in html


def test_a_group_is_shown_where_it_is_asked_for(client: Client, figures: None) -> None:
    html = page(client, "/progress/series/IT_USE_ii99/?breakdown=sex%3DF")
    assert '<td class="num">37%</td>' in html and "women" in html
    assert '<td class="num">40%</td>' in page(client, "/progress/series/IT_USE_ii99/?breakdown=nonsense")


def test_names_of_countries_lead_to_a_permanent_address(client: Client, figures: None) -> None:
    answer = client.get("/progress/compare/?area=Kenya&area=nigeria&from=2015&series=IT_USE_ii99")
    assert answer.status_code == 302
    assert answer["Location"] == "/progress/compare/?area=KEN&area=NGA&from=2015&series=IT_USE_ii99"
    html = page(client, answer["Location"])
    assert "Latest values: Nigeria 50% (2023), Kenya 40% (2023)." in html
    assert '10% <span class="small">(2015)</span>' in html
    assert html.index('<form class="compare"') < html.index("Latest values")
    assert "1 of 1 indicators lags" in html
    assert "“Atlantis” is not a country." in page(client, "/progress/compare/?area=KEN&area=Atlantis")


def test_six_countries_at_most_are_compared(client: Client, figures: None) -> None:
    standing("GHA", lag=0.0, **{**USE, "values": [1.0, 2.0, 3.0, 4.0]})
    query = "&".join(f"area={one}" for one in (*COUNTRIES, "GHA"))
    answer = client.get(f"/progress/compare/?{query}", follow=True)
    assert "Ghana</a></th>" not in answer.content.decode()


def test_a_comparison_is_downloaded_as_a_list(client: Client, figures: None) -> None:
    answer = client.get("/progress/compare/?area=KEN&area=NGA&from=2015&as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["area"], r["year"], r["value"], r["state"]) for r in rows] == [
        ("KEN", "2015", "10.0", ""),
        ("KEN", "2023", "40.0", "lags"),
        ("NGA", "2015", "20.0", ""),
        ("NGA", "2023", "50.0", "lags"),
    ]
    assert client.get("/progress/compare/?area=KEN&as=doc").status_code == 400


def test_a_chart_is_taken_along(client: Client, figures: None) -> None:
    query = "series=IT_USE_ii99&year=2015"
    text = client.get(f"/progress/chart.csv?chart=tiles&{query}").content.decode("utf-8-sig")
    assert "Kenya,2015,10.0\r\n" in text
    assert client.get(f"/progress/chart.png?chart=map&{query}").content[:4] == b"\x89PNG"
    assert client.get(f"/progress/chart.svg?chart=trend&{query}").content.startswith(b"<svg")
    assert json.loads(client.get(f"/progress/chart.json?chart=map&{query}").content)["projection"]
    reference = client.get(f"/progress/chart.bib?chart=tiles&{query}").content.decode()
    assert "People using the Internet" in reference and "/progress/series/IT_USE_ii99/" in reference


def test_another_site_may_hold_a_chart_in_a_language_of_its_own(client: Client, figures: None) -> None:
    answer = client.get("/progress/embed/?chart=tiles&series=IT_USE_ii99&language=fr")
    html = answer.content.decode()
    assert "X-Frame-Options" not in answer and "frame-ancestors *" in answer["Content-Security-Policy"]
    assert 'lang="fr"' in html and "n’expriment aucune prise de position" in html and "<script" not in html


@pytest.mark.parametrize(
    "address",
    [
        "/progress/series/NONE/",
        "/progress/chart.png?chart=tiles&series=NONE",
        "/progress/chart.png?chart=no&series=IT_USE_ii99",
        "/progress/chart.png?chart=divide&series=IT_USE_ii99&pair=location",
        "/progress/chart.png?chart=lines&series=IT_USE_ii99",
        "/progress/chart.exe?chart=tiles&series=IT_USE_ii99",
        "/progress/embed/?chart=trend&series=NONE",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, figures: None, address: str) -> None:
    page(client, address, 404)


def test_new_figures_are_drawn_at_once(client: Client, figures: None) -> None:
    assert b"40.0" in client.get("/progress/chart.csv?chart=tiles&series=IT_USE_ii99").content
    Standing.objects.all().delete()
    standing("KEN", lag=0.0, **{**USE, "values": [1.0, 2.0, 3.0, 77.0]})
    assert b"77.0" in client.get("/progress/chart.csv?chart=tiles&series=IT_USE_ii99").content


def test_another_list_of_names_is_drawn_at_once(figures: None) -> None:
    asked = Question("lines", "IT_USE_ii99", areas=("TZA", "KEN"))
    by_un = drawn(asked)
    use_list("itu")
    by_itu = drawn(asked)
    assert by_un and "United Republic of Tanzania" in by_un.picture
    assert by_itu and "Tanzania" in by_itu.picture and "United Republic" not in by_itu.picture


def test_a_hostile_name_stays_text(client: Client, figures: None) -> None:
    name = "<script>alert(1)</script>"
    standing(
        "KEN", lag=0.0, **{**USE, "series": "a/b&c", "indicator": "", "name": name, "values": [1.0, 2.0, 3.0, 4.0]}
    )
    html = page(client, "/progress/series/a/b&c/")
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reader_goes_from_the_world_to_two_countries_beside_each_other(visit, figures: None) -> None:
    page = visit("", "/progress/", viewport=PHONE)
    page.get_by_role("region", name="All series").get_by_role("link", name="People using the Internet").click()
    page.get_by_label("Show", exact=True).select_option("states")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**method=states**")
    expect(page.get_by_text("6 countries: On course 3, Too slow 3.").first).to_be_visible()
    for name in ("Kenya", "Rwanda"):
        page.get_by_label(f"Compare {name}").check()
    page.get_by_role("button", name="Compare selected").click()
    page.wait_for_url("**/progress/compare/?**")
    expect(page.get_by_text("Latest values: Rwanda 80% (2023), Kenya 40% (2023).")).to_be_visible()
    page.get_by_label("Countries", exact=True).fill("Nigeria")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**area=KEN&area=RWA&area=NGA**")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_codes_of_one_figure_make_one_row_of_aggregates(client: Client, figures: None) -> None:
    held = {"indicator": "sdg:17.8.1", "unit": "percent", "years": [2025], "values": [74.0]}
    Standing.objects.create(area="world", series="IT_USE_ii99", name="People using the Internet", **held)
    Standing.objects.create(area="LDC", series="i99H", name="Individuals using the Internet", **held)
    html = page(client, "/progress/")
    assert "Individuals using the Internet" not in html
