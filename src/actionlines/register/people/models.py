"""Accounts, their roles and tokens, what they follow, their webhooks."""

import hashlib
import secrets
import uuid
from base64 import b64encode
from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.register.core.models import Event, Person, Record


class People(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **rest: Any) -> "User":
        """A new user; `password` None means that none works until one is set."""
        user = self.model(email=self.normalize_email(email), **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **rest: Any) -> "User":
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
    held_parties: tuple[Any, ...] | None = None  # `mandates.asked.Party`, made of the roles at the first question
    token_scope = ""  # where a program acts with a token
    authenticator_set: Any  # rows of allauth, which has no types

    class Meta:
        """Accounts in the order of their addresses."""

        ordering: ClassVar = ["email"]

    def __str__(self) -> str:
        return self.name or self.email.partition("@")[0]

    def save(self, *fields: Any, **named: Any) -> None:
        """Save the account. A new password ends its tokens; one that is hashed again by a sign-in does not."""
        ends = self.pk is not None and self._password is not None  # type: ignore[attr-defined] # of Django
        super().save(*fields, **named)
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

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "role", "scope"], name="one_role_once")]

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
    scopes = {f"org:{organisation}": organisation for organisation in organisations}
    focal = Role.objects.filter(scope__in=scopes, user__is_active=True).values_list("scope", flat=True)
    return frozenset(members.values_list("organisation", flat=True)) | {scopes[item] for item in focal}


class What(models.TextChoices):
    """The kind of thing that is followed."""

    CONCEPT = "concept", _("Line, goal, body or country")
    RECORD = "record", _("Record")
    SEARCH = "search", _("Search")


class Pace(models.TextChoices):
    """How often news of a followed thing is sent."""

    AT_ONCE = "now", pgettext_lazy("how often", "At once")
    DAILY = "daily", pgettext_lazy("how often", "Daily")
    WEEKLY = "weekly", pgettext_lazy("how often", "Weekly")


class Follow(models.Model):
    """One subscription of one person.

    target     id of a concept (`C5`), `mandate:12`, or a list and its question (`search?q=masts`)
    seen       number of the last event that was looked at for it; news begins after it
    looked_at  when that was
    claimed_at  since when a worker sends it; None where none does
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    what = models.CharField(max_length=8, choices=What)
    target = models.CharField(max_length=400)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.DAILY)
    seen = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were made; a person follows a thing once."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "what", "target"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.target}"


class Reminder(models.Model):
    """A message that a mandate falls due in `days` days or fewer, sent to one person once for each last day.

    Without `due_on` (and with `days` 0) a person asked for an answer that is missing.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    mandate = models.ForeignKey("Mandate", on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(null=True)
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A person gets each reminder once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "mandate", "due_on", "days"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.due_on} {self.days}"


KEPT = timedelta(days=30)


def fresh_nonce() -> str:
    """Return a new random part of a secret, of 32 characters."""
    return secrets.token_hex(16)


class Hook(models.Model):
    """An address to which the public news of one thing are posted.

    what, target  as in Follow
    nonce       what the secret is made of, with the key of the site: the database holds no secret
    seen        number of the last event that was looked at for it
    stopped_at  when it was switched off, by its owner or after deliveries failed; None while it is on
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hooks")
    what = models.CharField(max_length=8, choices=What)
    target = models.CharField(max_length=400)
    url = models.CharField(max_length=500)
    nonce = models.CharField(max_length=32, default=fresh_nonce)
    seen = models.BigIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were made; an address gets a thing once from a person."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "what", "target", "url"], name="hook_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.target} {self.url}"

    def get_absolute_url(self) -> str:
        """Return the address of the page of the hook, which its owner sees."""
        return reverse("hook", args=[self.pk])

    def key(self) -> bytes:
        """Return the key that signs deliveries, of 32 bytes."""
        return salted_hmac("actionlines.hook", f"{self.pk}:{self.nonce}", algorithm="sha256").digest()

    def secret(self) -> str:
        """Return the key as Standard Webhooks writes it."""
        return f"whsec_{b64encode(self.key()).decode()}"

    def rotate(self) -> None:
        """Save another secret; the one before signs nothing more."""
        self.nonce = fresh_nonce()
        self.save(update_fields=["nonce"])


class DeliveryStatus(models.TextChoices):
    """Whether a delivery waits, was taken, or is sent no more."""

    WAITING = "waiting", pgettext_lazy("a webhook", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("a webhook", "Delivered")
    FAILED = "failed", pgettext_lazy("a webhook", "Failed")
    # The record is not public any more.
    DROPPED = "dropped", pgettext_lazy("a webhook", "No longer public")


class Delivery(models.Model):
    """One event on its way to a hook. Its text is written when it is sent: it holds what is public then.

    id          stays the same over attempts: `webhook-id`
    event       None in a test that the owner asked for
    attempts    failed ones since it was last begun; they choose the pause before the next
    next_at     when it is sent
    claimed_at  since when a worker sends it; None where none does
    code, problem  of the last attempt: status of the answer (0: none), and what was wrong in English
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    code = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first; an event goes to a hook once."""

        ordering: ClassVar = ["-created_at", "-event_id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["hook", "event"], name="delivery_once")]
        indexes: ClassVar = [models.Index(fields=["status", "next_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


def forget() -> None:
    """Delete deliveries that are older than they are kept."""
    Delivery.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
