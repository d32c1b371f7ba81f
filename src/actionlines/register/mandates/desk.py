"""The desk: where reviewers confirm mandates of a document, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.register.core.kinds import Words, WorkList
from actionlines.register.core.pages.edit import attempted, offered_by
from actionlines.register.core.pages.page import SignedIn, page, whole_number
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data, parse_id
from actionlines.register.mandates import batches
from actionlines.register.mandates.actions import ACCEPTED, OPEN, CorrectMandate
from actionlines.register.mandates.changes import chosen, refusals
from actionlines.register.mandates.forms import CorrectForm, LeadField, list_near_names
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.queue import OWNERS, SHOWS, SORTS, Asked, Queue, list_queue, queue
from actionlines.register.mandates.starter import load_starter
from actionlines.register.mandates.views import FIND, quotes
from actionlines.register.mandates.wording import REASON_LIMIT
from actionlines.register.people.models import User, contacts_of

_ABOUT = ("show", "instrument", "owner", "sort", "page", "id")
_SORTS: Mapping[str, Words] = {
    "due": gettext_lazy("Earliest deadline first"),
    "sure": gettext_lazy("Least to check first"),
    "unsure": gettext_lazy("Most to check first"),
    "text": gettext_lazy("In the order of the text"),
}
_OWNERS: Mapping[str, Words] = {
    "scope": gettext_lazy("In my scope"),
    "organisation": gettext_lazy("Led by my organisation"),
    "all": gettext_lazy("All"),
}
Said = list[tuple[str, str]]  # (tag of a message, words)


def _asked(data: QueryDict) -> Asked:
    def one(name: str, values: Iterable[str], otherwise: str) -> str:
        """Return a parameter where it is one of the values."""
        fields = data.get(name, "")
        return fields if fields in values else otherwise

    return Asked(
        show=one("show", SHOWS, "proposals"),
        symbol=data.get("instrument", "").replace("\0", "")[:200],
        owner=one("owner", OWNERS, "scope"),
        sort=one("sort", SORTS, "due"),
        page=whole_number(data.get("page"), 1, 5),
    )


def _current(data: QueryDict, matches: Queue) -> Mandate | None:
    """Return the mandate that is read: that asked for, else its follower, else the first."""
    by_number = {row.pk: row for row in matches.rows}
    wanted = (parse_id(data.get(name)) for name in ("id", "next"))
    held = next((by_number[number] for number in wanted if number in by_number), None)
    return held or (matches.rows[0] if matches.rows else None)


def _without_contact(mandates: Iterable[Mandate]) -> set[int]:
    leads = {mandate.lead_id for mandate in mandates if mandate.lead_id}
    return leads - contacts_of(leads) if leads else set()


def _desk(request: SignedIn, data: QueryDict) -> Data:
    """Return what the templates show of the queue and of the mandate that is read."""
    query = _asked(data)
    matches = queue(request.user, query)
    current = _current(data, matches)
    tick = data.get("tick", "")
    may = "mandate.confirm" if query.show == "proposals" else "mandate.assign"
    rows = [
        {
            "record": row,
            "cited": str(row),
            "may": bool(decide(request.user, may, row)),
            "ticked": tick == "all" or (tick == "sure" and not row.checks),
        }
        for row in matches.rows
    ]
    about = {name: value for name in _ABOUT if (value := data.get(name, ""))}
    undoable = batches.last_batch(request.user)
    return {
        "asked": query,
        "queue": matches,
        "queue_alone": _without_contact(matches.rows),
        "rows": rows,
        "current": current,
        "next": _after(matches, current),
        "sorts": _SORTS.items(),
        "owners": _OWNERS.items(),
        "address": urlencode(_kept(about)),
        "undoable": undoable,
        "undo_words": undo_words(undoable),
        "limit": REASON_LIMIT,
        "offer_leads": flatatt(offered_by("organisations")),
    }


def _kept(about: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in about.items() if name not in ("page", "id")}


def _after(matches: Queue, current: Mandate | None) -> Mandate | None:
    at = next((n for n, row in enumerate(matches.rows) if current and row.pk == current.pk), -1)
    return matches.rows[at + 1] if 0 <= at < len(matches.rows) - 1 else None


def _read(request: HttpRequest, mandate: Mandate | None, form: CorrectForm | None = None) -> Data:
    """Return what the right side shows: the words with their marks, and the facts, in boxes for those who may."""
    if mandate is None:
        return {"mandate": None}
    mandate = FIND(mandate.pk)
    user = request.user
    may = mandate.status in ACCEPTED | {"proposed"} and bool(decide(user, "mandate.correct", mandate))
    if may and form is None:
        form = CorrectForm(None, mandate=mandate, initial={"version": mandate.version})
    return {
        "mandate": mandate,
        "alone": _without_contact([mandate]),
        "words": quotes(mandate),
        "form": form if may else None,
        "may_report": mandate.status in OPEN and bool(decide(user, "mandate.progress", mandate)),
        "may_close": mandate.status in OPEN and bool(decide(user, "mandate.status", mandate)),
    }


def count_proposals(user: User) -> int:
    """Return how many proposals somebody may decide."""
    return list_queue(user, "proposals").count() if decide(user, "mandate.confirm") else 0


_DESK = ("desk.view", "work-mandates")
PROPOSALS = WorkList("proposals", 30, gettext_lazy("Proposals"), *_DESK, count_proposals, "?show=proposals")
OPEN_MANDATES = WorkList("open", 70, gettext_lazy("Open mandates"), *_DESK, None, "?show=open", is_waiting=False)


@page("desk.view")
def desk(request: SignedIn) -> HttpResponse:
    """The queue of the reader, and the first mandate of it or the one with `?id=`."""
    context = _desk(request, request.GET)
    return render(request, "mandates/desk.html", {**context, **_read(request, context["current"])})


@page("account.use")
def names(request: SignedIn, of: str) -> HttpResponse:
    """Names near the words that were typed, as options of a list: of `bodies`, or of `organisations` that may lead."""
    words = next((request.GET[name] for name in request.GET), "").replace("\0", "")[:100].strip()
    near = list_near_names(words, leads=of == "organisations") if words else []
    return render(request, "activities/organisations.html", {"names": near})


@page("mandate.view", record=FIND)
def text(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """The right side of the desk for one mandate, for the script; anybody else goes to the mandate."""
    if not getattr(request, "htmx", False) or not decide(request.user, "desk.view"):
        return redirect(mandate)
    return render(request, "mandates/desk_text.html", {**_read(request, mandate), **_desk_address(request)})


def _desk_address(request: HttpRequest) -> dict[str, object]:
    return {"asked": _asked(request.GET), "address": urlencode(_kept(request.GET.dict()))}


def _answer(request: SignedIn, texts: Said, form: CorrectForm | None = None) -> HttpResponse:
    """Return the desk after an action: in its place for the script, else by a new request."""
    if getattr(request, "htmx", False):
        context = _desk(request, request.POST)
        if form is not None and (context["current"] is None or context["current"].pk != form.mandate.pk):
            form = None
        side = _read(request, context["current"], form)
        return render(request, "mandates/desk_answer.html", {**context, **side, "said": texts})
    for tag, words in texts:
        messages.add_message(request, messages.ERROR if tag == "wrong" else messages.SUCCESS, words)
    about = {name: value for name in _ABOUT if (value := request.POST.get(name, ""))}
    return redirect(f"{reverse('desk')}?{urlencode(about)}")


def _told(result: batches.Batch, words: str) -> Said:
    done = len(result.done)
    texts: Said = [("good", words % {"many": done})] if done else []
    texts += [("wrong", refusal) for refusal in refusals(result)]
    return texts or [("wrong", _("Select at least one mandate."))]


@require_POST
@page("mandate.confirm")
def confirm(request: SignedIn) -> HttpResponse:
    """`mandate`, once for each, as `12:3` (number, version). Their links are decided apart."""
    result = batches.confirm_all(request.user, chosen(request.POST))
    words = ngettext("%(many)d mandate confirmed.", "%(many)d mandates confirmed.", len(result.done))
    return _answer(request, _told(result, words))


@require_POST
@page("mandate.reject")
def reject(request: SignedIn) -> HttpResponse:
    """`mandate` as for `confirm`, and the `reason` for which they are none."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _answer(request, [("wrong", _("Write the reason for rejection first."))])
    result = batches.reject_all(request.user, chosen(request.POST), reason)
    words = ngettext("%(many)d proposal rejected.", "%(many)d proposals rejected.", len(result.done))
    return _answer(request, _told(result, words))


