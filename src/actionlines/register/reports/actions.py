"""Actions on reports: created, written, reviewed, published."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError, InvalidFields, NotAllowed, StaleRecord, Unsettled
from actionlines.papers.reports import slots
from actionlines.papers.reports.request import ReportRequest, check_request, kind_of
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.sections.narrative import LONGEST
from actionlines.papers.words import LANGUAGES
from actionlines.register.core import notices
from actionlines.register.core.action import Action
from actionlines.register.core.models import Version
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data, Serialised, clean, put
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import join, plain_text
from actionlines.register.instruments.models import Instrument
from actionlines.register.reports.models import BuildStatus, Report, ReportStatus, ReportType, digest
from actionlines.register.reports.schema import ReportFields

PARAMETERS = ("symbol", "area", "since", "until", "body", "subject")
Status: Any = ReportStatus
OPEN = frozenset({Status.DRAFT})


class _Fields(Action):
    """Takes `fields`: title, language, masthead (name -> text), chosen (list)."""

    def put(self, record: Report, fields: Mapping[str, object]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(ReportFields, fields)
        if wrong:
            raise InvalidFields("report", wrong)
        put(record, good)


class CreateReport(_Fields):
    """A new draft of the actor's: `type`, `parameters`, and fields. Everybody with an account may draft a
    contribution; the other kinds are for those who answer for their subject.
    """

    code = "report.create"

    def effect(self) -> None:
        """Save a draft without text. Raises InvalidFields for an unknown kind."""
        kind = str(self.given.get("type") or "")
        if kind not in ReportType.values:
            raise InvalidFields("report", {"type": _("Choose a kind of report.")})
        fields = self.given.get("fields") or {}
        language = str(fields.get("language") or getattr(self.actor, "language", "") or "en")[:2]
        made = Report(
            type=kind,
            owner=self.actor,
            language=language if language in LANGUAGES else "en",
            parameters=parameters(kind, self.given.get("parameters") or {}),
        )
        if kind != "contribution" and self.actor is not None:
            decision = decide(self.actor, "report.official", made)
            if not decision:
                raise NotAllowed("report", decision.why)
        self.put(made, fields)
        made.save()
        self.record = made


class EditReport(_Fields):
    """Change the fields of a draft report."""

    code = "report.edit"
    states = OPEN

    def effect(self) -> None:
        """Save the given fields of the report."""
        self.put(self.record, self.given["fields"])


class WriteSection(Action):
    """Write the text of a `section`. `seen`: the values of the facts in it as the writer saw them."""

    code = "report.edit"
    states = OPEN

    def effect(self) -> None:
        """An empty text takes the section away."""
        text = plain_text(str(self.given.get("text") or ""), lines=True)
        if len(text) > LONGEST:
            raise InvalidFields(
                self._name(), {"text": _("At most %(most)d characters are allowed.") % {"most": LONGEST}}
            )
        by = self.actor.pk if self.actor is not None else None
        self.record.sections = sections_with(
            self.record,
            self._name(),
            str(self.given.get("section") or ""),
            text,
            by,
            dict(self.given.get("seen") or {}),
        )


def sections_with(record: Report, called: str, section: str, text: str, by: int | None, seen: Serialised) -> list[Data]:
    """Return the sections of a report with another text in one. Raises InvalidFields for an unknown one."""
    order = slots(ReportRequest(kind_of(record.type)))
    if section not in order:
        raise InvalidFields(called, {"section": _("This report has no such section.")})
    saved = [item for item in record.sections if item["section"] != section]
    if text:
        values = {str(name): str(value)[:60] for name, value in seen.items()}
        saved.append({"section": section, "text": text, "by": by, "seen": values})
    return sorted(saved, key=lambda item: order.index(item["section"]))


class SubmitReport(Action):
    """Submit the report to those who may publish it."""

    code = "report.submit"
    states = OPEN

    def effect(self) -> None:
        """Make the report wait for publication, and notify its reviewers."""
        self.record.set_status(Status.SUBMITTED)
        notices.after_commit("submitted", self.record, self.actor)


class RecallReport(Action):
    """Take a submitted report back from review."""

    code = "report.submit"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Make the report a draft again."""
        self.record.set_status(Status.DRAFT)


class ReturnReport(Action):
    """Send a submitted report back to its writers, with a `reason`."""

    code = "report.publish"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Make the report a draft again, and send the reason to its owner."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say what should change.")})
        self.record.set_status(Status.DRAFT, self.reason[:4000])
        notices.after_commit("changes", self.record, self.actor)


class PublishReport(Action):
    """Make public what was last built of this version. Raises Unsettled while a number in its texts is bound to
    nothing or has changed since it was written.
    """

    code = "report.publish"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """The paper stays as it is, whatever becomes of the records."""
        matches = self.record.builds.filter(version=self.record.version, status=BuildStatus.DONE).first()
        if matches is None:
            raise InvalidFields(self._name(), {"": _("Build this version first, and look at it.")})
        if matches.flags:
            open_ = join(dict.fromkeys(f"{flag['section']}: {flag['words']}" for flag in matches.flags))
            raise Unsettled(
                self._name(),
                _("numbers in its texts are not settled (%(list)s)") % {"list": open_[:300]},
                _("Bind each to a fact, or see its new value and save the text again."),
            )
        self.record.set_status(Status.PUBLISHED)
        self.record.published_at = self.record.published_at or timezone.now()
        # The version that this action writes.
        self.record.published_version = self.record.version + 1
        matches.paper = _published(self.record, matches.paper)
        matches.sha256 = digest(matches.paper)
        matches.save()
        self.record.published_build = matches
        notices.after_commit("published", self.record, self.actor)


