"""The reasons of standings in the reader's language."""

import pytest
from django.utils.translation import override

from actionlines.register.standings import wording


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ({"code": "stands", "value": 1234567.0, "year": 2024}, "It was 1,234,567 in 2024."),
        ({"code": "aim_away", "away": 0.01234, "aim": 1.0, "by": 2030},
         "It is 0.0123 away from the aim of 1 by 2030."),
        ({"code": "behind", "behind": 1, "judged": 1}, "Of 1 country that can be judged, 1 lags."),
        # words of an earlier release
        ({"code": "text", "text": "As it was."}, "As it was."),
        # a code of a later one
        ({"code": "unheard-of"}, ""),
    ],
)  # fmt: skip
def test_a_reason_in_words(why, told):
    assert wording.reason([why]) == told


def test_what_is_english_is_marked_for_other_readers_alone():
    why = [{"code": "stands", "value": 3.0, "year": 2024}, {"code": "text", "text": "As it was."}]
    assert [language for _text, language in wording.reasons(why)] == ["", ""]
    with override("fr"):
        assert [language for _text, language in wording.reasons(why)] == ["", "en"]


def test_aims_and_verdicts_are_in_six_languages():
    tally = {"method": "unsd", "arrives": 1, "slow": 2, "away": 3}
    own = {"method": "unsd", "verdict": "on-track", "words": "substantial progress"}
    seen = set()
    for language in ("ar", "en", "es", "fr", "ru", "zh-hans"):
        with override(language):
            aim, told = wording.aim(72.5, 2030, 1), wording.verdict(own)
            assert "2030" in aim
            assert told[1] == "substantial progress"
            assert all(str(n) in wording.verdict(tally)[0] for n in (1, 2, 3))
            seen.add((aim, told[0]))
    assert len(seen) == 6
    assert wording.verdict({"method": "x", "verdict": "", "words": ""}) == ("Cannot be judged", "")
