"""What is asked and answered: words, filters, facets, order, pages, words around."""

from dataclasses import replace
from datetime import date

import pytest

from actionlines.register.core.search import Query, catch_up, counts, every, near, query, query_executor, suggest
from actionlines.register.organisations.models import Organisation
from tests.register.search.samples import instrument, mandate, organisation_of, published, save

pytestmark = pytest.mark.django_db

LINE, TARGET = ("action_line", "C7-ehealth"), ("target", "sdg:9.c")


def ids(*given, **named):
    return list(query(Query(*given, **named)).ids)


def test_words_are_alternatives_of_form_and_all_must_be_there():
    both = published("Radio lessons for rural women")
    published("Radio for towns")
    catch_up()
    assert ids("lesson radio", kind="activity") == [both.pk]


def test_an_activity_is_found_in_languages_that_it_is_not_written_in():
    made = published("Radio villageoise", places=("KEN",), links=(LINE,), language="fr", technologies=["satellite"])
    catch_up()
    for words in ("كينيا", "肯尼亚", "Кения", "卫星", "satellite Kenya", "C7-ehealth"):
        assert ids(words, kind="activity") == [made.pk], words


def test_values_of_a_facet_are_alternatives_and_facets_add_up():
    kenya = published("One", places=("KEN",), links=(LINE,))
    senegal = published("Two", places=("SEN",), links=(TARGET,))
    catch_up()
    assert set(ids(kind="activity", filters={"country": ["KEN", "SEN"]})) == {kenya.pk, senegal.pk}
    assert ids(kind="activity", filters={"country": ["KEN", "SEN"], "goal": ["sdg:9"]}) == [senegal.pk]
    assert set(ids(kind="activity", filters={"country": ["itu-region:AFR"]})) == {kenya.pk, senegal.pk}
    assert ids(kind="activity", filters={"action_line": ["C7"]}) == [kenya.pk]


def test_counts_of_a_facet_leave_its_own_filter_out_and_keep_the_others():
    published("One", places=("KEN",), links=(LINE,))
    published("Two", places=("SEN",), links=(LINE,))
    published("Three", places=("SEN",))
    catch_up()
    hits = query(
        Query(
            kind="activity",
            filters={"country": ["KEN"], "action_line": ["C7"]},
            facets=("country", "action_line", "kind"),
        )
    )
    countries = dict(hits.facets["country"])
    assert (countries["KEN"], countries["SEN"]) == (1, 1)
    assert dict(hits.facets["action_line"]) == {"C7": 1, "C7-ehealth": 1}
    assert dict(hits.facets["kind"])["activity"] == 1
    assert hits.total == 1


def test_a_rejected_link_is_no_facet():
    made = published("One", links=(LINE, TARGET))
    made.links.filter(concept="sdg:9.c").update(status="rejected")
    save(made)
    catch_up()
    assert query(Query(kind="activity", filters={"goal": ["sdg:9"]})).total == 0


def test_the_table_of_counts():
    published("One", links=(LINE, TARGET))
    published("Two", links=(LINE, ("goal", "sdg:3")))
    catch_up()
    table = counts("action_line", "goal", kind="activity")
    assert (table["C7-ehealth", "sdg:9"], table["C7-ehealth", "sdg:3"], table["C7", "sdg:9"]) == (1, 1, 1)
    assert counts("action_line", "", kind="activity")["C7", ""] == 2


def test_mandates_are_sorted_and_bounded_by_the_day_they_are_due():
    where = instrument(texts=("Requests the Secretary-General to report.",))
    late = mandate(where, "report", ("secretary-general",), due_on=date(2030, 1, 1))
    soon = mandate(where, "report again", due_on=date(2027, 5, 1))
    never = mandate(where, "keep on")
    catch_up()
    history = mandate(where, "report once", due_on=date(2001, 1, 1))
    catch_up()
    assert ids(kind="mandate", sort="due") == [soon.pk, late.pk, never.pk, history.pk]
    assert ids(kind="mandate", sort="due", size=2, page=2) == [never.pk, history.pk]
    assert ids(kind="mandate", ranges={"due": (date(2027, 5, 1), date(2027, 12, 31))}) == [soon.pk]
    assert ids(kind="mandate", filters={"due_year": ["2030"], "body": ["secretary-general"]}) == [late.pk]


