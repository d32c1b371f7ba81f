"""The page of a list: filters in the address, chips, pages, downloads; search over everything."""

import csv
import io
import json
import os
import re

import openpyxl
import pytest

from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.core.imports.readings import read_next
from actionlines.register.core.pages import downloads, listing
from actionlines.register.core.pages.downloads import flat
from actionlines.register.core.search import catch_up
from actionlines.register.roadmaps.actions import PublishRoadMap, SubmitRoadMap
from tests.people import person
from tests.register.consultations.samples import consultation
from tests.register.roadmaps.samples import complete, road_map
from tests.register.search.samples import instrument, mandate, organisation_of, published, save

pytestmark = pytest.mark.django_db


def text_of(answer):
    """The content of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_filters_are_in_the_address_and_can_be_taken_off(client):
    published("Radio in Kenya", places=("KEN",))
    published("Radio in Senegal", places=("SEN",))
    catch_up()
    html = page(client, "/activities/?q=radio&country=KEN")
    assert "Radio in Kenya" in html.replace("<mark>", "").replace("</mark>", "")
    assert "Radio in Senegal" not in html
    assert "1 result" in html
    # The chip leads to the list without its filter, and keeps the words.
    assert 'href="/activities/?q=radio"' in html
    assert 'value="KEN" id="f-country-KEN" checked' in html


def test_a_filter_that_has_no_place_on_the_left_is_kept(client):
    made = published("Radio", places=("KEN",))
    other = organisation_of("Another trust")
    made.partners.add(other)
    save(made)
    published("Television")
    catch_up()
    html = page(client, f"/activities/?partner={other.pk}")
    assert "Radio" in html
    assert "Television" not in html
    assert f'<input type="hidden" name="partner" value="{other.pk}">' in html
    assert "Another trust" in html


@pytest.mark.parametrize(
    "address",
    [
        "?page=999999999999", "?page=-1", "?page=x", "?sort=nothing", "?nothing=1", "?q=%00",
        "?country=" + "x" * 999,
        "?q=" + "word%20" * 200, "?due_from=2031-99-99&due_to=0000", "?organisation=99999999999999999999",
        "?q=%22", "?q=-", "?q=a%20-a", "?page=500", "?q=*%3F%5B(%2B", "?lead=abc",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/activities/", "/mandates/", "/search/"])
def test_whatever_stands_in_the_address_is_answered(client, path, address):
    published("Radio")
    catch_up()
    assert client.get(path + address).status_code == 200


def test_lists_ask_the_database_a_bounded_number_of_times(client, django_assert_max_num_queries):
    for number in range(25):
        published(f"Radio {number}", places=("KEN",), links=(("action_line", "C5"), ("target", "sdg:9.c")))
    catch_up()
    with django_assert_max_num_queries(12):
        page(client, "/activities/")
    with django_assert_max_num_queries(12):
        page(client, "/search/?q=radio")


def test_the_row_shows_what_is_published_and_not_the_next_draft(client):
    made = published("Radio lessons", "For villages.")
    made.title, made.summary, made.status = "Secret plan", "Not yet.", "draft"
    save(made)
    catch_up()
    for url in ("/activities/", "/search/?q=radio", "/activities/?as=csv", "/activities/?as=json"):
        content = text_of(client.get(url)).decode()
        assert "Radio" in content.replace("<mark>", "").replace("</mark>", ""), url
        assert "Secret" not in content, url
        assert "Not yet" not in content, url


def test_what_is_written_into_a_title_does_not_run(client):
    published("<script>alert(1)</script> radio", '"><img src=x onerror=alert(1)> radio')
    catch_up()
    for url in ("/search/?q=radio", "/activities/?q=radio", "/search/suggest?q=radio"):
        html = page(client, url)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    html = page(client, "/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html


def test_search_groups_by_kind_and_leads_to_all_of_one(client):
    where = instrument(texts=("Requests the Secretary-General to report on broadband.",))
    mandate(where, "report on broadband", ("secretary-general",))
    for number in range(7):
        published(f"Broadband {number}")
    catch_up()
    html = page(client, "/search/?q=broadband")
    assert html.index('id="group-mandate"') < html.index('id="group-activity"') < html.index('id="group-instrument"')
    assert "kind=activity" in html
    all_of_them = page(client, "/search/?q=broadband&kind=activity")
    assert "7 results" in all_of_them


def test_a_group_counts_what_its_list_and_its_tab_count(client):
    catch_up()
    html = page(client, "/search/?q=ITU")  # the body itself stands above the groups
    (shown,) = re.findall(r'id="group-concept">[^<]* <span class="small">(\d+)</span>', html)
    assert f"{shown} results" in page(client, "/search/?q=ITU&kind=concept")


def test_consultations_their_paragraphs_and_road_maps_stand_in_groups(client):
    held = consultation(title="Towers for villages")
    drawn = complete(road_map(title="Towers by 2030"))
    SubmitRoadMap(None, drawn).do()
    PublishRoadMap(None, drawn).do()
    catch_up()
    html = page(client, "/search/?q=towers")
    assert html.index('id="group-roadmap"') < html.index('id="group-consultation"')
    assert html.index('id="group-consultation"') < html.index('id="group-passage"')
    assert f'href="/roadmaps/{drawn.pk}/"' in html
    assert f'href="/consultations/{held.pk}/"' in html
    assert f'href="/consultations/{held.pk}/at/3(a)/"' in html
    assert "Open for comments" in html
    html = page(client, "/search/suggest?q=towers")
    assert f'href="/consultations/{held.pk}/"' in html
    assert f'href="/roadmaps/{drawn.pk}/"' in html


def test_of_a_consultation_that_was_withdrawn_meanwhile_no_word_is_shown(client):
    made = consultation(title="Towers for villages")
    catch_up()
    type(made).objects.update(status="withdrawn")
    assert "for villages" not in page(client, "/search/?q=towers")
    assert page(client, "/search/suggest?q=towers").strip() == ""


def test_search_in_arabic_finds_what_is_written_in_french(client):
    made = published("Radio villageoise", places=("KEN",), language="fr")
    catch_up()
    client.cookies["django_language"] = "ar"
    html = page(client, "/search/?q=كينيا")
    assert f'href="/activities/{made.pk}/" lang="fr"' in html
    assert 'dir="rtl"' in html


def test_did_you_mean_leads_to_what_there_is(client):
    published("Broadband for islands")
    catch_up()
    html = page(client, "/search/?q=brodband")
    assert 'href="/search/?q=broadband"' in html


def test_suggestions_are_options_with_addresses(client):
    made = published("Radio lessons for herders")
    catch_up()
    html = page(client, "/search/suggest?q=radio+less")
    assert 'role="option"' in html
    assert f'href="/activities/{made.pk}/"' in html
    assert page(client, "/search/suggest?q=").strip() == ""


def test_a_download_has_the_filters_of_the_page(client):
    for number in range(30):
        published(f"Radio {number:02}", places=("KEN" if number % 2 else "SEN",), links=(("goal", "sdg:9"),))
    catch_up()
    answer = client.get("/activities/?as=csv&country=KEN&sort=title")
    rows = list(csv.DictReader(io.StringIO(text_of(answer).decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == [f"Radio {number:02}" for number in range(1, 30, 2)]
    assert {row["places"] for row in rows} == {"KEN"}
    assert {row["goals"] for row in rows} == {"sdg:9"}
    assert answer["X-Total-Count"] == "15"
    data = json.loads(text_of(client.get("/activities/?as=json&country=KEN")))
    assert (data["total"], len(data["records"])) == (15, 15)
    assert data["asked"]["filters"] == {"country": ["KEN"]}
    book = openpyxl.load_workbook(io.BytesIO(text_of(client.get("/activities/?as=xlsx&country=KEN"))))
    assert (book.active.max_row, book.active.max_column, book.active["A1"].value) == (16, 12, "Activity")


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_a_cell_never_becomes_a_formula(client, formula):
    published(f"{formula} and so on", f"{formula} and so on")
    catch_up()
    rows = list(csv.DictReader(io.StringIO(text_of(client.get("/activities/?as=csv")).decode("utf-8-sig"))))
    assert rows[0]["summary"].startswith(f"'{formula[0]}")
    book = openpyxl.load_workbook(io.BytesIO(text_of(client.get("/activities/?as=xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("'") for cell in cells)


def test_rows_beyond_the_limit_are_left_out_and_it_is_said(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_ROWS", 3)
    for number in range(5):
        published(f"Radio {number}")
    catch_up()
    rows = list(csv.reader(io.StringIO(text_of(client.get("/activities/?as=csv")).decode("utf-8-sig"))))
    assert len(rows) == 1 + 3 + 1
    assert rows[-1] == ["Rows that are not in this file: 2. Narrow the list with filters."]
    data = json.loads(text_of(client.get("/activities/?as=json")))
    assert (data["total"], len(data["records"])) == (5, 3)


@pytest.mark.parametrize(
    "address", ["/activities/?as=csv", "/activities/?as=xlsx", "/search/?q=radio&kind=activity&as=json"]
)
def test_a_long_list_is_a_file_that_the_worker_made(client, monkeypatch, settings, tmp_path, address):
    settings.DATA, settings.TASKS = tmp_path, {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    (tmp_path / "work").mkdir()
    limits = {"list-rows": 2, "list-seconds": 3600, "lists": 1}
    monkeypatch.setattr(downloads, "most_of", limits.__getitem__)
    made = [published(f"Radio {number}") for number in range(4)]
    catch_up()
    waits = client.get(address)
    assert (waits.status_code, waits["Retry-After"]) == (202, "2")
    assert "Your file is being made." in waits.content.decode()
    assert read_next()
    assert "Download your file" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    answer = client.get(address)
    body = text_of(answer)
    assert (answer.status_code, answer["X-Total-Count"], not read_next()) == (200, "4", True)
    # With the same bytes as where it is short; another question after the address makes no other file.
    limits["list-rows"] = 9
    assert len(text_of(client.get(address))) == len(body) or address.endswith("xlsx")
    limits["list-rows"] = 2
    assert text_of(client.get(f"{address}&zz=1")) == body
    # An old file is sent while it is made again.
    [file] = (tmp_path / "work").glob("list-*")
    os.utime(file, (0, 0))
    assert (text_of(client.get(address)), read_next(), file.stat().st_mtime > 0) == (body, True, True)
    WithdrawActivity(person("secretariat"), made[0], reason="A test").do()
    made[0].refresh_from_db()
    assert client.get(address).status_code == 202
    assert read_next() and not file.exists()
    fresh = text_of(client.get(address))
    if not address.endswith("xlsx"):
        assert (b"Radio 0" in body, b"Radio 0" in fresh, b"Radio 1" in fresh) == (True, False, True)


def test_another_form_is_refused(client):
    assert client.get("/activities/?as=exe").status_code == 400


def test_an_empty_list_downloads_too(client):
    for form in ("csv", "xlsx", "json"):
        assert text_of(client.get(f"/activities/?as={form}"))


def test_the_cells_of_a_record():
    record = {
        "id": 1,
        "title": "T",
        "places": ["KEN", "UGA"],
        "links": [
            {"level": "target", "concept": "sdg:9.c", "status": "confirmed"},
            {"level": "target", "concept": "sdg:1.1", "status": "rejected"},
        ],
        "results": [{"what": "schools", "value": 3}],
    }
    assert flat(record) == {
        "id": 1, "title": "T", "places": "KEN; UGA", "action_lines": "", "goals": "", "targets": "sdg:9.c",
        "commitments": "", "results": '{"what": "schools", "value": 3}',
    }  # fmt: skip


def test_a_signed_in_reader_gets_the_same_list(client):
    published("Radio")
    catch_up()
    client.force_login(person("member"))
    assert "1 result" in page(client, "/activities/")


def test_a_short_list_has_neither_search_nor_filters(client):
    for number in range(4):
        published(f"Broadband {number}")
    catch_up()
    assert 'id="filters"' not in page(client, "/activities/") and 'id="sort"' not in page(client, "/activities/")
    assert 'id="filters"' in page(client, "/activities/?q=broadband")
    published("Broadband for all")
    catch_up()
    assert 'id="filters"' in page(client, "/activities/")


def test_a_row_says_its_language_where_it_is_another_and_sets_thousands_apart(client):
    published("Мачты", language="ru", results=[{"what": "мачты", "value": 640000}])
    published("Masts", results=[{"what": "masts", "value": 17.2}])
    catch_up()
    html = client.get("/activities/").content.decode()
    assert html.count(" · Russian") == 1 and " · English" not in html
    assert "<strong>640,000" in html and "<strong>17.2<" in html
