"""What the database keeps as it is: the texts that were commented on."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from actionlines.register.consultations.models import Comment, Consultation, TextParagraph, TextVersion
from actionlines.register.core.models import Event, Version
from actionlines.register.core.public_view import public_data
from actionlines.register.core.serialise import as_dict
from tests.register.consultations.samples import comment, consultation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [TextVersion, TextParagraph])
def test_the_database_refuses_to_change_or_delete_a_text(model):
    consultation()
    field = "title" if model is TextVersion else "text"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**{field: "other words"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_comment_does_not_write_its_consultation_anew():
    made = consultation()
    before = Version.objects.filter(kind="consultation").count()
    comment(made)
    assert Version.objects.filter(kind="consultation").count() == before
    assert Event.objects.filter(kind="comment").count() == 1


def test_a_version_is_the_record_as_it_is():
    made = comment(consultation(), quote="open data")
    assert Version.objects.get(kind="comment").data == as_dict(type(made).objects.get(pk=made.pk))


def test_the_public_sees_no_comment_on_a_draft():
    draft = Consultation(pk=1, status="draft")
    assert public_data([Comment(pk=1, consultation=draft, status="published")]) == []
