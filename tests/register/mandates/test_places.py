"""Where citations lead among what is held."""

import pytest

from actionlines.register.instruments.models import ParagraphCitation
from actionlines.register.instruments.reading import Place, anchors, held, names_of
from tests.register.mandates.samples import instrument, text


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("p71", ("71",)),
        ("p69-71", ("69",)),
        ("p3(a),4", ("3(a)", "3")),
        ("p3(b)(i)", ("3(b)(i)", "3")),
        ("annexII.p12", ("annex-II.12", "annex.12")),
        ("sIII.p4", ("III.4",)),
        ("resolves.2", ("resolves.2",)),
        ("instructs-SG.4", ("instructs-SG.4",)),
        ("annex", ()),
        ("sIII", ()),
        ("", ()),
        ("p", ()),
    ],
)
def test_the_paragraph_that_a_place_means(place, found):
    assert anchors(place) == found


def citation(symbol, place=""):
    return ParagraphCitation(symbol=symbol, place=place, kind="un_res", start=0, end=1)


@pytest.mark.django_db
class TestHeld:
    def test_a_paragraph_that_is_there_and_one_that_is_not(self):
        instrument()
        found = held([citation("A/RES/80/901", "p3(a),4"), citation("A/RES/80/901", "p77")])
        assert found["A/RES/80/901", "p3(a),4"] == Place("A/RES/80/901", "3(a)")
        assert found["A/RES/80/901", "p77"] == Place("A/RES/80/901", "")

    def test_what_is_not_held_has_no_place(self):
        instrument()
        assert held([citation("A/RES/80/902", "p1")]) == {}

    def test_without_its_version_the_latest_is_meant(self):
        instrument(symbol="itu:PP/RES/901@2018")
        instrument(text("80/904"), symbol="itu:PP/RES/901@2022")
        found = held([citation("itu:PP/RES/901"), citation("itu:PP/RES/901@2018"), citation("itu:PP/RES/901@2014")])
        assert found["itu:PP/RES/901", ""].symbol == "itu:PP/RES/901@2022"
        assert found["itu:PP/RES/901@2018", ""].symbol == "itu:PP/RES/901@2018"
        # Another version than those that are held is not one of them.
        assert ("itu:PP/RES/901@2014", "") not in found

    def test_who_cites_without_a_version_cites_the_latest(self):
        old = instrument(symbol="itu:PP/RES/901@2018")
        new = instrument(text("80/904"), symbol="itu:PP/RES/901@2022")
        assert names_of(old) == {"itu:PP/RES/901@2018"}
        assert names_of(new) == {"itu:PP/RES/901@2022", "itu:PP/RES/901"}

    def test_another_language_of_a_text_does_not_take_the_place_of_the_first(self):
        first = instrument()
        second = instrument(text("80/905"), symbol="A/RES/80/901@ar", family="A/RES/80/901")
        assert held([citation("A/RES/80/901")])["A/RES/80/901", ""].symbol == "A/RES/80/901"
        assert names_of(first) == {"A/RES/80/901"}
        assert names_of(second) == {"A/RES/80/901", "A/RES/80/901@ar"}

    def test_queries_do_not_grow(self, django_assert_num_queries):
        instrument()
        many = [citation("A/RES/80/901", f"p{n}") for n in range(50)]
        with django_assert_num_queries(2):
            held(many)
