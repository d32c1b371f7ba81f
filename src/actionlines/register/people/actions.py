"""Accounts: who holds which role, and the first administrator."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django_tasks import task

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.action import Action
from actionlines.register.core.concepts import kind_of
from actionlines.register.core.kinds import kinds
from actionlines.register.core.permissions import decide
from actionlines.register.core.rules import unseen_words
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import plain_text, unseen_signs
from actionlines.register.organisations.actions import waits
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Role, RoleName, User

# What the scope of a role may name; the roles that are not here have none.
SCOPES: dict[str, tuple[str, ...]] = {
    RoleName.REVIEWER: ("action_line", "region", "country"),
    RoleName.FOCAL_POINT: ("country", "organisation"),
}
_LONGEST_NAME = 150


class SetRoles(Action):
    """Give an account exactly the roles of `roles`: pairs of role and scope ("" for all)."""

    code = "user.roles"

    def effect(self) -> None:
        """Replace the roles; the last administrator cannot be taken away."""
        wanted = {(role, scope.strip()) for role, scope in self.given["roles"]}
        was_administrator = self.record.roles.filter(role=RoleName.ADMINISTRATOR).exists()
        if was_administrator and (RoleName.ADMINISTRATOR, "") not in wanted:
            _must_leave_one(self.record)
        if set(self.record.roles.values_list("role", "scope")) - wanted:
            # A program does not keep what its user may no longer do, until somebody makes a token for it again.
            self.record.tokens.all().delete()
        give(self.record, wanted)


def give(user: User, roles: Iterable[tuple[str, str]]) -> None:
    """Give a user these roles and no others; InvalidFields for one whose scope is wrong."""
    wanted = sorted({(role, scope.strip()) for role, scope in roles})
    for role, scope in wanted:
        if problem := scope_problem(role, scope):
            raise InvalidFields(str(user), {"scope": problem})
    user.roles.all().delete()
    Role.objects.bulk_create(Role(user=user, role=role, scope=scope) for role, scope in wanted)


def _must_be_seen(name: str) -> None:
    if signs := unseen_signs(name):
        raise InvalidFields(name, {"name": unseen_words(signs)})


class Invite(Action):
    """Make an account for somebody at `email`, with `roles` as in SetRoles; a message lets them set a password."""

    code = "user.invite"

    def effect(self) -> None:
        """Make the account, which nobody can sign in to yet. The address counts as confirmed: only its holder can
        read the message.
        """
        email = str(self.given["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidFields(email, {"email": " ".join(error.messages)}) from error
        if User.objects.filter(email__iexact=email).exists():
            problem = _("There is an account with this address already: give it the role on its page.")
            raise InvalidFields(email, {"email": problem})
        language = str(self.given.get("language") or "en")[:2]
        name = plain_text(str(self.given.get("name") or ""))
        _must_be_seen(name)
        self.record = User.objects.create_user(email, name=name, language=language)
        self.record.emailaddress_set.create(email=email, verified=True, primary=True)
        give(self.record, self.given.get("roles", ()))


class SetActive(Action):
    """Let an account in (`active` True) or keep it out; what it did stays."""

    code = "user.roles"

    def effect(self) -> None:
        """Set the flag; the last administrator stays in."""
        if not self.given["active"] and self.record.roles.filter(role=RoleName.ADMINISTRATOR).exists():
            _must_leave_one(self.record)
        self.record.is_active = self.given["active"]
        if not self.record.is_active:
            self.record.tokens.all().delete()
            # Else they would go on where the account is let in again.
            for session in self.record.usersession_set.all():
                session.end()


class JoinOrganisation(Action):
    """Say of oneself which organisation one belongs to; `organisation` None leaves it."""

    code = "account.use"

    def effect(self) -> None:
        """Set it. It gives no rights over the organisation's records: anybody can say it."""
        joined = self.given["organisation"]
        if joined is not None and self.actor is not None and not decide(self.actor, "organisation.view", joined):
            raise InvalidFields(str(self.record), {"organisation": waits()})
        self.record.organisation = joined

    def check(self) -> None:
        """Raise WrongState where the account is not the actor's own."""
        super().check()
        if self.actor is not None and self.actor.pk != self.record.pk:
            raise WrongState(str(self.record), _("only the person concerned can do this"))


