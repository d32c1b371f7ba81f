"""Names hold what is seen; those that look like another are said to the reviewer."""

from __future__ import annotations

import pytest
from django.test import Client

from actionlines.errors import InvalidFields
from actionlines.register.consultations.schema import CommentFields, ConsultationFields
from actionlines.register.core.rules import Name, Wrong
from actionlines.register.core.schema import rules
from actionlines.register.core.texts import look_of, mixes_scripts, unseen_signs, without_unseen
from actionlines.register.organisations.actions import CreateOrganisation, PublishOrganisation
from actionlines.register.organisations.schema import OrganisationFields
from actionlines.register.people.actions import DeleteAccount, Invite
from actionlines.register.people.own_data import NameField
from tests.people import organisation, person

UNSEEN = (
    "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\u2061", "\ufeff", "\u202a", "\u202b", "\u202c",
    "\u2066", "\u2067", "\u2068", "\u2069", "\u180e", "\u3164", "\uffa0", "\u115f", "\u034f", "\U000e0041",
)  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_nobody_sees_are_refused_in_names(sign):
    with pytest.raises(Wrong, match=r"U\+"):
        Name(300).clean(f"UNES{sign}CO")
    assert without_unseen(f"UNES{sign}CO") == "UNESCO"


@pytest.mark.parametrize("sign", ["\u202d", "\u202e"])
def test_signs_that_turn_a_text_are_taken_out(sign):
    assert Name(300).clean(f"UNES{sign}CO") == "UNESCO"


@pytest.mark.parametrize(
    "name",
    [
        "UNESCO",
        "Café de l’Île",
        "Союз операторов",
        "联合国教科文组织",
        "سازمان می\u200cرود",
        "क्\u200dष संस्था",
        "ශ්\u200dරී ලංකා",
        "اليونسكو \u200e(UNESCO)\u200f",
        "中国\u3000联通",
        "Ré\u0301gie",
    ],
)  # fmt: skip
def test_names_of_all_scripts_are_taken(name):
    assert unseen_signs(name) == []


def test_every_name_of_people_organisations_and_titles_has_the_rule():
    for fields, names in (
        (OrganisationFields, ("name", "acronym")), (ConsultationFields, ("title",)),
        (CommentFields, ("name", "organisation")),
    ):  # fmt: skip
        assert all(isinstance(rules(fields)[name], Name) for name in names)


@pytest.mark.django_db
def test_people_have_no_such_names():
    from django.forms import ValidationError

    with pytest.raises(ValidationError):
        NameField(max_length=150).clean("Ada\u200b Mwangi")
    for action in (
        Invite(person("administrator"), email="new@example.org", name="A\u2067da"),
        DeleteAccount(person("member"), person("member"), name="A\u2067da"),
    ):
        with pytest.raises(InvalidFields):
            action.do()


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("UN\u0415S\u0421\u041e", "UNESCO", True), ("ＵＮＥＳＣＯ", "unesco", True), ("UNESCO", "UNESKO", False),
        ("Союз", "Coюз", True),
    ],
)  # fmt: skip
def test_what_looks_the_same(name, other, same):
    assert (look_of(name) == look_of(other)) is same


def test_words_of_two_alphabets():
    assert mixes_scripts("UN\u0415SCO") and not mixes_scripts("ЮНЕСКО UNESCO") and not mixes_scripts("Ελλάς")


@pytest.mark.django_db
def test_a_reviewer_reads_which_organisation_a_name_looks_like():
    organisation(name="Lake Boats")
    made = CreateOrganisation(person("member"), fields={"name": "L\u0430ke Bo\u0430ts", "type": "academia"}).do()
    boss = Client()
    boss.force_login(person("secretariat"))
    text = boss.get(made.get_absolute_url()).content.decode()
    assert "looks like that of another organisation" in text and "Lake Boats" in text
    PublishOrganisation(person("secretariat"), made).do()  # a warning, and the reviewer decides
