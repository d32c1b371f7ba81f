"""Pages of accounts: the first one, one's own, those that administrators see, what somebody follows."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.pages.page import SignedIn, find_record, page, whole_number
from actionlines.register.core.pages.records import onward
from actionlines.register.core.permissions import has_second_factor
from actionlines.register.core.texts import plain_text
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.names import OrganisationField, role_words, scope_name, scope_named, scope_names
from actionlines.register.people import hook_views, invitations, own_data
from actionlines.register.people.actions import (
    SCOPES,
    FirstAdministrator,
    JoinOrganisation,
    SetActive,
    SetRoles,
    has_administrator,
)
from actionlines.register.people.invitations import ROLES
from actionlines.register.people.models import Follow, Pace, RoleName, Token, User
from actionlines.register.people.models import TokenScope as _TokenScope
from actionlines.register.people.news import address_of, may_follow, name_of, newest, of_key
from actionlines.register.people.own_data import NameField

SALT = "actionlines.first"
VALID_FOR = 24 * 3600  # seconds


def link() -> str:
    """The address of the page, good for a day and only while there is no administrator."""
    return reverse("first", args=[signing.dumps("first", salt=SALT)])


class FirstForm(forms.Form):
    """The account of the first administrator."""

    name = NameField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        # Signing in takes the password as it is typed, spaces too.
        strip=False,
        widget=forms.PasswordInput,
        help_text=gettext_lazy("At least ten characters."),
    )

    def clean_email(self) -> str:
        """Not that of an account that is there already."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email

    def clean_password(self) -> str:
        """Return the password if it is strong enough."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


@page("site.read")
def first(request: HttpRequest, proof: str) -> HttpResponse:
    """The form, and the account that it makes."""
    try:
        signing.loads(proof, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if has_administrator():
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = FirstAdministrator(None, **form.cleaned_data).do()
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        messages.success(request, _("You are the administrator. Give others their roles here."))
        return redirect("users")
    return render(request, "people/first.html", {"form": form}, status=422 if form.errors else 200)


TokenScope: Any = _TokenScope
TOKENS = most_of("tokens")
DAYS = (30, 90, 365)  # from which the owner of a token chooses its end


class AccountForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """What somebody says of themselves; the organisation by its name."""

    name = NameField(label=gettext_lazy("Name"), max_length=150, required=False)
    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("The name as the register has it. It gives no rights over its records."),
    )

    class Meta:
        """A user changes the name of the account here."""

        model = User
        fields = ("name",)


@page("account.use")
def account(request: SignedIn) -> HttpResponse:
    """Show the page of the account, and save name and organisation."""
    user = request.user
    initial = {"organisation": user.organisation.name if user.organisation else ""}
    form = AccountForm(request.POST or None, instance=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(name=form.cleaned_data["name"])
        if (number := form.cleaned_data["organisation"]) != user.organisation_id:
            joined = Organisation.objects.filter(pk=number).first()
            JoinOrganisation(user, User.objects.get(pk=user.pk), organisation=joined).do()
        messages.success(request, _("Saved."))
        return redirect("account")
    context = {
        "form": form,
        "tokens": user.tokens.order_by("-created_at"),
        "secret": request.session.pop("token", ""),
        "scopes": TokenScope.choices,
        "days": DAYS,
        "passwords": settings.SIGN_ON.local_accounts and user.has_usable_password(),
        "factor_missing": _needs_factor(user) and not has_second_factor(user),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


def _needs_factor(user: User) -> bool:
    """Return whether a role of the user does nothing, or not all, without a second factor."""
    if settings.SECOND_FACTOR_TO_PUBLISH:
        return bool(user.roles.exists())
    return bool(settings.SECOND_FACTOR_FOR) and user.roles.filter(role=RoleName.ADMINISTRATOR).exists()


@require_POST
@page("account.use")
def make_token(request: SignedIn) -> HttpResponse:
    """A new token; it is shown once, on the next page."""
    if not (name := plain_text(request.POST.get("name", ""))[:80]):
        messages.error(request, _("Give the token a name, so that you know later what it was for."))
    elif request.user.tokens.count() >= TOKENS:
        messages.error(request, _("You have %(many)d tokens. End one that you no longer need.") % {"many": TOKENS})
    else:
        secret = Token.fresh()
        days = whole_number(request.POST.get("days"), DAYS[0])
        ends = timezone.now() + timedelta(days=days if days in DAYS else DAYS[0])
        scope = request.POST.get("scope", "")
        Token.objects.create(
            user=request.user,
            name=name,
            digest=Token.digest_of(secret),
            ends_at=ends,
            scope=scope if scope in TokenScope.values else TokenScope.READ,
        )
        request.session["token"] = secret
    return redirect("account")


@require_POST
@page("account.use")
def end_token(request: SignedIn, pk: int) -> HttpResponse:
    """End one of one's own tokens at once."""
    ended, _kinds = Token.objects.filter(user=request.user, pk=pk).delete() if pk < 2**63 else (0, {})
    if not ended:
        raise Http404
    messages.success(request, _("The token no longer works."))
    return redirect("account")


