"""Activities from tables: what is right goes in, what is wrong is named, a second run completes it."""

import csv
import io
import json

import openpyxl
import pytest

from actionlines.errors import BadMapping
from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.models import Activity
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.run import run
from actionlines.register.core.models import Event, Outbox, Version
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.models import Organisation
from tests.people import organisation, person

pytestmark = pytest.mark.django_db

HEAD = ["ID", "Title", "Summary", "Organization", "Country", "Start date", "Action lines", "Budget"]
GOOD = ["1", "Masts for islands", "Masts bring broadband to island schools.", "Island Masts Trust", "Kenya; UGA",
        "05/03/2024", "C2; C4", "USD 25,000.50"]  # fmt: skip
OTHER = ["2", "Radio lessons", "Radio teaches safe passwords to farmers.", "Village Network Trust", "Brasil",
         "31/12/2023", "C5", ""]  # fmt: skip


def table(*rows, head=HEAD, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return out.getvalue().encode(encoding)


def bring(data, actor=None, name="activities.csv", **given):
    """The run after a file of activities was brought in."""
    return run(started(actor, store(data, name, actor, "activities"), "activities", **given).pk)


def problems(found):
    return [(row.row, one["field"]) for row in found.rows.filter(outcome="refused") for one in row.problems]


def test_rows_become_drafts_with_all_that_they_say():
    organisation()
    found = bring(table(GOOD, OTHER), person("member"))
    assert (found.status, found.counts, found.rows_done) == ("done", {"made": 2}, 2)
    one = Activity.objects.get(title="Masts for islands")
    assert (one.status, one.owner, one.currency) == ("draft", person("member"), "USD")
    assert str(one.budget) == "25000.50"
    assert sorted(place.area for place in one.places.all()) == ["KEN", "UGA"]
    assert one.starts_on.isoformat() == "2024-03-05", "the column has a 31st day, so that the day comes first"
    stated = {link.concept for link in one.links.filter(origin="import", status="confirmed")}
    assert stated == {"C2", "C4"}
    proposed = one.links.filter(origin="machine")
    assert proposed
    for link in proposed:
        for quote in link.evidence:
            assert getattr(one, quote["field"])[quote["start"] : quote["end"]] == quote["quote"]
    assert Activity.objects.get(title="Radio lessons").organisation == organisation()
    assert Organisation.objects.get(name="Island Masts Trust").type == "other"


def named(title, owner):
    return [title[0], title, "Masts bring broadband to islands.", owner, "Kenya", "2024", "C2", ""]


def test_names_of_a_body_in_several_languages_are_one_organisation():
    organisation(name="Telecommunication agency of the world", acronym="", type="other", body="itu")
    bring(table(named("1 masts", "МСЭ"), named("2 radios", "CEPAL"), named("3 lessons", "ECLAC"), named("4", "FAO")))
    owners = {one.title: one.organisation.name for one in Activity.objects.all()}
    assert owners == {
        "1 masts": "Telecommunication agency of the world", "2 radios": "CEPAL", "3 lessons": "CEPAL", "4": "FAO",
    }  # fmt: skip
    made = Organisation.objects.get(name="CEPAL")
    assert (made.likely_body, made.body) == ("eclac", ""), "a person says whether it is this body"


def test_a_university_with_the_acronym_of_a_body_stays_itself():
    organisation(name="Union", acronym="", type="other", body="itu")
    bring(table([*named("1 masts", "ITU"), "academia"], head=[*HEAD, "Organisation type"]))
    assert Activity.objects.get(title="1 masts").organisation.name == "ITU"


def plain(data):
    """Without what a second look at the same record may say otherwise: the order of links."""
    links = {link["concept"]: link for link in data.get("links", ())}
    return {name: links if name == "links" else value for name, value in data.items() if name != "changed_at"}


def test_the_trail_of_many_is_that_of_one(monkeypatch):
    monkeypatch.setattr("actionlines.register.core.imports.run.catch_up", lambda: None)
    bring(table(GOOD, OTHER), person("member"))
    for one in (*Activity.objects.all(), *Organisation.objects.all()):
        version = Version.objects.get(kind=one.kind, record=one.pk)
        assert plain(version.data) == plain(as_dict(one))
        assert Event.objects.get(kind=one.kind, record=one.pk).actor == person("member")
        assert Outbox.objects.filter(kind=one.kind, record=one.pk).count() == 1


def test_a_bad_row_is_named_and_the_rest_goes_in():
    bad = [["3", "", "No title.", "X", "Kenya", "2024", "C2", ""],
           ["4", "Bad day", "s", "X", "Kenya", "soon", "C2", ""],
           ["5", "Bad place", "s", "X", "Kenia Land", "2024", "C99", ""]]  # fmt: skip
    found = bring(table(GOOD, *bad, OTHER))
    assert (found.status, found.counts) == ("partly", {"made": 2, "refused": 3})
    assert problems(found) == [(3, "title"), (4, "starts_on"), (5, "places"), (5, "action_lines")]
    assert all(one["problem"] for row in found.rows.filter(outcome="refused") for one in row.problems)
    fixed = bring(table(GOOD, ["3", "Now with a title", "s", "X", "Kenya", "2024", "C2", ""], OTHER))
    assert fixed.counts == {"same": 2, "made": 1}
    assert Activity.objects.count() == 3


def test_a_row_of_other_length_is_refused_and_named():
    data = table(GOOD, OTHER) + b"7,too,many,cells,in,this,row,of,it\n"
    found = bring(data)
    assert (found.counts, problems(found)) == ({"made": 2, "refused": 1}, [(4, "")])


def test_the_same_file_again_changes_nothing():
    bring(table(GOOD, OTHER))
    events = Event.objects.filter(kind="activity").count()
    assert bring(table(GOOD, OTHER)).counts == {"same": 2}
    assert Event.objects.filter(kind="activity").count() == events


def test_a_changed_row_updates_a_draft_that_nobody_touched():
    bring(table(GOOD))
    changed = [*GOOD]
    changed[2], changed[6] = "Masts bring phones to island clinics.", "C2"
    assert bring(table(changed)).counts == {"updated": 1}
    one = Activity.objects.get()
    assert (one.version, one.summary) == (2, changed[2])
    assert {link.concept for link in one.links.filter(origin="import")} == {"C2"}
    event = Event.objects.filter(kind="activity", record=one.pk).first()
    assert event.changes["summary"] == [GOOD[2], changed[2]]


def test_what_people_wrote_is_not_overwritten():
    bring(table(GOOD))
    EditActivity(None, Activity.objects.get(), fields={"summary": "As a person wrote it."}).do()
    changed = [*GOOD[:2], "Another summary.", *GOOD[3:]]
    found = bring(table(changed))
    assert found.counts == {"kept": 1}
    assert found.rows.get().problems[0]["field"] == "summary"
    assert Activity.objects.get().summary == "As a person wrote it."


def test_rows_without_identifiers_are_known_by_what_they_are():
    head = HEAD[1:]
    bring(table(GOOD[1:], head=head))
    assert bring(table([*GOOD[1:2], "Another summary.", *GOOD[3:]], head=head)).counts == {"updated": 1}


def test_the_same_activity_twice_in_a_file_is_named():
    found = bring(table(GOOD, OTHER, GOOD))
    assert (found.counts, problems(found)) == ({"made": 2, "refused": 1}, [(4, "title")])


def test_nobody_overwrites_what_another_brought_in():
    bring(table(GOOD), person("member"))
    found = bring(table([*GOOD[:2], "Stolen.", *GOOD[3:]]), person("stranger"))
    assert found.counts == {"refused": 1}
    assert Activity.objects.get().summary == GOOD[2]


def test_a_dry_run_says_all_and_changes_nothing():
    found = bring(table(GOOD, ["3", "", "s", "X", "Kenya", "2024", "C2", ""]), dry_run=True)
    assert (found.counts, problems(found)) == ({"made": 1, "refused": 1}, [(3, "title")])
    assert not Activity.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("secretariat", "published"), ("reviewer", "draft")])
