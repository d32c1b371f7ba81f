"""No transaction of an import, of its proposals or of a deleted account grows with the number of records."""

import pytest
from django.db import connection, transaction

from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.models import Activity, ActivityMandate
from actionlines.register.mandates import imports as mandate_imports
from actionlines.register.mandates.models import Mandate, MandateStatus
from actionlines.register.people.actions import DeleteAccount, forget
from tests.people import person
from tests.register.imports.samples import FIRST, HEAD, brought_in
from tests.register.imports.test_activities import bring, table
from tests.register.mandates.samples import instrument

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite counts the rows that a connection has changed"),
]
ROWS = 160


@pytest.fixture
def longest(monkeypatch):
    """The most rows that a transaction has changed, in a list of one number."""
    most = [0]
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def begin(self):
        self.began = None
        if not connection.in_atomic_block:
            self.began = connection.connection.total_changes if connection.connection else 0
        enter(self)

    def end(self, *error):
        if self.began is not None:  # before what waits for the commit, which has transactions of its own
            most[0] = max(most[0], connection.connection.total_changes - self.began)
        leave(self, *error)

    monkeypatch.setattr(transaction.Atomic, "__enter__", begin)
    monkeypatch.setattr(transaction.Atomic, "__exit__", end)
    return most


def rows():
    return [
        [str(number), f"Masts {number} lent to schools", "Companies lend spare masts to schools, and map masts.",
         "Masts Ltd", "Kenya", "2026", "C2", ""]
        for number in range(ROWS)
    ]  # fmt: skip


def test_an_import_and_its_proposals_write_few_rows_at_a_time(longest, monkeypatch):
    instrument()
    for mandate in Mandate.objects.all():
        mandate.links.create(concept="C2", level="action_line", p=0.9)
        mandate.addressees.all().delete()
    within = []
    propose = loading.propose_mandates
    monkeypatch.setattr(
        loading, "propose_mandates", lambda record: within.append(connection.in_atomic_block) or propose(record)
    )
    bring(table(*rows()), person("member"))
    assert Activity.objects.count() == ROWS
    assert ActivityMandate.objects.values("activity").distinct().count() == ROWS
    assert within == [False] * ROWS  # nothing is worked out while the lock is held
    assert longest[0] < 25 * 20


def test_the_drafts_of_a_deleted_account_go_a_few_at_a_time(longest, settings):
    member = person("member")
    bring(table(*rows()), member)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    longest[0] = 0
    DeleteAccount(member, member, name="").do()  # and a worker does the rest
    assert longest[0] < 30
    forget.call(member.pk)
    assert Activity.objects.count() == 0
    assert longest[0] < 25 * 20


LONG = HEAD + "".join(FIRST.replace("1.", f"{number}.").replace("villages", f"village {number}")
                      for number in range(1, ROWS + 1))  # fmt: skip


def test_the_mandates_of_a_new_document_are_written_a_few_at_a_time(longest):
    brought_in(LONG.replace("80/902", "80/903"))  # what is loaded once
    many = Mandate.objects.count()
    longest[0] = 0
    brought_in(LONG)
    assert Mandate.objects.count() == 2 * many >= 2 * ROWS
    assert longest[0] < ROWS * 3  # the paragraphs with what they are about: with the mandates it had been 8


def test_a_document_that_was_cut_off_is_whole_after_the_next_try(monkeypatch):
    whole = brought_in(LONG.replace("80/902", "80/903"))[2]
    write, parts = mandate_imports._write_related, []

    def cut_off(*given):
        parts.append(given)
        if len(parts) == 4:
            raise KeyboardInterrupt
        write(*given)

    monkeypatch.setattr(mandate_imports, "_write_related", cut_off)
    with pytest.raises(KeyboardInterrupt):
        brought_in(LONG)
    mandates = Mandate.objects.filter(instrument__symbol="A/RES/80/902")
    assert 0 < mandates.count() < whole["made"]
    monkeypatch.undo()
    _instrument, outcome, counts = brought_in(LONG)
    assert (outcome, mandates.count()) == ("updated", whole["made"])
    assert counts["updated"] == counts["dropped"] == 0
    assert set(mandates.values_list("status", flat=True)) == {MandateStatus.PROPOSED}
    assert brought_in(LONG)[1] == "same"
