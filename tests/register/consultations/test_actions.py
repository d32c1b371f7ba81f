"""Consultations and comments through their actions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord, WrongState
from actionlines.register.consultations.actions.comments import (
    DisposeComment,
    EndorseComment,
    ModerateComment,
    ReplyToComment,
    WithdrawComment,
    dispose_all,
    key_of,
    moderate_all,
)
from actionlines.register.consultations.actions.texts import EditConsultation, MapComment, map_paragraph
from actionlines.register.consultations.models import Comment, TextParagraph
from actionlines.register.core.models import Event, Version
from tests.people import person
from tests.register.consultations.samples import add_text, comment, consultation

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def fresh(one):
    return type(one).objects.get(pk=one.pk)


def test_a_comment_has_an_anchor_an_event_and_a_version():
    made = comment(consultation(), quote="open data", language="es")
    assert (made.start, made.end, made.quote, made.how) == (35, 44, "open data", "written")
    assert made.place.text[made.place_start : made.place_end] == "open data"
    assert Event.objects.filter(kind="comment", record=made.pk, action="consultation.comment").count() == 1
    assert Version.objects.get(kind="comment", record=made.pk).data["quote"] == "open data"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"paragraph": "99"}, "place"),  # a paragraph that is not there
        ({"seen": 7}, "place"),  # an old version
        ({"start": 5, "end": 9999}, "place"),  # a span outside
        ({"start": 9, "end": 9}, "place"),  # an empty span
        ({"start": 0, "end": 7, "quote": "Request"}, "place"),  # other words than the span has
        ({"quote": "never said"}, "place"),
        ({"quote": "ll"}, "place"),  # stands more than once
        ({"text": ""}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "\x00\x07 \u202e"}, "text"),  # nothing is left of it
        ({"stakeholder": "king"}, "stakeholder"),
        ({"country": "XXX"}, "country"),
        ({"language": "tlh"}, "language"),
        ({"paragraph": "", "suggests": True}, "suggestion"),
    ],
)
def test_bad_input_names_its_field_and_nothing_is_written(given, field):
    made = consultation()
    with pytest.raises(InvalidFields) as wrong:
        comment(made, **given)
    assert field in wrong.value.fields
    assert not Comment.objects.exists()


def test_visitors_comment_where_the_organiser_lets_them_and_wait():
    with pytest.raises(NotAllowed):
        comment(consultation(), VISITOR)
    made = comment(consultation(anonymous=True), VISITOR)
    assert (made.status, made.author) == ("held", None)
    assert Event.objects.get(kind="comment", record=made.pk).actor is None


def test_no_comments_before_and_after_their_phase():
    made = consultation(phases=[{"kind": "comments", "starts_on": "2020-01-01", "ends_on": "2020-02-01"}])
    with pytest.raises(WrongState, match="2020-02-01"):
        comment(made)


def test_premoderation_holds_members_but_not_those_who_moderate():
    made = consultation(premoderated=True)
    assert comment(made).status == "held"
    assert comment(made, "reviewer").status == "published"


def test_moderation_publishes_a_reason_and_can_be_undone():
    made = comment(consultation())
    with pytest.raises(InvalidFields):
        ModerateComment(person("reviewer"), made, decision="remove").do()
    with pytest.raises(NotAllowed):
        ModerateComment(person("stranger"), made, decision="remove", reason="No.").do()
    gone = ModerateComment(person("reviewer"), made, decision="remove", reason="Names a person.").do()
    assert (gone.status, gone.status_reason) == ("removed", "Names a person.")
    back = ModerateComment(person("reviewer"), fresh(gone), decision="publish").do()
    assert (back.status, back.status_reason) == ("published", "")


def test_many_are_moderated_and_each_is_asked_for():
    made = consultation(premoderated=True)
    chosen = [(comment(made), 1) for _ in range(3)]
    other = comment(consultation("secretariat", premoderated=True, lines=["C2"]))
    result = moderate_all(person("reviewer"), [*chosen, (other, 1), (chosen[0][0], 9)], "publish")
    assert len(result.done) == 3
    assert [type(error) for _one, error in result.refused] == [NotAllowed, StaleRecord]
    assert fresh(other).status == "held"


def test_withdrawal_leaves_a_tombstone_and_needs_the_author_or_the_key():
    made = consultation(anonymous=True)
    own, free = comment(made), comment(made, VISITOR)
    for actor, one, key in ((person("stranger"), own, ""), (VISITOR, free, ""), (VISITOR, own, key_of(own)),
                            (VISITOR, free, key_of(own))):  # fmt: skip
        with pytest.raises(NotAllowed):
            WithdrawComment(actor, one, key=key).do()
    assert WithdrawComment(person("member"), own).do().status == "withdrawn"
    assert WithdrawComment(VISITOR, free, key=key_of(free)).do().status == "withdrawn"


def test_endorsing_counts_once_and_makes_nobody_begin_again():
    made = comment(consultation())
    for _ in range(2):
        EndorseComment(person("stranger"), fresh(made)).do()
    assert fresh(made).endorsed == 1
    with pytest.raises(WrongState):
        EndorseComment(person("member"), made).do()
    DisposeComment(person("reviewer"), fresh(made), version=1, disposition="accepted").do()
    EndorseComment(person("stranger"), fresh(made), take_back=True).do()
    assert fresh(made).endorsed == 0


def test_replies_are_one_level_deep():
    made = comment(consultation())
    fields = {"text": "We will.", "stakeholder": "government"}
    first = ReplyToComment(person("reviewer"), parent=made, fields=fields).do()
    second = ReplyToComment(person("member"), parent=first, fields=fields).do()
    assert (first.parent, second.parent) == (made, made)
    assert (first.by_organiser, second.by_organiser) == (True, False)


def test_a_disposition_says_why_and_where():
    made = consultation()
    one = comment(made)
    boss = person("reviewer")
    with pytest.raises(InvalidFields, match="why"):
        DisposeComment(boss, one, disposition="not").do()
    with pytest.raises(InvalidFields, match="where"):
        DisposeComment(boss, one, disposition="accepted", where="77").do()
    with pytest.raises(NotAllowed):
        DisposeComment(person("member"), one, disposition="accepted").do()
    done = DisposeComment(boss, one, disposition="partly", why="Prices stay out.", where="3(b)").do()
    assert (done.disposition, done.disposition_place.anchor) == ("partly", "3(b)")
    result = dispose_all(boss, [(comment(made), 1), (comment(made), 1)], "accepted", where="2")
    assert len(result.done) == 2


def test_a_new_text_moves_what_is_the_same_and_orphans_the_rest():
    made = consultation()
    stays, changed, below, whole = (
        comment(made, paragraph="2"),
        comment(made, paragraph="1", quote="open data"),
        comment(made, paragraph="3(a)"),
        comment(made, paragraph=""),
    )
    made = add_text(made, changes={"1": "Invites all Governments to publish maps;", "3": "Encourages operators:"})
    assert [fresh(one).how for one in (stays, changed, below, whole)] == ["same", "orphaned", "orphaned", "whole"]
    assert fresh(stays).place.text_version.number == 2
    assert (fresh(changed).place, fresh(changed).last.anchor, fresh(changed).quote) == (None, "1", "open data")
    # Who is orphaned stays so, even where the words come back.
    made = add_text(made)
    assert fresh(changed).how == "orphaned"
    assert fresh(stays).how == "same"


def test_the_organiser_maps_orphans_one_by_one_or_by_paragraph():
    made = consultation()
    some = [comment(made, paragraph="1", quote="open data") for _ in range(3)]
    made = add_text(made, changes={"1": "Invites Governments to give open data;"})
    with pytest.raises(NotAllowed):
        MapComment(person("member"), fresh(some[0]), to="1").do()
    one = MapComment(person("reviewer"), fresh(some[0]), to="1").do()
    assert (one.how, one.place.text[one.place_start : one.place_end]) == ("mapped", "open data")
    old = TextParagraph.objects.get(text_version__number=1, text_version__consultation=made, anchor="1")
    assert map_paragraph(person("reviewer"), made, old, "2") == 2
    assert {fresh(one).place.anchor for one in some[1:]} == {"2"}
    assert Version.objects.filter(kind="comment", record=some[1].pk).count() == 2


def test_a_mapping_given_with_the_text():
    made = consultation()
    one = comment(made, paragraph="1", quote="open data")
    with pytest.raises(InvalidFields):
        add_text(made, changes={"1": "Other words."}, mapping={"1": "nowhere"})
    add_text(made, changes={"1": "Other words."}, mapping={"1": "1"})
    assert (fresh(one).how, fresh(one).place_end) == ("mapped", len("Other words."))


def test_the_same_text_twice_is_refused():
    made = consultation()
    with pytest.raises(WrongState):
        add_text(made)


def test_two_organisers_at_once():
    made = consultation()
    EditConsultation(person("reviewer"), made, version=made.version, fields={"title": "One"}).do()
    with pytest.raises(StaleRecord):
        EditConsultation(person("secretariat"), made, version=made.version, fields={"title": "Two"}).do()
