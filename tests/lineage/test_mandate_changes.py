"""Fields of mandates that changed between two texts."""

from __future__ import annotations

from actionlines.lineage.changes import compare_paragraphs
from actionlines.lineage.steps import FieldChange, compare_mandates
from actionlines.mandates import find_mandates
from tests.mandates.build import document

OLD = document(
    "Requests the Secretary-General to submit to the Assembly at its eighty-first session a report on masts;",
    "Invites Member States to lend spare masts to schools;",
    "Requests the Commission on Science and Technology for Development to publish a list of villages;",
)
NEW = document(
    "Encourages the private sector to open its workshops to apprentices;",
    "Invites the Secretary-General to submit to the Assembly at its eighty-third session a report on masts;",
    "Invites Member States and the regional commissions to lend spare masts to schools;",
)


def test_mandates_are_paired_by_their_paragraphs_and_changed_fields_are_named():
    changes = compare_paragraphs(OLD.paragraphs, NEW.paragraphs)
    found = compare_mandates(changes, find_mandates(OLD), find_mandates(NEW))
    report = next(one for one in found if one.old and one.old.paragraph == "1")
    assert report.new.paragraph == "2"
    assert report.fields == (
        FieldChange("strength", ("requests",), ("invites",)),
        FieldChange("due", ("session:81",), ("session:83",)),
    )
    pairs = [(one.old and one.old.paragraph, one.new and one.new.paragraph) for one in found]
    assert pairs[0] == (None, "1")
    assert ("3", None) in pairs


def test_a_new_addressee_is_a_mandate_of_its_own_or_a_changed_field():
    changes = compare_paragraphs(OLD.paragraphs, NEW.paragraphs)
    found = compare_mandates(changes, find_mandates(OLD), find_mandates(NEW))
    lent = [one for one in found if one.new and one.new.paragraph == "3"]
    before = {body for one in lent if one.old for body in one.old.bodies}
    after = {body for one in lent for body in one.new.bodies}
    assert before < after