PER_PAGE = 50


@page("user.list")
def users(request: HttpRequest) -> HttpResponse:
    """All accounts, found by name, address or organisation."""
    words = request.GET.get("q", "").strip()[:100]
    matches = User.objects.select_related("organisation").prefetch_related("roles")
    if words:
        matches = matches.filter(
            Q(email__icontains=words) | Q(name__icontains=words) | Q(organisation__name__icontains=words)
        )
    pages = Paginator(matches.order_by("email"), PER_PAGE)
    rows = pages.get_page(request.GET.get("page"))
    context = {
        "shown": rows,
        "words": words,
        "total": pages.count,
        "accounts": [(account, role_words(account.roles.all())) for account in rows],
    }
    return render(request, "people/users.html", context)


@page("user.roles", record=find_record(User, related=("organisation",), prefetch=("roles",)))
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
    context = {
        "account": account,
        # Two empty lines below the roles held, so that more can be added without a script.
        "rows": [*held, ("", ""), ("", "")],
        "roles": ROLES,
        "scopes": scope_names(),
        "problem": problem,
        "events": Event.objects.filter(kind="user", record=account.pk).select_related("actor")[:50],
    }
    return render(request, "people/user.html", context, status=422 if problem else 200)


def _wanted(request: HttpRequest) -> list[tuple[str, str]]:
    pairs = zip(request.POST.getlist("role"), request.POST.getlist("scope"), strict=False)
    return [(role, scope_named(scope[:200], SCOPES.get(role, ()))) for role, scope in pairs if role]


MOST = most_of("follows")
_LONGEST = 400


@page("account.use")
def follows(request: HttpRequest) -> HttpResponse:
    """List what the reader follows, each with its pace."""
    rows = Follow.objects.filter(user=request.user.pk).select_related("user")
    context = [{"follow": row, "name": name_of(row), "url": address_of(row)} for row in rows]
    return render(request, "follows/list.html", {"rows": context, "paces": Pace.choices, "most": MOST})


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
        messages.error(request, _("You follow %(most)d things, which is the most. End one first.") % {"most": MOST})
        return redirect("follows")
    start = {"seen": newest(), "looked_at": timezone.now()}
    pace = _pace(request)
    item, new = Follow.objects.get_or_create(
        user_id=request.user.pk, what=what, target=target, defaults={"pace": pace, **start}
    )
    if not new:
        Follow.objects.filter(pk=item.pk).update(pace=pace)
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
    matches = of_key(key[:1000])
    if (done := request.method == "POST") and matches is not None:
        matches.delete()
    # A key is ours or not whether its subscription is still there: to end it twice is no error.
    return render(
        request, "follows/end.html", {"follow": matches, "name": name_of(matches) if matches else "", "done": done}
    )


def _pace(request: HttpRequest) -> str:
    fields = request.POST.get("pace", "")
    return fields if fields in Pace.values else str(Pace.DAILY)


follow_urls = [
    path("follows/", follows, name="follows"),
    path("follows/new/", follow, name="follow-new"),
    path("follows/<int:pk>/", change, name="follow-change"),
    path("follows/end/<str:key>/", end, name="follow-end"),
    path("hooks/", hook_views.hooks, name="hooks"),
    path("hooks/<int:pk>/", hook_views.hook, name="hook"),
]
urlpatterns = [
    path("me/", account, name="account"),
    path("me/data.json", own_data.export, name="account-export"),
    path("me/delete/", own_data.delete, name="account-delete"),
    path("me/tokens/", make_token, name="token-new"),
    path("me/tokens/<int:pk>/end/", end_token, name="token-end"),
    path("people/", users, name="users"),
    *invitations.urlpatterns,
    path("people/<int:pk>/", user, name="user"),
    path("first/<str:proof>/", first, name="first"),
]
