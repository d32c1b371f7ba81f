"""The pages of consultations: what they show, what forms do, how many queries they take."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django_tasks.backends.immediate import ImmediateBackend

from actionlines.register.consultations.actions.comments import key_of
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.notices import mute_key
from actionlines.register.core.imports.readings import read_next
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT
from tests.people import person
from tests.register.consultations.samples import add_text, comment, consultation
from tests.register.mandates.samples import instrument
from tests.register.roadmaps.samples import road_map

pytestmark = pytest.mark.django_db
WORDS = "1. Invites all to read.\n\n2. Requests a report:\n\n(a) each year;\n\n(b) to all."


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def page(client: Client, name: str, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    answer.text_ = answer.content.decode()
    return answer


def typed(made: Consultation, **more):
    then = dumps(int(timezone.now().timestamp()) - 10, salt="actionlines.opened")
    return {
        "paragraph": "1", "seen": made.text, "opened": then, "text": "Say which data.", "stakeholder": "academia",
        "language": "en", **more,
    }  # fmt: skip


def test_the_list_shows_what_is_open_first_and_drafts_to_their_organiser_alone():
    consultation(title="Open one")
    consultation(title="Closed one", phases=[{"kind": "comments", "starts_on": "2020-01-01", "ends_on": "2020-02-01"}])
    consultation(title="Draft one", publish=False)
    text = page(Client(), "consultations").text_
    assert text.index("Open one") < text.index("Closed one")
    assert "Draft one" not in text
    assert "Draft one" in page(signed_in("reviewer"), "consultations").text_


def test_an_organiser_opens_one_adds_a_text_and_publishes():
    client, today = signed_in("reviewer"), timezone.now().date()
    form = {
        "title": "A draft for villages", "language": "en", "lines": ["C5"], "anonymous": "on",
        "phase-0-kind": "comments", "phase-0-starts_on": today.isoformat(), "phase-0-ends_on": "",
        "phase-1-kind": "reply", "phase-1-name": "We answer", "phase-1-starts_on": "2090-01-01",
    }  # fmt: skip
    answer = client.post(reverse("consultation-new"), form)
    made = Consultation.objects.get()
    assert answer["Location"] == reverse("consultation-text", args=[made.pk])
    assert [one.name for one in made.phases.all()] == ["", "We answer"]
    refused = client.post(reverse("consultation-publish", args=[made.pk]), follow=True)
    assert "no text yet" in refused.content.decode()
    client.post(reverse("consultation-text", args=[made.pk]), {"words": WORDS, "version": made.version})
    assert [one.number for one in made.texts.get().paragraphs.all()] == ["1", "2", "2(a)", "2(b)"]
    client.post(reverse("consultation-publish", args=[made.pk]))
    assert Consultation.objects.get().status == "published"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Give one of these"),
        ({"symbol": "A/RES/1/1", "words": "x"}, "Give one of these"),
        ({"symbol": "A/RES/1/1"}, "does not hold"),
        ({"words": " \n \n"}, "Give one of these"),
        ({"words": "\x00\x01"}, "Null characters"),
    ],
)
def test_a_text_that_cannot_be_taken_is_told_and_nothing_is_lost(given, says):
    made = consultation(publish=False)
    answer = signed_in("reviewer").post(reverse("consultation-text", args=[made.pk]), given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert made.texts.count() == 1


def test_a_text_without_numbers_gets_them_and_says_so():
    made = consultation(publish=False)
    client = signed_in("reviewer")
    words = "The first paragraph.\n\nThe second paragraph."
    client.post(reverse("consultation-text", args=[made.pk]), {"words": words})
    text = page(client, "consultation", made.pk).text_
    assert "¶1" in text and "¶2" in text
    assert "2 paragraphs had no number" in text


@pytest.mark.parametrize("way", ["words", "file"])
def test_a_text_waits_for_a_worker_is_shown_and_added(way, monkeypatch):
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)
    made = consultation(publish=False)
    client, address = signed_in("reviewer"), reverse("consultation-text", args=[made.pk])
    sent = {"words": WORDS, "file": SimpleUploadedFile("draft.txt", WORDS.encode())}[way]
    waits = client.post(address, {way: sent, "version": made.version})["Location"]
    assert client.get(waits).status_code == 202
    assert made.texts.count() == 1
    assert signed_in("secretariat").get(waits).status_code == 404, "the address is of the one who asked"
    assert read_next()
    shown = client.get(waits).content.decode()
    assert "4 paragraphs were found" in shown
    given = dict(re.findall(r'name="(reading|version)" value="([^"]+)"', shown))
    assert made.texts.count() == 1, "looking adds nothing"
    client.post(address, given)
    assert made.texts.count() == 2
    assert [one.number for one in made.texts.get(number=2).paragraphs.all()] == ["1", "2", "2(a)", "2(b)"]
    assert "changed" in client.post(address, given).content.decode(), "the version that was seen is checked"


def test_a_text_that_a_worker_cannot_read_says_why(monkeypatch):
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)
    made, client = consultation(publish=False), signed_in("reviewer")
    sent = {"file": SimpleUploadedFile("draft.docx", b"PK\3\4" + b"PK\5\6" + b"\0" * 18)}
    waits = client.post(reverse("consultation-text", args=[made.pk]), sent)["Location"]
    assert read_next()
    answer = client.get(waits)
    assert answer.status_code == 422
    assert "zip archive" in answer.content.decode()


def test_an_instrument_of_the_register_is_put_to_discussion():
    made, held = consultation(publish=False), instrument()
    signed_in("reviewer").post(reverse("consultation-text", args=[made.pk]), {"symbol": held.symbol})
    text = made.texts.get(number=2)
    assert (text.source_kind, text.source_id, text.source_version) == ("instrument", held.symbol, held.version)
    assert text.paragraphs.count() == held.paragraphs.count()


def test_a_member_comments_and_everybody_reads_it():
    made = consultation()
    answer = signed_in("member").post(
        reverse("consultation-comment", args=[made.pk]),
        typed(made, quote="open data", suggests="on", suggestion="open & free data"),
        follow=True,
    )
    assert answer.status_code == 200
    text = page(Client(), "consultation-paragraph", made.pk, "1").text_
    assert "<del>" not in text.split("open ")[0]
    assert "<ins>&amp; free </ins>" in text.replace("<ins>&amp;</ins><ins> free </ins>", "<ins>&amp; free </ins>")
    assert '<mark class="said">open data</mark>' in text
    assert "1 comment" in page(Client(), "consultation", made.pk).text_


def test_the_second_of_two_equal_words_is_meant_where_it_was_selected():
    made = consultation()
    comment(made)
    form = typed(made, quote="ll", start=12, end=14)
    assert signed_in("member").post(reverse("consultation-comment", args=[made.pk]), form).status_code == 422
    row = made.current().paragraphs.get(anchor="1")
    at = row.text.rindex("ll")
    form = typed(made, quote="ll", start=at, end=at + 2)
    assert signed_in("member").post(reverse("consultation-comment", args=[made.pk]), form).status_code == 302
    assert Comment.objects.order_by("pk").last().start == at


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"paragraph": "77"}, "no paragraph"),
        ({"seen": "9"}, "new version"),
        ({"quote": "not there"}, "are not"),
        ({"text": "x" * 5001}, "5000"),
        ({"stakeholder": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_and_what_was_typed_stays(given, says):
    made = consultation()
    answer = signed_in("member").post(
        reverse("consultation-comment", args=[made.pk]), typed(made, organisation="Typed & kept", **given)
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text and "Typed &amp; kept" in text
    assert not Comment.objects.exists()


def test_comments_on_a_closed_consultation_are_refused_with_the_day():
    made = consultation(phases=[{"kind": "comments", "starts_on": "2020-01-01", "ends_on": "2020-02-01"}])
    answer = signed_in("member").post(reverse("consultation-comment", args=[made.pk]), typed(made))
    assert answer.status_code == 409
    assert "2020-02-01" in answer.content.decode()


def form_of(client: Client, one: Comment, **more):
    """What the form of a correction holds, as a browser sends it, with other values typed in."""
    form = client.get(reverse("comment-edit", args=[one.pk])).context["form"]
    held = {name: value for name, value in form.initial.items() if name in form.fields and value is not False}
    return {**held, **more}


def test_an_author_corrects_a_comment_and_everybody_reads_that_it_was():
    made = consultation()
    one = comment(made, quote="open data", suggests=True, suggestion="free data")
    author = signed_in("member")
    assert ">Correct</a>" in page(author, "consultation-paragraph", made.pk, "1").text_
    assert ">Correct</a>" not in page(signed_in("stranger"), "consultation-paragraph", made.pk, "1").text_
    asked = page(author, "comment-edit", one.pk).text_
    assert "Say which data." in asked and "open data</blockquote>" in asked and "free data" in asked
    address = reverse("comment-edit", args=[one.pk])
    answer = author.post(address, form_of(author, one, text="Say <b>which</b> data."))
    assert answer["Location"].endswith(f"/at/1/#c{one.pk}")
    text = page(Client(), "consultation-paragraph", made.pk, "1").text_
    assert "Say &lt;b&gt;which&lt;/b&gt; data." in text and "corrected " in text
    # What it said before stands in its history.
    assert "Say which data." in Client().get(reverse("version", args=["comment", one.pk, 1])).content.decode()
    # Without the tick there is no suggestion any more, though its words are still in the form.
    given = form_of(author, one)
    del given["suggests"]
    author.post(address, given)
    assert Comment.objects.get().suggestion == ""


def test_a_correction_in_two_windows_shows_the_difference_and_keeps_what_was_typed():
    one = comment(consultation())
    author, address = signed_in("member"), reverse("comment-edit", args=[one.pk])
    first, second = (form_of(author, one, text="Of one window."), form_of(author, one, text="Of another window."))
    assert author.post(address, first).status_code == 302
    answer = author.post(address, second)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this" in text and "Of another window." in text and "one" in text
    assert Comment.objects.get().text == "Of one window."
    # Sent again, it is saved over the other.
    author.post(address, {**second, "version": answer.context["form"]["version"].value()})
    assert Comment.objects.get().text == "Of another window."


def test_what_cannot_be_corrected_says_why():
    one = comment(consultation())
    author, address = signed_in("member"), reverse("comment-edit", args=[one.pk])
    assert author.post(address, form_of(author, one, text="")).status_code == 422
    signed_in("stranger").post(
        reverse("comment-reply", args=[one.pk]), {"text": "Why?", "stakeholder": "academia", "language": "en"}
    )
    typed_in = {"text": "Typed & kept", "stakeholder": "academia", "language": "en"}
    for answer in (author.get(address), author.post(address, typed_in)):
        assert answer.status_code == 409
        assert "it was answered" in answer.content.decode()
    assert "Typed &amp; kept" in answer.content.decode()
    assert ">Correct</a>" not in page(author, "comment", one.pk).text_


def test_an_answer_is_corrected_at_its_own_page():
    one = comment(consultation())
    author = signed_in("stranger")
    author.post(reverse("comment-reply", args=[one.pk]), {"text": "Why?", "stakeholder": "academia", "language": "en"})
    answer = Comment.objects.get(parent=one)
    assert reverse("comment-edit", args=[answer.pk]) in page(author, "comment", one.pk).text_
    form = author.get(reverse("comment-edit", args=[answer.pk])).context["form"]
    assert "suggests" not in form.fields
    author.post(reverse("comment-edit", args=[answer.pk]), form_of(author, answer, text="Why, and when?"))
    assert "Why, and when?" in page(Client(), "comment", one.pk).text_


def test_without_an_account_the_address_that_was_kept_leads_to_the_correction():
    made = consultation(anonymous=True)
    visitor = Client()
    visitor.post(reverse("consultation-comment", args=[made.pk]), typed(made))
    one = Comment.objects.get()
    taken = page(visitor, "comment-withdraw-key", one.pk, key_of(one)).text_
    # A key holds its second: the one that the page shows is followed.
    found = re.search(rf'"({reverse("comment-edit", args=[one.pk])}[^"/]+/)"', taken)
    assert found
    address = found[1]
    assert visitor.post(address, typed(made, text="Say where.", version=1)).status_code == 302
    assert Comment.objects.get().text == "Say where."
    assert visitor.get(reverse("comment-edit-key", args=[one.pk, "x"])).status_code == 302
    assert visitor.get(reverse("comment-edit", args=[one.pk])).status_code == 302
    while (answer := visitor.post(address, typed(made, text="Say."))).status_code != 429:
        assert COUNTS
    assert int(answer["Retry-After"]) > 0


def test_where_comments_wait_the_corrected_one_is_gone_until_it_is_looked_at():
    made = consultation(premoderated=True)
    one = comment(made)
    Comment.objects.update(status="published")
    author = signed_in("member")
    assert "looks at it again" in page(author, "comment-edit", one.pk).text_
    author.post(reverse("comment-edit", args=[one.pk]), form_of(author, one, text="Say where."))
    for name, args in (("consultation-paragraph", (made.pk, "1")), ("consultation-dispositions", (made.pk,))):
        text = page(Client(), name, *args).text_
        assert "Say where." not in text and "Say which data." not in text
    # Neither do its earlier words show.
    assert Client().get(reverse("version", args=["comment", one.pk, 1])).status_code != 200
    assert "Say where." in page(signed_in("reviewer"), "consultation-moderation", made.pk).text_


def test_visitors_are_held_slowed_down_and_can_take_back():
    made = consultation(anonymous=True)
    visitor, address = Client(), reverse("consultation-comment", args=[made.pk])
    for wrong in ({"website": "https://spam.example"}, {"opened": dumps(2**33, salt="actionlines.opened")},
                  {"opened": ""}):  # fmt: skip
        assert visitor.post(address, typed(made, **wrong)).status_code == 422
    assert not Comment.objects.exists()
    answer = visitor.post(address, typed(made), follow=True)
    held = Comment.objects.get()
    assert held.status == "held" and held.author is None
    assert "/withdraw/" in answer.content.decode()
    assert held.text not in page(Client(), "consultation-paragraph", made.pk, "1").text_
    back = reverse("comment-withdraw-key", args=[held.pk, key_of(held)])
    assert visitor.get(back).status_code == 200
    assert visitor.post(back).status_code == 302
    assert Comment.objects.get().status == "withdrawn"
    while (answer := visitor.post(address, typed(made))).status_code != 429:
        assert COUNTS
    assert int(answer["Retry-After"]) > 0
    assert Comment.objects.count() <= VISITOR_COMMENT.most


def test_without_an_account_where_it_is_needed_one_signs_in():
    made = consultation()
    answer = Client().post(reverse("consultation-comment", args=[made.pk]), typed(made))
    assert answer["Location"].startswith("/account/login/")


def test_moderation_of_many_with_a_reason_that_stays_in_place():
    made = consultation(premoderated=True)
    some = [comment(made) for _ in range(3)]
    boss = signed_in("reviewer")
    assert "3" in page(boss, "consultation-moderation", made.pk).text_
    address = reverse("consultation-moderate", args=[made.pk])
    ticked = [f"{one.pk}:1" for one in some]
    answer = boss.post(address, {"comment": ticked, "decision": "remove"}, follow=True)
    assert "Say why" in answer.content.decode()
    boss.post(address, {"comment": ticked[:1], "decision": "remove", "reason": "Names a person."})
    boss.post(address, {"comment": ticked[1:], "decision": "publish"})
    text = page(Client(), "consultation-paragraph", made.pk, "1").text_
    assert "Names a person." in text and text.count("Say which data.") == 2
    assert Client().get(reverse("record-json", args=["comment", some[0].pk])).status_code == 410


def test_the_organiser_answers_in_the_table_and_sees_what_another_decided():
    made = consultation()
    one, two = comment(made), comment(made, text="Another point.")
    boss, other = signed_in("reviewer"), signed_in("secretariat")
    address = reverse("comment-dispose", args=[one.pk])
    assert boss.post(address, {"version": 1, "disposition": "not"}).status_code == 422
    assert boss.post(address, {"version": 1, "disposition": "accepted", "where": "3(a)"}).status_code == 302
    answer = other.post(address, {"version": 1, "disposition": "not", "why": "No."})
    assert answer.status_code == 409
    assert "accepted" in answer.content.decode()
    boss.post(
        reverse("consultation-dispose", args=[made.pk]),
        {"comment": [f"{two.pk}:1"], "disposition": "partly", "why": "Half of it.", "where": "2"},
    )
    text = page(Client(), "consultation-dispositions", made.pk).text_
    assert "Half of it." in text and "><bdi>3(a)</bdi></a>" in text
    only = page(Client(), "consultation-dispositions", made.pk, disposition="partly").text_
    assert "Another point." in only and "Say which data." not in only


def test_a_second_version_orphans_visibly_and_the_organiser_places_it():
    made = consultation()
    comment(made, quote="open data")
    add_text(made, changes={"1": "Invites all to give data openly;"})
    text = page(Client(), "consultation", made.pk).text_
    assert "1 comment lost its words" in text
    assert "It was at 1" in page(Client(), "consultation-whole", made.pk).text_
    boss = signed_in("reviewer")
    text = page(boss, "consultation-versions", made.pk).text_
    assert "1 is orphaned" in text and "beside it now" in text
    old = made.texts.get(number=1).paragraphs.get(anchor="1")
    boss.post(reverse("consultation-map", args=[made.pk]), {"from": old.pk, "to": "1"})
    assert Comment.objects.get().how == "mapped"


def test_a_paragraph_that_is_gone_says_so():
    made = consultation()
    comment(made, paragraph="4")
    add_text(made, without=("4",))
    answer = page(Client(), "consultation-paragraph", made.pk, "4")
    assert answer.status_code == 404
    assert "not in the text any more" in answer.text_ and "waits for a person" in answer.text_
    assert page(Client(), "consultation-paragraph", made.pk, "nothing").status_code == 404


def test_settings_changed_by_two_show_the_difference():
    made = consultation()
    form = {"title": "Mine", "language": "en", "version": made.version}
    assert signed_in("secretariat").post(reverse("consultation-edit", args=[made.pk]), form).status_code == 302
    answer = signed_in("reviewer").post(reverse("consultation-edit", args=[made.pk]), {**form, "title": "Ours"})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode() and "Ours" in answer.content.decode()


def test_results_and_withdrawal_are_told():
    made = consultation()
    boss = signed_in("reviewer")
    form = {"version": made.version, "results": "Most asked for prices."}
    boss.post(reverse("consultation-results", args=[made.pk]), form)
    assert "Most asked for prices." in page(Client(), "consultation", made.pk).text_
    boss.post(reverse("consultation-withdraw", args=[made.pk]), {"reason": "Replaced."})
    answer = page(Client(), "consultation", made.pk)
    assert answer.status_code == 410 and "Replaced." in answer.text_
    assert page(Client(), "consultation-paragraph", made.pk, "1").status_code == 404


def test_feeds_and_exports():
    made = consultation(title="A <b> title")
    comment(made)
    feed = page(Client(), "consultations-feed")
    assert feed["Content-Type"].startswith("application/atom+xml") and "A &lt;b&gt; title" in feed.text_
    assert "Say which data." in page(Client(), "consultation-feed", made.pk).text_
    for form in ("xlsx", "json", "docx"):
        answer = Client().get(reverse("consultation-export", args=[made.pk]), {"as": form})
        assert answer.status_code == 200
        assert len(b"".join(answer.streaming_content) if answer.streaming else answer.content) > 500
    assert Client().get(reverse("consultation-export", args=[made.pk]), {"as": "exe"}).status_code == 400
    assert "Civil society" in page(Client(), "consultation-statistics", made.pk).text_


def test_messages_end_by_a_link_and_a_button():
    made = consultation()
    address = reverse("consultations-mute", args=[mute_key(made.owner_id, made.pk)])
    assert "Stop them" in Client().get(address).content.decode()
    assert not made.owner.muted.exists()
    Client().post(address)
    assert made.owner.muted.count() == 1
    assert Client().get(reverse("consultations-mute", args=["made-up"])).status_code == 404


@pytest.mark.parametrize("name", ["consultation", "consultation-paragraph", "consultation-dispositions"])
def test_queries_do_not_grow_with_comments(name, django_assert_max_num_queries):
    made = consultation()
    args = [made.pk, "1"] if name.endswith("paragraph") else [made.pk]
    for n in range(25):
        comment(made, text=f"Comment number {n} on data.", country="FRA" if n % 2 else "KEN")
    client = signed_in("stranger")
    with django_assert_max_num_queries(20):
        assert page(client, name, *args).status_code == 200


def test_whoever_comes_from_a_road_map_finds_its_title_and_lines_written_in():
    made = road_map("secretariat", ("C5", "C6"))
    client = signed_in("secretariat")
    shown = client.get(f"/consultations/new/?draft=roadmap:{made.pk}").content.decode()
    assert f'value="{escape(made.title)}"' in shown
    assert all(re.search(f'value="{line}"[^>]*(checked|selected)', shown) for line in ("C5", "C6"))
    for odd in ("roadmap:999999", "roadmap:'", "nothing:1", "roadmap:" + "9" * 30):
        assert client.get("/consultations/new/", {"draft": odd}).status_code == 200
