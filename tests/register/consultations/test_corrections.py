"""A comment is corrected by its author: what changes, what stays, who may, and until when."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord, WrongState
from actionlines.register.consultations import tasks
from actionlines.register.consultations.actions.comments import (
    DisposeComment,
    EditComment,
    EndorseComment,
    ModerateComment,
    ReplyToComment,
    WithdrawComment,
    key_of,
)
from actionlines.register.consultations.actions.texts import EditConsultation
from actionlines.register.consultations.exports import rows
from actionlines.register.consultations.models import Comment
from actionlines.register.core.models import Event, Version
from tests.people import person
from tests.register.consultations.samples import add_text, comment, consultation

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
ENDED = [{"kind": "comments", "starts_on": "2020-01-01", "ends_on": "2020-02-01"}]


def edit(one: Comment, who: str = "member", **fields) -> Comment:
    return EditComment(person(who), one, fields={"text": "Say which data, and when.", **fields}).do()


def reply(one: Comment, who: str = "stranger", **fields) -> Comment:
    given = {"text": "Why?", "stakeholder": "academia", **fields}
    return ReplyToComment(person(who), parent=one, fields=given).do()


def events(one: Comment) -> list[tuple[str, dict]]:
    return list(Event.objects.filter(kind="comment", record=one.pk).order_by("pk").values_list("action", "changes"))


def test_the_words_change_and_the_anchor_does_not():
    one = comment(consultation(), quote="open data", suggests=True, suggestion="free data")
    began = timezone.now()
    now = edit(one, suggestion="free and open data", organisation="Village Network Trust")
    assert (now.text, now.suggestion) == ("Say which data, and when.", "free and open data")
    assert now.organisation == "Village Network Trust"
    anchor = ("text_version_id", "paragraph_id", "start", "end", "quote", "quote_sha256", "paragraph_sha256",
              "place_id", "place_start", "place_end", "how", "created_at", "country", "suggests")  # fmt: skip
    assert [getattr(now, name) for name in anchor] == [getattr(one, name) for name in anchor]
    assert began <= now.edited_at <= timezone.now()
    # What was said before is kept.
    kept = Version.objects.filter(kind="comment", record=one.pk).order_by("number")
    assert [row.data["text"] for row in kept] == ["Say which data.", "Say which data, and when."]
    assert [row.data["edited_at"] for row in kept] == [None, now.edited_at.isoformat()]
    action, changes = events(one)[-1]
    assert action == "comment.edit"
    assert changes["text"] == ["Say which data.", "Say which data, and when."]


def test_it_stays_where_a_new_text_has_carried_it():
    made = consultation()
    gone, same = comment(made, paragraph="2"), comment(made)
    add_text(made, changes={"2": "Requests the secretariat to report;"})
    places = {one.pk: (one.how, one.place_id) for one in Comment.objects.all()}
    for one in (gone, same):
        now = edit(one)
        assert (now.how, now.place_id) == places[one.pk]
    assert {how for how, _place in places.values()} == {"orphaned", "same"}


def test_nothing_new_leaves_no_version():
    one = comment(consultation(premoderated=True))
    ModerateComment(person("reviewer"), one, decision="publish").do()
    now = edit(one, text=one.text, stakeholder=one.stakeholder)
    assert (now.version, now.status, now.edited_at) == (2, "published", None)
    assert len(events(one)) == 2


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"text": ""}, {"text"}), ({"text": "x" * 5001}, {"text"}), ({"stakeholder": "king"}, {"stakeholder"}),
        ({"country": "XXX"}, {"country"}), ({"paragraph": "2"}, {"paragraph"}), ({"status": "held"}, {"status"}),
        # Nothing is left to be said.
        ({"text": "", "suggests": False}, {"text"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(fields, names):
    one = comment(consultation())
    with pytest.raises(InvalidFields) as caught:
        edit(one, **fields)
    assert set(caught.value.fields) == names
    assert Comment.objects.get().text == one.text


def test_on_the_whole_text_no_words_are_suggested():
    one = comment(consultation(), paragraph="")
    with pytest.raises(InvalidFields) as caught:
        edit(one, suggests=True, suggestion="Other words.")
    assert set(caught.value.fields) == {"suggestion"}


def test_a_suggestion_is_taken_back_and_an_answer_never_has_one():
    made = consultation()
    one = edit(comment(made, suggests=True, suggestion="Other words."), suggests=False)
    assert (one.suggests, one.suggestion) == (False, "")
    answer = edit(reply(one, "member"), suggests=True, suggestion="Other words.")
    assert (answer.suggests, answer.suggestion) == (False, "")


def test_only_its_author_corrects_it():
    one = comment(consultation())
    for who in ("stranger", "reviewer", "secretariat", "administrator"):
        with pytest.raises(NotAllowed):
            edit(one, who)
    with pytest.raises(NotAllowed):
        EditComment(VISITOR, one, fields={"text": "Other."}, key=key_of(one)).do()


def test_without_an_account_the_key_is_needed_and_the_organiser_looks_again():
    one = comment(consultation(anonymous=True), VISITOR)
    ModerateComment(person("reviewer"), one, decision="publish").do()
    other = comment(one.consultation, VISITOR)
    for key in ("", "x", key_of(other)):
        with pytest.raises(NotAllowed):
            EditComment(VISITOR, one, fields={"text": "Other."}, key=key).do()
    now = EditComment(VISITOR, one, fields={"text": "Other."}, key=key_of(one)).do()
    assert (now.text, now.status) == ("Other.", "held")
    assert Event.objects.filter(kind="comment", record=one.pk).latest("pk").actor is None


@pytest.mark.parametrize(
    ("premoderated", "before", "who", "after"),
    [
        (True, "published", "member", "held"),
        (True, "held", "member", "held"),
        (False, "published", "member", "published"),
        # Held before moderation was turned off: an edit lets nothing through.
        (False, "held", "member", "held"),
        # Whoever moderates waits for nobody.
        (True, "published", "reviewer", "published"),
    ],
)
def test_it_goes_through_moderation_again_where_there_is_one(premoderated, before, who, after):
    made = consultation(premoderated=premoderated)
    one = comment(made, who)
    Comment.objects.update(status=before)
    now = edit(one, who)
    assert now.status == after
    public = Version.objects.get(kind="comment", record=one.pk, number=now.version).public
    assert public == (after == "published")


def test_after_moderation_the_corrected_words_are_public():
    one = edit(comment(consultation(premoderated=True)))
    assert ModerateComment(person("reviewer"), one, decision="publish").do().is_public()


def _closed(one):
    EditConsultation(None, one.consultation, fields={"phases": ENDED}).do()


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (_closed, "comments were taken until 2020-02-01"),
        (lambda one: DisposeComment(None, one, disposition="accepted").do(), "it has a disposition"),
        (lambda one: reply(one), "it was answered"),
        (lambda one: Comment.objects.filter(pk=reply(one).pk).update(status="held"), "it was answered"),
        (lambda one: WithdrawComment(person("member"), one).do(), "“Withdrawn by its author”"),
        (lambda one: ModerateComment(None, one, decision="remove", reason="x").do(), "“Removed by moderation”"),
    ],
)  # fmt: skip
def test_from_then_on_it_stays_as_it_is(happens, says):
    one = comment(consultation())
    happens(one)
    with pytest.raises(WrongState, match=says):
        edit(one)
    assert Comment.objects.get(pk=one.pk).text == one.text


@pytest.mark.parametrize(
    "happens",
    [
        # Who answers oneself only adds to it.
        lambda one: reply(one, "member"),
        lambda one: WithdrawComment(person("stranger"), reply(one)).do(),
        lambda one: ModerateComment(None, reply(one), decision="remove", reason="Insults.").do(),
    ],
)
def test_these_settle_nothing(happens):
    one = comment(consultation())
    happens(one)
    assert edit(one).edited_at


def test_an_answer_is_corrected_until_another_follows():
    made = consultation()
    one = comment(made)
    first, second = reply(one), reply(one, "member")
    assert edit(second, "member").text == "Say which data, and when."
    with pytest.raises(WrongState, match="it was answered"):
        edit(first, "stranger")
    DisposeComment(None, one, disposition="accepted").do()
    with pytest.raises(WrongState, match="it has a disposition"):
        edit(second, "member", text="More.")


def test_endorsements_were_of_the_words_before():
    one = comment(consultation())
    EndorseComment(person("stranger"), one).do()
    # For whom one speaks is not what was endorsed.
    assert edit(one, text=one.text, organisation="Village Network Trust").endorsed == 1
    now = edit(one)
    assert (now.endorsed, now.endorsements.count()) == (0, 0)
    assert events(one)[-1] == ("comment.edit", {"endorsed": [1, 0]})


def test_two_windows():
    one = comment(consultation())
    EditComment(person("member"), one, version=1, fields={"text": "First."}).do()
    with pytest.raises(StaleRecord):
        EditComment(person("member"), one, version=1, fields={"text": "Second."}).do()
    assert Comment.objects.get().text == "First."


def test_it_is_read_anew_and_the_organiser_is_told():
    made = consultation()
    one = comment(made, text="Villages need safe networks, protected against attacks and fraud.")
    tasks.align.call(made.pk)
    before = set(one.links.values_list("concept", flat=True))
    tasks.digest.call(made.pk)
    mail.outbox.clear()
    edit(one, text="Teachers in rural schools need training in digital skills for girls and boys.")
    assert tasks.digest.call(made.pk) == 1
    assert "1 new or corrected comment on" in mail.outbox[0].subject
    tasks.align.call(made.pk)
    after = set(one.links.values_list("concept", flat=True))
    assert after
    assert after != before


def test_the_table_says_when():
    made = consultation()
    one, other = edit(comment(made)), comment(made)
    found = {row["id"]: row["corrected_at"] for row in rows(made, all_of_it=False)}
    assert found == {one.pk: one.edited_at.isoformat(timespec="seconds"), other.pk: ""}
