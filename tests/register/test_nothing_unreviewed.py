"""Random sequences of actions by all roles: the public sees only what somebody with the right published knowingly.

Each word that a person writes holds a mark of its own. An oracle that knows the roles by hand, and asks nothing of
the code under test, approves the marks of a record when somebody with the right, who wrote none of them, publishes
what they saw, and hides them when the record is withdrawn. After each step and at the end, all that a visitor gets
may hold approved marks alone; and a step that neither publishes nor withdraws leaves the public form as it is.

    python -m benchmarks.unreviewed --sequences 10000        many more
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actionlines.errors import ActionlinesError
from actionlines.register.activities import actions as act
from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity, RequestChanges
from actionlines.register.consultations import exports
from actionlines.register.consultations.actions import comments as said
from actionlines.register.consultations.actions import texts as consult
from actionlines.register.consultations.models import Comment, Consultation, seen_by_all
from actionlines.register.consultations.schema import public_comment
from actionlines.register.core.imports import run as importing
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.kinds import versioned_models
from actionlines.register.core.models import Event
from actionlines.register.core.public_view import (
    hide_reasons,
    is_withdrawn,
    list_events,
    list_versions,
    public_data,
    tombstone,
    without_proposals,
)
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.actions import CorrectMandate, RecordProgress, RejectMandate, SetStatus
from actionlines.register.mandates.answers import RemindMissing
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations import actions as org
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.actions import DeleteAccount, SetRoles
from actionlines.register.people.models import Role, User
from actionlines.register.reports import actions as papers
from actionlines.register.reports.models import Report, ReportBuild
from actionlines.register.resources.actions import CreateEnvelope
from actionlines.register.roadmaps import actions as maps
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.site.middleware import limits
from tests.effort import examples
from tests.people import person
from tests.register.consultations import samples
from tests.register.imports.here import read_here
from tests.register.imports.test_activities import table
from tests.register.mandates.samples import instrument

MARK = re.compile(r"mark\d+x")
NAMES = ("member", "stranger", "reviewer", "focal", "secretariat", "administrator", "colleague", "visitor")
FREE = {"secretariat", "administrator", "colleague"}  # publish anything but their own
LINES = ("C5", "C2")
Step = tuple[int, int, int, int]  # which step, by whom, on which record, some number


def people() -> dict[str, Any]:
    """One person of each role, and a second one of the secretariat."""
    found = {name: person(name) for name in NAMES if name not in ("colleague", "visitor")}
    made, new = User.objects.get_or_create(email="colleague@example.org", defaults={"name": "Colleague"})
    if new:
        Role.objects.create(user=made, role="secretariat")
    return {**found, "colleague": made, "visitor": AnonymousUser()}


class Register:
    """A register, the steps that people take in it, and the oracle."""

    def __init__(self) -> None:
        self.count = 0
        # (kind, number) -> marks that somebody with the right let out; those of a hidden key are in again
        self.marks: dict[tuple[str, int], set[str]] = {}
        self.hidden: set[tuple[str, int]] = set()
        self.parts: dict[tuple[str, int], tuple[str, int]] = {}  # a comment -> its consultation
        self.changes_public = False  # whether the step publishes or withdraws
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
        """Return the account as the database has it now: roles are read anew. A visitor has none."""
        if name == "visitor":
            return self.users[name]
        return User.objects.get(pk=self.users[name].pk)

    @property
    def approved(self) -> set[str]:
        """Return the marks that the public may read now."""
        out = [marks for key, marks in self.marks.items() if not {key, self.parts.get(key)} & self.hidden]
        return set[str]().union(*out)

    def approve(self, record: Any, *marks: str) -> None:
        """Let marks of a record out."""
        self.marks.setdefault((record.kind, record.pk), set()).update(marks)
        self.changes_public = True

    def hide(self, name: str, record: Any, reason: str = "") -> None:
        """Take the marks of a record in; the reason is out where the person may publish."""
        self.hidden.add((record.kind, record.pk))
        self.changes_public = True
        if reason:
            self.marks[f"tombstone of {record.kind}", record.pk] = {reason}

    def has_role(self, name: str, lines: set[str]) -> bool:
        """Whether a person may publish of these lines, whoever wrote it."""
        return name not in self.gone | self.demoted and (name in FREE or (name == "reviewer" and "C5" in lines))

    def wrote(self, name: str, record: Any, *, owns: bool = False) -> None:
        """Note who wrote in a record."""
        key = record.kind, record.pk
        self.authors.setdefault(key, set()).add(name)
        if owns:
            self.owners[key] = name

    def may_publish(self, name: str, record: Any, lines: set[str]) -> bool:
        """Whether a person may, by the roles written down here and by what they wrote."""
        key = record.kind, record.pk
        return name not in self.authors.get(key, set()) | {self.owners.get(key)} and self.has_role(name, lines)

    def published(self, name: str, record: Any, seen: str, lines: set[str]) -> None:
        """Approve the marks that the person saw, where the person may."""
        if self.may_publish(name, record, lines):
            self.approve(record, *MARK.findall(seen))
            self.authors[record.kind, record.pk] = set()

    def take(self, step: Step) -> bool:
        """Take one step, and return whether the register allowed it; what it refuses changes nothing."""
        which, who, on, number = step
        name = NAMES[who % len(NAMES)]
        if name == "visitor" and STEPS[which % len(STEPS)] not in (_comment, _change_comment):
            name = "colleague"  # who has no account does nothing but comment
        self.changes_public = False
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
        reason, free = r.mark(), r.may_publish(name, record, _lines(record))
        r.hide(name, act.WithdrawActivity(user, record, reason=reason).do(), reason if free else "")
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
    if r.has_role(name, lines):
        r.approve(record, word)


def _follow_mandate(r: Register, name: str, on: int, number: int) -> None:
    record, user, word = _one(Mandate, on), r.user(name), r.mark()
    lines = {link.concept for link in record.links.all() if link.status != "rejected"}
    if number % 5 == 0:
        RejectMandate(user, record, reason=word).do()
        r.hide(name, record)
    elif number % 5 == 1:
        RemindMissing(user, record, reason=word).do()  # a message: that it was sent is public, its words are not
        r.changes_public = True
    elif number % 5 == 2:
        SetStatus(user, record, status="under_way", reason=word).do()
        if r.has_role(name, lines):
            r.approve(record, word)
    else:
        RecordProgress(user, record, text=word).do()
        # Those whom the text asks answer in public, by the role that somebody gave them.
        if r.has_role(name, lines) or name == "focal":
            r.approve(record, word)


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


def _report(r: Register, name: str, on: int, number: int) -> None:
    user = r.user(name)
    if number % 6 == 0 or not Report.objects.exists():
        given = {"type": "contribution", "parameters": {"area": "KEN"}, "fields": {"title": r.mark()}}
        r.wrote(name, papers.CreateReport(user, **given).do(), owns=True)
        return
    record = _one(Report, on)
    if number % 6 == 1:
        changed = papers.EditReport(user, record, fields={"title": r.mark(), "masthead": {"body": r.mark()}})
        r.wrote(name, changed.do())
    elif number % 6 == 2:
        r.wrote(name, papers.SubmitReport(user, record).do())
    elif number % 6 == 3:
        papers.ReturnReport(user, record, reason=r.mark()).do()
    elif number % 6 == 4:
        paper = {"title": record.title, "blocks": []}
        ReportBuild.objects.create(report=record, version=record.version, language="en", status="done", paper=paper)
        seen = json.dumps(as_dict(record))
        done = papers.PublishReport(user, record).do()
        # A focal point of the country publishes too what others wrote.
        if name == "focal" and name not in r.authors[record.kind, record.pk] | r.gone | {r.owners["report", record.pk]}:
            r.approve(record, *MARK.findall(seen))
            r.authors[record.kind, record.pk] = set()
        else:
            r.published(name, done, seen, set())
    elif record.status == "published" and number % 4:
        r.wrote(name, papers.ReviseReport(user, record).do())
    else:
        reason, was_public = r.mark(), record.is_public()
        others = {r.owners["report", record.pk]} | r.authors.get(("report", record.pk), set())
        free = r.may_publish(name, record, set()) or (name == "focal" and name not in r.gone | others)
        papers.WithdrawReport(user, record, reason=reason).do()
        r.hide(name, record, reason if free and was_public else "")


def _consultation(r: Register, name: str, on: int, number: int) -> None:
    """Who opens a consultation answers for its words: they are public with it, or at once."""
    user = r.user(name)
    if number % 6 == 0 or not Consultation.objects.exists():
        day = timezone.now().date()
        fields = {
            "title": r.mark(), "summary": r.mark(), "lines": ["C5"], "anonymous": True,
            "premoderated": number % 4 == 0, "phases": [{"kind": "comments", "starts_on": day, "ends_on": None}],
        }  # fmt: skip
        record = consult.OpenConsultation(user, fields=fields).do()
        source = consult.Source("typed", "draft", 0, "Draft", "en")
        text = samples.paragraphs({"1": f"Invites all to read {r.mark()};"})
        consult.AddText(user, record, source=source, paragraphs=text).do()
        r.owners["consultation", record.pk] = name
        return
    record = _one(Consultation, on)
    before = record.status
    if number % 6 == 1:
        consult.EditConsultation(user, record, fields={"summary": r.mark()}).do()
    elif number % 6 == 2 and number % 5 == 0:
        reason = r.mark()
        consult.WithdrawConsultation(user, record, reason=reason).do()
        r.hide(name, record, reason if before == "published" else "")
        return
    else:
        consult.PublishConsultation(user, record).do()
        before = "published"
    if before == "published" and _organises(r, name, record):
        words = list(record.texts.values_list("paragraphs__text", flat=True))
        r.approve(record, *MARK.findall(json.dumps([as_dict(_one(Consultation, on)), words])))


def _organises(r: Register, name: str, record: Consultation) -> bool:
    return name not in r.gone and (name == r.owners["consultation", record.pk] or r.has_role(name, {"C5"}))


def _comment(r: Register, name: str, on: int, number: int) -> None:
    record = _one(Consultation, on)
    word = {"text": r.mark(), "name": r.mark(), "organisation": r.mark(), "stakeholder": "academia"}
    given = {"paragraph": "1"} if number % 3 else {}
    if number % 4 == 0 and (parent := record.comments.filter(parent=None).order_by("pk").first()):
        made = said.ReplyToComment(r.user(name), parent=parent, fields=word).do()
    else:
        made = said.WriteComment(r.user(name), consultation=record, fields=word, **given).do()
    # Answers stay where the comment above them is withdrawn or removed.
    r.parts["comment", made.pk] = "consultation", record.pk
    r.owners["comment", made.pk] = name
    # Where the organiser does not look first, those with an account are public at once.
    if name != "visitor" and (not record.premoderated or _organises(r, name, record)):
        r.approve(made, *MARK.findall(json.dumps(word)))


def _change_comment(r: Register, name: str, on: int, number: int) -> None:
    record, user, word = _one(Comment, on), r.user(name), r.mark()
    key = "comment", record.pk
    by_key = {"key": said.key_of(record)} if name == "visitor" else {}
    at_once = name != "visitor" and (not record.consultation.premoderated or _organises(r, name, record.consultation))
    words = MARK.findall(json.dumps(as_dict(record)))
    if number % 5 == 0:
        done = said.EditComment(user, record, fields={"text": word}, **by_key).do()
        if at_once:
            r.approve(done, word) if done.status == "published" else None
        elif record.status == "published":
            r.hide(name, record)
    elif number % 5 == 1:
        was_public = key in r.marks
        said.WithdrawComment(user, record, reason=word, **by_key).do()
        r.hide(name, record)
        if at_once and was_public:
            r.marks["tombstone of comment", record.pk] = {word}
            r.parts["tombstone of comment", record.pk] = r.parts[key]
    elif number % 5 == 2:
        said.ModerateComment(user, record, decision="remove", reason=word).do()
        r.hide(name, record)
        if _organises(r, name, record.consultation):
            r.marks["tombstone of comment", record.pk] = {word}
            r.parts["tombstone of comment", record.pk] = r.parts[key]
    elif number % 5 == 3:
        said.DisposeComment(user, record, disposition="not", why=word).do()
        if _organises(r, name, record.consultation):
            r.approve(record, word)
    else:
        said.ModerateComment(user, record, decision="publish").do()
        if _organises(r, name, record.consultation):
            r.hidden.discard(key)
            r.marks.pop(("tombstone of comment", record.pk), None)
            r.approve(record, *words)


def _envelope(r: Register, name: str, on: int, number: int) -> None:
    fields = {
        "plan": r.mark(), "objective": r.mark(), "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "currency": "CHF", "amount": "1000",
    }  # fmt: skip
    made = CreateEnvelope(r.user(name), fields=fields).do()
    if name in FREE - r.gone:
        r.approve(made, *MARK.findall(json.dumps(fields)))


def _lose(r: Register, name: str, on: int, number: int) -> None:
    """A reviewer loses the role, or somebody deletes the account."""
    if number % 3 == 0:
        SetRoles(r.user("administrator"), r.user("reviewer"), roles=[]).do()
        r.demoted.add("reviewer")
    elif name in ("member", "stranger", "focal"):
        DeleteAccount(r.user(name), r.user(name), name=r.mark()).do()
        r.gone.add(name)


STEPS: tuple[Callable[[Register, str, int, int], None], ...] = (
    _new_organisation, _new_organisation, _edit_organisation, _publish_organisation, _publish_organisation,
    _publish_organisation, _decline_organisation, _new_activity, _new_activity, _new_activity, _edit_activity,
    _edit_activity, _submit, _submit, _submit, _publish, _publish, _publish, _other_verbs, _decide_link, _import,
    _go_on, _again, _correct_mandate, _road_map, _road_map, _lose, _follow_mandate, _report, _report, _report,
    _consultation, _consultation, _consultation, _comment, _comment, _comment, _change_comment, _change_comment,
    _change_comment, _envelope,
)  # fmt: skip


_BY_ROLE = {
    _publish_organisation, _decline_organisation, _publish, _decide_link, _correct_mandate, _road_map,
    _follow_mandate, _report, _consultation, _change_comment, _envelope,
}  # fmt: skip
Key = tuple[str, int]


def public_form(keys: Iterable[Key] | None = None) -> dict[Key, str]:
    """Return what the gate gives a visitor of each record (of `keys`): its form or tombstone, versions, events, and
    what is listed with it.
    """
    if keys is None:
        models = versioned_models().items()
        keys = [(kind, pk) for kind, model in models for pk in model.objects.values_list("pk", flat=True)]
    forms = ((key, _form_of(*key)) for key in keys)
    return {key: form for key, form in forms if form}


def _form_of(kind: str, number: int) -> str:
    record = versioned_models()[kind].objects.filter(pk=number).first()
    if record is None or not record.is_public():
        return ""
    form: list[Any] = [tombstone(record)] if is_withdrawn(record) else public_data([record])
    versions = list_versions(record, all_of_it=False).values_list("number", "data")
    form += [(number, without_proposals(kind, data)) for number, data in versions]
    events = hide_reasons(list_events(record, all_of_it=False), record, all_of_it=False)
    form += [(row.version, row.action, row.reason) for row in events]
    if kind == "consultation" and record.status == "published":
        listed = record.comments.filter(seen_by_all()).order_by("pk")
        form += [list(map(public_comment, listed)), list(exports.rows(record, False))]
        form += record.texts.values_list("paragraphs__text", flat=True)
    if kind == "mandate":
        form += record.progress.values_list("text", flat=True)
    if kind == "report" and record.status != "withdrawn":
        form.append(record.published_build.paper)
    return json.dumps(form, default=str, sort_keys=True)


def touched(last: int) -> set[Key]:
    """Return the records that events after one are of, and those that are shown with them."""
    keys = set(Event.objects.filter(pk__gt=last).values_list("kind", "record")) - {("", 0)}
    keys |= {("consultation", number) for number in _named(keys, "comment", "pk", "consultation")}
    keys |= {("comment", number) for number in _named(keys, "comment", "parent", "pk")}
    keys |= {("comment", number) for number in _named(keys, "consultation", "consultation", "pk")}
    return {key for key in keys if key[0] in versioned_models()}


def _named(keys: set[Key], kind: str, field: str, value: str) -> list[int]:
    numbers = [number for key, number in keys if key == kind]
    return list(Comment.objects.filter(**{f"{field}__in": numbers}).values_list(value, flat=True)) if numbers else []


_OF_CONSULTATION = (
    "at/1/", "whole/", "feed.atom", "dispositions/", "statistics/", "versions/", "export/?as=json", "?text=1",
)  # fmt: skip


def read(client: Client) -> dict[str, str]:
    """Return what pages, feeds and operations of the site give a visitor: address -> body."""
    records = [one for model in versioned_models().values() for one in model.objects.all()]
    consultations = [f"/api/consultations/{one.pk}/" for one in records if one.kind == "consultation"]
    addresses = [
        "/activities/", "/organisations/", "/feeds/activities.atom", "/api/activities?size=100",
        "/api/organisations?size=100", "/api/search?q=lesson", "/search/?q=trust", "/search/suggest?q=le",
        "/activities/?format=json", "/api/roadmaps", "/api/reports", "/reports/", "/roadmaps/", "/consultations/",
        "/api/consultations", "/sitemap.xml", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/", "/resources/",
        *(f"{one}{part}" for one in consultations for part in ("comments", "dispositions", "paragraphs", "statistics")),
        *(f"/consultations/{one.pk}/{part}" for one in records if one.kind == "consultation"
          for part in _OF_CONSULTATION),
        *(one.get_absolute_url() for one in records),
        *(f"/{one.kind}/{one.pk}{part}" for one in records for part in ("/history/", ".json", "/embed/", "/cite.bib")),
        *(f"/{one.kind}/{one.pk}/v/{number}/" for one in records for number in range(1, one.version + 1)),
        *(f"/api/records/{one.kind}/{one.pk}/versions/{one.version}" for one in records),
        *(f"/api/records/{one.kind}/{one.pk}/{part}" for one in records for part in ("versions", "events")),
    ]  # fmt: skip
    return {address: _asked(client, address) for address in addresses}


def _asked(client: Client, address: str) -> str:
    limits.COUNTS.clear()
    return _body(client.get(address))


def _body(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode(errors="replace"))


def patched(patch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long and writes no word: the model, the index, a process for each file."""
    read_here(patch)
    patch.setattr(loading, "propose_all", lambda texts, _rows: [[] for _one in texts])
    patch.setattr(loading, "propose_mandates_of", SimpleNamespace(enqueue=lambda _number: None))
    patch.setattr(importing, "catch_up", lambda: None)


