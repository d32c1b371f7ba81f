"""Documents become instruments; a corrected text never undoes what people decided."""

from datetime import date

import pytest

from actionlines.errors import InvalidFields, NotAllowed
from actionlines.register.core.action import Action
from actionlines.register.core.models import Event, Outbox, Version
from actionlines.register.instruments.document_reader import extracted, read_document
from actionlines.register.instruments.imports import GONE
from actionlines.register.instruments.models import Instrument, ParagraphLink
from actionlines.register.mandates import imports
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.imports.samples import FIRST, HEAD, SECOND, TEXT, THIRD, brought_in

pytestmark = pytest.mark.django_db


class Confirm(Action):
    code = "mandate.confirm"

    def effect(self):
        self.record.status = "confirmed"
        self.record.action = "report on broadband, as people read it"


def at(anchor):
    return Mandate.objects.get(paragraph__anchor=anchor)


def test_a_document_becomes_an_instrument_with_proposals_that_quote_it():
    instrument, outcome, counts = brought_in()
    assert (instrument.symbol, outcome, counts["made"]) == ("A/RES/80/902", "made", 3)
    assert (instrument.date, instrument.language, instrument.body) == (date(2025, 12, 17), "en", "general-assembly")
    mandate = at("2")
    assert (mandate.status, mandate.strength, mandate.due_on) == ("proposed", "invites", date(2027, 6, 30))
    assert [one.body for one in mandate.addressees.all()] == ["itu"]
    for phrase in (mandate.words["verb"], mandate.words["action"], *mandate.words["addressees"]):
        assert phrase["anchor"] == "2"
        assert mandate.paragraph.text[phrase["start"] : phrase["end"]] == phrase["text"]
    links = [*mandate.links.all(), *ParagraphLink.objects.filter(paragraph__instrument=instrument)]
    assert links
    for link in links:
        text = (link.mandate if hasattr(link, "mandate") else link).paragraph.text
        assert all(text[one["start"] : one["end"]] == one["quote"] for one in link.evidence)
    cited = instrument.paragraphs.get(kind="preambular").citations.get()
    assert cited.symbol == "A/RES/70/125"


def test_all_of_it_has_a_trail_and_is_told_to_the_index():
    instrument, _, _ = brought_in()
    for kind, keys in (("instrument", [instrument.pk]), ("mandate", [one.pk for one in Mandate.objects.all()])):
        for model in (Event, Version, Outbox):
            assert sorted(model.objects.filter(kind=kind).values_list("record", flat=True)) == sorted(keys)
    assert Event.objects.values("group").distinct().count() == 1
    assert Version.objects.get(kind="mandate", record=at("2").pk).data["addressees"][0]["body"] == "itu"


def test_the_same_file_again_changes_nothing():
    brought_in()
    before = Event.objects.count()
    assert brought_in()[1:] == ("same", {})
    assert Event.objects.count() == before


def test_what_nobody_touched_follows_a_corrected_text():
    brought_in()
    _, outcome, counts = brought_in(TEXT.replace("30 June 2027", "31 March 2028"))
    assert (outcome, counts["updated"], counts["flagged"]) == ("updated", 1, 0)
    mandate = at("2")
    assert (mandate.due_on, mandate.version) == (date(2028, 3, 31), 2)
    event = Event.objects.filter(kind="mandate", record=mandate.pk).first()
    assert event.changes["due"] == [["2027-06-30"], ["2028-03-31"]]


def test_what_was_decided_stays_and_is_flagged():
    brought_in()
    Confirm(person("secretariat"), at("1")).do()
    key = at("1").pk
    _, _, counts = brought_in(TEXT.replace("broadband in villages", "broadband in islands"))
    mandate = Mandate.objects.get(pk=key)
    assert counts["flagged"] == 1
    assert (mandate.status, mandate.action) == ("confirmed", "report on broadband, as people read it")
    assert "was corrected on" in mandate.status_reason
    assert "islands" in mandate.proposal["action"]
    words = mandate.words["action"]
    assert mandate.paragraph.text[words["start"] : words["end"]] == words["text"]