@require_POST
@page("mandate.assign")
def lead(request: SignedIn) -> HttpResponse:
    """`mandate` as for `confirm`, and `lead`: the name of an organisation or body; empty for none."""
    try:
        fields = LeadField().clean(request.POST.get("lead", "")[:300])
    except ValidationError as error:
        return _answer(request, [("wrong", " ".join(error.messages))])
    result = batches.assign_all(request.user, chosen(request.POST), **fields)
    words = ngettext("%(many)d lead assigned.", "%(many)d leads assigned.", len(result.done))
    return _answer(request, _told(result, words))


@require_POST
@page("mandate.undo")
def undo(request: SignedIn) -> HttpResponse:
    """`group`: what the reader did as one, in the last ten minutes."""
    try:
        group = UUID(request.POST.get("group", ""))
    except ValueError:
        return _answer(request, [("wrong", _("There is nothing to undo."))])
    result = batches.undo(request.user, group)
    words = ngettext("Undone: %(many)d mandate.", "Undone: %(many)d mandates.", len(result.done))
    texts = _told(result, words)
    nothing = not result.done and not result.refused
    advice = _("There is nothing to undo.")
    if batches.last_batch(request.user):
        advice = _("This is not what you did last, so it was not undone. The button now names your last action.")
    return _answer(request, [("wrong", advice)] if nothing else texts)


