"""Checks of records of the database: loaded in a few queries, kept in the index, made anew with the mandate."""

import pytest

from actionlines.register.activities.checks import facts_of, verdicts
from actionlines.register.core.search import Query, catch_up, query
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.actions import ConfirmMandate, RejectMandate
from tests.indexed import reindex
from tests.people import person
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published, save

pytestmark = pytest.mark.django_db


def answering(asked, **link):
    made = published("Masts of the villages", links=(("action_line", "C5"),))
    made.mandate_links.create(mandate=asked, **{"status": "confirmed", "origin": "person", **link})
    return save(made)


def with_verdict(verdict):
    catch_up()
    return list(query(Query(kind="activity", filters={"check_mandate": [verdict]})).ids)


def test_a_mandate_that_is_decided_decides_the_check():
    asked = mandate("2", "proposed")
    made = answering(asked)
    reindex()
    assert with_verdict("doubt") == [made.pk]
    ConfirmMandate(person("secretariat"), asked).do()
    assert with_verdict("pass") == [made.pk]
    asked.refresh_from_db()
    RejectMandate(person("secretariat"), asked, reason="It asks for nothing.").do()
    assert with_verdict("fail") == [made.pk]


def test_a_paragraph_is_named_with_its_symbol():
    made = answering(mandate("2", "confirmed"))
    facts = facts_of([as_dict(made)])[0]
    assert [(one.symbol, one.paragraph, one.status) for one in facts.mandates] == [("A/RES/80/901", "2", "confirmed")]


def test_many_are_checked_in_as_few_queries_as_one(django_assert_max_num_queries):
    asked = mandate("2", "confirmed")
    data = [as_dict(answering(asked)) for _ in range(8)]
    with django_assert_max_num_queries(4):
        found = verdicts(data)
    expected = {"check_process": "pass", "check_mandate": "pass", "check_resources": "doubt"}
    assert found == [expected] * 8