def test_a_correction_is_written_a_few_mandates_at_a_time_and_goes_on_where_it_was_cut_off(monkeypatch):
    brought_in()
    Confirm(person("secretariat"), at("1")).do()
    text = TEXT.replace("villages at", "islands at").replace("30 June 2027", "31 March 2028")
    text = text.replace("registers of masts", "registers of idle masts by 2029")
    monkeypatch.setattr(imports, "most_of", {"transaction-rows": 1}.__getitem__)
    parts, do_many = [], imports.FollowInstrument.do_many

    def cut_off(actor, records, **more):
        """Write the first parts, each on its own, and stop before the last one."""
        parts.append([record.paragraph.anchor for record in records])
        if parts == [["1"], ["2"], ["3"]]:
            raise InterruptedError
        return do_many(actor, records, **more)

    monkeypatch.setattr(imports.FollowInstrument, "do_many", cut_off)
    with pytest.raises(InterruptedError):
        brought_in(text)
    # What was decided is flagged with the text that changed; what nobody touched follows when it is done again.
    assert ("was corrected on" in at("1").status_reason, at("2").due_on) == (True, date(2028, 3, 31))
    assert at("3").due_on is None
    assert brought_in(text)[1] == "updated"
    assert (parts[3:], at("3").due) == ([["3"]], ["year:2029"])
    assert brought_in(text)[1] == "same"


def test_a_paragraph_that_is_gone_takes_proposals_along_but_no_decision():
    brought_in()
    Confirm(person("secretariat"), at("3")).do()
    brought_in(HEAD + FIRST)
    assert (at("3").status, at("3").paragraph.kind) == ("confirmed", GONE)
    assert "no longer asks" in at("3").status_reason
    assert at("2").status == "rejected"
    brought_in(HEAD + FIRST + SECOND + THIRD + "\n")
    assert (at("2").status, at("2").status_reason, at("2").paragraph.kind) == ("proposed", "", "operative")
    assert at("3").status == "confirmed"


def test_another_language_is_another_instrument_of_the_family():
    brought_in()
    french = """Nations Unies A/RES/80/902
Assemblée générale
17 décembre 2025
Résolution adoptée par l’Assemblée générale le 17 décembre 2025
80/902. Pylônes et portails de village
L’Assemblée générale,
1. Prie le Secrétaire général de lui présenter un rapport sur le haut débit dans les villages;
2. Invite l’Union internationale des télécommunications à recenser les pylônes inutilisés.
"""
    instrument, outcome, _ = brought_in(french, "resolution-fr.txt")
    assert (instrument.symbol, outcome, instrument.family) == ("A/RES/80/902@fr", "made", "A/RES/80/902")
    assert Instrument.objects.get(symbol="A/RES/80/902").language == "en"


def test_a_cooperation_framework_belongs_to_a_country_and_its_focal_point():
    plan = "Cooperation framework\n\nThe partners will bring broadband to rural schools and clinics by 2030.\n"
    with pytest.raises(NotAllowed):
        brought_in(plan, actor=person("focal"), country="TZA")
    with pytest.raises(InvalidFields):
        brought_in(plan, actor=person("focal"), country="XXX")
    instrument, _, _ = brought_in(plan, actor=person("focal"), country="KEN")
    assert (instrument.country, instrument.document_kind) == ("KEN", "cooperation-framework")
    assert instrument.symbol.startswith("file:")


def test_a_member_brings_in_no_document():
    with pytest.raises(NotAllowed):
        brought_in(actor=person("member"))
    assert not Instrument.objects.exists()


def test_a_real_resolution_is_read_within_bounds(shared):
    found = read_document(shared / "data/documents/pdf/A_RES_80_173.pdf", "A_RES_80_173.pdf")
    assert found.document.symbol == "A/RES/80/173"
    assert any(one.paragraph == "113" for one in found.mandates)


def test_a_file_that_binds_several_becomes_as_many_instruments(tmp_path):
    one = "{number}. Wells\n\nThe General Assembly,\n\n1. Requests the Secretary-General to report in 2031;\n\n"
    path = tmp_path / "bound.txt"
    path.write_text("".join(one.format(number=f"99/{number}") for number in (1, 2, 3)), "utf-8")
    found = extracted(path, "bound.txt")
    parts = (found, *found.others)
    assert [part.document.symbol for part in parts] == ["A/RES/99/1", "A/RES/99/2", "A/RES/99/3"]
    assert [len(part.mandates) for part in parts] == [1, 1, 1]