@require_POST
@page("mandate.correct", record=FIND)
def correct(request: SignedIn, mandate: Mandate) -> HttpResponse:
    """The boxes of the right side; a proposal is confirmed by it."""
    form = CorrectForm(request.POST, mandate=mandate, initial={"version": mandate.version})
    attempt = attempted(request, form, lambda: CorrectMandate(request.user, mandate, version=form.seen, **form.given()))
    if attempt.done:
        return _answer(request, [("good", _("Correction saved."))])
    if attempt.stale:
        return _answer(request, [("wrong", _("Somebody changed this mandate since. Read it again, then save."))])
    problems = [str(error) for errors in form.errors.values() for error in errors]
    return _answer(request, [("wrong", " ".join(problems))], form)


def undo_words(item: batches.Undoable | None) -> str:
    """Return the words of the button that undoes a group: what it was, of how many; "" for none."""
    if item is None:
        return ""
    words = {
        "mandate.confirm": ngettext("Undo: %(many)d confirmed", "Undo: %(many)d confirmed", item.many),
        "mandate.reject": ngettext("Undo: %(many)d rejected", "Undo: %(many)d rejected", item.many),
        "mandate.assign": ngettext("Undo: %(many)d lead", "Undo: %(many)d leads", item.many),
    }
    return words.get(item.action, _("Undo: correction")) % {"many": item.many}


@page("instrument.import")
@require_POST
def starter(request: SignedIn) -> HttpResponse:
    """Write what the register lacks of the starter register."""
    instruments, mandates = load_starter(request.user)
    data = _("%(instruments)d instruments and %(mandates)d mandates were added.")
    messages.success(request, data % {"instruments": instruments, "mandates": mandates})
    return redirect("instruments")
