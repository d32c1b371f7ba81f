"""Marks that overlap: the text is kept exactly, and each character is under just its spans."""

from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.instruments.reading import Span, quoted, segments

spans = st.lists(
    st.builds(
        Span,
        start=st.integers(-5, 60),
        end=st.integers(-5, 60),
        kind=st.sampled_from(["verb", "due", "citation", "alignment"]),
        ref=st.sampled_from(["", "m1", "m2", "c7"]),
    ),
    max_size=12,
)


@given(st.text(max_size=50), spans)
def test_the_text_is_kept_exactly(text, spans):
    found = segments(text, spans)
    assert "".join(one.text for one in found) == text
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.text for one in found)


@given(st.text(max_size=50), spans)
def test_each_character_is_under_just_the_spans_that_cover_it(text, spans):
    for one in segments(text, spans):
        for place in range(one.start, one.end):
            over = [span for span in spans if span.start <= place < span.end]
            assert set(one.kinds) == {span.kind for span in over}
            assert set(one.refs) == {span.ref for span in over} - {""}


@given(st.text(max_size=50), spans)
def test_segments_are_as_few_as_can_be(text, spans):
    inner = {min(max(edge, 0), len(text)) for span in spans for edge in (span.start, span.end)}
    assert len(segments(text, spans)) <= len(inner - {0, len(text)}) + 1


def test_words_that_no_longer_stand_there_are_not_marked():
    good, bad = Span(0, 4, "verb"), Span(5, 9, "verb")
    assert quoted("maps idle masts", [(good, "maps"), (bad, "masts"), (Span(0, 0, "due"), "")]) == [good]
