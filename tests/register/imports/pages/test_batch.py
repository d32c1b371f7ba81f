"""Many files in one go, or documents by symbol: one page says what was read, what to check, what to do next."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionlines.register.core.imports.models import ImportBatch, ImportRun, StoredFile
from actionlines.register.core.imports.run import symbols_in
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.imports.samples import TEXT
from tests.register.imports.test_activities import GOOD, OTHER, table

pytestmark = pytest.mark.django_db(transaction=True)


def resolution(number: int) -> str:
    """The sample under another symbol."""
    return TEXT.replace("80/902", f"80/{900 + number}")


def files(n: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"A_RES_80_{900 + at}.txt", resolution(at).encode()) for at in range(1, n + 1)]


def send(client, sent, what="", **more):
    return client.post(reverse("import-new"), {"what": what, "file": sent, **more})


@pytest.fixture
def secretariat(client):
    client.force_login(person("secretariat"))
    return client


def packed(**parts: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, text in parts.items():
            box.writestr(name, text)
    return SimpleUploadedFile("papers.zip", out.getvalue())


def paragraphs(number: int) -> SimpleUploadedFile:
    symbol = f"A/RES/80/{900 + number}"
    rows = [{"symbol": symbol, "number": "", "text": text} for text in resolution(number).splitlines() if text.strip()]
    return SimpleUploadedFile("paragraphs.jsonl", "\n".join(map(json.dumps, rows)).encode())


@pytest.mark.parametrize("what", ["", "document"])
def test_a_zip_and_a_file_of_paragraphs_are_the_documents_in_them(secretariat, what):
    box = packed(**{"one/A_RES_80_901.txt": resolution(1), "two/A_RES_80_902.txt": resolution(2), "notes.md": "no"})
    answer = send(secretariat, [box, paragraphs(3)], what)
    page = secretariat.get(answer.url).content.decode()
    assert {one.symbol for one in Instrument.objects.all()} == {f"A/RES/80/90{number}" for number in (1, 2, 3)}
    assert page.count("Read the document") == 3 and "notes.md" not in page


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (packed(**{"A_RES_80_901.txt": resolution(1), "A_RES_80_902.txt": resolution(2)}), "too many documents (2)"),
        (packed(**{"../A_RES_80_901.txt": resolution(1)}), "leaves its folder"),
        (packed(**{"notes.md": "no document"}), "neither a Word document nor an Excel workbook"),
        (SimpleUploadedFile("papers.zip", b"PK\x03\x04 and no more"), "broken"),
    ],
    ids=["too many", "leaves", "nothing in it", "broken"],
)
def test_a_zip_that_is_not_taken_says_why(secretariat, settings, box, words):
    settings.UPLOAD_PAPERS = 1
    answer = send(secretariat, [box])
    assert words.lower() in secretariat.get(answer.url).content.decode().lower()
    assert not Instrument.objects.exists()


@pytest.mark.long
def test_twenty_files_are_one_submit(secretariat):
    answer = send(secretariat, files(20))
    batch = ImportBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert ImportRun.objects.filter(status="done").count() == 20
    page = secretariat.get(answer.url).content.decode()
    for number in range(1, 21):
        assert f"A_RES_80_{900 + number}.txt" in page
    assert page.count("Read the document") == 20


def test_each_file_says_what_was_read_and_what_follows(secretariat):
    table_file = SimpleUploadedFile("list.csv", table(GOOD, OTHER))
    broken = SimpleUploadedFile("broken.pdf", b"%PDF-1.7 and nothing that a reader knows")
    sound = SimpleUploadedFile("A_RES_80_901.txt", TEXT.encode())
    again = SimpleUploadedFile("copy.txt", TEXT.encode())
    answer = send(secretariat, [sound, table_file, broken, again])
    page = secretariat.get(answer.url).content.decode()
    one = Instrument.objects.get()
    waiting = Mandate.objects.filter(instrument=one, status="proposed").count()
    assert waiting
    assert one.symbol in page
    assert f"Check {waiting} proposal" in page
    assert f"instrument={one.symbol.replace('/', '%2F')}" in page
    run = ImportRun.objects.get(file__name="list.csv")
    assert run.dry_run
    assert reverse("import-columns", args=[run.file.sha256]) in page
    assert "would be imported" in page
    assert "broken.pdf" in page
    assert "It is the same file as another of this batch." in page
    assert secretariat.get(reverse("import-columns", args=[run.file.sha256])).status_code == 200


def test_what_the_register_has_already_is_said(secretariat):
    send(secretariat, [SimpleUploadedFile("one.txt", TEXT.encode())])
    page = secretariat.get(send(secretariat, [SimpleUploadedFile("one.txt", TEXT.encode())]).url).content.decode()
    assert "It is in the register already; nothing was changed." in page
    later = TEXT.replace("report on broadband", "report on masts")
    page = secretariat.get(send(secretariat, [SimpleUploadedFile("two.txt", later.encode())]).url).content.decode()
    assert "The register had this symbol: it follows this file now." in page


def test_messages_name_the_file_that_is_too_much(secretariat, settings):
    settings.UPLOAD_FILES = 2
    page = send(secretariat, files(3))
    assert page.status_code == 422
    assert "At most 2 files can be sent at once. Send “A_RES_80_903.txt”" in page.content.decode()
    settings.UPLOAD_FILES = 20
    settings.UPLOAD_LIMIT = 3 * len(TEXT) - 10
    page = send(secretariat, files(3))
    assert page.status_code == 422
    assert "A_RES_80_903.txt" in page.content.decode()
    page = send(secretariat, [SimpleUploadedFile("hollow.txt", b""), *files(1)])
    assert "hollow.txt" in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_refused_file_does_not_hold_back_the_others(secretariat):
    answer = send(secretariat, [SimpleUploadedFile("picture.pdf", b"\x89PNG\r\n\x1a\n"), *files(1)], "document")
    page = secretariat.get(answer.url).content.decode()
    assert "picture.pdf" in page
    assert "Not imported" in page
    assert Instrument.objects.count() == 1


def test_a_symbol_is_found_in_the_register_among_own_files_and_in_the_folder(secretariat, settings, tmp_path):
    folder = tmp_path / "documents"
    (folder / "un").mkdir(parents=True)
    (folder / "un" / "A_RES_80_902_EN.txt").write_text(resolution(2))
    (folder / "un" / "A_RES_80_922.txt").write_text(resolution(22))
    settings.DOCUMENTS = folder
    send(secretariat, files(1))
    answer = send(secretariat, [], symbols="A/RES/80/901\na/res/80/902, A/RES/99/99")
    page = secretariat.get(answer.url).content.decode()
    assert "Already held" in page
    assert Instrument.objects.filter(symbol="A/RES/80/902").exists()
    assert not Instrument.objects.filter(symbol="A/RES/80/922").exists()
    assert "Neither the register nor the files of this server have a document of this symbol" in page


def test_files_of_others_are_not_found_by_symbol(secretariat, client):
    StoredFile.objects.create(sha256="0" * 64, name="A_RES_80_907.txt", size=3, type="text", by=person("member"))
    page = secretariat.get(send(secretariat, [], symbols="A/RES/80/907").url).content.decode()
    assert "Check the symbol, or upload the file." in page


def test_a_link_in_the_folder_leads_nowhere(secretariat, settings, tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text(resolution(5))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "A_RES_80_905.txt").symlink_to(outside)
    settings.DOCUMENTS = folder
    send(secretariat, [], symbols="A/RES/80/905")
    assert not Instrument.objects.exists()


def test_a_batch_is_for_who_sent_it(secretariat, client):
    answer = send(secretariat, files(1))
    client.force_login(person("member"))
    assert client.get(answer.url).status_code == 404
    client.logout()
    assert client.get(answer.url).status_code == 302


def test_nothing_sent_is_an_error(secretariat):
    page = send(secretariat, [])
    assert page.status_code == 422
    assert "Choose a file, or write a symbol." in page.content.decode()


def test_symbols_are_told_apart_by_their_parts():
    assert symbols_in("A/RES/80/173\nA/RES/801/73; A/RES/80/173") == ["A/RES/80/173", "A/RES/801/73"]
