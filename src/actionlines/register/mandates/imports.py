"""Mandates as they were found, beside those that are there: what people decided is never undone.

A mandate is known by its paragraph: by its words first, then by its place. A finder that has learned something
finds one mandate more before another, or ends an action later;
what a person confirmed stays with the words confirmed.
What nobody has touched follows the text; a mandate that somebody has acted on keeps its fields and its status, and
its reason says when the text beneath it has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.framework.bodies import LONGEST_LABEL
from actionlines.mandates.model import Phrase
from actionlines.papers.follow_up.collect import Extract
from actionlines.papers.follow_up.model import MandateRow
from actionlines.register.core import bulk
from actionlines.register.core.action import Action
from actionlines.register.core.models import Event, Person
from actionlines.register.core.permissions import Decision
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import fitted, kept
from actionlines.register.instruments.imports import Written, links_of
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.reading import without_language
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import Addressee, Mandate, MandateLink, MandateStatus
from actionlines.register.people.models import User

Key = tuple[str, int]  # anchor of the paragraph, place among its mandates


BATCH = 500
# A proposal that was kept before the finder said these lacks them.
NEWER = ("force", "rests_on", "candidates", "checks", "amendment")


class FollowInstrument(Action):
    """Bring a mandate to what was read of its paragraph. Who may import the instrument may do it."""

    code = "instrument.import"

    @classmethod
    def may(cls, actor: Person | None, record: Any = None, code: str = "") -> Decision:
        """Return whether somebody may import the instrument of the mandate."""
        return super().may(actor, record and record.instrument, code)


class FollowCooperation(FollowInstrument):
    """The same for a cooperation framework."""

    code = "cooperation.import"


FOLLOWS = {follow.code: follow for follow in (FollowInstrument, FollowCooperation)}


def write(
    written: Written, found: Extract, *, actor: User | None, action: str, group: UUID
) -> dict[str, int]:
    """Make and update the mandates of an instrument. Returns how many were made, updated, flagged and dropped."""
    held = {
        (one.paragraph.anchor, one.ordinal): one
        for one in written.instrument.mandates.select_for_update(of=("self",)).select_related("paragraph")
    }
    before = {
        key: data for key, (_record, data) in bulk.serialised(Mandate, [m.pk for m in held.values()]).items()
    }
    decided = _decided(list(held.values()))
    rows = paired(counted(written.instrument, found), held)
    made: list[Mandate] = []
    updated: list[Mandate] = []
    followed: list[Mandate] = []
    flagged: list[Mandate] = []
    dropped: list[Mandate] = []
    for key, row in rows.items():
        values = _values(row, written.instrument.date)
        one = held.get(key)
        if one is None:
            made.append(Mandate(paragraph=written.paragraphs[key[0]], instrument=written.instrument,
                                ordinal=key[1], **values))  # fmt: skip
        elif one.pk in decided:
            changed = key[0] in written.changed
            if _follow(one, values) or changed:
                (flagged if _flag(one, values, changed) else followed).append(one)
        elif _differs(one, values):
            _set(one, values)
            updated.append(one)
    for key, one in held.items():
        if key not in rows and not one.proposal.get("gone"):
            (flagged if one.pk in decided else dropped).append(one)
            _drop(one, one.pk in decided)
    FOLLOWS[action].do_many(
        actor, [*made, *updated, *followed, *flagged, *dropped], group=group, before=before,
        effect=lambda: _write_related(made, updated, rows, found),
    )  # fmt: skip
    return {"made": len(made), "updated": len(updated), "flagged": len(flagged), "dropped": len(dropped)}


def counted(instrument: Instrument, found: Extract) -> tuple[MandateRow, ...]:
    """Return the mandates of a document; none for a text held already in another language: a duty is owed once."""
    return found.mandates if without_language(instrument.symbol) == instrument.symbol else ()


def as_found(instrument: Instrument, found: Extract) -> bool:
    """Return whether the mandates of an instrument are those that are found now."""
    rows = Mandate.objects.filter(instrument=instrument).select_related("paragraph")
    held = {(one.paragraph.anchor, one.ordinal): one for one in rows if not one.proposal.get("gone")}
    now = {key: _values(row, None) for key, row in paired(counted(instrument, found), held).items()}
    return now.keys() == held.keys() and all(
        (held[key].words, held[key].proposal) == (said["words"], said["proposal"])
        for key, said in now.items()
    )


def _decided(held: list[Mandate]) -> set[int]:
    """Those that somebody has acted on, whatever they did."""
    keys = [one.pk for one in held]
    acted = Event.objects.filter(kind="mandate", record__in=keys).exclude(action__in=FOLLOWS)
    status = {one.pk for one in held if one.status != MandateStatus.PROPOSED and not one.proposal.get("gone")}
    return status | set(acted.values_list("record", flat=True))


def _values(row: MandateRow, issued: date | None) -> Data:
    due = [one.raw for one in row.due]
    words: Data = {
        "verb": _phrase(row.verb_phrase), "action": _phrase(row.action),
        "addressees": [_phrase(one) for one in row.addressees],
    }  # fmt: skip
    if row.due_phrase:
        words["due"] = _phrase(row.due_phrase)
    proposal = {
        "verb": row.verb, "strength": row.strength, "action": kept(row.action.text),
        "deliverable": row.deliverable, "addressees": list(dict.fromkeys(row.bodies)),
        "report_to": list(row.report_to), "due": due, **_newer(row),
    }  # fmt: skip
    return {
        "verb": row.verb[:80], "strength": row.strength, "action": kept(row.action.text),
        "deliverable": row.deliverable, "report_to": list(row.report_to), "due": due,
        "due_on": last_day(due, issued), "implied": row.implied, "words": words, "proposal": proposal,
        **_newer(row),
    }  # fmt: skip


def _newer(row: MandateRow) -> Data:
    return {
        "force": row.force, "rests_on": [kept(one) for one in row.rests_on], "candidates": list(row.candidates),
        "checks": [{"field": one.field, "reason": kept(one.reason)} for one in row.checks],
        "amendment": {name: kept(text) for name, text in asdict(row.amendment).items()} if row.amendment else {},
    }  # fmt: skip


def _phrase(one: Phrase) -> Data:
    return {"text": kept(one.text), "start": one.start, "end": one.end, "anchor": fitted(one.paragraph, 80)}


def _differs(one: Mandate, values: Data) -> bool:
    # `due_on` of what recurs moves with the day on which it is asked: no news of the text.
    return any(getattr(one, name) != value for name, value in values.items() if name != "due_on")


def _set(one: Mandate, values: Data) -> None:
    for name, value in values.items():
        setattr(one, name, value)
    if one.status != MandateStatus.PROPOSED:  # it was gone and is back
        one.status, one.status_since, one.status_reason = MandateStatus.PROPOSED, timezone.now(), ""


def _follow(one: Mandate, values: Data) -> bool:
    """What nobody wrote by hand follows the text; nothing is to be checked again that somebody has read. Returns
    whether anything is new.
    """
    before = one.proposal
    for name in ("rests_on", "candidates", "amendment"):
        setattr(one, name, values[name])
    if one.force == before.get("force", one.force):
        one.force = values["force"]
    waits, known = one.status == MandateStatus.PROPOSED, before.get("checks", [])
    one.checks = [said for said in values["checks"] if said in one.checks or (waits and said not in known)]
    return bool(before != values["proposal"] or one.words != values["words"])


def _flag(one: Mandate, values: Data, changed: bool) -> bool:
    """The text beneath a decision has changed: the words quoted and the proposal follow, the decision stays. What
    the finder says besides is no other text: nobody need look again for its sake.
    """
    before, now = one.proposal, values["proposal"]
    one.words, one.proposal = values["words"], now
    if changed or any(before.get(name) != said for name, said in now.items() if name not in NEWER):
        _say(one, _("The text of this paragraph was corrected on %(day)s: check whether this still holds."))
        return True
    return False


def _drop(one: Mandate, decided: bool) -> None:
    one.proposal = {**one.proposal, "gone": True}
    one.words = {}
    if decided:
        _say(one, _("The corrected text of %(day)s no longer asks for this: check whether it still holds."))
        return
    one.status, one.status_since = MandateStatus.REJECTED, timezone.now()
    one.status_reason = ""
    _say(one, _("The corrected text of %(day)s no longer asks for this."))


def _say(one: Mandate, words: str) -> None:
    told = words % {"day": timezone.now().date().isoformat()}
    kept_lines = [line for line in one.status_reason.splitlines() if line != told]
    one.status_reason = "\n".join([*kept_lines, told])


def _write_related(
    made: list[Mandate], updated: list[Mandate], rows: dict[Key, MandateRow], found: Extract
) -> None:
    Addressee.objects.filter(mandate__in=[one.pk for one in updated]).delete()
    MandateLink.objects.filter(mandate__in=[one.pk for one in updated]).delete()
    lines = {fitted(line.id, 80): line for line in found.document.lines}
    addressees, links = [], []
    for one in (*made, *updated):
        anchor = one.paragraph.anchor
        row, line = rows[anchor, one.ordinal], lines[anchor]
        addressees += _addressees(one, row)
        links += [MandateLink(mandate=one, **link) for link in links_of(line.alignment, kept(line.text))]
    Addressee.objects.bulk_create(addressees, batch_size=BATCH)
    MandateLink.objects.bulk_create(links, batch_size=BATCH)


def _addressees(one: Mandate, row: MandateRow) -> list[Addressee]:
    """Each body once. Words belong to a body where there are as many of them; else all stand at the first."""
    words = [kept(phrase.text) for phrase in row.addressees]
    if len(words) != len(row.bodies):
        words = ["; ".join(words), *[""] * len(row.bodies)]
    by_body: dict[str, str] = {}
    for body, said in zip(row.bodies, words, strict=False):
        by_body.setdefault(fitted(body, LONGEST_LABEL), said)
    return [Addressee(mandate=one, body=body, words=said[:500]) for body, said in by_body.items()]


def paired(found: Iterable[MandateRow], held: Mapping[Key, Mandate]) -> dict[Key, MandateRow]:
    """Return each row under the key of the mandate that it is, or under the next free key of its paragraph."""
    rows: dict[str, list[MandateRow]] = defaultdict(list)
    for row in found:
        rows[fitted(row.paragraph, 80)].append(row)
    there: dict[str, dict[int, Mandate]] = defaultdict(dict)
    for (anchor, place), one in held.items():
        there[anchor][place] = one
    return {
        (anchor, place): row
        for anchor, own in rows.items()
        for place, row in _paired(own, there.get(anchor, {}))
    }


def _paired(rows: list[MandateRow], held: dict[int, Mandate]) -> Iterator[tuple[int, MandateRow]]:
    left, open_ = dict(enumerate(rows)), dict(held)
    for number, row in enumerate(rows):
        if number in open_ and _same_action(row, open_[number]):
            yield number, left.pop(number)
            del open_[number]
    for same in (_same_action, _overlap):
        for number, row in list(left.items()):
            likeness = {place: same(row, one) for place, one in open_.items()}
            best = max(likeness, key=lambda place: (likeness[place], -abs(place - number)), default=None)
            if best is not None and likeness[best]:
                yield best, left.pop(number)
                del open_[best]
    for number in list(left):
        if number in open_:
            yield number, left.pop(number)
            del open_[number]
    free = (place for place in count() if place not in held)
    for number in left:
        yield next(free), left[number]


def _same_action(row: MandateRow, one: Mandate) -> int:
    """Whether it asks for the same with the same verb, as it was found the last time."""
    before = _words(one, "action").get("text", one.proposal.get("action"))
    return int(before == kept(row.action.text) and one.verb == row.verb[:80])


def _overlap(row: MandateRow, one: Mandate) -> int:
    """Characters of the action that both have."""
    before = _words(one, "action")
    if before.get("anchor") != fitted(row.action.paragraph, 80):
        return 0
    return max(0, min(int(before["end"]), row.action.end) - max(int(before["start"]), row.action.start))


def _words(one: Mandate, part: str) -> Data:
    found = one.words.get(part)
    return found if isinstance(found, dict) else {}
