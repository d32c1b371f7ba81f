"""Bringing in: runs begin and end.

StartImport         a file is to be brought in
FinishImport        it was; by the system
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed, TooManyRequests
from actionlines.framework import load
from actionlines.register.core.action import Action
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.core.kinds import import_formats, mapped_format
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.permissions import Decision, decide, only_another
from actionlines.register.core.schema import Data
from actionlines.register.people.models import User


class StartImport(Action):
    """Bring a file in. Given: `file` (kept), `what` (a kind of import), and `mapping`, `country`, `dry_run`,
    `publish` as they are kept with the run. The worker does the rest, or `imports.run.run`.
    """

    code = "import.view"  # the row of the kind is asked in `check`

    def check(self) -> None:
        """Raise where the actor may not import this kind or country, or not publish it."""
        what, country = self.given["what"], self.given.get("country", "")
        self.code = code_of(what)  # type: ignore[misc]
        if needs_country(what) and country not in load().countries:
            raise InvalidFields(self.given["file"].name, {"country": _("choose the country covered")})
        may_import(self.actor, what, country, publish=self.given.get("publish", False))

    def effect(self) -> None:
        """Create a run that waits for a worker."""
        names = ("file", "what", "mapping", "country", "dry_run", "publish")
        fields = {name: self.given[name] for name in names if name in self.given}
        self.record = ImportRun.objects.create(owner=self.actor, **fields)


class FinishImport(Action):
    """A run has come to its end; by the system. `error`: what was wrong with the whole file, {} for nothing."""

    code = "import.view"

    def effect(self) -> None:
        """Done, done but for some rows, or failed."""
        run, error = self.record, self.given["error"]
        self.code = code_of(run.what)  # type: ignore[misc]
        run.error = error
        run.status = "failed" if error else "partly" if run.counts.get("refused") else "done"


MOST_WAITING = most_of("imports-waiting")


def code_of(what: str) -> str:
    """Return the row of the permission table for a form of files; where it is not known yet, that of a table.

    The worker asks for the right to what the file turns out to be.
    """
    formats = import_formats()
    return formats[what].code if what else mapped_format().code


def needs_country(what: str) -> bool:
    """Return whether a file of this form is that of a country."""
    return bool(getattr(import_formats().get(what), "needs_country", False))


def is_mapped(what: str) -> bool:
    """Return whether the columns of a file may be fields; so where its form is not known yet."""
    return not what or bool(getattr(import_formats().get(what), "guess", ""))


def is_tried(what: str) -> bool:
    """Return whether a file of this form is tried before it changes anything, as one of an unknown form is."""
    return not what or bool(getattr(import_formats().get(what), "is_tried", False))


def may_import(actor: Any, what: str, country: str = "", *, publish: bool = False) -> None:
    """Raise NotAllowed where somebody may not import this kind, of this country, or not publish it.

    It is asked when an import starts, and of its owner again when a worker does it. The system, None, may.
    """
    if actor is None:
        return
    subject = import_formats()[what].subject if what else None
    decisions = [(what, decide(actor, code_of(what), subject(country) if subject else None))]
    if publish:
        allowed = decide(actor, "activity.publish")
        another = Decision(False, only_another()) if allowed and settings.FOUR_EYES else allowed
        decisions.append((_("publish at once"), another))
    for name, decision in decisions:
        if not decision:
            raise NotAllowed(str(name), decision.why)


def may_publish(actor: User | None) -> bool:
    """Return whether the pages offer somebody to publish what comes in."""
    return not settings.FOUR_EYES and bool(decide(actor, "activity.publish"))


def actor_of(run: ImportRun) -> Any:
    """Return who does an import: its owner as the database has it now, or None for the system.

    Raises NotAllowed where the account of its owner is deleted: nobody else lends it their rights.
    """
    if run.owner_id is not None:
        return User.objects.get(pk=run.owner_id)
    if Event.objects.filter(kind=run.kind, record=run.pk).exclude(actor=None).exists():
        problem = _("The account that began it is deleted. Import the file again.")
        raise NotAllowed(f"import {run.pk}", problem)
    return None


def must_have_place(actor: User | None, name: str, most: int = 0) -> None:
    """Raise TooManyRequests where the actor has `most` imports in the line, MOST_WAITING where it is 0."""
    most = most or MOST_WAITING
    if actor is not None and ImportRun.objects.filter(owner=actor, status="waiting").count() >= most:
        problem = _("you have too many imports that wait (%(n)d)") % {"n": most}
        raise TooManyRequests(name, problem, _("Wait until some of them have ended, then try again."))


def started(actor: User | None, file: StoredFile, what: str, *, most: int = 0, **fields: object) -> ImportRun:
    """The run for a file: one of the same actor for the same that has not ended, else a new one.

    most  imports that the actor may have in the line, MOST_WAITING where it is 0

    Raises NotAllowed, InvalidFields, and TooManyRequests where the actor has as many in the line.
    """
    same: Data = {"mapping": {}, "country": "", "dry_run": False, "publish": False, **fields}
    may_import(actor, what, str(same["country"]), publish=bool(same["publish"]))
    waiting = ImportRun.objects.filter(file=file, what=what, owner=actor, status__in=("waiting", "running"))
    for run in waiting:
        if all(getattr(run, name) == value for name, value in same.items() if name != "mapping") and (
            not same["mapping"] or run.mapping == same["mapping"]
        ):
            return run
    must_have_place(actor, file.name, most)
    made: ImportRun = StartImport(actor, file=file, what=what, **same).do()
    return made
