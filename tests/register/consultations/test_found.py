"""Consultations are found by search: what is asked, the text and its paragraphs; what is not public is not."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from actionlines.errors import WrongState
from actionlines.register.consultations.actions.comments import ModerateComment
from actionlines.register.consultations.actions.texts import (
    AddText,
    EditConsultation,
    PublishConsultation,
    PublishResults,
    WithdrawConsultation,
)
from actionlines.register.consultations.texts import Numbered, Source
from actionlines.register.core.models import Outbox
from actionlines.register.core.search import Query, catch_up, index_writer, near, query, suggest
from tests.people import organisation, person
from tests.register.consultations.samples import add_text, comment, consultation
from tests.register.search.machine import WORDS, Followed, run
from tests.register.search.samples import carrier, save

pytestmark = pytest.mark.django_db


class Consulted(Followed):
    """People open consultations, change their texts and take them back."""

    consultations = Bundle("c")

    @rule(target=consultations, words=WORDS, publish=st.booleans())
    def open(self, words, publish):
        return consultation(title=" ".join(words), publish=publish, organisation=carrier().pk)

    @rule(made=consultations)
    def publish(self, made):
        self.try_(PublishConsultation(None, made))

    @rule(made=consultations, words=WORDS, lines=st.sampled_from(([], ["C5"], ["C7-ehealth", "C2"])))
    def edit(self, made, words, lines):
        self.try_(EditConsultation(None, made, fields={"summary": " ".join(words), "lines": lines}))

    @rule(made=consultations, words=WORDS, without=st.sampled_from(((), ("2",), ("3(a)", "4"))))
    def next_text(self, made, words, without):
        with contextlib.suppress(WrongState):
            add_text(made, changes={"1": " ".join(words)}, without=without)

    @rule(made=consultations)
    def results(self, made):
        self.try_(PublishResults(None, made, results="All of it was taken."))

    @rule(made=consultations)
    def withdraw(self, made):
        self.try_(WithdrawConsultation(None, made, reason="Superseded."))

    @rule(words=WORDS)
    def rename_the_organiser(self, words):
        one = carrier()
        one.acronym = "".join(words)[:40]
        save(one)

    def try_(self, action):
        with contextlib.suppress(WrongState):
            action.do()


@pytest.mark.long
def test_the_index_equals_the_database_after_any_changes():
    run(Consulted)


def found(text: str, **asked) -> set[str]:
    catch_up()
    return {hit.key for hit in query(Query(text, **asked)).hits}


def test_title_summary_paragraphs_and_results_are_found():
    made = consultation()
    key = f"consultation:{made.pk}"
    assert found("connected villages", kind="consultation") == {key}
    assert found('"what is missing"') == {key}
    towers = made.current().paragraphs.get(anchor="3(a)")
    assert found("towers") == {key, f"passage:{towers.pk}"}
    PublishResults(person("reviewer"), made, results="Electricity was added.").do()
    # The names of the IEEE and of an indicator have words of the same stem.
    assert found("electricity") == {key, "concept:ieee", "concept:sdg:7.1.1"}


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("action_line", "C7"), ("action_line", "C7-ehealth"), ("language", "fr"), ("status", "published"),
        ("stakeholder", "civil-society"),
    ],
)  # fmt: skip
def test_filters(facet, value):
    made = consultation(lines=["C7-ehealth"], language="fr", organisation=organisation().pk)
    consultation(lines=["C5"], language="ar")
    assert f"consultation:{made.pk}" in found("", kind="consultation", filters={facet: [value]})
    hits = query(Query(kind="consultation", facets=(facet,)))
    assert value in dict(hits.facets[facet])


def test_it_is_found_by_the_name_of_its_line_in_another_language():
    made = consultation(lines=["C5"])
    assert f"consultation:{made.pk}" in found("cybersécurité confiance", kind="consultation", match="any")


def test_drafts_and_what_was_withdrawn_are_not_found():
    draft = consultation(publish=False)
    assert found("towers") == set()
    published = PublishConsultation(person("reviewer"), draft).do()
    assert len(found("towers")) == 2
    WithdrawConsultation(person("reviewer"), published, reason="Superseded.").do()
    assert found("towers") == set()


def test_only_the_text_as_it_is_now_is_found():
    made = consultation()
    assert len(found("towers")) == 2
    add_text(made, changes={"3(a)": "to share their masts;"})
    assert found("towers") == set()
    assert len(found("masts")) == 2


@pytest.mark.parametrize("status", ["held", "published", "removed"])
def test_no_word_of_a_comment_is_in_the_index(status):
    made = consultation(premoderated=True)
    said = comment(made, text="Zanzibarian quicksilver is missing.", name="Xylophonist")
    if status != "held":
        decision = "publish" if status == "published" else "remove"
        ModerateComment(person("reviewer"), said, decision=decision, reason="Off the point.").do()
    assert found("quicksilver") == set() == found("xylophonist")
    assert near("quicksilvre") == ""
    # A comment leaves nothing to do for the index either.
    assert not Outbox.objects.filter(kind="comment").exists()
    assert index_writer.unequal() == {}


def test_the_snippet_is_of_the_paragraph_that_says_it():
    made = consultation()
    catch_up()
    (hit,) = query(Query("prices", kind="consultation")).hits
    assert hit.id == made.pk
    assert hit.snippet.text == "to publish their prices;"


def test_a_heading_is_found_in_its_text_and_not_alone():
    made = consultation()
    rows = [
        Numbered("heading-1", "Of masts and towers", "", "heading", 1),
        Numbered("1", "Requests a report.", "1", "operative"),
    ]
    AddText(person("reviewer"), made, source=Source("typed", "d", 0, "D", "en"), paragraphs=rows).do()
    assert found("masts") == {f"consultation:{made.pk}"}
    (hit,) = query(Query("masts")).hits
    assert hit.snippet.text == "Of masts and towers"


def test_titles_are_completed_and_paragraphs_are_not():
    made = consultation()
    catch_up()
    assert [(one.kind, one.id) for one in suggest("connected vill")] == [("consultation", str(made.pk))]
