"""Nothing that people write runs, on any page, in any answer of the API, in any download."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import transaction
from openpyxl import load_workbook

from actionlines.errors import InvalidFields
from actionlines.papers.files import FORMULA_STARTS
from actionlines.register.activities.actions import EditActivity
from actionlines.register.organisations.actions import EditOrganisation
from actionlines.register.site.middleware.limits import COUNTS
from tests.people import activity, organisation, person
from tests.register.site import matrix
from tests.register.site.injection import FORMULAS, LINKS, TEXTS, poisoned
from tests.register.site.matrix_world import World
from tests.register.site.security.reading import MARK, body, is_page, runs
from tests.some import first

pytestmark = pytest.mark.django_db
ALL = " ".join(TEXTS)
LISTS = ("activities", "mandates", "instruments", "organisations", "envelopes", "checks", "search")
OF_ONE = ("consultation", "consultation-dispositions", "consultation-moderation", "consultation-versions")


def test_the_corpus_fits_where_titles_do():
    assert len(ALL) <= 300
    assert all(MARK in one for one in (*TEXTS, *FORMULAS, *LINKS))


@pytest.mark.parametrize("who", first(["visitor", "secretariat"]))
def test_no_text_runs_on_any_page_or_answer(who):
    world, wrong, shown = poisoned(ALL), [], 0
    for row in matrix.read():
        if row["method"] != "GET" or row["address"] == "first":
            continue
        COUNTS.clear()
        ask = world.page if row["kind"] == "page" else world.api
        answer = ask(who, "GET", row["address"], row["state"])
        text, name = body(answer).decode(), f"{row['address']} {row['state']}"
        shown += MARK in text
        if answer.status_code >= 500:
            wrong.append(f"{name}: {answer.status_code}")
        elif is_page(answer):
            wrong += [f"{name}: {one}" for one in runs(text)]
            # The sign that turns the direction of what follows.
            wrong += [f"{name}: direction"] if "\u202e" in text else []
        elif row["kind"] == "api":
            if "json" in answer["Content-Type"]:
                json.loads(text)
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert wrong == [], "\n".join(wrong)
    assert shown >= 20


@pytest.mark.parametrize("formula", first(FORMULAS, 2))
def test_no_download_has_a_formula(formula):
    world, seen = poisoned(formula), 0
    for name in LISTS:
        for form in ("csv", "xlsx"):
            COUNTS.clear()
            answer = world.people["secretariat"].client.get(world._address(name, None), {"as": form, "q": ""})
            assert answer.status_code == 200, name
            for cell in _cells(form, body(answer)):
                seen += MARK in cell
                assert cell[:1] not in FORMULA_STARTS, (name, form, cell)
    for form in ("xlsx",):
        answer = world.people["secretariat"].client.get(
            world._address("consultation-export", world.records["c-open"]), {"as": form}
        )
        for cell in _cells(form, body(answer)):
            seen += MARK in cell
            assert cell[:1] not in FORMULA_STARTS, ("consultation", form, cell)
    answer = world.page("member", "GET", "import-refused", "import")
    for cell in _cells("csv", body(answer)):
        assert cell[:1] not in FORMULA_STARTS, cell
    assert seen >= 10


def _cells(form, content):
    """All texts of a table; what a workbook holds as a formula comes with its sign."""
    if form == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    book = load_workbook(io.BytesIO(content))
    rows = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in rows if cell.data_type == "f"]
    links = [cell.hyperlink.target for cell in rows if cell.hyperlink]  # to the site's own records alone
    assert not [link for link in links if MARK in link or not link.startswith(("http://testserver/", "testserver/"))]
    book.close()
    return [cell.value for cell in rows if isinstance(cell.value, str)]


@pytest.mark.parametrize("link", LINKS)
def test_links_that_are_no_pages_are_refused(link):
    with pytest.raises(InvalidFields):
        EditActivity(person("member"), activity(), fields={"web_links": [link]}).do()
    with pytest.raises(InvalidFields):
        EditOrganisation(person("secretariat"), organisation(), fields={"website": link}).do()


@pytest.mark.parametrize("sign", first(["\0", "\x0b", "\ufffe", "\u202e", "\U0010ffff"]))
def test_no_sign_breaks_a_form(sign):
    world, wrong = World(), []
    for row in matrix.read():
        if (row["kind"], row["method"]) != ("page", "POST") or row["secretariat"] in ("403", "404"):
            continue
        COUNTS.clear()
        form = world._form(row["address"], world.records.get(row["state"]), row["state"])
        broken = {name: f"{value}{sign}" if isinstance(value, str) else value for name, value in form.items()}
        address = world._address(row["address"], world.records.get(row["state"]))
        with transaction.atomic():
            answer = world.people["secretariat"].client.post(address, broken)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            wrong.append(f"{row['address']} {row['state']}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("sign", first(["%00", "%FF", "%E2%80%AE", "%25%30%30", "'", "%22%3E", "(", "9" * 400]))
def test_no_sign_breaks_a_list(sign):
    world, wrong = World(), []
    names = (*LISTS, "waiting", "users", "suggest", "activity-organisations", "inbox", "compare", "mandates-calendar")
    for name in (*names, *OF_ONE):
        record = world.records["c-open"] if name in OF_ONE else None
        for key in (
            "q",
            "page",
            "status",
            "country",
            "sort",
            "on",
            "title",
            "organisation",
            "line",
            "a",
            "due_from",
            "p",
            "text",
            "comment",
            "paragraph",
        ):
            COUNTS.clear()
            address = f"{world._address(name, record)}?{key}={sign}"
            answer = world.people["administrator"].client.get(address)
            if answer.status_code >= 500:
                wrong.append(f"{address}: {answer.status_code}")
    assert wrong == []
