"""Two people edit at the same time: what was saved is never overwritten by somebody who has not seen it."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from actionlines.errors import StaleRecord
from actionlines.register.activities.actions import EditActivity, since
from actionlines.register.activities.models import Activity
from tests.effort import examples
from tests.people import person
from tests.register.activities.samples import draft

pytestmark = pytest.mark.django_db
FIELDS = ("title", "summary", "challenges")


def shown(record):
    return {name: getattr(record, name) for name in FIELDS}


# A step: who, whether they open the form anew or save it, the field they type in, saved whole or as they type.
STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from(FIELDS), st.booleans()),
    min_size=4, max_size=14,
)  # fmt: skip


@examples(60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_update_is_lost(db, steps):
    record = draft()
    owner = person("member")
    # For each editor: the version and the fields that the form was opened with, and what stands in it now.
    forms = {who: (record.version, shown(record), shown(record)) for who in "ab"}
    # field -> (text, version in which it was saved)
    saved = {name: (text, record.version) for name, text in shown(record).items()}
    for number, (who, opens, field, strict) in enumerate(steps):
        if opens:
            now = Activity.objects.get(pk=record.pk)
            forms[who] = (now.version, shown(now), shown(now))
            continue
        seen, first, typed = forms[who]
        typed[field] = f"{who} writes {number}"
        try:
            done = EditActivity(owner, record, version=seen, fields=typed, strict=strict, propose=False).do()
        except StaleRecord:
            # Somebody else wrote since: refused, and what they wrote stands.
            now = Activity.objects.get(pk=record.pk)
            assert any(version > seen for _, version in saved.values())
            assert shown(now) == {name: text for name, (text, _) in saved.items()}
            continue
        for name, (text, version) in saved.items():
            if typed[name] == first[name]:
                # Not touched: whatever stood there stands there.
                assert getattr(done, name) == text
            else:
                # Touched: nothing that the editor had not seen was there, or it said the same.
                assert version <= seen or text == typed[name]
        changed = {name for name, (text, _) in saved.items() if getattr(done, name) != text}
        saved |= {name: (getattr(done, name), done.version) for name in changed}
        forms[who] = (done.version, shown(done), shown(done))
    record.refresh_from_db()
    assert shown(record) == {name: text for name, (text, _) in saved.items()}


def test_two_who_write_in_different_fields_both_are_saved():
    record = draft()
    first = record.version
    EditActivity(person("member"), record, version=first, fields={"title": "By one"}).do()
    edit = EditActivity(person("member"), record, version=first, fields={"challenges": "By two"})
    record = edit.do()
    assert (record.title, record.challenges) == ("By one", "By two")
    assert edit.others == {"title"}


def test_a_whole_form_that_is_stale_is_refused_even_where_nothing_collides():
    record = draft()
    first = record.version
    EditActivity(person("member"), record, version=first, fields={"title": "By one"}).do()
    with pytest.raises(StaleRecord):
        EditActivity(person("member"), record, version=first, fields={"challenges": "2"}, strict=True).do()


def test_saving_what_is_there_already_makes_no_version():
    record = draft()
    same = EditActivity(person("member"), record, version=record.version, fields={"title": record.title}).do()
    assert same.version == record.version


def test_a_decision_on_a_link_does_not_make_the_form_stale():
    record = draft()
    assert since(record, record.version - 1) == {}
    edit = EditActivity(person("member"), record, version=record.version - 1, fields={"title": "Next"}, strict=True)
    assert edit.do().title == "Next"
