"""The page of what somebody follows, and the buttons that follow, change and end."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from actionlines.register.models import Follow
from actionlines.register.people.follows import Pace
from actionlines.register.site.follows.news import newest
from actionlines.register.site.follows.sending import of_key
from actionlines.register.site.follows.targets import address_of, may_follow, name_of
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.verbs import onward

MOST = 50  # subscriptions of one account
_LONGEST = 400


@page("account.use")
def follows(request: HttpRequest) -> HttpResponse:
    """List what the reader follows, each with its pace."""
    rows = Follow.objects.filter(user=request.user.pk).select_related("user")
    shown = [{"follow": one, "name": name_of(one), "url": address_of(one)} for one in rows]
    return render(request, "follows/list.html", {"rows": shown, "paces": Pace.choices, "most": MOST})


@require_POST
@page("account.use")
def follow(request: SignedIn) -> HttpResponse:
    """Follow a thing from now on, or change the pace of it; `next`: where to go then."""
    what, target = request.POST.get("what", "")[:8], request.POST.get("target", "")[: _LONGEST + 1]
    if len(target) > _LONGEST or not may_follow(request.user, what, target):
        messages.error(request, _("This cannot be followed. A search needs words or a filter."))
        return onward(request, reverse("follows"))
    held = Follow.objects.filter(user=request.user.pk)
    if held.count() >= MOST and not held.filter(what=what, target=target).exists():
        messages.error(
            request, _("You follow %(most)d things, which is the most. End one first.") % {"most": MOST}
        )
        return redirect("follows")
    start = {"seen": newest(), "looked_at": timezone.now()}
    pace = _pace(request)
    one, new = Follow.objects.get_or_create(
        user_id=request.user.pk, what=what, target=target, defaults={"pace": pace, **start}
    )
    if not new:
        Follow.objects.filter(pk=one.pk).update(pace=pace)
    messages.success(request, _("You follow this now. Messages go to your e-mail address."))
    return onward(request, reverse("follows"))


@require_POST
@page("account.use")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the pace of one subscription of the reader, or end it."""
    rows = Follow.objects.filter(user=request.user.pk, pk=pk)
    if not rows.exists():
        raise Http404
    if "end" in request.POST:
        rows.delete()
        messages.success(request, _("You do not follow this any more."))
    else:
        rows.update(pace=_pace(request))
        messages.success(request, _("Saved."))
    return redirect("follows")


@page("site.read")
@csrf_exempt  # a mail program ends a subscription by POST (RFC 8058); the key in the address is the secret
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether the one subscription of a key is to end; POST ends it, without signing in."""
    found = of_key(key[:1000])
    done = request.method == "POST"
    if done and found is not None:
        found.delete()
    # A key is ours or not whether its subscription is still there: to end it twice is no error.
    return render(
        request, "follows/end.html", {"follow": found, "name": name_of(found) if found else "", "done": done}
    )


def _pace(request: HttpRequest) -> str:
    given = request.POST.get("pace", "")
    return given if given in Pace.values else str(Pace.DAILY)
