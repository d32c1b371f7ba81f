"""The people and records that the matrix of permissions is walked with."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionlines.register.activities.models import Activity, FieldComment
from actionlines.register.consultations.actions.comments import key_of
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.notices import mute_key
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.models import Version
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.actions import CreateOrganisation
from actionlines.register.people.models import Role, Token, User
from actionlines.register.reports.builds import started
from actionlines.register.reports.models import Report
from actionlines.register.resources.models import Envelope
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.schema import MetricFields, columns
from tests.people import PASSWORD, activity, organisation, person
from tests.register.consultations.samples import comment, consultation
from tests.register.mandates.samples import instrument, noted
from tests.register.site.api.world import WHOLE
from tests.register.site.matrix import PEOPLE

_ROLES = {"reviewer-out": ("reviewer", "C2"), "focal-out": ("focal", "BRA")}


def somebody(who: str) -> User:
    """The user for a column; a visitor has none."""
    if who not in _ROLES:
        return person(who)
    email = f"{who}@example.org"
    found = User.objects.filter(email=email).first()
    if found is None:
        found = User.objects.create_user(email, PASSWORD, name=who)
        Role.objects.create(user=found, role=_ROLES[who][0], scope=_ROLES[who][1])
    return found


def _version(record: Any, public: bool = False) -> None:
    Version.objects.create(
        kind=record.kind, record=record.pk, number=record.version, public=public, data=as_dict(record)
    )


def _activity(status: str) -> Activity:
    public = status in ("published", "withdrawn")
    given = {"published_at": timezone.now(), "published_version": 1} if public else {}
    made = activity("member", status, title=f"Radio lessons, {status}", **WHOLE, **given)
    FieldComment.objects.create(activity=made, field="title", version=1, text="Shorter.")
    _version(made, public)
    return made


def _report(status: str) -> Report:
    """A contribution of Kenya by the member, with a build of its version."""
    given = {"published_at": timezone.now(), "published_version": 1} if status == "published" else {}
    made = Report.objects.create(
        type="contribution", parameters={"area": "KEN"}, owner=person("member"), status=status, **given
    )
    _version(made, status == "published")
    build = started(made)
    if status == "published":
        Report.objects.filter(pk=made.pk).update(published_build=build)
    return Report.objects.get(pk=made.pk)


_MAPS = ("draft", "submitted", "published", "withdrawn")


def _road_map(status: str) -> RoadMap:
    """One that is complete, of line C5, which the secretariat began."""
    public = status in ("published", "withdrawn")
    row: dict[str, Any] = {"id": 1, "what": "Letters sent", "due": "", "lead": "", "done": "", "serves": []}
    given = {"published_at": timezone.now(), "published_version": 1} if public else {}
    made = RoadMap.objects.create(
        title=f"Road map, {status}", lines=["C5"], status=status, owner=person("secretariat"), numbered=2,
        narratives={"purpose": "Trust."}, items=[{"kind": "target", "ref": "sdg:9.c", "decision": "taken"}],
        milestones=[row], **given,
        metrics=[{**dict.fromkeys(columns(MetricFields), ""), "id": 2, "name": "Letters", "serves": []}],
    )  # fmt: skip
    _version(made, public)
    return made


class World:
    """One record for each state, and a client and a token for each column."""

    def __init__(self) -> None:
        self.records: dict[str, Any] = {
            name: _activity(name) for name in ("draft", "submitted", "published", "withdrawn")
        }
        Activity.objects.filter(status="withdrawn").update(status_reason="It ended.")
        self.organisation = organisation()
        type(self.organisation).objects.update(owner=person("member"))
        self._mandates()
        self.records |= {
            "organisation": type(self.organisation).objects.get(pk=self.organisation.pk),
            "org-new": CreateOrganisation(
                person("member"), fields={"name": "Desk of Boats", "type": "civil-society", "country": "KEN"}
            ).do(),
            "envelope": Envelope.objects.create(
                plan="Plan of villages", objective="Safe use", starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31), currency="CHF", amount="1000",
            ),
            "import": ImportRun.objects.create(
                file=store(b"title,summary\nLetters by boat,They cross the lake.\n", "rows.csv"),
                what="activities", owner=person("member"), status="done",
            ),
            "account": person("stranger"),
            "token": Token.objects.create(user=person("member"), name="mine", digest="d" * 64),
        }  # fmt: skip
        self.records |= {f"report-{state}": _report(state) for state in ("draft", "submitted", "published")}
        self.records["envelope"].allocations.create(activity=self.records["published"], amount="10")
        self._consultations()
        for role, scope in (("focal", f"org:{self.organisation.pk}"),):
            Role.objects.create(user=person("focal"), role=role, scope=scope)
        self.records |= {f"{name}_map": _road_map(name) for name in _MAPS}
        self.people = {who: self._client(who) for who in PEOPLE}

    def _mandates(self) -> None:
        made = instrument()
        found = list(Mandate.objects.filter(instrument=made).order_by("pk"))
        for status, one in zip(("proposed", "confirmed", "rejected"), found, strict=False):
            one.status, one.lead = status, self.organisation
            one.checks = [{"field": "due", "reason": "two dates in the sentence"}]
            one.save()
            one.links.all().delete()
            one.links.create(concept="C5", level="action_line", status="confirmed", origin="person")
            if status == "confirmed":
                noted(one)
            one = Mandate.objects.get(pk=one.pk)
            _version(one, one.is_public())
            self.records[status] = one
        self.records["instrument"], self.symbol = made, made.symbol

    def _consultations(self) -> None:
        made = consultation("secretariat")
        self.records |= {
            "c-open": made, "c-free": consultation("secretariat", anonymous=True),
            "c-draft": consultation("secretariat", publish=False), "said": comment(made, quote="open data"),
            "said-other": comment(made, person("secretariat")), "held": comment(made), "keyed": comment(made),
        }  # fmt: skip
        # The member owns them, as all others here, though members open none by themselves.
        Consultation.objects.update(owner=person("member"))
        Comment.objects.filter(pk=self.records["held"].pk).update(status="held")
        Comment.objects.filter(pk__in=[self.records[name].pk for name in ("said-other", "keyed")]).update(author=None)
        for name in ("c-open", "c-free", "c-draft", "said", "said-other", "held", "keyed"):
            held = self.records[name]
            self.records[name] = type(held).objects.get(pk=held.pk)

    def _client(self, who: str) -> SimpleNamespace:
        client, head = Client(raise_request_exception=False), {}
        if who != "visitor":
            client.force_login(somebody(who))
            value = f"token of {who}"
            Token.objects.create(user=somebody(who), name="api", scope="publish", digest=Token.digest_of(value))
            head = {"Authorization": f"Bearer {value}"}
        return SimpleNamespace(client=client, api=Client(raise_request_exception=False), head=head)

    def page(self, who: str, method: str, name: str, state: str) -> Any:
        """The answer of a page."""
        record = self.records.get(state)
        address = self._address(name, record)
        data = self._form(name, record, state) if method == "POST" else _QUERIES.get(name, {})
        answer = getattr(self.people[who].client, method.lower())(address, data)
        if answer.streaming:
            # What is sent while it is made is read to its end, as a browser does.
            b"".join(answer.streaming_content)
        return answer

    def _address(self, name: str, record: Any) -> str:
        fixed: dict[str, list[Any]] = {
            "action_line": ["C5"], "goal": ["9"], "target": ["9.c"], "commitment": ["11a"], "body": ["itu"],
            "country": ["KEN"], "desk-names": ["organisations"], "region": ["itu-region:AFR"],
            "import-columns": ["f" * 64], "import-batch": [10**9],
            "progress-series": ["NONE"], "progress-chart": ["png"], "evidence-file": [10**9],
            "settings-logo": ["f" * 64], "logo": ["f" * 64],
            "cooperation-country": ["KEN"], "budget": [1],
            "data-file": ["actionlines-2020-01-01.zip"], "data-iati": [1], "sitemap": ["pages"],
            "sdmx": ["data/NONE"],
            "list-embed": ["mandates"],
            "first": [signing.dumps("first", salt="actionlines.first")],
        }  # fmt: skip
        if name == "consultation-paragraph":
            return reverse(name, args=[record.pk, "1"])
        if name == "consultations-mute":
            return reverse(name, args=[mute_key(person("member").pk, record.pk)])
        if name in ("comment-withdraw-key", "comment-edit-key"):
            return reverse(name, args=[record.pk, key_of(record)])
        if name == "instrument":
            return reverse(name, args=[self.symbol])
        if name in ("mandate-at", "organisation"):
            return str(record.get_absolute_url())
        if name in ("follow-change", "follow-end", "hook"):
            return reverse(name, args=["no-key" if name == "follow-end" else 999])
        if name == "figures":
            return reverse(name, args=["csv"]) + "?area=KEN"
        if name == "concept-cite":
            return reverse(name, args=["KEN", "bib"])
        if name in ("record-cite", "record-embed"):
            return reverse(name, args=[record.kind, record.pk, *(["ris"] if name == "record-cite" else [])])
        if name == "report-file":
            return reverse(name, args=[record.pk, "json"])
        if name in ("version", "trail", "record-json"):
            args = [record.kind, record.pk, *([1] if name == "version" else [])]
            return reverse(name, args=args)
        return reverse(name, args=fixed.get(name, [record.pk] if record is not None else []))

    def _form(self, name: str, record: Any, state: str) -> dict[str, Any]:
        published = self.records["published"].pk
        seen = {"version": record.version} if hasattr(record, "version") else {}
        forms: dict[str, dict[str, Any]] = {
            "set_language": {"language": "fr"},
            "activity-new": {"title": "Letters by boat", "type": "project", "language": "en"},
            "activity-edit": {"title": "Letters by boat"}, "activity-save": {"title": "Letters by boat"},
            "activity-links": {"decide": "concept C5 confirmed"},
            "activity-withdraw": {"reason": "It ended."}, "activity-changes": {"reason": "Say where."},
            "activity-settle": {"comment": _comment(record) if name == "activity-settle" else 0},
            "mandates-confirm": {"mandate": [f"{self.records['proposed'].pk}:1"]},
            "desk-confirm": {"mandate": [f"{self.records['proposed'].pk}:1"]},
            "desk-reject": {"mandate": [f"{self.records['proposed'].pk}:1"], "reason": "A mere wish."},
            "desk-lead": {"mandate": [f"{self.records['confirmed'].pk}:1"], "lead": self.organisation.name},
            "desk-undo": {"group": "00000000-0000-0000-0000-000000000000"},
            "mandate-reject": {"reason": "A mere wish."},
            "mandate-correct": {
                "addressees": ["itu"], "action": "to report", "deliverable": "report", "strength": "requests",
            },
            "desk-correct": {
                "addressees": ["itu"], "action": "to report", "deliverable": "report", "strength": "requests",
            },
            "mandate-checked": {"field": "due"},
            "mandate-lead": {"lead": self.organisation.name},
            "mandate-progress": {
                "text": "A draft is there.", "evidence_kind": "activity", "activity": published,
            },
            "mandate-status": {"status": "delivered", "reason": "Handed over."},
            "mandate-link": {"concept": "C2", "status": "confirmed"},
            "organisation-decline": {"reason": "It is no organisation."},
            "organisation-new": {"name": "Desk of Letters", "type": "civil-society"},
            "organisation-edit": {"name": "Village Network Trust", "type": "civil-society"},
            "follow-new": {"what": "concept", "target": "C5", "pace": "daily"},
            "hooks": {"thing": "concept:C5", "url": "https://program.example.org/in"},
            "account": {"name": "Somebody"}, "token-new": {"name": "program"},
            "user": {"role": "reviewer", "scope": "C2"},
            "roadmap-new": {"lines": "C5"}, "roadmap-edit": {"title": "Another"},
            "roadmap-save": {"title": "Another"}, "roadmap-done": {"id": 1},
            "roadmap-changes": {"reason": "Say when."}, "roadmap-withdraw": {"reason": "It ended."},
            "envelope-new": {**_ENVELOPE, "plan": "Another plan"}, "envelope-edit": _ENVELOPE,
            "report-new": {"type": "contribution", "area": "KEN", "language": "en"},
            "report-write": {"title": "Villages first", "text-background": "Villages come first."},
            "report-return": {"reason": "Name the year."}, "report-withdraw": {"reason": "It was wrong."},
            "consultation-new": {"title": "A draft", "language": "en"},
            "consultation-edit": {"title": "A draft", "language": "en"},
            "consultation-comment": {**_SAID, "seen": 1, "paragraph": "1"},
            "consultation-text": {"words": "1. Other words."},
            "consultation-results": {"results": "Much was said."},
            "consultation-withdraw": {"reason": "It ended."},
            "consultation-map": {"from": self.records["said"].paragraph_id, "to": "2"},
            "consultation-moderate": {"comment": f"{self.records['said'].pk}:1", "decision": "publish"},
            "consultation-dispose": {"comment": f"{self.records['said'].pk}:1", "disposition": "accepted"},
            "comment-edit": _SAID, "comment-edit-key": _SAID,
            "comment-reply": _SAID, "comment-withdraw": {"reason": "A mistake."},
            "comment-dispose": {"disposition": "accepted"},
            "allocate": {"activity": published, "amount": "5"}, "take-back": {"activity": published},
        }  # fmt: skip
        return {**seen, **forms.get(name, {})}

    def api(self, who: str, method: str, path: str, state: str) -> Any:
        """The answer of an operation."""
        record = self.records.get(state)
        room = path.split("/")[1]
        fixed = {"concepts": "C5", "countries": "KEN", "areas": "KEN"}
        parts = {
            "{id}": fixed.get(room, str(getattr(record, "pk", 0))),
            "{kind}": getattr(record, "kind", ""), "{number}": "1", "{area}": "KEN", "{body}": "nobody",
            "{part}": "2" if "metrics" in path else "1",
            "{activity}": str(self.records["published"].pk), "{comment}": str(_comment(record)),
        }  # fmt: skip
        address = f"/api{path}"
        for part, value in parts.items():
            address = address.replace(part, value)
        person_, seen = self.people[who], {"version": getattr(record, "version", 1)}
        if (method, path) == ("POST", "/imports"):
            return person_.api.post(address, _upload(state), headers=person_.head)
        if method == "GET":
            queries = {"/instruments/by-symbol": {"symbol": self.symbol}, "/ask": {"q": "masts"}}
            query = {**queries, "/figures": {"area": "KEN"}}.get(path, {})
            return person_.api.get(address, query, headers=person_.head)
        if method == "DELETE":
            return person_.api.delete(f"{address}?version=1", headers=person_.head)
        body = {"type": "biennial"} if state == "official" else self._body(method, path)
        bare = path in _NO_VERSION or path.endswith("/comments") or "/comments/{comment}" in path
        body = body if bare else {**seen, **body}
        send = getattr(person_.api, method.lower())
        return send(address, json.dumps(body), content_type="application/json", headers=person_.head)

    def _body(self, method: str, path: str) -> dict[str, Any]:
        published = self.records["published"].pk
        bodies: dict[str, dict[str, Any]] = {
            "/mandates/{id}/checked": {"field": "due"},
            "/mandates/{id}/correct": {"due_on": "2028-01-01"},
            "/mandates/{id}/reject": {"reason": "A mere wish."},
            "/mandates/{id}/lead": {"lead": self.organisation.pk},
            "/mandates/{id}/progress": {
                "text": "A draft.", "evidence_kind": "activity", "evidence": {"activity": published},
            },
            "/mandates/{id}/status": {"status": "delivered", "reason": "Handed over."},
            "/mandates/{id}/links": {"concept": "C2", "status": "confirmed"},
            "/activities": {"fields": {"title": "Letters by boat"}},
            "/activities/{id}": {"fields": {"title": "Letters by boat"}},
            "/activities/{id}/withdraw": {"reason": "It ended."},
            "/activities/{id}/changes": {"reason": "Say where."},
            "/activities/{id}/comments": {"field": "title", "text": "Shorter."},
            "/activities/{id}/links": {"concept": "C5", "decision": "confirmed"},
            "/instruments/comparison": {"text": "1. Requests nobody to do anything;"},
            "/reports": {"type": "contribution", "parameters": {"area": "KEN"}},
            "/reports/{id}": {"fields": {"title": "Villages first"}},
            "/reports/{id}/write": {"section": "background", "text": "Villages come first."},
            "/reports/{id}/return": {"reason": "Name the year."},
            "/reports/{id}/withdraw": {"reason": "It was wrong."},
            "/organisations/{id}/decline": {"reason": "It is no organisation."},
            "/organisations": {"fields": {"name": "Desk of Letters", "type": "civil-society"}},
            "/organisations/{id}": {"fields": {"acronym": "DL"}},
            "/roadmaps": {"fields": {"lines": ["C5"]}}, "/roadmaps/{id}": {"fields": {"title": "Another"}},
            "/roadmaps/{id}/items": {"kind": "target", "ref": "sdg:9.1", "decision": "taken"},
            "/roadmaps/{id}/metrics": {"fields": {"name": "Readers"}},
            "/roadmaps/{id}/milestones": {"fields": {"what": "Readers write back"}},
            "/roadmaps/{id}/changes": {"reason": "Say when."}, "/roadmaps/{id}/withdraw": {"reason": "It ended."},
            "/envelopes": {"fields": {**_ENVELOPE, "plan": "Another plan"}},
            "/envelopes/{id}": {"fields": {"note": "Noted."}},
            "/envelopes/{id}/allocations/{activity}": {"amount": "5"},
            "/consultations": {"fields": {"title": "A draft"}},
            "/consultations/{id}": {"fields": {"title": "A draft"}},
            "/consultations/{id}/results": {"results": "Much was said."},
            "/consultations/{id}/withdraw": {"reason": "It ended."},
            "/consultations/{id}/texts": {"words": "1. Other words."},
            "/consultations/{id}/comments": {**_SAID, "paragraph": "1"},
            "/comments/{id}": {"fields": {"text": "Say which."}},
            "/comments/{id}/replies": _SAID,
            "/comments/{id}/moderate": {"decision": "publish"},
            "/comments/{id}/dispose": {"disposition": "accepted"},
            "/comments/{id}/place": {"to": "1"},
        }  # fmt: skip
        return bodies.get(path, {})


_NO_VERSION = frozenset((
    "/activities", "/organisations", "/envelopes", "/roadmaps", "/consultations", "/reports",
    "/instruments/comparison",
    "/reports/{id}/build", "/comments/{id}/replies", "/comments/{id}/endorse",
))  # fmt: skip
_SAID = {"text": "Say which.", "stakeholder": "academia", "language": "en"}
_ENVELOPE = {
    "plan": "Plan of villages", "objective": "Safe use", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    "currency": "CHF", "amount": "1000",
}  # fmt: skip
_QUERIES = {
    # A text that tests can read.
    "consultation-export": {"as": "json"},
    "compare": {"a": "A/RES/80/901", "b": "A/RES/80/901"},
    "series": {"symbol": "A/RES/80/901"},
    "activity-duplicates": {"title": "Radio"},
}
_FILES = {
    "activities": ("rows.csv", b"title,summary\nLetters by boat,They cross the lake.\n"),
    "document": ("text.txt", b"A note.\n\n1. Requests nobody to do anything.\n"),
    "indicators": ("figures.csv", b"area,year,value\nKEN,2020,1\n"),
    "uninfo": ("KEN.json", b'{"projects": [], "framework": []}'),
    "cooperation": ("frame.txt", b"A frame.\n\n1. Villages come first.\n"),
}


def _upload(state: str) -> dict[str, Any]:
    name, content = _FILES[state]
    country = {"country": "KEN"} if state == "cooperation" else {}
    return {"file": SimpleUploadedFile(name, content), "what": state, "dry_run": "true", **country}


def _comment(record: Any) -> int:
    held = record.comments.first() if hasattr(record, "comments") else None
    return held.pk if held else 0
