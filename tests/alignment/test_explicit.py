"""Labels that a text names itself."""

import pytest

from actionlines.alignment.evidence import find_stated
from actionlines.alignment.model import all_labels

NAMED = [
    ("SDG 9.c and Action Line C2", {"sdg:9.c", "sdg:9", "C2"}),
    ("As to SDG No: 17, in particular Target No: 17.1", {"sdg:17", "sdg:17.1"}),
    ("indicators 4.4.1, 9.c.1 and 17.8.1", {"sdg:4.4", "sdg:4", "sdg:9.c", "sdg:9", "sdg:17.8", "sdg:17"}),
    ("Показатель 4.4.1", {"sdg:4.4", "sdg:4"}),
    ("指标4.4.1", {"sdg:4.4", "sdg:4"}),
    ("paragraph 11 (a) of the Global Digital Compact", {"gdc:11a"}),
    ("paragraph 23 (c) of annex I to resolution 79/1", {"gdc:23c"}),
    ("paragraph 10 of the Global Digital Compact", {"gdc:10"}),
    ("le paragraphe 11 a) du Pacte numérique mondial", {"gdc:11a"}),
    ("el párrafo 11 a) del Pacto Digital Global", {"gdc:11a"}),
    # nothing that exists is named
    ("indicator 3.14.1 and target 3.14", set()),
    ("version 4.4.1 of the indicator tool", set()),
    ("paragraph 23 of the Global Digital Compact", set()),
    ("the whole of C7", set()),
    ("", set()),
]


@pytest.mark.parametrize(("text", "ids"), NAMED)
def test_what_a_text_names_is_found(text: str, ids: set[str]) -> None:
    assert set(find_stated(text, all_labels())) == ids


def test_places_are_those_of_the_words() -> None:
    text = "It reports indicator 4.4.1 each year."
    ((start, end),) = find_stated(text, all_labels())["sdg:4.4"]
    assert text[start:end] == "4.4.1"
