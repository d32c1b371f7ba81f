"""Random sequences of actions by all roles: the public sees only what somebody with the right published knowingly.

Each word that a person writes holds a mark of its own. An oracle that knows the roles by hand, and asks nothing of
the code under test, approves the marks of a record when somebody with the right, who wrote none of them, publishes
what they saw. After each step and at the end, all that a visitor gets may hold approved marks alone.

    python -m benchmarks.unreviewed --sequences 10000        many more
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from actionlines.errors import ActionlinesError
from actionlines.register.activities import actions as act
from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity, RequestChanges
from actionlines.register.core.imports import run as importing
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.models import Version
from actionlines.register.core.public_view import public_data
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.actions import CorrectMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations import actions as org
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.actions import DeleteAccount, SetRoles
from actionlines.register.people.models import Role, User
from actionlines.register.roadmaps import actions as maps
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.site.middleware import limits
from tests.effort import examples
from tests.people import person
from tests.register.imports.here import read_here
from tests.register.imports.test_activities import table
from tests.register.mandates.samples import instrument

MARK = re.compile(r"mark\d+x")
NAMES = ("member", "stranger", "reviewer", "focal", "secretariat", "administrator", "colleague")
FREE = {"secretariat", "administrator", "colleague"}  # publish anything but their own
LINES = ("C5", "C2")
Step = tuple[int, int, int, int]  # which step, by whom, on which record, some number


def people() -> dict[str, Any]:
    """One person of each role, and a second one of the secretariat."""
    found = {name: person(name) for name in NAMES if name != "colleague"}
    made, new = User.objects.get_or_create(email="colleague@example.org", defaults={"name": "Colleague"})
    if new:
        Role.objects.create(user=made, role="secretariat")
    return {**found, "colleague": made}


class Register:
    """A register, the steps that people take in it, and the oracle."""

    def __init__(self) -> None:
        self.count = 0
        self.approved: set[str] = set()
        self.done = 0
        self.users = people()
        self.gone: set[str] = set()
        self.demoted: set[str] = set()
        # (kind, number) -> those who wrote or submitted what is not published yet, and its owner
        self.authors: dict[tuple[str, int], set[str]] = {}
        self.owners: dict[tuple[str, int], str] = {}

    def mark(self) -> str:
        """Return a word that nobody has written yet."""
        self.count += 1
        return f"mark{self.count}x"

    def user(self, name: str) -> Any:
        """Return the account as the database has it now: roles are read anew."""
        return User.objects.get(pk=self.users[name].pk)

    def wrote(self, name: str, record: Any, *, owns: bool = False) -> None:
        """Note who wrote in a record."""
        key = record.kind, record.pk
        self.authors.setdefault(key, set()).add(name)
        if owns:
            self.owners[key] = name

    def may_publish(self, name: str, record: Any, lines: set[str]) -> bool:
        """Whether a person may, by the roles written down here and by what they wrote."""
        key = record.kind, record.pk
        if name in self.gone | self.demoted or name in self.authors.get(key, set()) | {self.owners.get(key)}:
            return False
        return name in FREE or (name == "reviewer" and "C5" in lines)

    def published(self, name: str, record: Any, seen: str, lines: set[str]) -> None:
        """Approve the marks that the person saw, where the person may."""
        if self.may_publish(name, record, lines):
            self.approved |= set(MARK.findall(seen))
            self.authors[record.kind, record.pk] = set()

    def take(self, step: Step) -> bool:
        """Take one step, and return whether the register allowed it; what it refuses changes nothing."""
        which, who, on, number = step
        name = NAMES[who % len(NAMES)]
        try:
            with transaction.atomic():
                STEPS[which % len(STEPS)](self, name, on, number)
        except ActionlinesError:
            return False
        self.done += 1
        return True


def _one(model: Any, on: int, **wanted: Any) -> Any:
    keys = list(model.objects.filter(**wanted).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise ActionlinesError("nothing", "there is none", "")
    return model.objects.get(pk=keys[on % len(keys)])


def _lines(record: Activity) -> set[str]:
    return {link.concept for link in record.links.all() if link.status != "rejected"}


def _new_organisation(r: Register, name: str, on: int, number: int) -> None:
    fields = {"name": f"Trust {r.mark()}", "type": "academia", "country": ("KEN", "UGA")[number % 2]}
    fields |= {"website": f"https://{r.mark()}.example", "description": r.mark()}
    r.wrote(name, org.CreateOrganisation(r.user(name), fields=fields).do(), owns=True)


def _edit_organisation(r: Register, name: str, on: int, number: int) -> None:
    field = ("name", "acronym", "description")[number % 3]
    record = _one(Organisation, on)
    r.wrote(name, org.EditOrganisation(r.user(name), record, fields={field: r.mark()}).do())


def _publish_organisation(r: Register, name: str, on: int, number: int) -> None:
    record = _one(Organisation, on)
    waiting = [] if record.is_public() else Activity.objects.filter(organisation=record, status="submitted")
    lines = set[str]().union(*map(_lines, waiting))
    seen = json.dumps(as_dict(record))
    r.published(name, org.PublishOrganisation(r.user(name), record).do(), seen, lines)


def _decline_organisation(r: Register, name: str, on: int, number: int) -> None:
    org.DeclineOrganisation(r.user(name), _one(Organisation, on), reason=r.mark()).do()


def _new_activity(r: Register, name: str, on: int, number: int) -> None:
    record = _one(Organisation, on)
    fields = {
        "title": f"Lesson {r.mark()}", "summary": r.mark(), "description": r.mark(), "organisation": record.pk,
        "places": ["KEN"], "starts_on": "2026-01-05", "contact_name": r.mark(),
        "contact_email": f"{r.mark()}@example.org", "web_links": [f"https://example.org/{r.mark()}"],
    }  # fmt: skip
    if number % 3 == 0:
        told = ("results_text", "challenges", "replicability", "sustainability")
        fields |= {"good_practice": True, **{field: r.mark() for field in told}}
    made = act.CreateActivity(r.user(name), fields=fields, propose=False).do()
    made.links.create(concept=LINES[number % 2], level="action_line", status="confirmed", origin="person")
    r.wrote(name, made, owns=True)


def _edit_activity(r: Register, name: str, on: int, number: int) -> None:
    field = ("title", "summary", "contact_name")[number % 3]
    fields: dict[str, Any] = {field: r.mark()}
    if number % 5 == 0 and Organisation.objects.exists():
        fields["partners"] = [_one(Organisation, number).pk]
    record = act.EditActivity(r.user(name), _one(Activity, on), fields=fields, propose=False).do()
    r.wrote(name, record)


def _submit(r: Register, name: str, on: int, number: int) -> None:
    record = _one(Activity, on)
    r.wrote(name, act.SubmitActivity(r.user(name), record, quiet=True).do())


def _publish(r: Register, name: str, on: int, number: int) -> None:
    waiting = Activity.objects.filter(status="submitted").exists()
    record = _one(Activity, on, **({"status": "submitted"} if waiting else {}))
    seen, lines = json.dumps(as_dict(record)), _lines(record)
    r.published(name, PublishActivity(r.user(name), record).do(), seen, lines)


def _other_verbs(r: Register, name: str, on: int, number: int) -> None:
    record, user = _one(Activity, on), r.user(name)
    if number % 5 == 0:
        act.RecallActivity(user, record, reason=r.mark()).do()
    elif number % 5 == 1:
        act.DiscardChanges(user, record).do()
    elif number % 5 == 2:
        # The reason is public by the table of permissions: it is written to be read, and has no mark.
        act.WithdrawActivity(user, record, reason="It ended.").do()
    elif number % 5 == 3:
        RequestChanges(user, record, reason=r.mark(), comments={"title": r.mark()}).do()
    else:
        act.DeleteDraft(user, record, reason=r.mark()).do()


def _decide_link(r: Register, name: str, on: int, number: int) -> None:
    given = {"concept": ("C5", "C2", "sdg:9.c")[number % 3], "decision": ("confirmed", "rejected")[number % 2]}
    DecideLink(r.user(name), _one(Activity, on), **given).do()


def _import(r: Register, name: str, on: int, number: int) -> None:
    known = Organisation.objects.order_by("pk").values_list("name", flat=True)
    carrier = known[on % len(known)] if known and number % 2 else f"Import trust {r.mark()}"
    row = [r.mark(), f"Lesson {r.mark()}", r.mark(), carrier, "Kenya", "05/03/2024", LINES[number % 2], ""]
    user = r.user(name)
    file = store(table(row), "list.csv", user, "activities")
    asks = {"publish": number % 3 == 0, "dry_run": number % 7 == 0}
    run = started(user, file, "activities", **asks)
    r.wrote(name, run, owns=True)
    if number % 4:
        _bring_in(r, run)


def _bring_in(r: Register, run: ImportRun) -> None:
    before = (
        set(Activity.objects.values_list("pk", flat=True)),
        set(Organisation.objects.values_list("pk", flat=True)),
    )
    importing.run(run.pk)
    name = r.owners["import", run.pk]
    for model, known in zip((Activity, Organisation), before, strict=True):
        for record in model.objects.exclude(pk__in=known):
            r.wrote(name, record, owns=True)


def _go_on(r: Register, name: str, on: int, number: int) -> None:
    """A worker does an import that waits; its owner may have lost a role, or the account, meanwhile."""
    _bring_in(r, _one(ImportRun, on, status="waiting"))


def _again(r: Register, name: str, on: int, number: int) -> None:
    """Another person brings the file of an import in again, as the page does."""
    found, user = _one(ImportRun, on), r.user(name)
    run = started(user, found.file, "activities", mapping=found.mapping, publish=number % 2 == 0)
    r.owners.setdefault(("import", run.pk), name)
    _bring_in(r, run)


def _correct_mandate(r: Register, name: str, on: int, number: int) -> None:
    record = _one(Mandate, on)
    lines = {link.concept for link in record.links.all() if link.status != "rejected"}
    word = r.mark()
    CorrectMandate(r.user(name), record, action=word).do()
    # Corrections are public at once: the person with the right publishes by correcting.
    if name not in r.gone | r.demoted and (name in FREE or (name == "reviewer" and "C5" in lines)):
        r.approved.add(word)


def _road_map(r: Register, name: str, on: int, number: int) -> None:
    user = r.user(name)
    if number % 4 == 0 or not RoadMap.objects.exists():
        fields = {"lines": [LINES[number % 2]], "title": r.mark(), "narratives": {"purpose": r.mark()}}
        r.wrote(name, maps.CreateRoadMap(user, fields=fields).do(), owns=True)
        return
    record = _one(RoadMap, on)
    if number % 4 == 1:
        r.wrote(name, maps.EditRoadMap(user, record, fields={"narratives": {"purpose": r.mark()}}).do())
    elif number % 4 == 2:
        r.wrote(name, maps.SubmitRoadMap(user, record).do())
    else:
        seen = json.dumps(as_dict(record))
        r.published(name, maps.PublishRoadMap(user, record).do(), seen, set(record.lines))


def _lose(r: Register, name: str, on: int, number: int) -> None:
    """A reviewer loses the role, or somebody deletes the account."""
    if number % 3 == 0:
        SetRoles(r.user("administrator"), r.user("reviewer"), roles=[]).do()
        r.demoted.add("reviewer")
    elif name in ("member", "stranger", "focal"):
        DeleteAccount(r.user(name), r.user(name), name="").do()
        r.gone.add(name)


STEPS: tuple[Callable[[Register, str, int, int], None], ...] = (
    _new_organisation, _new_organisation, _edit_organisation, _publish_organisation, _publish_organisation,
    _publish_organisation, _decline_organisation, _new_activity, _new_activity, _new_activity, _edit_activity,
    _edit_activity, _submit, _submit, _submit, _publish, _publish, _publish, _other_verbs, _decide_link, _import,
    _go_on, _again, _correct_mandate, _road_map, _road_map, _lose,
)  # fmt: skip


def shown(*, whole: bool = False) -> str:
    """Return what serialising gives a visitor of records and public versions; `whole`: of mandates too."""
    written = Activity.objects.select_related("organisation").prefetch_related(
        "partners", "places", "links", "mandate_links"
    )
    others = [model.objects.all() for model in (Organisation, RoadMap, *((Mandate,) if whole else ()))]
    rows = [one for found in (written, *others) for one in found]
    public = [one for one in rows if one.kind != "mandate" or one.is_public()]
    gone = {("activity", one.pk) for one in rows if one.kind == "activity" and one.status == "withdrawn"}
    data = [one for one in public_data(public) if (one["kind"], one["id"]) not in gone]
    kept = Version.objects.filter(public=True).exclude(kind__in=("import", "user")).values_list("data", flat=True)
    return json.dumps([data, list(kept)], default=str)


def read(client: Client) -> str:
    """Return what pages, feeds and operations of the site give a visitor."""
    limits.COUNTS.clear()
    records = [one for model in (Activity, Organisation) for one in model.objects.all()]
    addresses = [
        "/activities/", "/organisations/", "/feeds/activities.atom", "/api/activities?size=100",
        "/api/organisations?size=100", "/api/search?q=lesson", "/search/?q=trust", "/search/suggest?q=le",
        "/activities/?format=json", "/api/roadmaps",
        *(one.get_absolute_url() for one in records),
        *(f"/{one.kind}/{one.pk}/history/" for one in records),
        *(f"/{one.kind}/{one.pk}.json" for one in records),
        *(f"/api/records/{one.kind}/{one.pk}/versions/{one.version}" for one in records),
    ]  # fmt: skip
    return "\n".join(_body(client.get(address)) for address in addresses)


def _body(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode())


def patched(patch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long and writes no word: the model, the index, a process for each file."""
    read_here(patch)
    patch.setattr(loading, "propose_all", lambda texts, _rows: [[] for _one in texts])
    patch.setattr(loading, "propose_mandates_of", SimpleNamespace(enqueue=lambda _number: None))
    patch.setattr(importing, "catch_up", lambda: None)