def test_who_may_publish_can_bring_it_to_the_public(who, status, settings):
    settings.FOUR_EYES = False
    # A reviewer of an action line publishes no organisations: this one is public already.
    organisation(name=OTHER[3])
    # the reviewer of C5 covers the second row alone
    found = bring(table(GOOD, OTHER), person(who), publish=True)
    assert found.counts == {"made": 2}
    one = Activity.objects.get(title="Masts for islands")
    assert (one.status, one.is_public()) == (status, status == "published")
    assert bool(found.rows.get(row=2).problems) == (status == "draft")
    other = Activity.objects.get(title="Radio lessons")
    assert other.status == "published"


def test_what_is_incomplete_stays_a_draft_and_says_what_is_missing(settings):
    settings.FOUR_EYES = False
    found = bring(table([*GOOD[:2], "", *GOOD[3:]]), person("secretariat"), publish=True)
    assert found.rows.get().problems[0]["field"] == "summary"
    assert Activity.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "utf-8")]
)
def test_any_delimiter_and_encoding(delimiter, encoding):
    row = [*GOOD[:2], "Mâts pour les écoles", *GOOD[3:]]
    row[4] = "Kenya"
    found = bring(table(row, OTHER, delimiter=delimiter, encoding=encoding))
    assert found.counts == {"made": 2}
    assert Activity.objects.get(title=GOOD[1]).summary == "Mâts pour les écoles"


