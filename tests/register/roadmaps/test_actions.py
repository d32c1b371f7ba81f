"""Road maps from draft to public: who may, what is kept, what is refused, what changed since."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord, WrongState
from actionlines.register.core.models import Event, Version
from actionlines.register.core.public_view import public_data, public_view
from actionlines.register.core.schema import clean
from actionlines.register.core.search import Query, catch_up, query
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.models import Organisation
from actionlines.register.roadmaps.actions import (
    CreateRoadMap,
    DiscardRoadMap,
    EditRoadMap,
    PublishRoadMap,
    RequestRoadMapChanges,
    SubmitRoadMap,
    WithdrawRoadMap,
)
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.parts import (
    ChooseItem,
    MarkMilestoneDone,
    PutMetric,
    PutMilestone,
    RemoveMetric,
    RemoveMilestone,
)
from actionlines.register.roadmaps.schema import MetricFields, MilestoneFields, NewRoadMapFields, row
from actionlines.register.roadmaps.tracking import account_of, road_map, tracking
from tests.effort import examples
from tests.people import person
from tests.register.roadmaps import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


def fields_of(raised: Any) -> set[str]:
    return set(raised.value.fields)


@pytest.mark.parametrize("who", ["member", "stranger", "focal"])
def test_only_facilitators_and_the_secretariat_begin_one(who: str) -> None:
    with pytest.raises(NotAllowed):
        samples.road_map(who)
    assert not RoadMap.objects.exists()


def test_a_facilitator_begins_those_of_the_own_line_alone() -> None:
    assert samples.road_map("reviewer").title.startswith("Road map of Action Line C5")
    for lines in (("C2",), ("C2", "C5")):
        with pytest.raises(NotAllowed):
            samples.road_map("reviewer", lines)
    joint = samples.road_map("secretariat", ("C5", "C2"))
    # The lines stand in the order of the framework.
    assert (joint.lines, joint.title) == (["C2", "C5"], "Joint road map of Action Lines C2, C5")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"lines": []}, {"lines"}),
        ({"lines": ["C99"]}, {"lines"}),
        ({"lines": "C5"}, {"lines"}),
        ({"lines": ["C5"], "starts": "soon"}, {"starts"}),
        ({"lines": ["C5"], "starts": 2031, "ends": 2030}, {"ends"}),
        ({"lines": ["C5"], "title": "x" * 301}, {"title"}),
        ({"lines": ["C5"], "language": "xx"}, {"language"}),
        ({"lines": ["C5"], "narratives": {"epilogue": "x"}}, {"narratives"}),
        ({"lines": ["C5"], "narratives": {"purpose": "x" * 20_001}}, {"narratives"}),
        ({"lines": ["C5"], "status": "published"}, {"status"}),
    ],
)
def test_what_is_wrong_is_named_by_field(fields: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(InvalidFields) as raised:
        CreateRoadMap(person("secretariat"), fields=fields).do()
    assert fields_of(raised) == wrong


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(("name", "aim", "serves", "baseline_year", "what", "due", "x")), _JSON))
@examples(150)
def test_no_value_breaks_the_fields(fields: dict[str, Any]) -> None:
    for kind in (MetricFields, MilestoneFields):
        good, wrong = row(kind, fields, ())
        assert all(isinstance(value, str | list) for value in good.values())
        assert ("x" in fields) <= ("x" in wrong)
    clean(NewRoadMapFields, fields)


def test_from_draft_to_public_and_the_next_version() -> None:
    samples.mandate()
    samples.standings()
    made, user = samples.road_map(), person("reviewer")
    with pytest.raises(InvalidFields) as raised:
        SubmitRoadMap(user, made).do()
    assert fields_of(raised) == {"narratives", "items", "milestones"}
    samples.complete(made)
    SubmitRoadMap(user, made).do()
    with pytest.raises(WrongState):
        PutMilestone(user, made, fields={"what": "More"}).do()
    with pytest.raises(InvalidFields):
        RequestRoadMapChanges(user, made).do()
    RequestRoadMapChanges(user, made, reason="Name a date.").do()
    SubmitRoadMap(user, made).do()
    done = PublishRoadMap(user, made).do()
    assert done.published_version == done.version
    assert done.tracked["values"] == {"sdg:17.8.1": ["IT_USE_ii99", 2023, 67.0]}
    assert len(done.tracked["mandates"]) == 1
    catch_up()
    assert query(Query(kind="roadmap", filters={"action_line": ("C5",)})).total == 1

    # What is written afterwards is not public before it is published.
    EditRoadMap(user, done, fields={"title": "Another title"}).do()
    found = RoadMap.objects.get()
    assert (found.status, found.is_public(), found.version_is_public()) == ("draft", True, False)
    assert public_data([found])[0]["title"].startswith("Road map of Action Line C5")
    assert public_view(RoadMap.objects.get()).title.startswith("Road map of Action Line C5")
    catch_up()
    assert [one.id for one in query(Query(kind="roadmap", text="Another")).hits] == []
    DiscardRoadMap(user, found).do()
    found = RoadMap.objects.get()
    assert (found.status, found.title[:8]) == ("published", "Road map")

    with pytest.raises(InvalidFields):
        WithdrawRoadMap(user, found).do()
    WithdrawRoadMap(user, found, reason="The line ended.").do()
    assert RoadMap.objects.get().status == "withdrawn"
    catch_up()
    assert query(Query(kind="roadmap")).total == 0
    numbers = list(Version.objects.filter(kind="roadmap").values_list("number", flat=True).order_by("number"))
    assert numbers == list(range(1, RoadMap.objects.get().version + 1))


def test_a_draft_that_was_never_public_is_dropped_whole() -> None:
    made = samples.complete(samples.road_map())
    number = made.pk
    DiscardRoadMap(person("reviewer"), made).do()
    assert not RoadMap.objects.exists()
    assert Event.objects.filter(kind="roadmap", record=number, action="roadmap.edit").exists()


def test_an_item_is_taken_left_and_decided_anew() -> None:
    made, user = samples.road_map(), person("reviewer")
    for decision, kept in (("taken", "taken"), ("left", "left"), ("proposed", None)):
        ChooseItem(user, made, kind="target", ref="sdg:17.8", decision=decision).do()
        held = RoadMap.objects.get().items
        assert [one["decision"] for one in held] == ([kept] if kept else [])
    for kind, ref, decision in (
        ("target", "sdg:99.9", "taken"),
        ("mandate", "12", "taken"),
        ("target", "sdg:17.8", "maybe"),
        ("indicator", "sdg:17.8", "taken"),
    ):
        with pytest.raises(InvalidFields):
            ChooseItem(user, made, kind=kind, ref=ref, decision=decision).do()


def test_a_metric_that_was_removed_comes_back_as_the_same() -> None:
    asked = samples.mandate()
    made, user = samples.road_map(), person("reviewer")
    given = {"name": "Response teams", "serves": ["sdg:17.8", f"mandate:{asked.pk}"], "aim": "150"}
    PutMetric(user, made, fields=given).do()
    PutMetric(user, made, fields={"name": "Second"}).do()
    action = RemoveMetric(user, made, id=1)
    action.do()
    assert [one["name"] for one in RoadMap.objects.get().metrics] == ["Second"]
    removed = dict(action.removed)
    PutMetric(user, made, id=removed.pop("id"), fields=removed).do()
    back = next(one for one in RoadMap.objects.get().metrics if one["id"] == 1)
    assert (back["name"], back["serves"], back["aim"]) == ("Response teams", given["serves"], "150")
    # A number that was never given is not taken from outside.
    PutMetric(user, made, id=77, fields={"name": "Third"}).do()
    assert {one["id"] for one in RoadMap.objects.get().metrics} == {1, 2, 3}
    with pytest.raises(InvalidFields):
        RemoveMetric(user, made, id=99).do()
    with pytest.raises(InvalidFields) as raised:
        PutMetric(user, made, id=1, fields={"serves": ["mandate:999999"]}).do()
    assert fields_of(raised) == {"serves"}


def test_two_writers_do_not_overwrite_each_other() -> None:
    made, user = samples.road_map(), person("reviewer")
    seen = made.version
    ChooseItem(user, made, kind="target", ref="sdg:17.8", decision="taken").do()
    # A choice made meanwhile is no clash with a text.
    EditRoadMap(user, made, version=seen, fields={"narratives": {"purpose": "One."}}).do()
    with pytest.raises(StaleRecord):
        EditRoadMap(user, made, version=seen, fields={"narratives": {"purpose": "Two."}}).do()
    assert RoadMap.objects.get().narratives == {"purpose": "One."}
    # Typing that changes nothing leaves no version.
    before = RoadMap.objects.get().version
    EditRoadMap(user, made, fields={"narratives": {"purpose": "One."}}).do()
    assert RoadMap.objects.get().version == before


def test_a_published_one_follows_itself() -> None:
    samples.mandate()
    samples.standings()
    user = person("reviewer")
    made = samples.complete(samples.road_map())
    PutMilestone(user, made, fields={"what": "Long past", "due": "2020-01-01", "lead": "ITU"}).do()
    SubmitRoadMap(user, made).do()
    PublishRoadMap(user, made).do()
    found = RoadMap.objects.get()
    data = as_dict(found)
    quiet = tracking(data, account_of(data, figures=False))
    assert ([one["what"] for one in quiet.overdue], quiet.moved, quiet.new) == (["Long past"], (), ())

    samples.standings(last=70.0)
    later = samples.mandate(anchor="8")
    Organisation.objects.create(name="Elsewhere", type="other")
    moved = tracking(data, account_of(data, figures=False))
    assert [(one.indicator, one.before, one.now) for one in moved.moved] == [("sdg:17.8.1", "67%", "70%")]
    assert [one.id for one in moved.new] == [later.pk]

    MarkMilestoneDone(user, found, id=3, on="2020-01-02").do()
    found = RoadMap.objects.get()
    assert (found.status, found.published_version) == ("published", found.version)
    assert not tracking(as_dict(found), account_of(as_dict(found), figures=False)).overdue
    for wrong in ({"id": 3, "on": "2999-01-01"}, {"id": 3, "on": "soon"}, {"id": 99}):
        with pytest.raises(InvalidFields):
            MarkMilestoneDone(user, found, **wrong).do()
    with pytest.raises(NotAllowed):
        MarkMilestoneDone(person("member"), found, id=1).do()


def test_versions_are_compared_by_field() -> None:
    from actionlines.register.core.pages.difference import differences

    made, user = samples.road_map(), person("reviewer")
    before = as_dict(made)
    PutMilestone(user, made, fields={"what": "Guide published", "due": "2027-06-30"}).do()
    found = differences("roadmap", before, as_dict(RoadMap.objects.get()))
    assert [one.field for one in found] == ["milestones"]
    assert "Guide published" in found[0].html


def test_the_record_is_the_value(django_assert_max_num_queries: Any) -> None:
    asked = samples.mandate()
    samples.standings()
    made = samples.complete(samples.road_map())
    data = as_dict(RoadMap.objects.get(pk=made.pk))
    with django_assert_max_num_queries(25):
        account = account_of(data)
    found = road_map(data, account)
    assert found.decision("target", "sdg:17.8") == "taken"
    assert (found.metrics[0].name, found.milestones[0].due) == ("Response teams", "2027-06-30")
    assert [one.id for one in account.mandates] == [asked.pk]
    assert {one.series for one in account.standings} == {"IT_USE_ii99"}


def test_a_milestone_can_be_taken_out() -> None:
    made, user = samples.complete(samples.road_map()), person("reviewer")
    RemoveMilestone(user, made, id=made.milestones[0]["id"]).do()
    assert RoadMap.objects.get().milestones == []
