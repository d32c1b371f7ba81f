"""What is proposed for an activity quotes its words exactly, follows them, and gives way to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.answers import _Asked, clause_of, propose_mandates
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.proposals import propose, quoted_still, texts_of
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.models import Mandate
from tests.effort import examples
from tests.people import organisation, person
from tests.register.activities.samples import draft

PHRASES = (
    "Telemedicine links rural clinics to hospitals.", "تدريب النساء على الأمن السيبراني", "为农村学校提供宽带接入",
    "Les femmes apprennent à programmer.", "Обучение учителей цифровым навыкам.", " ", "\n\n", "SDG 9.c",
    "<b>x</b>",
)  # fmt: skip


@examples(150, derandomize=True)
@given(parts=st.lists(st.sampled_from(PHRASES), min_size=3, max_size=8))
def test_evidence_quotes_its_field_exactly(parts):
    texts = {"title": parts[0], "summary": " ".join(parts[1:3]), "description": "\n".join(parts[3:])}
    texts = {name: text for name, text in texts.items() if text}
    for proposal in propose(texts):
        assert 0 < proposal.p <= 1
        for one in proposal.evidence:
            assert texts[one["field"]][one["start"] : one["end"]] == one["quote"]
            assert one["quote"].strip() == one["quote"] != ""


@pytest.mark.parametrize(
    "words",
    [
        "Broadband networks for schools of rural communities",
        "شبكات النطاق العريض للمدارس في المجتمعات الريفية",
        "Redes de banda ancha para escuelas de comunidades rurales",
        "Réseaux à large bande pour les écoles des communautés rurales",
        "Сети широкополосной связи для школ сельских общин",
        "农村社区学校宽带网络",
    ],
)
def test_an_activity_in_any_language_shares_words_with_an_english_mandate(words):
    clause = clause_of("to extend broadband networks to schools of rural communities", "Broadband for schools")
    asked = _Asked({"title": words}, "en")
    assert {"broadband", "school", "rural"} <= asked.words.keys() & clause.words.keys()
    assert asked.score_words(clause) > 1.5


def test_words_that_are_quoted_in_two_fields_are_named_in_both():
    found = {one.concept: one for one in propose({"title": "Telemedicine", "summary": "Hospitals and clinics."})}
    assert {one["field"] for one in found["sdg:3"].evidence} == {"title", "summary"}


@pytest.mark.django_db
def test_proposals_follow_the_words():
    record = draft()
    assert record.links.filter(concept="C5", origin="machine").exists()
    fields = dict.fromkeys(texts_of(record), "") | {
        "title": "Telemedicine in villages", "summary": "Telemedicine links rural clinics to hospitals.",
    }  # fmt: skip
    record = EditActivity(person("member"), record, fields=fields).do()
    proposed = set(record.links.filter(status="proposed").values_list("concept", flat=True))
    assert "sdg:3" in proposed
    assert record.links.get(concept="C5").status == "confirmed"
    for link in record.links.all():
        for one in link.evidence:
            assert getattr(record, one["field"])[one["start"] : one["end"]] == one["quote"]


@pytest.mark.django_db
def test_what_was_rejected_is_not_proposed_again():
    record = draft()
    DecideLink(person("member"), record, concept="C5", decision="rejected").do()
    record = EditActivity(person("member"), record, fields={"challenges": "Fraud on phones."}).do()
    assert record.links.get(concept="C5").status == "rejected"


@pytest.mark.django_db
def test_a_decision_keeps_the_probability_of_the_proposal():
    record = draft()
    link = record.links.get(concept="C5")
    assert (link.origin, link.status) == ("machine", "confirmed")
    assert 0 < link.p < 1
    assert link.evidence


@pytest.mark.django_db
def test_evidence_moves_with_its_words_and_goes_with_them():
    record = Activity(summary="We teach safe passwords.")
    evidence = [{"field": "summary", "quote": "passwords", "start": 0, "end": 9, "weight": 1.0}]
    assert quoted_still(evidence, record)[0]["start"] == 14
    assert quoted_still(evidence, Activity(summary="We teach.")) == []


def mandate(**given):
    instrument, _ = Instrument.objects.get_or_create(symbol="T/RES/1", family="T/RES/1", title="Test")
    number = Paragraph.objects.count()
    paragraph = Paragraph.objects.create(
        instrument=instrument, anchor=str(number), order=number, kind="operative", text=given["action"]
    )
    made = Mandate.objects.create(
        instrument=instrument, paragraph=paragraph, verb="requests", strength="requests",
        action=given["action"], status=given.get("status", "confirmed"),
    )  # fmt: skip
    for concept, level in given.get("links", {"C5": "action_line"}).items():
        made.links.create(concept=concept, level=level)
    for body in given.get("asks", ()):
        made.addressees.create(body=body)
    return made


@pytest.mark.django_db
def test_mandates_are_proposed_by_what_is_shared():
    near = mandate(action="to teach users how to choose passwords and avoid fraud", asks=["civil-society"])
    mandate(action="to set standards for optical fibre", asks=["itu"])
    mandate(action="to teach passwords and fraud", links={"C8": "action_line"})
    record = draft()
    found = propose_mandates(record)
    assert found[0].mandate == near and len(found) == 2
    assert "C5" in found[0].concepts
    assert found[0].addressee == "civil-society"
    assert any("fraud" in one["quote"].lower() for one in found[0].evidence)
    for one in found[0].evidence:
        assert getattr(record, one["field"])[one["start"] : one["end"]] == one["quote"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["rejected", "superseded", "delivered"])
def test_what_is_settled_is_not_proposed(status):
    mandate(action="to teach users how to choose passwords and avoid fraud", asks=["civil-society"], status=status)
    assert propose_mandates(draft()) == []


@pytest.mark.django_db
def test_a_mandate_link_is_kept_with_its_decision():
    one = mandate(action="to teach users how to choose passwords and avoid fraud", asks=["civil-society"])
    record = draft()
    link = record.mandate_links.get()
    assert (link.mandate, link.status, link.origin) == (one, "proposed", "machine")
    DecideLink(person("member"), record, mandate=one.pk, decision="rejected").do()
    record = EditActivity(person("member"), record, fields={"challenges": "Fraud on phones."}).do()
    assert record.mandate_links.get().status == "rejected"


@pytest.mark.django_db
def test_an_organisation_that_is_the_body_asked_fits():
    mandate(action="to teach users how to choose passwords and avoid fraud", asks=["itu"])
    itu = organisation(name="Union office", body="itu", type="international-organization")
    assert [one.addressee for one in propose_mandates(draft(organisation=itu.pk))] == ["itu"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind", "asks", "proposed"),
    [
        ("International Telecommunication Union", "international-organization", "itu-bdt-director", True),
        ("ITU", "international-organization", "itu-bdt-director", True),
        ("Union internationale des télécommunications", "international-organization", "itu", True),
        ("International Telecommunication Union", "international-organization", "itu-council", False),
        ("International Telecommunication Union", "international-organization", "member-states", False),
        ("International Telecommunication Union", "international-organization", "unesco", False),
        ("International Telecommunication Union", "international-organization", "action-line-facilitators", True),
        ("Password Trust", "civil-society", "all-stakeholders", True),
        ("Password Trust", "civil-society", "itu-bdt-director", False),
    ],
)
def test_who_may_answer_follows_from_parts_groups_and_open_invitations(name, kind, asks, proposed):
    mandate(action="to teach users how to choose passwords and avoid fraud", asks=[asks])
    own = organisation(name=name, type=kind)
    assert bool(propose_mandates(draft(organisation=own.pk))) is proposed


@pytest.mark.django_db
def test_a_clause_has_the_subject_of_its_text():
    training = mandate(action="promote training programmes for all stakeholders", asks=["itu-bdt-director"])
    mandate(action="keep a repository of papers of the working group", asks=["itu-secretary-general"])
    Instrument.objects.update(title="Child online protection")
    itu = organisation(name="ITU", type="international-organization")
    record = draft(
        organisation=itu.pk, title="Training on child online protection", summary="Training for teachers and parents."
    )
    assert propose_mandates(record)[0].mandate == training


@pytest.mark.django_db
def test_a_mandate_for_one_country_is_answered_there():
    mandate(action="to teach users in Kenya how to choose passwords and avoid fraud", asks=["all-stakeholders"])
    record = draft()
    record.places.all().delete()
    record.places.create(area="FRA")
    assert propose_mandates(record) == []
    record.places.create(area="KEN")
    assert propose_mandates(record)


@pytest.mark.django_db
def test_a_replaced_text_answers_while_its_successor_has_not_come_in():
    text = Instrument.objects.create(symbol="itu:PP/RES/179@2018", family="itu:PP/RES/179", title="Passwords")
    old = mandate(action="to teach users how to choose passwords and avoid fraud", asks=["all-stakeholders"])
    Paragraph.objects.filter(pk=old.paragraph_id).update(instrument=text)
    Mandate.objects.filter(pk=old.pk).update(instrument=text, status="superseded")
    assert [one.mandate for one in propose_mandates(draft())] == [old]
    Instrument.objects.create(symbol="itu:PP/RES/179@2022", family="itu:PP/RES/179", title="Passwords")
    new = mandate(action="to teach users how to use the web", asks=["all-stakeholders"])
    Mandate.objects.filter(pk=new.pk).update(instrument=Instrument.objects.get(symbol="itu:PP/RES/179@2022"))
    assert old not in [one.mandate for one in propose_mandates(draft())]
