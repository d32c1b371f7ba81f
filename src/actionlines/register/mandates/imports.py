"""Mandates as they were found, beside those that are there: what people decided is never undone.

A mandate is known by its paragraph: by its words first, then by its place. A finder that has learned something
finds one mandate more before another, or ends an action later;
what a person confirmed stays with the words confirmed.
What nobody has touched follows the text; a mandate that somebody has acted on keeps its fields and its status, and
its reason says when the text beneath it has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actionlines.framework.bodies import LONGEST_LABEL
from actionlines.mandates.deliverable import NONE
from actionlines.mandates.model import Phrase
from actionlines.mandates.when import whose_sessions
from actionlines.papers.follow_up.collect import Extract
from actionlines.papers.follow_up.model import MandateRow
from actionlines.register.core import bulk
from actionlines.register.core.action import Action
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event, Person
from actionlines.register.core.permissions import Decision
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import fitted, kept
from actionlines.register.instruments.imports import Written, links_of
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.reading import replaced_instruments, successor_of, without_language
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import OPEN, Addressee, Force, Mandate, MandateLink, MandateStatus
from actionlines.register.people.models import User

Key = tuple[str, int]  # anchor of the paragraph, place among its mandates
_HEIR = 1.7  # the same verb and most of the words, or the same product for the same receiver
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
    files: Written, extract: Extract, actor: User | None, action: str, group: UUID
) -> tuple[dict[str, int], Callable[[], None]]:
    """Flag the decided mandates whose paragraphs have changed; only now is it known which these are. Return how many
    are made, updated, flagged and dropped, and what writes the others, a few at a time.
    """
    held = {
        (mandate.paragraph.anchor, mandate.ordinal): mandate
        for mandate in Mandate.objects.filter(instrument=files.instrument)
        .select_related("paragraph")
        .prefetch_related("addressees")
    }
    decided, acted = _decided(held.values())
    rows = paired(counted(files.instrument, extract), held)
    replaced = REPLACED_NOW if successor_of(files.instrument) else {}
    made: list[Mandate] = []
    updated: list[Mandate] = []
    followed: list[Mandate] = []
    flagged: list[Mandate] = []
    dropped: list[Mandate] = []
    attached: list[Mandate] = []
    for key, row in rows.items():
        values = _values(row, files.instrument.date)
        item = held.get(key)
        if item is not None and item.summary:
            if _attach(item, values, item.pk in acted):
                attached.append(item)
            continue
        if item is None:
            made.append(Mandate(paragraph=files.paragraphs[key[0]], instrument=files.instrument,
                                ordinal=key[1], **values, **replaced))  # fmt: skip
        elif item.pk in decided:
            changed = key[0] in files.changed
            if _follow(item, values) or changed:
                (flagged if _flag(item, values, changed) else followed).append(item)
        elif any(getattr(item, name) != value for name, value in values.items() if name != "due_on"):
            _set(item, values)
            updated.append(item)
    for key, item in held.items():
        if item.is_summary:
            if key not in rows and _check(item, {"action": NOT_THERE}, item.pk in acted):
                attached.append(item)
        elif key not in rows and not item.proposal.get("gone"):
            (flagged if item.pk in decided else dropped).append(item)
            _drop(item, item.pk in decided)
    step = most_of("transaction-rows")
    others = [*updated, *followed, *dropped, *attached, *made]
    parts = [others[at : at + step] for at in range(0, len(others), step)] or [others]

    def write_part(part: list[Mandate]) -> None:
        """Write some of the mandates, each whole."""
        numbers = [mandate.pk for mandate in part if mandate.pk]
        before = {key: data for key, (_record, data) in bulk.serialised(Mandate, numbers).items()}
        new, changed, facts = ([mandate for mandate in part if mandate in some] for some in (made, updated, attached))
        FOLLOWS[action].do_many(
            actor, part, group=group, before=before, effect=lambda: _write_related(new, changed, facts, rows, extract)
        )

    def write_others() -> None:
        """Write the others; the last ones with the texts that this one replaces: an import cut off before is seen."""
        for part in parts[:-1]:
            write_part(part)
        with transaction.atomic():
            write_part(parts[-1])
            close_replaced(files.instrument, group)

    if flagged:
        write_part(flagged)
    counts = {"made": made, "updated": updated, "flagged": flagged, "dropped": dropped, "attached": attached}
    return {name: len(some) for name, some in counts.items() if some or name != "attached"}, write_others


REPLACED = gettext_noop("A later text takes the place of this one.")
REPLACED_NOW: Data = {"status": MandateStatus.SUPERSEDED, "status_reason": REPLACED}


class CloseReplaced(Action):
    """Close a duty whose text was replaced. Done by the system."""

    code = "mandate.status"


def close_replaced(by: Instrument, group: UUID) -> None:
    """Close the duties of texts that an instrument replaces; each names the duty that takes its place, if any."""
    rows = Mandate.objects.filter(
        instrument__in=replaced_instruments(by),
        force=Force.DECIDED,
        superseded_by=None,
        status__in=(*OPEN, MandateStatus.PROPOSED, MandateStatus.SUPERSEDED),
    )
    if not (before := bulk.serialised(Mandate, list(rows.values_list("pk", flat=True)))):
        return
    own = Mandate.objects.filter(instrument=by).exclude(status=MandateStatus.REJECTED)
    heirs = list(own.prefetch_related("addressees"))
    changed: list[Mandate] = []
    now = timezone.now()
    for item, _data in before.values():
        item.superseded_by = _heir(item, heirs)
        if item.superseded_by or item.status != MandateStatus.SUPERSEDED:
            if item.status != MandateStatus.SUPERSEDED:
                item.status, item.status_since, item.status_reason = MandateStatus.SUPERSEDED, now, REPLACED
            changed.append(item)
    held = {key: data for key, (_one, data) in before.items()}
    CloseReplaced.do_many(None, changed, group=group, before=held, reason=REPLACED)


def _heir(old: Mandate, own: Iterable[Mandate]) -> Mandate | None:
    """Return the duty of a later text that asks a body of an older one for the same; None where none is near."""
    query, words = {who.body for who in old.addressees.all()}, set(old.action.lower().split())

    def likeness(mandate: Mandate) -> float:
        """Return how many of verb, product, receiver and time are the same, and the share of common words."""
        same = [mandate.verb == old.verb, old.deliverable != NONE and mandate.deliverable == old.deliverable]
        same += [getattr(mandate, name) == getattr(old, name) != [] for name in ("due", "report_to")]
        theirs = set(mandate.action.lower().split())
        return sum(same) + len(words & theirs) / max(1, len(words | theirs))

    near = [mandate for mandate in own if not query.isdisjoint(who.body for who in mandate.addressees.all())]
    best = max(near, key=likeness, default=None)
    return best if best and likeness(best) >= _HEIR else None


def counted(instrument: Instrument, extract: Extract) -> tuple[MandateRow, ...]:
    """Return the mandates of a document; none for a text held already in another language: a duty is owed once."""
    return extract.mandates if without_language(instrument.symbol) == instrument.symbol else ()


def as_found(instrument: Instrument, extract: Extract) -> bool:
    """Return whether the mandates of an instrument are those that are found now."""
    rows = Mandate.objects.filter(instrument=instrument).select_related("paragraph")
    held = {(row.paragraph.anchor, row.ordinal): row for row in rows if not row.proposal.get("gone")}
    now = {key: _values(row, None) for key, row in paired(counted(instrument, extract), held).items()}
    facts = {key for key, item in held.items() if item.is_summary}
    return now.keys() | facts == held.keys() and all(
        (held[key].words, held[key].proposal) == (texts["words"], texts["proposal"]) for key, texts in now.items()
    )


def _decided(held: Collection[Mandate]) -> tuple[set[int], set[int]]:
    """Those that somebody has acted on or whose status is settled, and those on which a person has acted."""
    keys = [mandate.pk for mandate in held]
    acted = Event.objects.filter(kind="mandate", record__in=keys).exclude(action__in=FOLLOWS)
    status = {
        mandate.pk for mandate in held if mandate.status != MandateStatus.PROPOSED and not mandate.proposal.get("gone")
    }
    records = acted.values_list("record", flat=True)
    return status | set(records), set(records.exclude(actor=None))


OTHERWISE = gettext_noop("the text says otherwise than the fact")
NOT_THERE = gettext_noop("the text does not seem to ask for it")
_OF_FACT = ("deliverable", "due", "report_to")


def _attach(mandate: Mandate, values: Data, acted: bool) -> bool:
    """Give a fact its words. Where the text differs, the fact stays and the field is to be checked. Return whether
    anything is new.
    """
    proposal = values["proposal"]
    if (mandate.words, mandate.proposal) == (values["words"], proposal):
        return False
    bodies = sorted(who.body for who in mandate.addressees.all())
    differs = [name for name in _OF_FACT if proposal[name] != getattr(mandate, name)]
    differs += ["addressees"] if sorted(proposal["addressees"]) != bodies else []
    if not mandate.words or not acted:
        for name in ("words", "verb", "strength", "action", "implied", *NEWER):
            setattr(mandate, name, values[name])
    mandate.words, mandate.proposal, mandate.checks = values["words"], proposal, []
    _check(mandate, dict.fromkeys(differs, OTHERWISE), acted)
    return True


def _check(mandate: Mandate, reasons: Mapping[str, str], acted: bool) -> bool:
    """Ask a person to look at fields of a fact: it is a proposal again, unless a person has decided on it."""
    checks = [{"field": field, "reason": reason} for field, reason in reasons.items()]
    new = [check for check in checks if check not in mandate.checks]
    mandate.checks = [*mandate.checks, *new]
    if new and not acted and mandate.status == MandateStatus.CONFIRMED:
        mandate.status, mandate.status_since = MandateStatus.PROPOSED, timezone.now()
    return bool(new)


def _values(row: MandateRow, issued: date | None) -> Data:
    due = [item.raw for item in row.due]
    words: Data = {
        "verb": _phrase(row.verb_phrase),
        "action": _phrase(row.action),
        "addressees": [_phrase(addressee) for addressee in row.addressees],
    }
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
        "due_on": last_day(due, issued, receivers=whose_sessions(row.deliverable, row.report_to, row.bodies)),
        "implied": row.implied, "words": words,
        "proposal": proposal, **_newer(row),
    }  # fmt: skip


def _newer(row: MandateRow) -> Data:
    return {
        "force": row.force,
        "rests_on": [kept(item) for item in row.rests_on],
        "candidates": list(row.candidates),
        "checks": [{"field": check.field, "reason": kept(check.reason)} for check in row.checks],
        "amendment": {name: kept(text) for name, text in asdict(row.amendment).items()} if row.amendment else {},
    }


def _phrase(phrase: Phrase) -> Data:
    return {"text": kept(phrase.text), "start": phrase.start, "end": phrase.end, "anchor": fitted(phrase.paragraph, 80)}


def _set(mandate: Mandate, values: Data) -> None:
    for name, value in values.items():
        setattr(mandate, name, value)
    if mandate.status != MandateStatus.PROPOSED:  # it was gone and is back
        mandate.status, mandate.status_since, mandate.status_reason = (MandateStatus.PROPOSED, timezone.now(), "")


def _follow(mandate: Mandate, values: Data) -> bool:
    """What nobody wrote by hand follows the text; nothing is to be checked again that somebody has read. Returns
    whether anything is new.
    """
    before = mandate.proposal
    for name in ("rests_on", "candidates", "amendment"):
        setattr(mandate, name, values[name])
    if mandate.force == before.get("force", mandate.force):
        mandate.force = values["force"]
    waits, known = mandate.status == MandateStatus.PROPOSED, before.get("checks", [])
    mandate.checks = [texts for texts in values["checks"] if texts in mandate.checks or (waits and texts not in known)]
    return bool(before != values["proposal"] or mandate.words != values["words"])


def _flag(mandate: Mandate, values: Data, changed: bool) -> bool:
    """The text beneath a decision has changed: the words quoted and the proposal follow, the decision stays. What
    the finder says besides is no other text: nobody need look again for its sake.
    """
    before, now = mandate.proposal, values["proposal"]
    mandate.words, mandate.proposal = values["words"], now
    if changed or any(before.get(name) != texts for name, texts in now.items() if name not in NEWER):
        _say(mandate, _("The text of this paragraph was corrected on %(day)s: check whether this still holds."))
        return True
    return False


def _drop(mandate: Mandate, decided: bool) -> None:
    mandate.proposal = {**mandate.proposal, "gone": True}
    mandate.words = {}
    if decided:
        _say(mandate, _("The corrected text of %(day)s no longer asks for this: check whether it still holds."))
        return
    mandate.status, mandate.status_since = MandateStatus.REJECTED, timezone.now()
    mandate.status_reason = ""
    _say(mandate, _("The corrected text of %(day)s no longer asks for this."))


def _say(mandate: Mandate, words: str) -> None:
    texts = words % {"day": timezone.now().date().isoformat()}
    kept_lines = [line for line in mandate.status_reason.splitlines() if line != texts]
    mandate.status_reason = "\n".join([*kept_lines, texts])


def _write_related(
    new: list[Mandate], updated: list[Mandate], attached: list[Mandate], rows: dict[Key, MandateRow], extract: Extract
) -> None:
    for model in (Addressee, MandateLink):
        model.objects.filter(mandate__in=[item.pk for item in updated]).delete()
    lines = {fitted(line.id, 80): line for line in extract.document.lines}
    addressees, links = [], []
    for mandate in attached:
        if mandate.is_summary or mandate.links.exists():
            continue
        for who in _addressees(mandate, rows[mandate.paragraph.anchor, mandate.ordinal]):
            mandate.addressees.filter(body=who.body).update(words=who.words)
        line = lines[mandate.paragraph.anchor]
        links += [MandateLink(mandate=mandate, **link) for link in links_of(line.alignment, kept(line.text))]
    for mandate in (*new, *updated):
        anchor = mandate.paragraph.anchor
        row, line = rows[anchor, mandate.ordinal], lines[anchor]
        addressees += _addressees(mandate, row)
        links += [MandateLink(mandate=mandate, **link) for link in links_of(line.alignment, kept(line.text))]
    bulk.insert_records(addressees)
    bulk.insert_records(links)


def _addressees(mandate: Mandate, row: MandateRow) -> list[Addressee]:
    """Each body once. Words belong to a body where there are as many of them; else all are at the first."""
    words = [kept(phrase.text) for phrase in row.addressees]
    if len(words) != len(row.bodies):
        words = ["; ".join(words), *[""] * len(row.bodies)]
    by_body: dict[str, str] = {}
    for body, word in zip(row.bodies, words, strict=False):
        by_body.setdefault(fitted(body, LONGEST_LABEL), word)
    return [Addressee(mandate=mandate, body=body, words=text[:500]) for body, text in by_body.items()]


def paired(mandate_rows: Iterable[MandateRow], held: Mapping[Key, Mandate]) -> dict[Key, MandateRow]:
    """Return each row under the key of the mandate that it is, or under the next free key of its paragraph."""
    rows: dict[str, list[MandateRow]] = defaultdict(list)
    for row in mandate_rows:
        rows[fitted(row.paragraph, 80)].append(row)
    there: dict[str, dict[int, Mandate]] = defaultdict(dict)
    for (anchor, place), key in held.items():
        there[anchor][place] = key
    return {(anchor, place): row for anchor, own in rows.items() for place, row in _paired(own, there.get(anchor, {}))}


def _paired(rows: list[MandateRow], held: dict[int, Mandate]) -> Iterator[tuple[int, MandateRow]]:
    left, open_ = dict(enumerate(rows)), dict(held)
    for number, row in enumerate(rows):
        if number in open_ and _same_action(row, open_[number]):
            yield number, left.pop(number)
            del open_[number]
    for same in (_same_action, _overlap, _same_fact):
        for number, row in list(left.items()):
            likeness = {place: same(row, item) for place, item in open_.items()}
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


def _same_action(row: MandateRow, mandate: Mandate) -> int:
    """Whether it asks for the same with the same verb, as it was found the last time."""
    before = _words(mandate, "action").get("text", mandate.proposal.get("action"))
    return int(before == kept(row.action.text) and mandate.verb == row.verb[:80])


def _same_fact(row: MandateRow, mandate: Mandate) -> int:
    """How many fields of a fact without words the text has too; 0 for a mandate with words."""
    if not mandate.is_summary:
        return 0
    query = {who.body for who in mandate.addressees.all()}
    due = [form.raw for form in row.due]
    same = [mandate.verb == row.verb, mandate.deliverable == row.deliverable != NONE, mandate.due == due != []]
    return sum([*same, mandate.report_to == list(row.report_to) != [], 2 * (not query.isdisjoint(row.bodies))])


def _overlap(row: MandateRow, mandate: Mandate) -> int:
    """Characters of the action that both have."""
    before = _words(mandate, "action")
    if before.get("anchor") != fitted(row.action.paragraph, 80):
        return 0
    return max(0, min(int(before["end"]), row.action.end) - max(int(before["start"]), row.action.start))


def _words(mandate: Mandate, part: str) -> Data:
    word = mandate.words.get(part)
    return word if isinstance(word, dict) else {}