def _published(record: Report, paper: Serialised) -> Data:
    """Return a paper as the public reads it: without advice to those who write it."""
    from actionlines.register.reports.builds import status_words

    words = catalogue(record.language)
    unwritten = {words("text-missing-advice"), words("choose-advice")}
    blocks = []
    for block in paper["blocks"]:
        if block["block"] == "missing":
            what = words("nothing-reported") if block["advice"] in unwritten else block["what"]
            block = {**block, "what": what, "advice": ""}
        blocks.append(block)
    return {**paper, "status": status_words(record), "blocks": blocks}


class ReviseReport(Action):
    """Begin the next version of a published report."""

    code = "report.edit"
    states = frozenset({Status.PUBLISHED})

    def effect(self) -> None:
        """Make the report a draft; the published paper stays public."""
        self.record.set_status(Status.DRAFT)


class WithdrawReport(Action):
    """Take it away, with a `reason`; a published one leaves a tombstone."""

    code = "report.withdraw"
    states = frozenset({Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED})

    def effect(self) -> None:
        """The reason is public where the report was, and its writer may publish it."""
        if self.record.published_at and not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say why it is withdrawn.")})
        self.record.set_status(Status.WITHDRAWN, self.public_reason()[:4000])


def parameters(kind: str, fields: Mapping[str, object]) -> dict[str, str]:
    """The parameters that a kind has, checked against framework and register. Raises InvalidFields."""
    texts = {name: str(fields.get(name) or "").replace("\0", "").strip()[:160] for name in PARAMETERS}
    wanted = {
        "follow-up": ("symbol",),
        "biennial": ("since", "until", "body"),
        "contribution": ("area",),
        "profile": ("area",),
        "cooperation": ("area", "symbol"),
        "brief": ("area",),
        "pack": ("subject",),
        "implementation": ("subject", "body"),
    }[kind]
    texts = {name: texts[name] for name in wanted}
    try:
        named = {name: texts.get(name, "") for name in PARAMETERS}
        good = check_request(
            ReportRequest(
                kind_of(kind),
                symbol=named["symbol"],
                area=named["area"],
                since=named["since"],
                until=named["until"],
                body=named["body"],
                subject=named["subject"],
            )
        )
    except ActionlinesError as error:
        name = next((name for name in wanted if texts[name] and texts[name] in error.subject), wanted[0])
        raise InvalidFields(
            "report", {name: f"{error.problem[:1].upper()}{error.problem[1:]}. {error.advice}"}
        ) from error
    if good.symbol and not Instrument.objects.filter(symbol=good.symbol).exists():
        raise InvalidFields("report", {"symbol": _("The register has no such instrument.")})
    if good.body:
        from actionlines.framework import load

        if good.body not in load().bodies:
            raise InvalidFields("report", {"body": _("Choose a body from the list.")})
    return {name: value for name in wanted if (value := getattr(good, name))}


class SaveReport(EditReport):
    """Save all that a page of a report holds.

    fields  title, language, masthead, chosen, as far as the page has them
    texts   section -> text of its writer
    seen    section -> {question: value} of the figures in its text as the writer saw them
    """

    states = OPEN

    def fresh(self) -> None:
        """Raise StaleRecord where somebody else changed a field or a text that this page would overwrite."""
        if self.seen is None or self.seen == self.record.version:
            return
        rows = Version.objects.filter(kind=Report.kind, record=self.record.pk, number=self.seen)
        old = rows.values_list("data", flat=True).first()
        if old is None or self._overwrites(old):
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def _overwrites(self, old: Serialised) -> bool:
        now = as_dict(self.record)
        fields: Serialised = self.given.get("fields") or {}
        if any(old.get(name) != now.get(name) != value for name, value in fields.items()):
            return True
        was, is_ = (_texts(data["sections"]) for data in (old, now))
        return any(
            was.get(name, "") != is_.get(name, "") != _plain(text)
            for name, text in (self.given.get("texts") or {}).items()
        )

    def effect(self) -> None:
        """Write what differs. Raises InvalidFields for an unknown section or a text that is too long."""
        self.before = as_dict(self.record)
        held = _texts(self.record.sections)
        seen = self.given.get("seen") or {}
        for section, text in (self.given.get("texts") or {}).items():
            if len(text) > LONGEST:
                raise InvalidFields(
                    self._name(), {f"text-{section}": _("At most %(most)d characters are allowed.") % {"most": LONGEST}}
                )
            if section in seen or _plain(text) != held.get(section, ""):
                by = self.actor.pk if self.actor is not None else None
                self.record.sections = sections_with(
                    self.record, self._name(), section, _plain(text), by, seen.get(section) or {}
                )
        self.put(self.record, self.given.get("fields") or {})

    def _write(self, before: Serialised, group: UUID) -> None:
        # What is saved while somebody types often changes nothing: that leaves no version.
        if as_dict(self.record) != self.before:
            super()._write(before, group)


def _plain(text: str) -> str:
    return plain_text(text, lines=True)


def _texts(sections: Any) -> dict[str, str]:
    return {section["section"]: section["text"] for section in sections}
