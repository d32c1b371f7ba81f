"""Compare a draft with the register: the upload is read apart, and its reader alone sees the comparison."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actionlines.register.core.imports.models import Reading
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.mandates import samples

pytestmark = pytest.mark.django_db


def _sent(client: Client, words: str) -> str:
    file = SimpleUploadedFile("draft.txt", words.encode(), "text/plain")
    answer = client.post("/instruments/draft/", {"file": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_draft_is_compared_with_the_mandates_of_the_register(client: Client) -> None:
    samples.instrument()
    client.force_login(person("member"))
    draft = samples.text("80/901").replace("A/RES/80/901", "A/81/L.9").replace("Eightieth", "Eighty-first")
    address = _sent(client, draft.replace("2025", "2026").replace("eighty-first", "eighty-second"))
    page = client.get(address)
    assert page.status_code == 200 and "A/RES/80/901, para. 1" in page.content.decode()
    assert "<b>second</b>" in page.content.decode()
    assert client.get(f"{address}&as=docx").content.startswith(b"PK")
    other = Client()
    other.force_login(person("secretariat"))
    assert other.get(address).status_code == 404


def test_a_draft_that_asks_nothing_says_so_and_a_changed_register_is_asked_again(client: Client) -> None:
    samples.instrument()
    client.force_login(person("member"))
    words = "United Nations\nA/81/L.10\nGeneral Assembly\n\nWithdrawn\n"
    assert "nothing to compare" in client.get(_sent(client, words)).content.decode()
    _sent(client, words)
    assert Reading.objects.count() == 1
    Mandate.objects.first().save()  # type: ignore[union-attr]
    _sent(client, words)
    assert Reading.objects.count() == 2
