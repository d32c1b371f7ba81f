"""Due forms in words, in the reader's language."""

import pytest
from django.utils.translation import override

from actionlines.mandates.when import recurrences
from actionlines.register.mandates.wording import in_words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (["year:2027"], "2027"),
        (["session:81"], "session 81 of the General Assembly (2026–2027)"),
        (["2027-03-31"], "31 March 2027"),
        (["2027-03"], "March 2027"),
        (["recurring:annual", "from:2027-05"], "every year; from May 2027"),
        (["relative:1-months"], "within 1 month"),
        (["relative:6-months"], "within 6 months"),
        (["next-report"], "in the next report"),
        (["event:review-of-the-masts"], "review of the masts"),
        (["something"], "something"),
        ([], ""),
    ],
)
def test_in_english(due, words):
    with override("en"):
        assert in_words(due) == words


def test_days_are_written_in_the_readers_language():
    with override("fr"):
        assert in_words(["2027-03-31"]) == "31 mars 2027"
    with override("ar"):
        assert "مارس" in in_words(["2027-03-31"])


def test_every_recurrence_of_the_finder_has_words():
    with override("en"):
        assert all(in_words([f"recurring:{row.form}"]) != row.form for row in recurrences())
