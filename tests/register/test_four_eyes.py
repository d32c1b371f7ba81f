"""What somebody wrote or submitted, another person publishes; a register of one person can switch this off."""

import pytest

from actionlines.errors import InvalidFields, NotAllowed, WrongState
from actionlines.register.activities.actions import EditActivity, SubmitActivity
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.models import Version
from actionlines.register.core.permissions import decide
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import iso
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.actions import (
    CreateOrganisation,
    DeclineOrganisation,
    EditOrganisation,
    PublishOrganisation,
    public,
    seen_by,
)
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Role, User
from tests.people import activity, person
from tests.register.site.api.world import WHOLE

pytestmark = pytest.mark.django_db

NEW = {"name": "Mast Trust", "type": "academia", "country": "KEN"}


def colleague():
    """A second person of the secretariat."""
    made = User.objects.create_user("colleague@example.org", name="Colleague")
    Role.objects.create(user=made, role="secretariat")
    return made


def submitted(owner="secretariat", **given):
    made = activity(owner, **{**WHOLE, **given})
    return SubmitActivity(person(owner), made).do()


def test_nobody_publishes_an_activity_that_they_submitted():
    made = submitted()
    with pytest.raises(NotAllowed, match="ACTIONLINES_FOUR_EYES"):
        PublishActivity(person("secretariat"), made).do()
    assert PublishActivity(colleague(), made).do().status == "published"


def test_nobody_publishes_words_that_they_wrote_into_the_draft_of_another():
    made = activity("member", **WHOLE)
    EditActivity(person("secretariat"), made, fields={"summary": "The secretariat wrote this."}).do()
    made = SubmitActivity(person("member"), Activity.objects.get(pk=made.pk)).do()
    assert not decide(person("secretariat"), "activity.publish", made)
    made = PublishActivity(colleague(), made).do()
    # The next version is another work: whoever wrote nothing of it may publish it.
    EditActivity(person("member"), made, fields={"summary": "The member wrote this."}).do()
    made = SubmitActivity(person("member"), Activity.objects.get(pk=made.pk)).do()
    assert decide(person("secretariat"), "activity.publish", made)


def test_a_register_of_one_person_switches_it_off(settings):
    settings.FOUR_EYES = False
    assert PublishActivity(person("secretariat"), submitted()).do().status == "published"


def test_a_new_organisation_is_its_owners_until_somebody_else_publishes_it():
    made = CreateOrganisation(person("member"), fields=NEW).do()
    assert (made.status, made.is_public(), public_data([made])) == ("submitted", False, [])
    assert not public().exists()
    seeing = {name for name in ("member", "stranger", "reviewer", "secretariat") if seen_by(person(name)).exists()}
    assert seeing == {"member", "secretariat"}
    for name in ("member", "stranger", "focal", "reviewer"):
        with pytest.raises(NotAllowed):
            PublishOrganisation(person(name), made).do()
    made = PublishOrganisation(person("secretariat"), made).do()
    # The public sees when it was published, whatever is saved of it later.
    assert public_data([made])[0] == {**as_dict(made), "changed_at": iso(made.published_at)}
    with pytest.raises(WrongState):
        PublishOrganisation(person("secretariat"), made).do()


def test_a_published_organisation_stays_as_it_was_until_its_change_is_published():
    made = PublishOrganisation(person("secretariat"), CreateOrganisation(person("member"), fields=NEW).do()).do()
    made = EditOrganisation(person("member"), made, fields={"name": "Castle Casino", "website": ""}).do()
    held = Organisation.objects.get(pk=made.pk)
    assert (held.name, public_data([held])[0]["name"], as_dict(held)["name"]) == (
        "Mast Trust", "Mast Trust", "Castle Casino",
    )  # fmt: skip
    assert public_data([held])[0]["version"] == 2
    declined = DeclineOrganisation(person("secretariat"), held, reason="It is no casino.").do()
    assert (declined.name, declined.proposed, declined.status) == ("Mast Trust", {}, "published")
    # What a reviewer wrote to the owner is no news for the public.
    assert public_data([declined])[0]["status_reason"] == ""
    numbers = Version.objects.filter(kind="organisation", record=made.pk, public=True)
    assert list(numbers.values_list("number", flat=True)) == [2]
    again = EditOrganisation(person("member"), declined, fields={"acronym": "MT"}).do()
    assert PublishOrganisation(person("secretariat"), again).do().acronym == "MT"


def test_an_edit_of_the_secretariat_waits_for_another_too():
    made = PublishOrganisation(person("secretariat"), CreateOrganisation(person("member"), fields=NEW).do()).do()
    made = EditOrganisation(person("secretariat"), made, fields={"acronym": "MT"}).do()
    with pytest.raises(NotAllowed):
        PublishOrganisation(person("secretariat"), made).do()
    assert PublishOrganisation(colleague(), made).do().acronym == "MT"


def test_an_activity_is_published_after_its_organisation_which_its_reviewer_sees():
    own = CreateOrganisation(person("member"), fields={**NEW, "country": "UGA"}).do()
    made = submitted("member", organisation=own)
    with pytest.raises(InvalidFields, match="waits for review"):
        PublishActivity(person("reviewer"), made).do()
    PublishOrganisation(person("reviewer"), own).do()
    assert PublishActivity(person("reviewer"), made).do().status == "published"


def test_no_draft_names_an_organisation_that_its_writer_may_not_see():
    hidden = CreateOrganisation(person("member"), fields=NEW).do()
    made = activity("stranger", **WHOLE)
    with pytest.raises(InvalidFields) as error:
        EditActivity(person("stranger"), made, fields={"organisation": hidden.pk, "partners": [hidden.pk]}).do()
    assert set(error.value.fields) == {"organisation", "partners"}
    assert "Mast" not in str(error.value)