def test_a_workbook_and_json_say_the_same_as_csv():
    book = openpyxl.Workbook()
    for row in (HEAD, GOOD, OTHER):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert bring(out.getvalue(), name="activities.xlsx").counts == {"made": 2}
    objects = [dict(zip(HEAD, row, strict=True)) for row in (GOOD, OTHER)]
    objects[0]["Action lines"] = ["C2", "C4"]
    assert bring(json.dumps({"activities": objects}).encode(), name="activities.json").counts == {"same": 2}


# one row in each language, with its words for headers, kinds, days and places
HEADERS = [
    (["Titre", "Résumé", "Organisme", "Pays", "Date de début", "Type"],
     ["Mâts", "Haut débit pour les îles.", "Association des mâts", "Brésil", "1er mars 2024", "Projet"]),
    (["Título", "Resumen", "Organización", "País", "Fecha de inicio", "Tipo"],
     ["Torres", "Banda ancha para las islas.", "Red de torres", "Brasil", "1 de marzo de 2024", "Proyecto"]),
    (["Название", "Резюме", "Организация", "Страна", "Дата начала", "Тип"],
     ["Мачты", "Широкополосная связь для островов.", "Фонд мачт", "Бразилия", "1 марта 2024 года", "Проект"]),
    (["标题", "摘要", "组织", "国家", "开始日期", "类型"],
     ["铁塔", "为海岛提供宽带。", "铁塔协会", "巴西", "2024年3月1日", "项目"]),
    (["العنوان", "ملخص", "المنظمة", "البلد", "تاريخ البدء", "النوع"],
     ["أبراج", "نطاق عريض للجزر.", "جمعية الأبراج", "البرازيل", "١ مارس ٢٠٢٤", "مشروع"]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row"), HEADERS)
def test_headers_and_words_of_six_languages(head, row):
    found = bring(table(row, head=head))
    assert found.counts == {"made": 1}, found.rows.get().problems
    one = Activity.objects.get()
    assert ([p.area for p in one.places.all()], one.starts_on.isoformat()) == (["BRA"], "2024-03-01")
    assert (one.type, one.organisation.name) == ("project", row[2])


def test_a_mapping_goes_before_a_guess_and_must_fit():
    data = table(["Masts", "x"], head=["What it is", "Other"])
    assert bring(data).error["code"] == BadMapping.code
    assert bring(data, mapping={"What it is": "title"}).counts == {"made": 1}
    assert bring(data, mapping={"Nowhere": "title"}).error["code"] == BadMapping.code
    assert bring(data, mapping={"What it is": "soul"}).error["code"] == BadMapping.code


def test_many_rows_are_aligned_ahead_by_a_second_process(monkeypatch):
    monkeypatch.setattr(loading, "MANY", 2)
    monkeypatch.setattr(loading, "CHUNK", 2)
    rows = [[str(n), f"Masts for islands {n}", *GOOD[2:]] for n in range(7)]
    assert bring(table(*rows, rows[1])).counts == {"made": 7, "refused": 1}
    assert all(one.links.filter(origin="machine").exists() for one in Activity.objects.all())


def test_a_run_that_stopped_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 2)
    rows = [[str(n), f"Masts for islands {n}", *GOOD[2:]] for n in range(6)]
    first = started(None, store(table(*rows), "a.csv", what="activities"), "activities")

    def stop(done, _total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(first.pk, stop)
    assert started(None, first.file, "activities") == first, "it has not ended: no second run of the same"
    assert Activity.objects.count() == 4
    assert run(first.pk).counts == {"made": 6}
    assert Activity.objects.count() == 6
    assert [row.row for row in first.rows.all()] == [2, 3, 4, 5, 6, 7]


def test_what_is_wrong_is_said_in_the_language_of_whoever_brings_it_in():
    someone = person("member")
    someone.language = "fr"
    someone.save()
    found = bring(table(["1", "", *GOOD[2:]]), someone)
    assert found.rows.get().problems[0]["problem"] not in ("The title is empty.", "")
