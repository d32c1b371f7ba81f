"""The link that `actionlines serve` prints on a new register; it makes its user the administrator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.register.models import User
from actionlines.register.people.actions import FirstAdministrator, has_administrator
from actionlines.register.site.pages import page

SALT = "actionlines.first"
VALID_FOR = 24 * 3600  # seconds


def link() -> str:
    """The address of the page, good for a day and only while there is no administrator."""
    return reverse("first", args=[signing.dumps("first", salt=SALT)])


class FirstForm(forms.Form):
    """The account of the first administrator."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
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
