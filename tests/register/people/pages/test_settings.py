"""Settings of the site: the form, what pages make of them, the picture in the header, mail, retention."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from actionlines.errors import NotAllowed, UploadRefused
from actionlines.register import tasks
from actionlines.register.core.imports.models import Reading, StoredFile
from actionlines.register.core.models import Event, Version
from actionlines.register.preferences import picture
from actionlines.register.preferences.actions import EditSettings
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.preferences.schema import current
from tests.people import person

DOCS = Path(__file__).resolve().parents[4] / "docs"
pytestmark = pytest.mark.django_db
SENT = {
    "name": "WSIS follow-up", "operator": "An office", "contact": "office@example.org", "about_fr": "Un mot.",
    "languages": ["en", "fr"], "country_names": "itu", "days_drafts": "3", "days_readings": "9", "years_old": "4",
    "days_tasks": "40", "version": "",
}  # fmt: skip


def png(points: bytes = b"\0\xff\0\0\0\0\xff\0\0", **more: bytes) -> bytes:
    """A picture of 1 by 2 points with a comment, and `behind` its end."""
    head = picture._HEAD.pack(1, 2, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"tEXt", b"a\0secret"), (b"IDAT", zlib.compress(points + b"\0")), (b"IEND", b""))
    return picture.SIGNATURE + b"".join(picture._written(*one) for one in parts) + more.get("behind", b"")


@pytest.fixture
def administrator(client):
    made = person("administrator")
    client.force_login(made)
    return made


def test_settings_that_are_sent_without_a_field_are_refused(client, administrator):
    answer = client.post("/settings/")
    assert answer.status_code == 422
    assert "days_drafts" in answer.context["form"].errors
    assert not SiteSettings.objects.exists()


def test_settings_show_on_pages_and_keep_their_history(client, administrator, settings):
    settings.OPERATOR = "The office of the environment"
    assert "The office of the environment" in client.get("/about/").content.decode()
    assert client.post("/settings/", SENT).status_code == 302
    page = client.get("/about/", headers={"accept-language": "fr"}).content.decode()
    assert "WSIS follow-up" in page
    assert "An office" in page
    assert "Un mot." in page
    assert '<option value="fr"' in page
    assert '<option value="ru"' not in page
    record = SiteSettings.objects.get()
    assert client.post("/settings/", {**SENT, "operator": "", "version": "1"}).status_code == 302
    assert client.post("/settings/", {**SENT, "operator": "Lost", "version": "1"}).status_code == 409
    events = Event.objects.filter(kind="settings", record=record.pk)
    assert [(one.version, one.actor_id) for one in events] == [(2, administrator.pk), (1, administrator.pk)]
    assert events[0].changes["operator"] == ["An office", ""]
    assert not Version.objects.filter(kind="settings", public=True).exists()
    assert "An office" not in client.get("/about/").content.decode()


@pytest.mark.parametrize(("language", "page"), [("en", "index"), ("fr", "begin/fr"), ("zh-hans", "begin/zh")])
def test_help_leads_to_the_documentation_in_the_language_of_the_reader(client, administrator, language, page):
    asked = {"path": "/help/", "headers": {"accept-language": language}}
    assert "docs.example.org" not in client.get(**asked).content.decode()
    EditSettings(administrator, fields={"docs": "https://docs.example.org/words/"}).do()
    assert f'href="https://docs.example.org/words/{page}.html"' in client.get(**asked).content.decode()
    assert (DOCS / f"{page}.md").is_file()


def test_what_equals_the_default_follows_the_environment(administrator, settings):
    EditSettings(administrator, fields={"contact": settings.CONTACT, "operator": "An office"}).do()
    assert SiteSettings.objects.get().given == {"operator": "An office"}
    settings.CONTACT = "later@example.org"
    assert (current().contact, current().operator) == ("later@example.org", "An office")


def test_wrong_settings_are_named_and_nothing_is_saved(client, administrator):
    answer = client.post("/settings/", {**SENT, "name": "", "days_tasks": "0", "languages": []})
    assert answer.status_code == 422
    assert {"name", "days_tasks", "languages"} <= set(answer.context["form"].errors)
    assert not SiteSettings.objects.exists()
    with pytest.raises(NotAllowed):
        EditSettings(person("secretariat"), fields={"name": "Mine"}).do()


def test_a_language_that_is_not_offered_gives_way(client, administrator):
    EditSettings(administrator, fields={"languages": ["fr", "en"]}).do()
    for asked, got in (("ru", "fr"), ("en", "en"), ("fr", "fr")):
        assert f'<html lang="{got}"' in client.get("/", headers={"accept-language": asked}).content.decode()


def test_names_of_countries_go_by_the_list_that_is_set(client, administrator):
    united, itu = "China, Hong Kong Special Administrative Region", "Hong Kong, China"
    page = client.get("/HKG/").content.decode()
    assert united in page
    EditSettings(administrator, fields={"country_names": "itu"}).do()
    page = client.get("/HKG/").content.decode()
    assert (itu in page, united in page) == (True, False)
    french = client.get("/HKG/", headers={"accept-language": "fr"}).content.decode()
    assert "Chine, région administrative spéciale de Hong Kong" in french


def test_a_picture_is_drawn_again_and_shown(client, administrator, tmp_path):
    sent = tmp_path / "logo.png"
    sent.write_bytes(png(behind=b"<script>"))
    with sent.open("rb") as file:
        answer = client.post("/settings/logo/", {"file": file})
    assert "/settings/logo/" in answer["Location"]
    assert "data:image/png;base64," in client.get(answer["Location"]).content.decode()
    assert current().logo == ""  # shown to the administrator, not yet to readers
    client.post(answer["Location"])
    client.logout()
    assert f'src="/logo/{current().logo}/"' in client.get("/").content.decode()
    shown = client.get(f"/logo/{current().logo}/")
    body = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/png"
    assert body.startswith(picture.SIGNATURE)
    assert b"secret" not in body
    assert b"script" not in body
    other = StoredFile.objects.exclude(sha256=current().logo).get()
    assert client.get(f"/logo/{other.sha256}/").status_code == 404  # what was sent is shown to nobody
    client.force_login(administrator)
    client.post("/settings/logo/", {"remove": "yes", "version": "1"})
    assert current().logo == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"GIF89a", "not a PNG"),
        (png()[:-3], "damaged"),
        (png().replace(b"secret", b"Secret"), "damaged"),
        (png(b"\0" * 50), "damaged"),
        (png(b"\7\xff\0\0\0\0\xff\0\0"), "damaged"),
        (png() + b" " * picture.SIZE, "kB"),
        (png().replace(struct.pack(">2I", 1, 2), struct.pack(">2I", 9999, 2)), "damaged"),
        (
            picture.SIGNATURE
            + picture._written(b"IHDR", picture._HEAD.pack(9999, 2, 8, 6, 0, 0, 0))
            + picture._written(b"IEND", b""),
            "pixels on a side",
        ),
        (
            picture.SIGNATURE
            + picture._written(b"IHDR", picture._HEAD.pack(1, 2, 8, 6, 0, 0, 1))
            + picture._written(b"IEND", b""),
            "interlaced",
        ),
        (
            picture.SIGNATURE
            + picture._written(b"IHDR", picture._HEAD.pack(1, 2, 8, 5, 0, 0, 0))
            + picture._written(b"IEND", b""),
            "damaged",
        ),
    ],
)
def test_what_is_no_sound_picture_is_refused(data, says, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    with pytest.raises(UploadRefused, match=says):
        picture.drawn_again(path).must_be_good(path.name)


@pytest.mark.sandbox
def test_the_picture_is_drawn_in_the_sandbox(client, administrator, tmp_path):
    sent = tmp_path / "logo.png"
    sent.write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    with sent.open("rb") as file:
        answer = client.post("/settings/logo/", {"file": file})
    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert "he picture is damaged" in page.content.decode()


def test_a_test_message_says_what_the_mail_server_answered(client, administrator, settings):
    page = client.post("/settings/mail/", follow=True).content.decode()
    assert mail.outbox[0].to == [administrator.email]
    assert administrator.email in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 5
    assert "could not be sent" in client.post("/settings/mail/", follow=True).content.decode()


def test_retention_is_what_was_set(administrator):
    old = timezone.now() - timedelta(days=8)
    for key in ("a", "b"):
        Reading.objects.create(key=key, what="words", status="done", by=administrator)
    Reading.objects.update(at=old)
    EditSettings(administrator, fields={"days_readings": 9}).do()
    tasks.tidy()
    assert Reading.objects.count() == 2
    EditSettings(administrator, SiteSettings.objects.get(), fields={"days_readings": 7}).do()
    tasks.tidy()
    assert not Reading.objects.exists()
