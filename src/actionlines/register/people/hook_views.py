"""Pages of webhooks."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.register.core.limits import most_of
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.people.models import Follow, Hook
from actionlines.register.people.news import address_of, may_follow, name_of, newest, piece
from actionlines.register.people.webhooks import Refused, again, parts_of, send_test

MOST = most_of("hooks-held")
_LONGEST = {"what": 8, "target": 400, "url": 500}
_SHOWN = 50  # deliveries of one page
_SECRET = "hook_secret"  # noqa: S105 - the name under which the session holds it for one page


@page("account.use")
def hooks(request: SignedIn) -> HttpResponse:
    """List the hooks of the reader, and make one; `thing`: what and target with a colon between."""
    held = Hook.objects.filter(user=request.user.pk)
    fields = request.POST if request.method == "POST" else request.GET
    thing, url = fields.get("thing", ""), request.POST.get("url", "").strip()
    wrong = ""
    if request.method == "POST":
        what, _colon, target = thing.partition(":")
        if not (wrong := _problem(held.count(), {"what": what, "target": target, "url": url})):
            start = {"seen": newest()}
            made, new = Hook.objects.get_or_create(
                user_id=request.user.pk, what=what, target=target, url=url, defaults=start
            )
            if new:
                request.session[_SECRET] = made.secret()
            return redirect(made)
    followed = list(Follow.objects.filter(user=request.user.pk).select_related("user"))
    choices = {f"{item.what}:{item.target}": name_of(item) for item in followed}
    if thing and thing not in choices:
        what, _colon, target = thing.partition(":")
        if may_follow(AnonymousUser(), what, target):
            choices[thing] = name_of(Follow(user=request.user, what=what, target=target))
    context = {
        "rows": [{"hook": item, "name": name_of(item)} for item in held.select_related("user")],
        "choices": choices,
        "thing": thing,
        "url": url,
        "wrong": wrong,
        "most": MOST,
    }
    return render(request, "follows/hooks.html", context, status=422 if wrong else 200)


def _problem(held: int, fields: dict[str, str]) -> str:
    """Return in the reader's language why no hook can be made of a form; "" where one can."""
    if held >= MOST:
        return _("You have %(most)d webhooks, which is the most. Delete one first.") % {"most": MOST}
    if any(len(value) > _LONGEST[name] for name, value in fields.items()):
        return _("This is too long.")
    if not may_follow(AnonymousUser(), fields["what"], fields["target"]):
        return _("Only what is public can be sent. A search needs words or a filter.")
    try:
        parts_of(fields["url"])
    except Refused as error:
        return _("Nothing can be sent to this address: %(problem)s.") % {"problem": _(str(error))}
    return ""


@page("account.use")
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hook of the reader with its log, and do what a button says: `do`."""
    matches = Hook.objects.filter(user=request.user.pk, pk=min(pk, 2**63 - 1)).select_related("user").first()
    if matches is None:
        raise Http404
    if request.method == "POST":
        return _done(request, matches)
    rows = matches.deliveries.select_related("event")[:_SHOWN]
    context = {
        "hook": matches,
        "name": name_of(matches),
        "url": address_of(matches),
        "secret": request.session.pop(_SECRET, ""),
        "rows": [
            {
                "delivery": row,
                "problem": _(row.problem) if row.problem else "",
                "piece": piece(row.event, AnonymousUser()) if row.event else None,
            }
            for row in rows
        ],
    }
    return render(request, "follows/hook.html", context)


def _done(request: HttpRequest, record: Hook) -> HttpResponse:
    if (do := request.POST.get("do", "")) == "delete":
        record.delete()
        messages.success(request, _("The webhook is deleted. Nothing more is sent to it."))
        return redirect("hooks")
    if do == "rotate":
        record.rotate()
        request.session[_SECRET] = record.secret()
    elif do == "off":
        Hook.objects.filter(pk=record.pk, stopped_at=None).update(stopped_at=timezone.now())
    elif do == "on":
        # What happened while it was off is not sent.
        Hook.objects.filter(pk=record.pk).exclude(stopped_at=None).update(stopped_at=None, seen=newest())
    elif do == "test":
        send_test(record)
        messages.success(request, _("A test is on its way."))
    elif do == "again":
        with suppress(ValueError):
            if again(record, UUID(request.POST.get("delivery", ""))):
                messages.success(request, _("It is sent again."))
    return redirect(record)
