"""The index equals the database: after any sequence of changes, and after a crash at any point of it."""

from __future__ import annotations

import json
from datetime import date
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from actionlines.register.core.models import Outbox
from actionlines.register.core.search import Query, catch_up, index_builder, index_writer, query, rebuild
from actionlines.register.core.search.index_store import join, store
from tests.register.search.machine import WORDS, Crash, Followed, run
from tests.register.search.samples import instrument, mandate, organisation_of, published, save

pytestmark = pytest.mark.django_db


class Register(Followed):
    """People change records of the register."""

    activities, mandates, instruments, organisations = (Bundle(name) for name in ("a", "m", "i", "o"))
    count = 0

    @rule(target=activities, words=WORDS, country=st.sampled_from(("KEN", "SEN", "world")))
    def publish(self, words, country):
        return published(" ".join(words), places=(country,))

    @rule(made=activities, words=WORDS)
    def publish_again(self, made, words):
        made.title, made.status = " ".join(words), "published"
        save(made)

    @rule(made=activities)
    def begin_the_next_version(self, made):
        if made.status == "published":
            made.title, made.status = "not public yet", "draft"
            save(made)

    @rule(made=activities)
    def withdraw(self, made):
        made.status = "withdrawn"
        save(made)

    @rule(target=organisations)
    def found(self):
        Register.count += 1
        return organisation_of(f"Organisation {Register.count}")

    @rule(one=organisations, kind=st.sampled_from(("academia", "government")), words=WORDS)
    def change_organisation(self, one, kind, words):
        one.type, one.acronym = kind, "".join(words)[:40]
        save(one)

    @rule(made=activities, one=organisations)
    def hand_over(self, made, one):
        made.organisation = one
        save(made)

    @rule(target=instruments, words=WORDS)
    def bring_in(self, words):
        Register.count += 1
        made = instrument(f"A/RES/{Register.count}/1", texts=(" ".join(words), "Recalls."))
        made.paragraphs.first().links.create(concept="C5", level="action_line")
        return made

    @rule(made=instruments, words=WORDS)
    def correct(self, made, words):
        made.paragraphs.filter(order=1).update(text=" ".join(words))
        save(made)

    @rule(made=instruments)
    def drop_a_paragraph(self, made):
        made.paragraphs.filter(order=2, mandates=None).delete()
        save(made)

    @rule(target=mandates, made=instruments, words=WORDS)
    def ask(self, made, words):
        return mandate(made, " ".join(words), ("itu",), due_on=date(2030, 1, 1))

    @rule(made=mandates, status=st.sampled_from(("confirmed", "rejected", "delivered")))
    def decide(self, made, status):
        made.status = status
        save(made)


def test_the_index_equals_the_database_after_any_changes():
    run(Register)


def test_unequal_sees_what_is_wrong():
    made = published("One")
    gone = published("Two")
    catch_up()
    type(made).objects.filter(pk=gone.pk).update(status="withdrawn")
    made.title = "Other"
    save(made)
    new = published("Three")
    wrong = {f"activity:{made.pk}": "old", f"activity:{gone.pk}": "extra", f"activity:{new.pk}": "missing"}
    assert index_writer.unequal() == wrong


def test_of_an_edited_activity_the_published_version_is_found():
    made = published("Radio lessons")
    made.title, made.status = "Television lessons", "draft"
    save(made)
    catch_up()
    assert query(Query("radio", kind="activity")).total == 1
    assert query(Query("television", kind="activity")).total == 0


def test_a_draft_is_never_in_the_index():
    made = published("Radio lessons")
    made.published_at = made.published_version = None
    made.status = "submitted"
    save(made)
    catch_up()
    assert query(Query("radio", kind="activity")).total == 0


def test_many_rows_are_one_commit(django_assert_max_num_queries):
    catch_up()
    for number in range(60):
        published(f"Number {number}", organisation=None)
    before = store().searcher()[1]
    with mock.patch.object(index_writer, "CHUNK", 250), django_assert_max_num_queries(12):
        assert catch_up() == 60
    assert store().searcher()[1] != before


def test_nothing_to_do_costs_one_question(django_assert_num_queries):
    catch_up()
    with django_assert_num_queries(1):
        assert catch_up() == 0


def test_while_another_process_writes_the_row_waits():
    published("Radio", organisation=None)
    with store().locked(1.0) as held:
        assert held
        assert catch_up(wait=0.05) == 0
    assert Outbox.objects.count() == 1
    assert catch_up() == 1


def test_an_index_of_another_format_is_made_anew():
    published("Radio")
    catch_up()
    current = store().folder / "current.json"
    state = json.loads(current.read_text())
    current.write_text(json.dumps({**state, "format": state["format"] - 1}))
    assert not store().exists()
    assert query(Query("radio", kind="activity")).total == 1
    assert json.loads(current.read_text())["format"] == state["format"]
    # The folder of the older one is gone.
    assert [path.name for path in store().folder.iterdir() if path.is_dir()] == [
        json.loads(current.read_text())["folder"]
    ]


def test_a_rebuild_that_is_killed_leaves_the_old_index():
    published("Radio")
    catch_up()
    with mock.patch.object(index_builder, "document", side_effect=Crash), pytest.raises(Crash):
        rebuild()
    assert query(Query("radio", kind="activity")).total == 1
    rebuild()
    assert index_writer.unequal() == {}


@pytest.mark.parametrize("count", [2, 3])
def test_shares_make_one_index_that_equals_the_database(count, monkeypatch):
    """Records are dealt out one by one, so that each share has some of each kind."""
    for number in range(5):
        one = published(f"Radio {number}", organisation=organisation_of(f"Office {number}"))
        mandate(instrument(f"A/RES/{number}", texts=("Requests a report",)), "report")
    one.delete()
    monkeypatch.setattr(index_builder, "_RANGE", 1)
    monkeypatch.setattr(index_builder, "_RANGE_OF_WHOLES", 1)
    made = []

    def write(folder):
        parts = [folder / f"part{place}" for place in range(count)]
        for place, part in enumerate(parts):
            part.mkdir()
            made.append(index_builder.write(part, index_builder.share(place, count)))
        join(folder, parts)

    with store().locked(1.0):
        store().replace(write)
    Outbox.objects.all().delete()
    assert min(made) > 3
    assert index_writer.unequal() == {}
    assert store().searcher()[0].num_docs == sum(made)
    assert query(Query("radio", kind="activity")).total == 4
    published("Radio 9", organisation=None)
    catch_up()
    assert index_writer.unequal() == {}


def test_a_small_register_is_indexed_by_this_process_alone(monkeypatch):
    published("Radio")
    monkeypatch.setattr(index_builder, "_by_several", mock.Mock(side_effect=Crash))
    rebuild()
    assert query(Query("radio", kind="activity")).total == 1


@pytest.mark.parametrize(
    ("script", "error"), [("import sys; print(28); sys.exit(3)", OSError), ("import sys; sys.exit(1)", RuntimeError)]
)
def test_a_share_that_cannot_be_written_leaves_the_old_index(script, error, monkeypatch):
    published("Radio")
    catch_up()
    monkeypatch.setattr(index_builder, "_SHARE", script)
    monkeypatch.setattr(index_builder, "_processes", lambda: 2)
    with pytest.raises(error):
        rebuild()
    assert query(Query("radio", kind="activity")).total == 1
    assert [path.name for path in store().folder.iterdir() if path.is_dir()] == [
        json.loads((store().folder / "current.json").read_text())["folder"]
    ]
