"""What is wrong with what is kept, as a message to every administrator and as lines of the log."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionlines.registry.core.notices import address, language_of
from actionlines.registry.models import User
from actionlines.registry.people.models import RoleName
from actionlines.site.backup.fixity import Fixity

_log = logging.getLogger(__name__)
# Errors that a message lists; the log has all of them.
MOST = 50


def report(found: Fixity) -> None:
    """Write every error to the log, and send a message to each active administrator."""
    for error in found.wrong:
        _log.error("%s", error)
    people = User.objects.filter(is_active=True, roles__role=RoleName.ADMINISTRATOR).distinct().order_by("pk")
    try:
        if messages := [message(found, person) for person in people]:
            get_connection().send_messages(messages)
    except Exception:
        _log.exception("The message about fixity could not be sent.")


def message(found: Fixity, person: User) -> EmailMessage:
    """Return the message in the language of the administrator; the errors are in English, with their codes."""
    with override(language_of(person)):
        subject = _("Stored data of the register is damaged")
        lead = _("Files or records are missing, or are no longer what was stored:")
        errors = "\n".join(f"– {error}" for error in found.wrong[:MOST])
        check = _("To check again: %(command)s") % {"command": "actionlines fixity --restore"}
        body = "\n\n".join((lead, errors, found.words, check, address()))
    return EmailMessage(subject, body + "\n", to=[person.email])
