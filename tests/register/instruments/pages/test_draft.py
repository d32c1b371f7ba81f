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


def test_the_documents_of_a_meeting_make_an_agenda_pack_for_a_delegation(client: Client) -> None:
    samples.instrument()
    client.force_login(person("member"))
    draft = samples.text("80/901").replace("A/RES/80/901", "A/81/L.9").replace("Eightieth", "Eighty-first")
    later = draft.replace("2025", "2026").replace("eighty-first", "eighty-second")
    words = {"A.txt": later, "B.txt": later.replace("L.9", "L.10").replace("masts", "poles")}
    files = [SimpleUploadedFile(name, text.encode(), "text/plain") for name, text in words.items()]
    answer = client.post("/instruments/draft/", {"file": files, "subject": "ITU", "form": "docx"})
    address = answer["Location"]
    assert address.endswith("&as=docx") and client.get(address).content.startswith(b"PK")
    page = client.get(address.removesuffix("&as=docx")).content.decode()
    assert "What ITU should know" in page and "A/81/L.10" in page and "A/RES/80/901, para. 2" in page
    wrong = client.post("/instruments/draft/", {"file": [SimpleUploadedFile("A.txt", b"x")], "subject": "the wells"})
    assert wrong.status_code == 422 and "no body or country has this name" in wrong.content.decode()
