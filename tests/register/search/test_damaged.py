"""An index that was damaged counts as missing and is built again; it never answers wrongly and ends no process."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
import tantivy

from actionlines.errors import IndexMissing
from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.core.search import catch_up, index_store, index_writer, query
from actionlines.register.core.search.index_store import Store, write_index
from actionlines.register.core.search.queries import Query
from tests.people import person
from tests.register.search.samples import published

WAYS = 200


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with an index of two segments, the second with a deleted entry."""
    folder = tmp_path_factory.mktemp("search")

    def fill(writer):
        for number in range(300):
            entry = {"key": f"activity:{number}", "text": f"masts {number} for islands", "kind": "activity"}
            numbers = {"number": number, "newest": 1, "by_due": 2, "checks": 3}
            writer.add_document(tantivy.Document.from_dict({**entry, **numbers, "shown": [b"{}" * 20]}))
            if number % 150 == 149:
                writer.commit()
        writer.delete_documents_by_term("key", "activity:200")

    Store(folder).replace(lambda path: write_index(path, fill))
    return folder


def answers(store: Store) -> list[str]:
    searcher, _ = store.searcher()
    hits = searcher.search(tantivy.Query.all_query(), 1000).hits
    return sorted(str(searcher.doc(address).get_first("key")) for _, address in hits)


def put(path: Path, raw: bytes) -> None:
    """Replace a file. One that is cut in place while tantivy maps it anew ends the process, whatever looks before."""
    beside = path.with_name("new")
    beside.write_bytes(raw)
    beside.replace(path)


def damage(luck: random.Random, path: Path) -> None:
    """Garble, cut, empty or delete a file, as a bad disk or a wrong command does."""
    raw = bytearray(path.read_bytes())
    how = luck.choice(("garble", "garble", "garble", "cut", "cut", "empty", "delete"))
    if how == "delete":
        path.unlink()
    elif how == "garble" and raw:
        for _ in range(luck.choice((1, 1, 4, 400))):
            raw[luck.randrange(len(raw))] ^= luck.randrange(1, 256)
        put(path, raw)
    else:
        put(path, raw[: luck.randrange(len(raw)) if how == "cut" and raw else 0])


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"])
def test_a_file_that_was_cut_in_place_is_noticed_before_it_is_read(sound, tmp_path, suffix):
    folder = tmp_path / "search"
    shutil.copytree(sound, folder)
    store = Store(folder)
    assert store.is_sound() and len(answers(store)) == 299
    file = next(path for path in folder.glob(f"*/*{suffix}") if path.stat().st_size)
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)
    assert not Store(folder).is_sound()  # what readiness asks
    with pytest.raises(FileNotFoundError):
        answers(store)


def test_each_of_200_ways_is_noticed_or_harmless(sound, tmp_path):
    whole = answers(Store(sound))
    assert len(whole) == 299
    noticed = 0
    for seed in range(WAYS):
        luck = random.Random(seed)
        folder = tmp_path / str(seed)
        shutil.copytree(sound, folder)
        store = Store(folder)
        if luck.random() < 0.5:
            answers(store)  # a server that has it open
        name = json.loads((folder / "current.json").read_text())["folder"]
        files = sorted(path for path in (folder / name).iterdir() if not path.name.startswith("."))
        damage(luck, luck.choice([*files, folder / name / "meta.json"]))
        try:
            assert answers(store) == whole, seed
        except FileNotFoundError:
            noticed += 1
            assert not store.exists(), seed
            assert not Store(folder).exists(), seed
    assert noticed > WAYS * 0.9


@pytest.mark.django_db(transaction=True)
def test_pages_answer_from_the_copy_while_the_index_is_built_again(monkeypatch, tmp_path, settings):
    settings.SEARCH_FOLDER = str(tmp_path)
    withdrawn, stays = published("Masts for islands"), published("Masts for valleys")
    catch_up()
    index_writer.keep_copy()
    WithdrawActivity(person("secretariat"), withdrawn, reason="Closed.").do()
    published("Masts for hills")
    index = index_store.store()
    name = json.loads((tmp_path / "current.json").read_text())["folder"]
    (tmp_path / name / "meta.json").write_text("{")
    seen = []

    def rebuild(store: Store) -> int:
        seen.extend(hit.title for hit in query(Query("masts")).hits)
        return make(store)

    make = index_writer._rebuild
    monkeypatch.setattr(index_writer, "_rebuild", rebuild)
    catch_up()
    assert sorted(seen) == ["Masts for hills", stays.title]
    assert index.exists() and index_writer.unequal() == {}


@pytest.mark.django_db(transaction=True)
def test_a_server_says_503_and_a_worker_builds_it_again(monkeypatch, tmp_path, settings):
    settings.SEARCH_FOLDER = str(tmp_path)
    published("Masts for islands")
    catch_up()
    asked = Query("masts")
    before = query(asked).total
    assert before
    (term,) = list(tmp_path.glob("*/*.term"))[:1]
    put(term, term.read_bytes()[:100])
    monkeypatch.setattr(index_writer, "_builds", False)
    with pytest.raises(IndexMissing):
        query(asked)
    assert not index_store.store().exists()
    monkeypatch.setattr(index_writer, "_builds", True)
    catch_up()
    assert query(asked).total == before
    assert index_writer.unequal() == {}
