"""The builder and the pages of a report, as people meet them."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from actionlines.register.reports.actions import PublishReport, SubmitReport
from actionlines.register.reports.builds import started
from actionlines.register.reports.models import Report
from tests.people import activity, person
from tests.register.mandates.samples import instrument
from tests.register.reports.test_reports import contribution, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


def _page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_focal_point_finds_the_form_filled_in_for_its_country(client: Client) -> None:
    client.force_login(person("focal"))
    html = _page(client, "/reports/new/")
    assert '<option value="KEN" selected>' in html and '<option value="contribution" selected>' in html
    answer = client.post("/reports/new/", {"type": "contribution", "area": "KEN", "language": "fr"})
    made = Report.objects.get()
    assert answer.url == f"/reports/{made.pk}/edit/" and made.language == "fr"


def test_who_has_no_role_is_offered_contributions_alone(client: Client) -> None:
    client.force_login(person("member"))
    html = _page(client, "/reports/new/")
    assert 'value="contribution"' in html and 'value="biennial"' not in html
    answer = client.post("/reports/new/", {"type": "biennial", "language": "en"})
    assert answer.status_code == 422 and not Report.objects.exists()


def test_what_is_wrong_stands_at_its_field(client: Client) -> None:
    client.force_login(person("secretariat"))
    answer = client.post("/reports/new/", {"type": "follow-up", "symbol": "A/RES/1/999", "language": "en"})
    assert answer.status_code == 422 and "The register has no such instrument." in answer.content.decode()


def test_the_builder_shows_the_paper_and_figures_to_insert(client: Client) -> None:
    held = instrument()
    activity(status="published", published_at="2025-01-01T00:00:00Z")
    made = contribution()
    started(made)
    client.force_login(person("focal"))
    html = _page(client, f"/reports/{made.pk}/edit/")
    assert "The background is not written yet." in html
    assert '<option value="activities?area=KEN">1 –' in html
    # Nobody is shown how a question is written, and there is one form for the whole page.
    assert html.count('data-save="') == 1 and "<code" not in html
    assert f'value="mandate:{held.mandates.first().pk}"' in html or 'value="activity:' in html


def test_a_text_is_saved_as_it_is_typed_and_loose_numbers_are_told(client: Client) -> None:
    made = contribution()
    client.force_login(person("focal"))
    sent = {"version": made.version, "text-background": "Of 400 villages, 2024 saw 73 % online."}
    answer = client.post(f"/reports/{made.pk}/write/", sent, headers={"Accept": "application/json"})
    said = answer.json()
    assert said["version"] == made.version + 1
    assert said["errors"] == {"text-background": "Bound to no source: 400, 73 %."}
    # The same once more changes nothing; another text over it is refused.
    again = client.post(f"/reports/{made.pk}/write/", sent, headers={"Accept": "application/json"})
    assert again.json()["version"] == made.version + 1
    sent["text-background"] = "Other words."
    late = client.post(f"/reports/{made.pk}/write/", sent, headers={"Accept": "application/json"})
    assert late.status_code == 409 and late.json()["stale"]
    shown = client.post(f"/reports/{made.pk}/write/", sent)
    assert shown.status_code == 409 and "Other words." in shown.content.decode()


def test_many_texts_are_saved_as_one_version(client: Client) -> None:
    made = contribution()
    client.force_login(person("focal"))
    texts = {f"text-{one}": f"On the {one}." for one in ("purpose", "background", "proposals")}
    client.post(f"/reports/{made.pk}/write/", {"version": made.version, "title": "Ours", **texts})
    before = made.version
    made.refresh_from_db()
    assert made.version == before + 1 and made.title == "Ours"
    assert [one["section"] for one in made.sections] == ["purpose", "background", "proposals"]


def test_a_proposed_text_is_included_with_its_figures(client: Client) -> None:
    activity(status="published", published_at="2025-01-01T00:00:00Z")
    made = contribution()
    started(made)
    client.force_login(person("focal"))
    client.post(f"/reports/{made.pk}/write/", {"propose": "background", "text-background": "First."})
    made.refresh_from_db()
    text = made.sections[0]["text"]
    assert text.startswith("First.\n\n- ") and "{{activities?area=KEN}}" in text
    assert made.sections[0]["seen"]["activities?area=KEN"] == "1"


def test_figures_that_changed_are_shown_old_and_new(client: Client) -> None:
    activity(status="published", published_at="2025-01-01T00:00:00Z")
    made = contribution()
    client.force_login(person("focal"))
    client.post(f"/reports/{made.pk}/write/", {"text-background": "We hold {{activities?area=KEN}}."})
    made.refresh_from_db()
    started(made)
    activity(status="published", published_at="2025-02-01T00:00:00Z", title="A second one")
    html = _page(client, f"/reports/{made.pk}/edit/")
    assert "figure changed" not in html
    client.post(f"/reports/{made.pk}/build/")
    html = _page(client, f"/reports/{made.pk}/edit/")
    assert "<bdi>1</bdi> → <bdi>2</bdi>" in html and "This number has changed since it was written: 1 → 2" in html
    client.post(f"/reports/{made.pk}/write/", {"renew": "background", "text-background": made.sections[0]["text"]})
    made.refresh_from_db()
    assert made.sections[0]["seen"] == {"activities?area=KEN": "2"}


def test_without_scripts_a_text_has_its_button(client: Client) -> None:
    made = contribution()
    client.force_login(person("focal"))
    sent = {"version": made.version, "text-proposals": "- One\n- Two"}
    answer = client.post(f"/reports/{made.pk}/write/", sent)
    assert answer.url == f"/reports/{made.pk}/edit/"
    made.refresh_from_db()
    assert made.sections[0]["text"] == "- One\n- Two"


def test_hostile_words_stay_words(client: Client) -> None:
    made = contribution()
    client.force_login(person("focal"))
    bad = "<script>alert(1)</script> {{mandates?x=<b>}} {% url %}"
    client.post(f"/reports/{made.pk}/write/", {"text-background": bad})
    made.refresh_from_db()
    started(made)
    for address in ("edit/", "paper/"):
        html = client.get(f"/reports/{made.pk}/{address}").content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_the_public_reads_and_takes_along_what_was_published(client: Client) -> None:
    public = PublishReport(person("focal"), submitted()).do()
    html = _page(client, f"/reports/{public.pk}/")
    assert "Contribution by Kenya" in html and "Read the report" in html and "/edit/" not in html
    paper = client.get(f"/reports/{public.pk}/paper/")
    assert "Published, version" in paper.content.decode()
    assert "script-src 'none'" in paper["Content-Security-Policy"]
    starts = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "html": b"<!doctype", "json": b"{"}
    for form, start in starts.items():
        answer = client.get(f"/reports/{public.pk}/report.{form}")
        assert answer.content.startswith(start) and "attachment" in answer["Content-Disposition"]
        assert answer.content == client.get(f"/reports/{public.pk}/report.{form}").content
    assert client.get(f"/reports/{public.pk}/report.exe").status_code == 404
    assert "Contribution by Kenya" in _page(client, "/reports/?type=contribution")


def test_a_draft_of_the_next_version_is_not_public(client: Client) -> None:
    public = PublishReport(person("focal"), submitted()).do()
    mine = Client()
    mine.force_login(person("focal"))
    mine.post(f"/reports/{public.pk}/revise/", {"version": public.version})
    mine.post(f"/reports/{public.pk}/write/", {"text-background": "Not for all yet."})
    for address in ("", "paper/", "report.json"):
        assert "Not for all yet" not in client.get(f"/reports/{public.pk}/{address}").content.decode()
    assert "Not for all yet" not in client.get(f"/report/{public.pk}.json").content.decode()
    assert "Not for all yet" not in client.get(f"/api/reports/{public.pk}").content.decode()
    assert client.get(f"/report/{public.pk}.json").json()["status"] == "published"


def test_a_withdrawn_report_is_a_tombstone(client: Client) -> None:
    public = PublishReport(person("focal"), submitted()).do()
    mine = Client()
    mine.force_login(person("focal"))
    asked = mine.post(f"/reports/{public.pk}/withdraw/", {"version": public.version})
    assert asked.status_code == 422
    mine.post(f"/reports/{public.pk}/withdraw/", {"version": public.version, "reason": "A wrong year."})
    answer = client.get(f"/reports/{public.pk}/")
    assert answer.status_code == 410 and "A wrong year." in answer.content.decode()
    assert client.get(f"/reports/{public.pk}/report.pdf").status_code == 404
    assert client.get(f"/api/reports/{public.pk}").status_code == 404


def test_what_is_not_settled_is_said_when_somebody_publishes(client: Client) -> None:
    made = contribution()
    client.force_login(person("focal"))
    client.post(f"/reports/{made.pk}/write/", {"text-background": "We count 73 %."})
    made.refresh_from_db()
    made = SubmitReport(person("focal"), made).do()
    started(made)
    html = client.post(f"/reports/{made.pk}/publish/", follow=True).content.decode()
    assert "AL823" in html and "73 %" in html
    made.refresh_from_db()
    assert made.status == "submitted"


def test_pages_lead_to_their_reports(client: Client) -> None:
    held = instrument()
    client.force_login(person("secretariat"))
    assert "type=follow-up&amp;symbol=A/RES" in _page(client, held.get_absolute_url()).replace("%2F", "/")
    assert "type=profile&amp;area=KEN" in _page(client, "/KEN/")
    assert "type=profile&amp;area=itu-region" in _page(client, "/regions/itu-region:AFR/")


def test_the_paper_is_there_for_programs(client: Client) -> None:
    public = PublishReport(person("focal"), submitted()).do()
    said = client.get(f"/api/reports/{public.pk}/paper").json()
    assert said["status"] == "done" and said["paper"]["kind"] == "contribution"
    assert json.loads(client.get(f"/reports/{public.pk}/report.json").content)
