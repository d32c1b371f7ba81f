"""One's own account: name, organisation, tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.register.core.permissions import has_second_factor
from actionlines.register.core.texts import plain_text
from actionlines.register.models import Organisation, Token, User
from actionlines.register.people.actions import JoinOrganisation
from actionlines.register.people.models import RoleName
from actionlines.register.people.models import TokenScope as _TokenScope
from actionlines.register.site.pages import SignedIn, page, whole_number
from actionlines.register.site.views.edit import OrganisationField

TokenScope: Any = _TokenScope
TOKENS = 10  # a person at most
DAYS = (30, 90, 365)  # from which the owner of a token chooses its end


class AccountForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """What somebody says of themselves; the organisation by its name."""

    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("The name as it stands in the register. It gives no rights over its records."),
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
    shown = {
        "form": form,
        "tokens": user.tokens.order_by("-created_at"),
        "secret": request.session.pop("token", ""),
        "scopes": TokenScope.choices,
        "days": DAYS,
        "passwords": settings.SIGN_ON.local_accounts and user.has_usable_password(),
        "factor_missing": _needs_factor(user) and not has_second_factor(user),
    }
    return render(request, "people/account.html", shown, status=422 if form.errors else 200)


def _needs_factor(user: User) -> bool:
    """Return whether a role of the user does nothing, or not all, without a second factor."""
    if settings.SECOND_FACTOR_TO_PUBLISH:
        return bool(user.roles.exists())
    return bool(settings.SECOND_FACTOR_FOR) and user.roles.filter(role=RoleName.ADMINISTRATOR).exists()


@require_POST
@page("account.use")
def make_token(request: SignedIn) -> HttpResponse:
    """A new token; it is shown once, on the next page."""
    name = plain_text(request.POST.get("name", ""))[:80]
    if not name:
        messages.error(request, _("Give the token a name, so that you know later what it was for."))
    elif request.user.tokens.count() >= TOKENS:
        messages.error(
            request, _("You have %(many)d tokens. End one that you no longer need.") % {"many": TOKENS}
        )
    else:
        secret = Token.fresh()
        days = whole_number(request.POST.get("days"), DAYS[0])
        ends = timezone.now() + timedelta(days=days if days in DAYS else DAYS[0])
        scope = request.POST.get("scope", "")
        Token.objects.create(
            user=request.user, name=name, digest=Token.digest_of(secret), ends_at=ends,
            scope=scope if scope in TokenScope.values else TokenScope.READ,
        )  # fmt: skip
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