def test_titles_sort_without_case_and_accents():
    made = {title: published(title) for title in ("zebra", "Échange", "apple", "Eel")}
    catch_up()
    wanted = [made[title].pk for title in ("apple", "Échange", "Eel", "zebra")]
    assert ids(kind="activity", sort="title") == wanted


def test_pages_hold_each_record_once():
    made = {published(f"Network number {number}").pk for number in range(7)}
    catch_up()
    pages = [ids("network", kind="activity", page=page, size=3) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {one for page in pages for one in page} == made
    assert query(Query("network", kind="activity", size=3)).pages == 3


def test_a_phrase_is_its_words_in_a_row():
    row = published("The digital divide")
    published("Divide the digital budget")
    catch_up()
    assert ids('"digital divide"', kind="activity") == [row.pk]
    assert set(ids("digital -divide", kind="activity")) == set()


def test_words_of_title_and_summary_are_no_phrase():
    published("Digital", "divide")
    catch_up()
    assert ids('"digital divide"', kind="activity") == []


def test_where_no_record_has_all_words_some_are_enough_and_it_is_said():
    made = published("Solar towers in valleys")
    catch_up()
    hits = query(Query("solar towers zeppelin", kind="activity"))
    assert (hits.loose, list(hits.ids)) == (True, [made.pk])
    assert not query(Query("solar towers", kind="activity")).loose


def test_any_of_the_words_for_what_is_alike():
    alike, other = published("Solar towers in mountain valleys"), published("Solar ovens")
    catch_up()
    question = Query("solar towers mountain bridge", kind="activity", match="any")
    assert ids("solar towers mountain bridge", kind="activity", match="any") == [alike.pk, other.pk]
    assert query(question).hits[0].score > query(question).hits[1].score
    assert ids("solar", kind="activity", match="any", exclude=(f"activity:{alike.pk}",)) == [other.pk]


def test_a_word_in_the_title_weighs_more():
    below = published("Another matter", "It has a bridge in it")
    above = published("A bridge", "It is another matter")
    catch_up()
    assert ids("bridge", kind="activity") == [above.pk, below.pk]


def test_words_around_what_was_found_are_quoted_exactly():
    text = "Start. " + "Some other words stand here. " * 30 + "The herders sell wool by telephone. " + "More. " * 50
    published("A title", description=text)
    catch_up()
    (hit,) = query(Query("herder wool", kind="activity")).hits
    quoted = [hit.snippet.text[start:end] for start, end in hit.snippet.spans]
    assert quoted == ["herders", "wool"]
    assert hit.snippet.text in text
    assert hit.snippet.cut == (True, True)


def test_of_an_instrument_the_best_paragraph_is_shown_and_paragraphs_are_found_too():
    texts = ("Recalls earlier work on radio.", "Requests fibre for every island.", "Thanks the host.")
    made = instrument(texts=texts)
    save(made)
    catch_up()
    (hit,) = query(Query("fibre islands", kind="instrument")).hits
    assert hit.snippet.text == texts[1]
    (part,) = query(Query("fibre islands", kind="paragraph")).hits
    assert part.id == made.paragraphs.get(order=2).pk


@pytest.mark.parametrize("words", ["A/RES/99/1", "a/res/99/1", "99/1", "resolution 99/1"])
def test_an_instrument_is_found_by_its_symbol(words):
    made = instrument("A/RES/99/1", texts=("Recalls.",))
    instrument("A/RES/99/12")
    catch_up()
    assert ids(words, kind="instrument") == [made.pk]


def test_completions_go_on_from_whole_words():
    made = published("Radio lessons for rural women")
    catch_up()
    assert made.pk in [int(one.id) for one in suggest("radio les") if one.kind == "activity"]
    assert "KEN" in [one.id for one in suggest("Keny")]
    assert "KEN" in [one.id for one in suggest("肯尼")]
    assert suggest("r") == suggest("") == suggest("zzzz") == []


def test_did_you_mean():
    published("Broadband for schools")
    catch_up()
    assert near("brodband scholls") == "broadband schools"
    assert near("broadband") == ""
    assert near("qqqqqqqqqqq") == ""


def test_every_hit_for_downloads():
    made = [published(f"Network {number}") for number in range(5)]
    catch_up()
    total, hits = every(Query("network", kind="activity", sort="title"), 3)
    assert (total, [hit.id for hit in hits]) == (5, [one.pk for one in made[:3]])


@pytest.mark.parametrize(
    "wrong", [{"filters": {"nothing": ["x"]}}, {"facets": ("nothing",)}, {"ranges": {"x": (None, None)}}, {"page": 0}]
)
def test_what_no_index_could_answer_is_refused(wrong):
    with pytest.raises(ValueError):
        query(Query(**wrong))


def test_an_activity_follows_the_type_of_its_organisation():
    carrier = organisation_of("A trust", type="civil-society")
    made = published("One", organisation=carrier)
    catch_up()
    assert ids(kind="activity", filters={"stakeholder": ["civil-society"]}) == [made.pk]
    Organisation.objects.filter(pk=carrier.pk).update(type="academia")
    save(Organisation.objects.get(pk=carrier.pk))
    catch_up()
    assert ids(kind="activity", filters={"stakeholder": ["academia"]}) == [made.pk]


BROAD = Query("radio", kind="activity", facets=("country", "region", "type", "kind"))


@pytest.mark.parametrize("question", [BROAD, replace(BROAD, text="radio -waves"), replace(BROAD, text="radio schools")])
def test_counts_of_a_question_that_most_records_answer_are_those_of_its_hits(question, monkeypatch):
    """They are those of all records less those of the records that the words leave out."""
    for number, country in enumerate(("KEN", "SEN", "KEN", "world", "FRA", "KEN")):
        published(f"Radio for schools {number}", places=(country,))
    published("Radio waves", places=("KEN",))
    published("Boats", places=("KEN",))
    catch_up()
    used = []
    less = query_executor.Asker._less
    monkeypatch.setattr(query_executor.Asker, "_less", lambda *given: used.append(less(*given)) or used[-1])
    found = query(question)
    assert any(used)
    monkeypatch.setattr(query_executor.Asker, "_less", lambda *_: None)
    monkeypatch.setattr(query_executor, "_state", None)
    assert query(question) == found
    assert dict(found.facets["kind"])["activity"] == found.total


def test_counts_of_a_facet_are_counted_once_whatever_is_chosen_of_it(monkeypatch):
    for country in ("KEN", "SEN"):
        published("Radio", places=(country,))
    catch_up()
    counted = []
    count = query_executor.Asker._count
    monkeypatch.setattr(query_executor.Asker, "_count", lambda *given: counted.append(given[1]) or count(*given))
    for country in ("KEN", "SEN", "FRA"):
        asked = Query(kind="activity", filters={"country": [country]}, facets=("country", "type"))
        assert dict(query(asked).facets["country"]).keys() >= {"KEN", "SEN"}
    assert counted.count(("country",)) == 1
    assert counted.count(("type",)) == 3


@pytest.mark.parametrize("many", [2, query_executor._FEW + 1])
def test_any_of_many_values_finds_what_any_of_few_does(many):
    published("Radio", places=("KEN",))
    published("Boats", places=("FRA",))
    catch_up()
    values = ["KEN", *(f"no such place {number}" for number in range(many - 1))]
    assert query(Query(kind="activity", filters={"area": values})).total == 1
