"""Pages of imports: a file sent, its columns corrected, tried, brought in; what was refused comes back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks.backends.immediate import ImmediateBackend

from actionlines.register.activities.models import Activity
from actionlines.register.core.imports import readings, sandbox
from actionlines.register.core.imports.files import path_of
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.core.imports.readings import read_next
from actionlines.register.core.imports.run import worker_at_work
from actionlines.register.core.imports.tables import refused_file
from actionlines.register.instruments.models import Instrument
from actionlines.register.standings.models import Standing
from tests.people import person
from tests.register.imports.samples import TEXT
from tests.register.imports.test_activities import GOOD, OTHER, table

pytestmark = pytest.mark.django_db(transaction=True)

BAD = ["3", "", "No title.", "X", "Kenya", "2024", "C2", ""]


def send(client, data, what, name="list.csv", **more):
    return client.post(reverse("import-new"), {"what": what, "file": SimpleUploadedFile(name, data), **more})


@pytest.fixture
def member(client):
    client.force_login(person("member"))
    return client


@pytest.fixture
def secretariat(client):
    client.force_login(person("secretariat"))
    return client


def test_a_table_is_sent_shown_tried_and_brought_in(member):
    answer = send(member, table(GOOD, BAD, OTHER), "activities")
    page = member.get(answer.url)
    assert page.status_code == 200
    assert b'<option value="title" selected' in page.content
    assert b"Masts for islands" in page.content
    columns = {f"c{at}": field for at, field in enumerate(("source_id", "title", "summary", "organisation"))}
    tried = member.post(answer.url, {**columns, "try": "1"})
    run = ImportRun.objects.get()
    assert (tried.url, run.dry_run, run.counts) == (run.get_absolute_url(), True, {"made": 2, "refused": 1})
    assert not Activity.objects.exists()
    shown = member.get(tried.url).content.decode()
    assert "would be imported" in shown
    assert "The title is empty." in shown
    real = member.post(reverse("import-again", args=[run.pk]))
    assert Activity.objects.count() == 2
    shown = member.get(real.url).content.decode()
    assert reverse("activity", args=[Activity.objects.first().pk]) in shown
    refused = b"".join(member.get(reverse("import-refused", args=[ImportRun.objects.first().pk])).streaming_content)
    assert "No title." in refused.decode("utf-8-sig")


@pytest.fixture
def later(monkeypatch):
    """As where a worker does it."""
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)


@pytest.mark.usefixtures("later")
def test_a_page_waits_for_the_columns_and_reads_nothing(member, monkeypatch):
    for name in ("Popen", "run"):
        monkeypatch.setattr(sandbox.subprocess, name, None, raising=False)
    answer = send(member, table(GOOD), "activities")
    for _time in range(3):
        page = member.get(answer.url)
        assert page.status_code == 202
    shown = page.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert f'hx-get="{answer.url}"' in shown
    assert "No worker runs" in shown
    with worker_at_work():
        assert "No worker runs" not in member.get(answer.url).content.decode()
    part = member.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="state"')
    assert member.post(answer.url, {"c1": "title", "go": "1"}).status_code == 202
    assert not ImportRun.objects.exists()


@pytest.mark.usefixtures("later")
def test_once_read_the_page_shows_the_columns_at_no_cost(member, monkeypatch):
    answer = send(member, table(GOOD), "activities")
    assert read_next()
    monkeypatch.setattr(sandbox, "bounded", None)
    asked = member.get(answer.url, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.headers["HX-Refresh"]) == (204, "true")
    assert b'<option value="title" selected' in member.get(answer.url).content


@pytest.mark.usefixtures("later")
def test_an_unreadable_table_says_why_after_the_wait(member):
    answer = send(member, b"a," * 400 + b"\n" + b"1," * 400, "activities")
    assert read_next()
    page = member.get(answer.url)
    assert page.status_code == 422
    assert "columns" in page.content.decode()


@pytest.mark.usefixtures("later")
def test_refused_rows_wait_for_a_worker_too(member):
    send(member, table(GOOD, BAD), "activities")
    run = ImportRun.objects.create(
        file=StoredFile.objects.get(), what="activities", owner=person("member"), status="partly",
        counts={"refused": 1},
    )  # fmt: skip
    run.rows.create(row=3, outcome="refused", problems=[{"field": "title", "problem": "Empty.", "advice": ""}])
    address = reverse("import-refused", args=[run.pk])
    assert member.get(address).status_code == 202
    while read_next():
        pass
    assert "No title." in b"".join(member.get(address).streaming_content).decode()
    refused_file(run).unlink()
    assert member.get(address).status_code == 202


def test_a_person_with_too_many_files_waiting_is_asked_to_wait(member, monkeypatch):
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)
    monkeypatch.setattr(readings, "EACH", 0)
    page = send(member, table(GOOD), "activities")
    assert page.status_code == 422
    assert "wait to be read" in page.content.decode()


def test_columns_without_a_title_are_sent_back(member):
    answer = send(member, table(GOOD), "activities")
    page = member.post(answer.url, {"c2": "summary", "go": "1"})
    assert page.status_code == 422
    assert "no column is the title" in page.content.decode().lower()


def test_a_document_is_read_and_leads_to_its_instrument(secretariat):
    answer = send(secretariat, TEXT.encode(), "document", "resolution.txt")
    assert Instrument.objects.get().get_absolute_url() in secretariat.get(answer.url).content.decode()
    again = send(secretariat, TEXT.encode(), "document", "resolution.txt")
    assert ImportRun.objects.get(pk=again.url.rstrip("/").rpartition("/")[2]).counts["same"] == 1


def test_figures_are_tried_and_what_was_understood_is_shown_first(secretariat):
    data = b"indicator,area,year,value,unit\n" + b"".join(
        b"17.8.1,KEN,%d,%d,percent\n" % (year, 20 + year - 2010) for year in range(2010, 2024)
    )
    answer = send(secretariat, data, "indicators", "figures.csv")
    page = secretariat.get(answer.url).content.decode()
    assert "This was a trial" in page
    assert not Standing.objects.exists()
    row = page.partition('aria-labelledby="series"')[2].partition("</table>")[0]
    for said in ("Internet", "17.8.1", "percent", "2010–2023", ">14</td>"):
        assert said in row
    number = answer.url.rstrip("/").rpartition("/")[2]
    answer = secretariat.post(reverse("import-again", args=[number]))
    page = secretariat.get(answer.url).content.decode()
    assert "series judged" in page
    assert 'aria-labelledby="series"' not in page
    assert Standing.objects.exists()


@pytest.mark.parametrize(
    ("what", "name", "data", "said"),
    [
        ("activities", "x.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "PNG"),
        ("activities", "x.pdf", b"%PDF-1.4\n%%EOF", "pdf"),
        ("activities", "empty.csv", b"   ", "blanks"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_file(member, what, name, data, said):
    page = send(member, data, what, name)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not StoredFile.objects.exists()


def test_a_member_is_offered_activities_alone(member):
    page = member.get(reverse("import-new")).content.decode()
    assert 'value="activities"' in page
    assert 'value="document"' not in page
    assert send(member, TEXT.encode(), "document", "resolution.txt").status_code == 422


def test_a_cooperation_framework_needs_its_country(client):
    client.force_login(person("focal"))
    text = b"Cooperation framework\n\nPartners bring broadband to rural schools.\n"
    assert send(client, text, "cooperation", "plan.txt").status_code == 422
    assert send(client, text, "cooperation", "plan.txt", country="KEN").status_code == 302
    assert Instrument.objects.get().country == "KEN"


def test_nobody_sees_files_and_imports_of_others(client, member):
    answer = send(member, table(GOOD), "activities")
    run = ImportRun.objects.get(
        pk=member.post(answer.url, {"c1": "title", "go": "1"}).url.rstrip("/").rpartition("/")[2]
    )
    member.force_login(person("stranger"))
    assert member.get(answer.url).status_code == 404
    for name in ("import", "import-refused", "import-again"):
        assert member.get(reverse(name, args=[run.pk])).status_code == 403
    assert run.file.name not in member.get(reverse("imports")).content.decode()
    member.force_login(person("secretariat"))
    assert run.file.name in member.get(reverse("imports")).content.decode()


def test_a_run_that_goes_on_is_asked_again_and_one_that_ended_reloads(member):
    send(member, table(GOOD), "activities")
    run = ImportRun.objects.create(
        file=StoredFile.objects.get(), what="activities", owner=person("member"), status="running",
        rows_total=10, rows_done=4,
    )  # fmt: skip
    part = member.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert 'value="40"' in part.content.decode()
    ImportRun.objects.update(status="done")
    ended = member.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")


def test_more_than_any_file_may_have_is_not_even_read(member, settings):
    settings.UPLOAD_LIMIT = 1000
    assert send(member, b"x" * (2**20 + 2000), "activities").status_code == 413
    assert "more than 0 MB together" in send(member, b"Title\n" * 400, "activities").content.decode()


def test_names_and_cells_come_out_escaped(member):
    evil = '<script>alert(1)</script>"'
    answer = send(member, table([*GOOD[:1], evil, *GOOD[2:]], head=[evil, "Title", *"cdefgh"]), "activities", "<b>.csv")
    page = member.get(answer.url).content.decode()
    assert "<script>alert" not in page
    assert "<b>.csv" not in page


def test_the_list_asks_few_questions(member, django_assert_max_num_queries):
    file = StoredFile.objects.create(sha256="0" * 64, name="x.csv", size=1, type="text")
    for _ in range(30):
        ImportRun.objects.create(file=file, what="activities", owner=person("member"))
    with django_assert_max_num_queries(8):
        assert member.get(reverse("imports")).status_code == 200


def test_an_original_that_is_gone_is_told_and_comes_back(member):
    answer = send(member, table(GOOD, BAD), "activities")
    member.post(answer.url, {"c1": "title", "try": "1"})
    run = ImportRun.objects.get()
    original = path_of(run.file)
    original.unlink()
    shown = member.get(run.get_absolute_url())
    assert shown.status_code == 200
    assert "not in the folder of files any more" in shown.content.decode()
    for asked in (
        member.get(reverse("import-refused", args=[run.pk])),
        member.post(reverse("import-again", args=[run.pk])),
        member.get(answer.url),
    ):
        assert asked.status_code == 410
        assert "AL710" in asked.content.decode()
        assert "Import the same file again" in asked.content.decode()
    assert ImportRun.objects.count() == 1
    send(member, table(GOOD, BAD), "activities")
    back = member.get(reverse("import-refused", args=[run.pk]))
    assert (back.status_code, "No title." in b"".join(back.streaming_content).decode()) == (200, True)


def test_what_no_column_gives_is_named_before_drafts_are_made(client):
    """Two hundred drafts that each lack a contact are better known of before they are made."""
    client.force_login(person("member"))
    sent = SimpleUploadedFile("list.csv", b"Title,Summary,Contact\nMasts,Masts for schools,A. Member\n")
    shown = client.post("/imports/new/", {"what": "activities", "file": sent}, follow=True).content.decode()
    lacking = shown.partition("in no column:")[2].partition("</p>")[0]
    assert "E-mail of the contact" in lacking and "Action Lines" in lacking
    assert "Title" not in lacking and "Contact," not in lacking