def play(steps: list[Step], *, pages: bool = False) -> Register:
    """Take the steps in a register that is then as before. Raises AssertionError for a word out of turn."""
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)
        register = Register()
        for step in steps:
            if register.take(step):
                out = set(MARK.findall(shown())) - register.approved
                assert not out, (step, out)
        out = set(MARK.findall(shown(whole=True))) - register.approved
        assert not out, out
        if pages:
            from tests.indexed import reindex

            reindex()
            out = set(MARK.findall(read(Client(raise_request_exception=False)))) - register.approved
            assert not out, out
        return register


def sequence(rng: random.Random, length: int) -> list[Step]:
    """Return random steps."""
    return [tuple(rng.randrange(1000) for _ in range(4)) for _ in range(length)]  # type: ignore[misc]


@pytest.fixture
def prepared(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    patched(monkeypatch)
    world()


def world() -> None:
    """Make the people, and mandates that reviewers of C5 may correct."""
    people()
    made = instrument()
    Mandate.objects.filter(instrument=made).update(status="confirmed")
    for one in Mandate.objects.all():
        one.links.get_or_create(concept="C5", defaults={"level": "action_line", "status": "confirmed"})


def test_no_sequence_publishes_what_nobody_with_the_right_did(prepared):
    numbers = st.integers(0, 999)

    @examples(40)
    @given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=5, max_size=40))
    def holds(steps):
        play(steps)

    holds()


def test_pages_and_programs_of_a_visitor_hold_no_such_word_either(prepared):
    met = [play(sequence(random.Random(seed), 60), pages=True) for seed in range(3)]
    # The sequences do something: a third of the steps is allowed, and words are published.
    assert min(one.done for one in met) > 10
    assert sum(len(one.approved) for one in met) > 10


def test_the_oracle_finds_what_is_published_by_an_author(prepared, settings):
    """With four eyes off, people publish their own work: the sequences must meet that, or they find nothing."""
    settings.FOUR_EYES = False
    with pytest.raises(AssertionError):
        for seed in range(60):
            play(sequence(random.Random(seed), 60))
