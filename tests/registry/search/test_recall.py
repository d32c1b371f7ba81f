"""The probes: what must be found in each of six languages."""

import pytest
from benchmarks.search import LANGUAGES, distractors, missed, rows


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    return missed(tmp_path_factory.mktemp("probes"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_finds_nineteen_of_twenty(lost, language):
    assert len(lost[language]) <= 1, lost[language]


def test_there_are_thirty_probes_in_each_language_and_enough_to_find_them_among():
    probes = rows("probes")
    assert all(sum(row["language"] == language for row in probes) == 30 for language in LANGUAGES)
    assert sum(1 for _ in distractors()) >= 300
