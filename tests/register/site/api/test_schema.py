"""What the API answers to cases that a program made up from its description: nothing that it does not say."""

from __future__ import annotations

import pytest

from tests.register.site.api.world import token, world

pytestmark = pytest.mark.django_db


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_made_up_requests_are_answered_as_described():
    from tests.register.site.api import fuzz  # schemathesis takes a second to load

    made = world()
    ids = {
        "instruments": made.instrument.pk, "mandates": made.mandate.pk, "activities": made.draft.pk,
        "organisations": made.organisation.pk, "envelopes": made.envelope.pk, "imports": made.importing.pk,
        "consultations": made.consultation.pk, "comments/{id}": made.comment.pk,
    }  # fmt: skip
    seen, wrong = fuzz.run({"": "", "secretariat": token("secretariat")}, ids, many=2)
    assert wrong == []
    assert seen.total() >= 300
    assert {200, 401, 404, 422} <= set(seen)
