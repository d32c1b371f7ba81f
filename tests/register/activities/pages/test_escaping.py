"""Scripts in texts stay texts, wherever they are shown."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from actionlines.register.activities.actions import EditActivity, SubmitActivity, WithdrawActivity
from actionlines.register.activities.review import PublishActivity, RequestChanges
from actionlines.register.organisations.models import Organisation
from tests.people import person
from tests.register.activities.samples import draft
from tests.some import first

pytestmark = pytest.mark.django_db

EVIL = (
    '"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "</textarea><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% csrf_token %}", "javascript:alert(1)", "' onfocus=alert(1) autofocus='",
)  # fmt: skip
TEXTS = (
    "title", "summary", "description", "results_text", "challenges", "replicability", "sustainability",
    "contact_name",
)  # fmt: skip


def safe(answer):
    tree = HTMLParser(answer.content.decode())
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")], node.html
        for name in ("href", "src", "action", "formaction"):
            assert not (node.attributes.get(name) or "").strip().lower().startswith(("javascript:", "data:"))
    assert all(one.attributes.get("src", "").startswith("/static/") for one in tree.css("script"))
    assert all(one.attributes.get("src", "").startswith("/static/") for one in tree.css("img"))
    assert not tree.css("svg:not(.icon):not(.wordmark), style")
    return tree


@pytest.mark.parametrize("evil", first(EVIL))
def test_no_text_runs_on_any_page(client, evil):
    name = evil[:300]
    organisation = Organisation.objects.create(name=name, type="other", status="published", published_version=1)
    fields = dict.fromkeys(TEXTS, f"cybersecurity fraud {evil}") | {
        "organisation": organisation.pk, "partners": [organisation.pk],
        "results": [{"what": evil, "value": 1, "unit": evil[:60], "source": evil}],
    }  # fmt: skip
    record = draft(**fields)
    member, reviewer = person("member"), person("reviewer")
    member.name = evil[:150]
    member.save()
    client.force_login(member)
    number = record.pk
    tree = safe(client.get(f"/activities/{number}/edit/"))
    assert tree.css_first("#f-title").attributes["value"] == f"cybersecurity fraud {evil}"
    assert tree.css_first("#f-challenges").text().strip() == f"cybersecurity fraud {evil}"
    safe(client.get(f"/activities/{number}/"))
    safe(client.get("/mine/"))
    safe(client.get(f"/activities/{number}/links/"))
    safe(client.get("/activities/duplicates/", {"title": f"cybersecurity fraud {evil}"}))
    safe(client.get("/activities/organisations/", {"organisation": evil[:8]}))
    # A form that is refused shows what was typed.
    safe(client.post(f"/activities/{number}/edit/", {"version": 1, "title": evil, "places-0-name": evil}))
    safe(client.post("/activities/new/", {"title": "", "summary": evil, "type": evil}))
    record = SubmitActivity(member, record).do()
    record = RequestChanges(reviewer, record, comments={"title": evil, "": evil}, reason=evil).do()
    for address in (f"/activities/{number}/", f"/activities/{number}/edit/", "/mine/"):
        safe(client.get(address))
    record = EditActivity(member, record, fields={"summary": f"{evil} changed"}).do()
    record = SubmitActivity(member, record).do()
    client.force_login(reviewer)
    for address in ("/review/", f"/activities/{number}/", f"/activities/{number}/changes/"):
        safe(client.get(address))
    record = PublishActivity(reviewer, record).do()
    safe(client.get(f"/activities/{number}/"))
    WithdrawActivity(member, record, reason=evil).do()
    safe(client.get(f"/activities/{number}/"))
