"""Accounts and their roles, for administrators."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.schema import Data
from actionlines.register.models import Event, User
from actionlines.register.people.actions import Invite, SetActive, SetRoles
from actionlines.register.people.models import RoleName
from actionlines.register.site.accounts import invited
from actionlines.register.site.forms.names import scope_name, scope_named, scope_names
from actionlines.register.site.pages import SignedIn, one, page

PER_PAGE = 50
# Everybody with an account is a member: that role need not be given.
GIVEN = [choice for choice in RoleName.choices if choice[0] != RoleName.MEMBER]


@page("user.list")
def users(request: HttpRequest, wrong: str = "") -> HttpResponse:
    """All accounts, found by name, address or organisation; a form to invite somebody."""
    words = request.GET.get("q", "").strip()[:100]
    found = User.objects.select_related("organisation").prefetch_related("roles")
    if words:
        found = found.filter(
            Q(email__icontains=words) | Q(name__icontains=words) | Q(organisation__name__icontains=words)
        )
    pages = Paginator(found.order_by("email"), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "words": words,
        "total": pages.count,
        "roles": GIVEN,
        "scopes": scope_names(),
        "problem": wrong,
        # A link may fill the form: that of the desk for a lead without a contact.
        "typed": request.POST or request.GET,
        "message_languages": settings.LANGUAGES,
    }
    return render(request, "people/users.html", context, status=422 if wrong else 200)


@page("user.invite")
@require_POST
def invite(request: SignedIn) -> HttpResponseBase:
    """Invite somebody by e-mail, with a role."""
    given: Data = {name: request.POST.get(name, "")[:254] for name in ("email", "name", "language")}
    try:
        account = Invite(request.user, **given, roles=_wanted(request)).do()
    except InvalidFields as error:
        return users(request, " ".join(error.fields.values()))
    invited(account, request.user)
    messages.success(request, _("%(email)s is invited: a message was sent.") % {"email": account.email})
    return redirect("users")


@page("user.roles", record=one(User, related=("organisation",), prefetch=("roles",)))
def user(request: SignedIn, account: User) -> HttpResponse:
    """One account: its roles, whether it is let in, and what was done to it."""
    problem = ""
    if request.method == "POST":
        try:
            if "active" in request.POST:
                SetActive(request.user, account, active=request.POST["active"] == "yes").do()
            else:
                SetRoles(request.user, account, roles=_wanted(request)).do()
        except (InvalidFields, WrongState) as error:
            problem = error.problem
        else:
            messages.success(request, _("Saved."))
            return redirect(account.get_absolute_url())
    held = _wanted(request) if problem else [(role.role, role.scope) for role in account.roles.all()]
    held = [(role, scope_name(scope) if scope and not problem else scope) for role, scope in held]
    shown = {
        "account": account,
        # Two empty lines below the roles held, so that more can be added without a script.
        "rows": [*held, ("", ""), ("", "")],
        "roles": GIVEN,
        "scopes": scope_names(),
        "problem": problem,
        "events": Event.objects.filter(kind="user", record=account.pk).select_related("actor")[:50],
    }
    return render(request, "people/user.html", shown, status=422 if problem else 200)


def _wanted(request: HttpRequest) -> list[tuple[str, str]]:
    pairs = zip(request.POST.getlist("role"), request.POST.getlist("scope"), strict=False)
    return [(role, scope_named(scope[:200])) for role, scope in pairs if role]
