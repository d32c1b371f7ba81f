"""Users, the roles they hold and the tokens of their programs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Person, Record


class People(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **rest: Any) -> User:
        """A new user; `password` None means that none works until one is set."""
        user = self.model(email=self.normalize_email(email), **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **rest: Any) -> User:
        """A user with the role of administrator."""
        user = self.create_user(email, password, **rest)
        Role.objects.create(user=user, role=RoleName.ADMINISTRATOR)
        return user


class User(Record, AbstractUser):
    """Somebody with an account. What they may do follows from their roles alone; Django's flags are unused."""

    kind = "user"

    username = None  # type: ignore[assignment] # the way of Django to leave out a field
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        "Organisation", null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("Organisation")
    )
    language = models.CharField(_("Language"), max_length=2, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()  # type: ignore[assignment] # another than of people with user names

    held_roles: list[tuple[str, str]] | None = None  # with their scopes, read at the first question
    token_scope = ""  # where a program acts with a token
    authenticator_set: Any  # rows of allauth, which has no types

    class Meta:
        """Accounts in the order of their addresses."""

        ordering: ClassVar = ["email"]

    def __str__(self) -> str:
        return self.name or self.email.partition("@")[0]

    def save(self, *given: Any, **named: Any) -> None:
        """Save the account. A new password ends its tokens; one that is hashed again by a sign-in does not."""
        ends = self.pk is not None and self._password is not None  # type: ignore[attr-defined] # of Django
        super().save(*given, **named)
        if ends:
            self.tokens.all().delete()

    def is_public(self) -> bool:
        """Return False: visitors never see an account."""
        return False

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the account is the user's own."""
        return bool(user.is_authenticated and user.pk == self.pk)

    def get_absolute_url(self) -> str:
        """The page on which an administrator gives roles."""
        return reverse("user", args=[self.pk])


class RoleName(models.TextChoices):
    """The roles besides the visitor, who has no account. Everybody with an account is a member."""

    MEMBER = "member", _("Member")
    REVIEWER = "reviewer", _("Reviewer")
    FOCAL_POINT = "focal", _("Focal point")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


class Role(models.Model):
    """A role of a user. `scope`: an action line or area (reviewer), `org:12` or a country (focal point),
    or "" for all.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16, choices=RoleName)
    scope = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        """A user has a role in a scope once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.scope}".strip()


class TokenScope(models.TextChoices):
    """What a token may do of what its user may; core/permissions.py says which actions each covers."""

    READ = "read", _("Read")
    WRITE = "write", _("Read, and write my own")
    PUBLISH = "publish", _("All that I may do")


class Token(models.Model):
    """Lets a program act as its user. Only a digest is kept; the token itself is shown once.

    It ends at `ends_at`, with the password, when the account is kept out, and with a role of the account.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    scope = models.CharField(_("Scope"), max_length=8, choices=TokenScope, default=TokenScope.READ)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(token: str) -> str:
        """Return the SHA-256 of a token in hexadecimal."""
        return hashlib.sha256(token.encode()).hexdigest()

    @staticmethod
    def fresh() -> str:
        """Return a new random token of 43 characters."""
        return secrets.token_urlsafe(32)


def contacts_of(organisations: Collection[int]) -> frozenset[int]:
    """Return the numbers of the organisations for which somebody can sign in: a member, or their focal point."""
    members = User.objects.filter(is_active=True, organisation__in=organisations)
    scopes = {f"org:{one}": one for one in organisations}
    focal = Role.objects.filter(scope__in=scopes, user__is_active=True).values_list("scope", flat=True)
    return frozenset(members.values_list("organisation", flat=True)) | {scopes[one] for one in focal}
