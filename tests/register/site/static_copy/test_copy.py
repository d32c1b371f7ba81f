"""The copy of the public register as files: whole, equal bytes for equal records, nothing that is not public."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from benchmarks.leaks import MARK, mark
from django.conf import settings
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from actionlines.errors import OutputError, SetupError
from actionlines.register.core.models import Event
from actionlines.register.mandates.batches import confirm_all
from actionlines.register.preferences.actions import EditSettings
from actionlines.register.site.static_copy import visit
from actionlines.register.site.static_copy.words import Entry, Index, part, words
from actionlines.register.site.static_copy.write import write
from tests.indexed import reindex
from tests.people import person
from tests.register.mandates.samples import instrument, text
from tests.register.site.api.world import published
from tests.register.site.filled import fill
from tests.register.site.matrix_world import World

pytestmark = pytest.mark.django_db(transaction=True)
# A thousand pages of the framework are the same in every register: tests of every change copy the others.
FRAMEWORK = {"country", "target", "commitment", "body", "region", "progress-series", "goal", "action_line"}
WORDS = "1. Requests the International Telecommunication Union to connect every school by 31 December 2030;\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies without the pages of the framework."""
    monkeypatch.setattr(visit, "PAGES", visit.PAGES - FRAMEWORK)


@pytest.fixture
def records(few: None) -> None:
    """An activity, and a resolution with a mandate."""
    published(title="Schools on line <&>", summary="“Quoted” words")
    made = instrument(text("80/903", "Schools", WORDS))
    confirm_all(person("secretariat"), [(one, None) for one in made.mandates.all()])
    reindex()


def pages(folder: Path) -> Iterator[tuple[Path, LexborHTMLParser]]:
    """Yield (path, content) of each page of a copy."""
    for path in sorted(folder.rglob("*.html")):
        yield path, LexborHTMLParser(path.read_text("utf-8"))


def dead(folder: Path) -> list[str]:
    """Return the links, pictures and forms of a copy that lead to nothing in it."""
    ids = {path: {one.attributes["id"] for one in page.css("[id]")} for path, page in pages(folder)}
    found = []
    for path, page in pages(folder):
        for node in page.css("[href], [src], [action]"):
            href = next(node.attributes[name] for name in ("href", "src", "action") if name in node.attributes)
            where = urlsplit(str(href))
            if where.scheme in ("http", "https", "mailto"):
                continue
            to = (path.parent / unquote(where.path)).resolve() if where.path else path
            inside = not where.scheme and to.is_file() and folder.resolve() in to.parents
            if not inside or (where.fragment and unquote(where.fragment) not in ids.get(to, ())):
                found.append(f"{path.relative_to(folder)}: {href}")
        fields = page.css("button, input, select, textarea")
        found += [f"{path.relative_to(folder)}: {one.html}" for one in fields if not _in(one, "form", "legend")]
    return found


def _in(node: Any, *kinds: str) -> bool:
    while node := node.parent:
        if {node.tag, *(node.attributes.get("class") or "").split()} & set(kinds):
            return True
    return False


def every_byte(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.long
def test_a_filled_register_has_no_dead_link_and_all_its_pages(tmp_path: Path) -> None:
    fill()
    reindex()
    count = write(tmp_path / "copy", "en")
    assert dead(tmp_path / "copy") == []
    assert count == len(list((tmp_path / "copy").rglob("*.html")))
    for place in ("KEN", "C5", "goals/9", "targets/9.c", "instruments/E/RES/2024/901", "reports"):
        assert (tmp_path / "copy" / place / "index.html").is_file(), place
    write(tmp_path / "again", "en")
    assert every_byte(tmp_path / "copy") == every_byte(tmp_path / "again")


def test_links_lead_to_files_and_nothing_needs_a_server(records: None, tmp_path: Path) -> None:
    write(tmp_path / "copy", "en")
    assert dead(tmp_path / "copy") == []
    for path, page in pages(tmp_path / "copy"):
        html = page.html or ""
        assert "csrf" not in html and "hx-" not in html, path
        assert page.css_first("meta[http-equiv=Content-Security-Policy]"), path
        assert [one.attributes["src"] for one in page.css("script")] == (
            ["../assets/site/copy.js"] if path.parent.name == "search" else []
        )
    mandate = tmp_path / "copy/mandates/A/RES/80/903/1/index.html"
    assert "connect every school" in mandate.read_text("utf-8")
    text_of = (tmp_path / "copy/instruments/A/RES/80/903/index.html").read_text("utf-8")
    assert "connect every school" in text_of and '../mandates/A/RES/80/903/1/index.html"' in text_of
    lists = (tmp_path / "copy/mandates/index.html").read_text("utf-8")
    assert 'href="A/RES/80/903/1/index.html"' in lists


def test_equal_records_make_equal_bytes(records: None, tmp_path: Path) -> None:
    write(tmp_path / "copy", "en")
    first = every_byte(tmp_path / "copy")
    write(tmp_path / "copy", "en")  # in place of the one before
    assert every_byte(tmp_path / "copy") == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]
    held = json.loads(first["copy.json"])
    last = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert held["last_event"] == last
    assert f">{last}<".encode() in first["copy/index.html"]