class DeleteAccount(Action):
    """Delete one's own account. What its holder contributed stays, under `name`, which may be empty."""

    code = "account.use"

    def check(self) -> None:
        """Raise WrongState where the account is not the actor's own, or is the last administrator."""
        super().check()
        if self.actor is not None and self.actor.pk != self.record.pk:
            raise WrongState(str(self.record), _("only the person concerned can do this"))
        if self.record.roles.filter(role=RoleName.ADMINISTRATOR).exists():
            _must_leave_one(self.record)

    def effect(self) -> None:
        """Delete drafts that nobody was shown, all that lets somebody sign in, and what says who it was.

        The row stays: records and histories name it by its number.
        """
        user = self.record
        name = plain_text(str(self.given.get("name") or ""))
        if len(name) > _LONGEST_NAME:
            problem = _("At most %(most)d characters are allowed.") % {"most": _LONGEST_NAME}
            raise InvalidFields(str(user), {"name": problem})
        _must_be_seen(name)
        forget.enqueue(user.pk)
        for rows in (
            "tokens",
            "roles",
            "emailaddress_set",
            "authenticator_set",
            "usersession_set",
            "muted",
            "follows",
            "hooks",
            "reminders",
            "socialaccount_set",  # of an app that is loaded where people sign on elsewhere
        ):
            if hasattr(user, rows):
                getattr(user, rows).all().delete()
        user.email, user.name = f"account-{user.pk}@deleted.invalid", name
        user.organisation, user.is_active, user.last_login = None, False, None
        user.set_unusable_password()


@task()
def forget(number: int) -> None:
    """Delete what nobody but the holder of a deleted account has seen, in short transactions."""
    user = User.objects.get(pk=number)
    for kind in kinds().values():
        if kind.forget_person:
            kind.forget_person(user)


class FirstAdministrator(Action):
    """Make the first account of a new register, with the role of administrator. Done by the system."""

    code = "user.roles"

    def check(self) -> None:
        """Raise WrongState where there is an administrator already."""
        if has_administrator():
            raise WrongState("administrator", _("there is one already; ask them for a role"))

    def effect(self) -> None:
        """Make the account. The address counts as confirmed, because the holder of the link has the server."""
        data: Data = self.given
        self.record = User.objects.create_user(data["email"], data["password"], name=data["name"])
        self.record.roles.create(role=RoleName.ADMINISTRATOR)
        self.record.emailaddress_set.create(email=self.record.email, verified=True, primary=True)


def has_administrator() -> bool:
    """Return whether an active user is an administrator."""
    return Role.objects.filter(role=RoleName.ADMINISTRATOR, user__is_active=True).exists()


def scope_problem(role: str, scope: str) -> str:
    """Return what is wrong with the scope of a role, in the reader's language; "" when it is right."""
    if role not in RoleName.values:
        return _("There is no role “%s”.") % role
    if not scope:
        return ""
    if not (kinds := SCOPES.get(RoleName(role), ())):
        return _("This role has no scope.")
    if scope.startswith("org:"):
        number = scope.removeprefix("org:")
        known = number.isdecimal() and len(number) < 19 and Organisation.objects.filter(pk=int(number)).exists()
        return "" if "organisation" in kinds and known else _("There is no organisation with this number.")
    return "" if kind_of(scope) in kinds else _("“%s” is not something that this role can be limited to.") % scope


def _must_leave_one(user: User) -> None:
    others = Role.objects.filter(role=RoleName.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise WrongState(str(user), _("this is the last administrator; give the role to somebody else first"))
