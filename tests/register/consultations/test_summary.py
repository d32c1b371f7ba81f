"""Summaries quote, numbers count, numbering numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.consultations.statistics import Said, sentences, statistics, summary, summary_of
from actionlines.register.consultations.texts import Numbered, numbered
from tests.effort import examples
from tests.people import person
from tests.register.consultations.samples import comment, consultation


def test_the_most_central_sentences_of_different_people_come_first():
    said = [
        Said(1, "Publish the prices of a connection each year. I like the colour of the cover."),
        Said(2, "The prices of a connection must be published each year."),
        Said(3, "Prices of a connection should be public, each year."),
        Said(4, "Teachers need training before they get tablets."),
        Said(5, "Training for teachers comes first, then tablets."),
    ]
    found = summary(said, 2)
    assert {one.ref for one in found} & {1, 2, 3} and {one.ref for one in found} & {4, 5}
    assert all("colour" not in one.text for one in found)


@pytest.mark.parametrize("said", [[], [Said(1, "")], [Said(1, "?!")], [Said(1, "مرحبا")]])
def test_nothing_to_say(said):
    assert summary(said) == []


@examples(100)
@given(st.lists(st.text(max_size=300), max_size=12))
def test_every_quote_stands_in_its_comment(texts):
    said = [Said(n, text) for n, text in enumerate(texts)]
    for one in summary(said):
        assert texts[one.ref][one.start : one.end] == one.text
    for one in said:
        assert all(one.text[q.start : q.end] == q.text for q in sentences(one))


def test_chinese_and_arabic_have_sentences():
    assert (
        len(
            sentences(
                Said(
                    1,
                    "请公布每年的连接价格以及乡村学校的数据情况和费用。教师需要在获得平板电脑之前接受培训和技术支持。",
                )
            )
        )
        == 2
    )
    assert len(sentences(Said(1, "يجب نشر أسعار الاتصال كل سنة؟ ويحتاج المعلمون إلى التدريب أولا."))) == 2


def test_ten_thousand_comments_have_a_summary():
    said = [Said(n, f"Sentence {n % 97} about villages and prices number {n}.") for n in range(10_000)]
    assert summary(said)


@examples(200)
@given(
    st.lists(
        st.builds(
            Numbered, st.sampled_from(["", "1", "2", "2(a)", "text-1"]), st.text(max_size=8),
            st.sampled_from(["", "1", "2", "(a)"]), st.sampled_from(["text", "heading", "operative", "footnote"]),
            st.integers(0, 3),
        ),
        max_size=15,
    )
)  # fmt: skip
def test_every_paragraph_has_an_id_of_its_own_and_hangs_on_one_above(given_):
    found = numbered(given_)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert [one.text for one in found] == [one.text for one in given_ if one.text.strip()]
    for n, one in enumerate(found):
        assert not one.parent or one.parent in ids[:n]
        assert one.number or one.kind in ("heading", "footnote", "intro")


@pytest.mark.django_db
def test_numbers_by_type_region_and_disposition():
    made = consultation(premoderated=False)
    comment(made, country="KEN")
    comment(made, country="FRA", stakeholder="academia", suggests=True, suggestion="x")
    comment(made, country="", stakeholder="academia", paragraph="")
    comment(consultation(), country="KEN")
    found = statistics(made)
    assert (found.total, found.suggestions, found.orphaned) == (3, 1, 0)
    assert {key: counts["all"] for key, counts in found.by_stakeholder.sorted()} == {"academia": 2, "civil-society": 1}
    regions = dict(found.by_region["itu-region"].sorted())
    assert regions["itu-region:AFR"]["all"] == regions["itu-region:EUR"]["all"] == regions[""]["all"] == 1
    commissions = dict(found.by_region["un-commission"].sorted())
    assert commissions["un-commission:ECA"][""] == 1


@pytest.mark.django_db
def test_a_summary_leaves_out_what_was_removed():
    made = consultation(premoderated=True)
    for n in range(3):
        comment(made, text=f"This was held back for reasons number {n}.")
    comment(made, "reviewer", text="Publish the prices of a connection.")
    comment(made, person("secretariat"), text="The prices of a connection should be public.")
    found = summary_of(made.comments.all())
    assert found and all("prices" in quote.text for quote, _one in found)
