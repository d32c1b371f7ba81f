"""A link rests on words that a person accepts, and means the same in whatever languages the two are written."""

import csv

import pytest
from benchmarks.links import ACTIVITIES

from actionlines.alignment.encode import LANGUAGES
from actionlines.register.activities.answers import propose_mandates
from actionlines.register.activities.models import Activity
from actionlines.register.activities.proposals import propose, refresh
from actionlines.register.core.telling import is_evidence, telling_words
from tests.register.activities.test_proposals import mandate

TEACHERS = {
    "title": "Former les enseignants au numérique",
    "summary": "Le projet forme les enseignants du primaire au Togo à utiliser des tablettes. Voir les écoles.",
}
VIOLENCE = "counter and eliminate all forms of violence against women and girls in all their forms"


def saved(language: str = "fr", **fields: str) -> Activity:
    made = Activity.objects.create(language=language, **fields)
    refresh(made)
    return Activity.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("quote", "language"),
    [
        ("forme", "fr"), ("Togo", "fr"), ("voir", "fr"), ("Le projet", "fr"), ("30", "en"), ("Kenya", "en"),
        ("Northern Africa", "en"), ("the project", "en"), ("проект", "ru"), ("Кения", "ru"), ("肯尼亚", "zh"),
        ("المشروع", "ar"), ("el proyecto", "es"),
    ],
)  # fmt: skip
def test_names_of_places_function_words_and_words_of_every_project_are_no_evidence(quote, language):
    assert not is_evidence(quote, language, 1.0)
    assert telling_words(quote, language) == {}


@pytest.mark.parametrize(
    ("quote", "language"),
    [
        ("télémédecine", "fr"), ("haut débit", "fr"), ("broadband", "en"), ("учителей", "ru"), ("数字素养", "zh"),
        ("datos personales", "es"), ("المعلمين", "ar"),
    ],
)  # fmt: skip
def test_words_of_the_matter_are_evidence_in_six_languages(quote, language):
    assert is_evidence(quote, language, 0.3)


def test_each_proposal_of_activities_in_six_languages_has_such_evidence():
    with ACTIVITIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["language"] for row in rows} == set(LANGUAGES) - {"en"}
    found = [
        (one, row["language"])
        for row in rows
        for one in propose({name: row[name] for name in ("title", "summary")}, row["language"])
    ]
    assert len(found) > 100
    for one, language in found:
        assert one.evidence
        assert all(is_evidence(quote["quote"], language, 1.0) for quote in one.evidence)


@pytest.mark.django_db
def test_a_mandate_that_shares_a_word_and_no_meaning_is_not_proposed():
    mandate(action=VIOLENCE, asks=["member-states"], links={"sdg:4.c": "target", "C4": "action_line"})
    assert propose_mandates(saved(**TEACHERS)) == []


@pytest.mark.django_db
def test_a_mandate_in_another_language_of_the_same_meaning_is_proposed_with_words_of_the_activity():
    asked = mandate(
        action="adopt measures against hate speech online and protect the freedom of expression of journalists",
        asks=["all-stakeholders"],
        links={"C9": "action_line"},
    )
    activity = saved(
        title="Charte contre la haine en ligne",
        summary="Des médias retirent les appels à la haine et protègent la liberté d'expression des journalistes.",
    )
    found = propose_mandates(activity)
    assert [one.mandate for one in found] == [asked]
    assert found[0].evidence
    for one in found[0].evidence:
        assert is_evidence(one["quote"], "fr", 1.0)
        assert getattr(activity, one["field"])[one["start"] : one["end"]] == one["quote"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "asks"),
    [
        ("report on hate speech online and on the freedom of expression of journalists", ["itu-tsb-director"]),
        ("participate in meetings on hate speech online and freedom of expression", ["member-states"]),
        ("fight hate speech online against children and sexual abuse of children online", ["member-states"]),
    ],
)
def test_what_a_body_alone_can_do_and_what_is_for_a_group_not_named_is_not_proposed(action, asks):
    mandate(action=action, asks=asks, links={"C9": "action_line", "C10": "action_line"})
    activity = saved(
        title="Charte contre la haine en ligne",
        summary="Des médias retirent les appels à la haine et protègent la liberté d'expression des journalistes.",
    )
    assert propose_mandates(activity) == []