def test_nothing_that_is_not_public_is_in_any_file(few: None, tmp_path: Path) -> None:
    world = World()
    mark(world)
    write(tmp_path / "copy", "en")
    held = every_byte(tmp_path / "copy")
    assert "consultations/index.html" in held and "organisations/index.html" in held
    marks = {name: set(MARK.findall(body.decode("utf-8", "replace"))) for name, body in held.items()}
    assert {name: some for name, some in marks.items() if some} == {}
    assert any(b"Lessons by post" in body for body in held.values())


@pytest.mark.long
def test_a_long_text_is_copied_with_all_its_parts(few: None, tmp_path: Path) -> None:
    lines = "".join(f"{n}. Notes matter {n};\n" for n in range(1, 260))
    asked = "260. Requests the Secretary-General to report on the last matter;\n"
    made = instrument(text("80/904", "Many matters", lines + asked))
    (last,) = made.mandates.select_related("paragraph")
    confirm_all(person("secretariat"), [(last, None)])
    for number in range(25):
        published(title=f"Activity {number}")
    reindex()
    write(tmp_path / "copy", "en")
    assert dead(tmp_path / "copy") == []
    page = (tmp_path / "copy" / last.get_absolute_url().strip("/") / "index.html").read_text("utf-8")
    assert re.search(rf'instruments/A/RES/80/904/part-\d+/index\.html#p{last.paragraph.anchor}"', page)
    assert "page-2/index.html" in (tmp_path / "copy/activities/index.html").read_text("utf-8")


@pytest.mark.long
def test_a_copy_reads_from_right_to_left_in_arabic(records: None, tmp_path: Path) -> None:
    write(tmp_path / "copy", "ar")
    assert all(page.css_first("html").attributes["dir"] == "rtl" for _path, page in pages(tmp_path / "copy"))
    assert all(page.css_first("html").attributes["lang"] == "ar" for _path, page in pages(tmp_path / "copy"))


def test_a_language_that_the_site_does_not_offer_is_refused(records: None, tmp_path: Path) -> None:
    EditSettings(person("administrator"), fields={"languages": ["en"]}).do()
    with pytest.raises(SetupError, match="does not offer"):
        write(tmp_path / "copy", "fr")
    assert list(tmp_path.iterdir()) == []


def test_another_folder_is_never_replaced(records: None, tmp_path: Path) -> None:
    for name, content in (("notes.txt", "mine"), ("copy.json", "{}")):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        (folder / name).write_text(content)
        with pytest.raises(OutputError, match="not a copy of the register"):
            write(folder, "en")
        assert every_byte(folder) == {name: content.encode()}


@pytest.mark.long
def test_a_copy_that_breaks_off_leaves_the_one_before(
    records: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "copy", "en")
    first = every_byte(tmp_path / "copy")

    def stopped(*_args: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "copy", "en", stopped)
    assert every_byte(tmp_path / "copy") == first
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.long
def test_links_to_the_address_of_the_register_lead_to_its_pages(
    records: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "https://register.example.org")
    write(tmp_path / "copy", "en")
    assert dead(tmp_path / "copy") == []
    found = {
        str(path.relative_to(tmp_path / "copy"))
        for path, page in pages(tmp_path / "copy")
        if "register.example.org" in str(page.html)
    }
    assert found == {"copy/index.html"}


def test_words_are_compared_without_accents_and_capitals() -> None:
    assert words("Éducation, A/RES/80/173: ١٢ Сеть") == ["education", "a", "res", "80", "173", "١٢", "сеть"]
    assert words("数字化 2030") == ["数", "字", "化", "2030"]


def test_each_word_is_in_the_part_that_its_letters_name() -> None:
    index = Index(Entry(f"{n}/index.html", "Mandates", f"title {n} of all", "x" * 300) for n in range(20_000))
    assert index.parts > 1
    held = {name: json.loads(body[body.index(",") + 1 : -3]) for name, body in index.files()}
    for name, found in held.items():
        if name.startswith("words-"):
            assert {f"words-{part(word, index.parts)}.js" for word in found} <= {name}
    number = held[f"words-{part('777', index.parts)}.js"]["777"][0]
    assert held[f"titles-{number // 500}.js"][number % 500][1] == "title 777 of all"
    assert len(held["titles-0.js"][0][2]) < 250


@pytest.mark.parametrize("name", ["ask", "search", "draft", "hooks", "all-actions"])
def test_what_needs_a_server_is_no_page_of_a_copy(name):
    assert not visit.is_page(reverse(name))
    assert visit.is_page(reverse("mandates"))