@cache
def form_of_world() -> dict[Key, str]:
    """Return the public form of the register before any step."""
    return public_form()


def play(steps: list[Step], *, pages: bool = False, whole: bool = True) -> Register:
    """Take the steps in a register that is then as before. Raises AssertionError for a word out of turn.

    pages  ask the pages, feeds and operations too
    whole  compare at the end all records with what was followed record by record
    """
    with ExitStack() as stack:
        form = dict(form_of_world())
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)
        register = Register()
        last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        for step in steps:
            if register.take(step):
                keys = touched(last)
                last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
                before = {key: form.pop(key, "") for key in keys}
                form |= (after := public_form(keys))
                _compare(register, step, before, after)
        if whole:
            assert form == public_form(), "a step changed a record and has no event of it"
        if pages:
            from tests.indexed import reindex

            reindex()
            read_by_all = read(Client(raise_request_exception=False)).items()
            out = [(at, marks) for at, body in read_by_all if (marks := set(MARK.findall(body)) - register.approved)]
            assert not out, out
        return register


def _compare(register: Register, step: Step, before: dict[Key, str], after: dict[Key, str]) -> None:
    """Raise AssertionError for a word out of turn, and where a step that publishes nothing changed the public form."""
    name = STEPS[step[0] % len(STEPS)].__name__, NAMES[step[1] % len(NAMES)], step
    out = set(MARK.findall("".join(after.values()))) - register.approved
    assert not out, (name, out, [row for row in after.items() if out & set(MARK.findall(row[1]))])
    if not register.changes_public:
        changed = [(key, form, after.get(key, "")) for key, form in before.items() if form != after.get(key, "")]
        assert not changed, (name, changed)


def sequence(rng: random.Random, length: int) -> list[Step]:
    """Return random steps; half of those that need a role are taken by somebody who has it."""
    return [_any_step(rng) for _ in range(length)]


def _any_step(rng: random.Random) -> Step:
    which, who, on, number = (rng.randrange(1000) for _ in range(4))
    by_role = STEPS[which % len(STEPS)] in _BY_ROLE and rng.randrange(2)
    return which, NAMES.index(rng.choice(sorted(FREE))) if by_role else who, on, number


@pytest.fixture
def prepared(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    patched(monkeypatch)
    world()


def world() -> None:
    """Make the people, and mandates that reviewers of C5 may correct."""
    form_of_world.cache_clear()
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
