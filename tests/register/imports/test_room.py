"""What is beyond a limit is refused before anything is stored: files of a day, bytes of all, places in the line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionlines.errors import TooManyRequests, UploadRefused
from actionlines.register.core.imports import actions, files
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.imports.originals import names
from actionlines.register.core.limits import Limit, limits
from tests.people import person
from tests.register.site.api.world import token

pytestmark = pytest.mark.django_db(transaction=True)


def table(number):
    return b"Title,Summary\nMasts %d,Masts for islands\n" % number


@pytest.mark.parametrize(
    ("name", "most", "error"),
    [("stored-bytes", 100, TooManyRequests), ("stored-files", 2, TooManyRequests), ("all", 100, UploadRefused)],
)
def test_a_person_stores_no_more_than_the_limits(name, most, error, monkeypatch, settings):
    if name == "all":
        settings.STORAGE = most
    else:
        changed = {**limits(), name: Limit(name, most, 86400)}
        monkeypatch.setattr(files, "rate_of", changed.__getitem__)
        monkeypatch.setattr(files, "most_of", lambda name: changed[name].most)
    user = person("member")
    for number in range(2):
        store(table(number), "a.csv", user)
    before = set(names())
    with pytest.raises(error):
        store(table(2), "a.csv", user)
    assert set(names()) == before
    assert StoredFile.objects.count() == 2
    store(table(3), "a.csv")  # a command of the administrator
    other = person("stranger")
    if name != "all":
        store(table(4), "a.csv", other)


def test_what_the_api_answers_429_stores_nothing(client, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(actions, "MOST_WAITING", 3)
    head = {"HTTP_AUTHORIZATION": f"Bearer {token('member')}"}

    def send(number):
        sent = {"file": SimpleUploadedFile("a.csv", table(1000 + number)), "what": "activities"}
        return client.post("/api/imports", sent, **head).status_code

    before = set(names())
    statuses = [send(number) for number in range(5)]
    assert (statuses, len(set(names()) - before), StoredFile.objects.count()) == ([202, 202, 202, 429, 429], 3, 3)
