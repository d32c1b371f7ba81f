"""Messages about accounts: their links lead to the public address, whatever host a request named."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class Accounts(DefaultAccountAdapter):
    """How allauth writes to people."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it with links to ADDRESS, where one is set."""
        links = {
            name: settings.ADDRESS + _path(value)
            for name, value in context.items()
            if settings.ADDRESS and isinstance(value, str) and value.startswith(("http://", "https://"))
        }
        super().send_mail(template_prefix, email, {**context, **links})


def _path(url: str) -> str:
    """An address without scheme and host."""
    parts = urlsplit(url)
    return url[len(f"{parts.scheme}://{parts.netloc}") :]
