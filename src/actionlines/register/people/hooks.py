"""Addresses of programs that get the news of a followed thing, and what was sent to each."""

from __future__ import annotations

import secrets
import uuid
from base64 import b64encode
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext_lazy

from actionlines.register.core.models import Event
from actionlines.register.people.follows import What
from actionlines.register.people.models import User

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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "what", "target", "url"], name="hook_once")
        ]

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
