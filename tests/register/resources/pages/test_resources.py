"""Envelopes and the dashboard of checks: what is left, what is over, who sees drafts, downloads."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from actionlines.register.resources.models import Allocation, Envelope
from tests.indexed import reindex
from tests.people import activity, person
from tests.register.site.concepts.samples import envelope, register

pytestmark = pytest.mark.django_db

GIVEN = {
    "plan": "Village plan", "objective": "Safe networks", "starts_on": "2026-01-01", "ends_on": "2027-12-31",
    "currency": "USD", "amount": "1000", "lines": ["C5", "C2"],
}  # fmt: skip


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


@pytest.fixture
def boss(client):
    client.force_login(person("secretariat"))
    return client


def test_over_allocation_is_named(client):
    register()
    html = page(client, "/resources/")
    assert "Over-allocated:" in html and "1,500 / 1,000 USD" in html and "-500" in html
    assert "Safe masts in villages" in html[html.index("Activities whose funding does not hold") :]


def test_filters_stand_in_the_address(client):
    envelope()
    envelope(objective="Ethics", lines=["C10"], currency="EUR")
    reindex()
    assert "Ethics" not in page(client, "/resources/?line=C5")
    assert "Safe networks" not in page(client, "/resources/?currency=EUR")
    assert "Nothing matches these filters." in page(client, "/resources/?over=1")
    assert client.get("/resources/?page=99999999&line=%27&plan=%00").status_code == 200


def test_sums_are_of_a_plan_and_a_currency(client):
    reindex()
    one, other = envelope(), envelope(objective="Ethics", amount=500)
    envelope(objective="Radio", currency="EUR", amount=70)
    for held, amount in ((one, 30), (other, 40)):
        Allocation.objects.create(envelope=held, activity=activity(), amount=amount)
        Allocation.objects.create(envelope=held, activity=activity(), amount=5)
    html = page(client, "/resources/")
    sums = html[html.index("Sums by plan and currency") :]
    assert "1,500 USD" in sums and ">80<" in sums and ">1,420<" in sums and "70 EUR" in sums
    html = page(client, "/resources/?line=C5&currency=EUR")
    assert "1,500 USD" not in html[html.index("Sums by plan and currency") :]


def test_the_table_is_downloaded_with_its_filters_and_without_formulas(client):
    envelope(objective="=1+1")
    envelope(objective="Ethics", currency="EUR")
    answer = client.get("/resources/?currency=USD&as=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 1 and not rows[0]["objective"].startswith("=")
    assert (rows[0]["amount"], rows[0]["left"]) == ("1000.00", "1000.00")
    found = json.loads(b"".join(client.get("/resources/?currency=USD&as=json").streaming_content))
    assert (found["total"], found["records"][0]["objective"]) == (1, "=1+1")
    book = load_workbook(io.BytesIO(b"".join(client.get("/resources/?as=xlsx").streaming_content)))
    assert book.active["G2"].value == 1000 and book.active["C2"].value in ("Ethics", "'=1+1")
    assert client.get("/resources/?as=pdf").status_code == 400


def test_an_amount_below_zero_stays_a_number(client):
    made = envelope(amount="10")
    made.allocations.create(activity=activity(), amount="15.50")
    answer = client.get("/resources/?as=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0]["left"] == "-5.50"


def test_the_secretariat_enters_allocates_and_takes_back(boss):
    reindex()
    made_at = boss.post("/resources/new/", GIVEN).url
    made = Envelope.objects.get()
    assert made_at == made.get_absolute_url() and made.lines == ["C2", "C5"]
    one = activity()
    given = {"version": 1, "activity": f"https://example.org/activities/{one.pk}/", "amount": "1200"}
    html = boss.post(f"{made_at}allocate/", given, follow=True).content.decode()
    assert "over-allocated by 200 USD" in html
    html = boss.post(f"{made_at}take-back/", {"version": 2, "activity": one.pk}, follow=True).content.decode()
    assert "over-allocated" not in html and not Allocation.objects.exists()


def test_what_is_wrong_is_said_beside_the_field(boss):
    reindex()
    answer = boss.post(
        "/resources/new/", {**GIVEN, "amount": "much", "ends_on": "2025-01-01", "organisation": "Nobody"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422 and 'id="id_organisation-wrong"' in html
    answer = boss.post("/resources/new/", {**GIVEN, "amount": "much", "ends_on": "2025-01-01"})
    html = answer.content.decode()
    assert 'id="id_amount-wrong"' in html and 'id="id_ends_on-wrong"' in html and 'value="Safe networks"' in html


def test_the_second_of_two_is_told(boss):
    reindex()
    made = envelope()
    address = f"{made.get_absolute_url()}edit/"
    boss.post(address, {**GIVEN, "version": 1, "note": "first"})
    answer = boss.post(address, {**GIVEN, "version": 1, "note": "second"})
    assert answer.status_code == 409
    assert "<ins>first</ins>" in answer.content.decode() and "second</textarea>" in answer.content.decode()


def test_the_title_of_a_draft_is_for_those_who_may_see_it(client):
    reindex()
    made, draft = envelope(), activity(title="A secret plan")
    Allocation.objects.create(envelope=made, activity=draft, amount=5)
    html = page(client, made.get_absolute_url())
    assert "A secret plan" not in html and f"Activity {draft.pk}, not public" in html
    client.force_login(person("stranger"))
    assert "A secret plan" not in page(client, made.get_absolute_url())
    client.force_login(person("member"))
    assert "A secret plan" in page(client, made.get_absolute_url())


@pytest.mark.parametrize("address", ("/resources/new/", "/resources/{}/edit/", "/resources/{}/allocate/"))
@pytest.mark.parametrize("who", ("member", "reviewer", "focal"))
def test_money_is_for_the_secretariat(client, address, who):
    made = envelope()
    client.force_login(person(who))
    assert client.get(address.format(made.pk)).status_code == 403


def test_the_dashboard_counts_lists_and_says_why(client):
    made = register()
    html = page(client, "/checks/?check_process=pass&action_line=C5")
    assert "Safe masts in villages" in html and "Masts that share their power" not in html
    assert "over-allocated by 500 USD" in html
    html = page(client, "/checks/?by=organisation")
    assert "Lake Masts Cooperative" in html and made["kenyan"].organisation.name in html
    assert "By region" in html and page(client, "/checks/?by=nothing").count("<h1") == 1


def test_the_download_has_the_verdicts_with_their_reasons(client):
    register()
    answer = client.get("/checks/?check_resources=fail&as=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"Safe masts in villages"}
    kenyan = next(row for row in rows if row["title"].startswith("Safe"))
    assert kenyan["check_mandate"] == "doubt" or "A/RES/80/901" in kenyan["why_mandate"]
    assert "over-allocated" in kenyan["why_resources"]
