"""What a field may hold, and what is said of the rest."""

import pytest

from actionlines.errors import InvalidFields
from actionlines.register.activities.actions import CreateActivity, EditActivity
from actionlines.register.activities.schema import FIELDS, clean, values
from actionlines.register.core.models import Version
from actionlines.register.core.serialise import as_dict
from tests.people import organisation, person
from tests.register.activities.samples import draft

pytestmark = pytest.mark.django_db

GOOD = {
    "title": ("  Radio \n lessons\t", "Radio lessons"),
    # Line breaks of a browser are one sign.
    "summary": ("First.\r\nSecond.", "First.\nSecond."),
    # NUL and other controls are left out, joiners of Arabic and Persian are not.
    "challenges": ("No\x00 power \u200c.", "No power \u200c."),
    "type": ("training", "training"),
    "good_practice": ("on", True),
    "places": (["UGA", "KEN", "KEN", "world"], ["KEN", "UGA", "world"]),
    "language": ("fr", "fr"),
    "beneficiaries": (["women"], ["women"]),
    "starts_on": ("2026-02-01", "2026-02-01"),
    "ends_on": ("", None),
    "web_links": (["https://example.org/a?b=1"], ["https://example.org/a?b=1"]),
    "contact_email": ("desk@example.org", "desk@example.org"),
    "currency": ("kes", "KES"),
    "budget": ("25 000,5", "25000.50"),
    "results": (
        [{"what": "Listeners", "value": "1 500", "year": "2026"}],
        [{"what": "Listeners", "value": 1500, "unit": "", "year": 2026, "source": ""}],
    ),
}
BAD = {
    "title": ["x" * 301, 12],
    "type": ["raid", "", None],
    "places": [["ATLANTIS"], "KEN", [{}], [12]],
    "language": ["tlh", None],
    "beneficiaries": [["martians"]],
    "starts_on": ["yesterday", "2026-02-31", "0026-02-01", 12],
    "web_links": [["javascript:alert(1)"], ["ftp://example.org"], ["https://" + "a" * 600], ["x"] * 21, "no"],
    "contact_email": ["desk", "a@b@c"],
    "currency": ["MIO", "dollars", "12"],
    "budget": ["25.000", "1,5 Mio EUR", "-1", "1e99", "NaN", "much", "9" * 20],
    "organisation": ["12", "-1", "9" * 30, "x", [1]],
    "partners": [["x"], [None], "1"],
    "results": [
        [{"what": "", "value": "1"}], [{"what": "A", "value": "many"}], [{"what": "A", "year": "26"}],
        [{"other": 1}], ["A"], [{"what": "A" * 301}], [{"what": "A", "value": True}],
        [{"what": "A", "value": float("inf")}],
    ],
    "owner": [1],
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_good_values_are_kept_in_one_form(name):
    given, kept = GOOD[name]
    assert clean({name: given}) == ({name: kept}, {})


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, all_ in BAD.items() for value in all_])
def test_bad_values_are_named(name, value):
    good, wrong = clean({name: value})
    assert good == {}
    assert list(wrong) == [name]


def test_what_is_saved_reads_back_the_same():
    fields = {name: kept for name, (_, kept) in GOOD.items()}
    fields |= {"organisation": organisation().pk, "partners": [organisation(name="Second").pk]}
    made = CreateActivity(person("member"), fields=fields).do()
    assert {name: values(as_dict(made))[name] for name in fields} == fields
    assert Version.objects.get(kind="activity", record=made.pk, number=1).data["title"] == "Radio lessons"


def test_one_wrong_field_saves_nothing_unless_asked_for():
    record = draft()
    fields = {"title": "New", "web_links": ["javascript:alert(1)"]}
    with pytest.raises(InvalidFields) as told:
        EditActivity(person("member"), record, fields=fields).do()
    assert list(told.value.fields) == ["web_links"]
    edit = EditActivity(person("member"), record, fields=fields, partial=True)
    assert edit.do().title == "New"
    assert list(edit.errors) == ["web_links"]


def test_a_title_is_needed():
    with pytest.raises(InvalidFields):
        CreateActivity(person("member"), fields={"title": "\x00 "}).do()


def test_the_list_of_fields_is_whole():
    assert set(FIELDS) == set(values(as_dict(draft())))
    assert None not in [name for name in FIELDS if name not in as_dict(draft())]
