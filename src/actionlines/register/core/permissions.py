"""Who may do what: one table, permissions.txt. Pages, API, command line and actions all ask `decide`.

Columns are the roles; somebody with several has what any of them gives. A cell lists on which records:

    -        never
    public   records that anybody may see
    own      records that the user made
    scope    records that the scope of the role covers (an action line, an area, an organisation)
    any      all records; for an action without a record, simply yes
    open     records that anybody may add to: a consultation that is open to them
    key      records of somebody without an account, who showed the key that they got for it
    organiser  records of a consultation that the user organises
    asked    records that ask a body, country or organisation for which the user has a role, by name or as a member
             of a group; a role for an action line speaks for the bodies that facilitate it, on that line alone

A reviewer or focal point whose scope is empty covers every record. Everybody with an account is a member, so
that what a member may do the other roles may too; where the table gives them more, it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from actionlines.register.core.concepts import groups_of
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Person, Record

ROLES = ("visitor", "member", "reviewer", "focal", "secretariat", "administrator")

TABLE = Path(__file__).with_suffix(".txt").read_text("utf-8")

# What a token may do, by the verb of an action. A verb that is in neither list needs a token to publish.
SCOPES = ("read", "write", "publish")
READING = frozenset({"export", "inbox", "list", "read", "state", "trail", "use", "view"})
WRITING = frozenset(
    {"comment", "create", "delete", "edit", "endorse", "import", "link", "official", "submit", "take", "withdraw"}
)
# What these write is public at once.
AT_ONCE = frozenset(
    {
        "allocation.edit", "consultation.edit", "cooperation.import", "envelope.edit", "indicators.import",
        "instrument.import", "uninfo.import",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why, in the reader's language."""

    allowed: bool
    why: str

    def __bool__(self) -> bool:
        return self.allowed


# Records that are written before they are shown; who may view one that is not public may see its drafts.
_WITH_DRAFTS = frozenset({"activity", "organisation", "report", "roadmap"})

# What somebody wrote or submitted, another person publishes, unless ACTIONLINES_FOUR_EYES=0.
FOUR_EYES = frozenset({"activity.publish", "organisation.publish", "report.publish", "roadmap.publish"})


def only_another() -> str:
    """Return why somebody may not publish their own work, and what to do."""
    return _(
        "You wrote or submitted this, so another person publishes it. Ask a colleague with the right to; where"
        " nobody else has it, the administrator of the server sets ACTIONLINES_FOUR_EYES=0."
    )


@cache
def table() -> dict[str, dict[str, frozenset[str]]]:
    """Action -> role -> the conditions under which it is allowed."""
    declared = "\n".join(kind.permissions for kind in kinds().values())
    head, *rows = (line.split() for line in f"{TABLE}{declared}".strip().splitlines() if line.strip())
    return {
        action: {role: frozenset(cell.split(",")) - {"-"} for role, cell in zip(head[1:], cells, strict=True)}
        for action, *cells in rows
    }


def roles_of(user: "Person | None") -> Iterator[tuple[str, str]]:
    """The roles that somebody holds, each with its scope. Read once for a user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        yield "visitor", ""
        return
    yield "member", ""
    if user.held_roles is None:
        user.held_roles = list(user.roles.values_list("role", "scope"))
    yield from user.held_roles


def decide(user: "Person | None", action: str, record: Record | None = None) -> Decision:
    """Whether `user` (None for a visitor) may do `action` on `record`. KeyError for an action not in the table."""
    user = user or AnonymousUser()
    cells = table()[action]
    possible = False
    for role, scope in roles_of(user):
        conditions = cells[role]
        possible = possible or bool(conditions)
        if any(_holds(condition, user, scope, record) for condition in conditions):
            if (held := getattr(user, "token_scope", "")) and not covers(held, action):
                return Decision(
                    False, _("This token does not reach so far. Make one with the scope “%s”.") % scope_of(action)
                )
            publishing = settings.SECOND_FACTOR_TO_PUBLISH and scope_of(action) == "publish"
            if (publishing or action in settings.SECOND_FACTOR_FOR) and not has_second_factor(user):
                return Decision(False, _("Set up a second factor first, on the page of your account."))
            if action in FOUR_EYES and settings.FOUR_EYES and record is not None and record.is_work_of(user):
                return Decision(False, only_another())
            return Decision(True, _("Allowed to the role “%s”.") % role)
    if possible:
        return Decision(False, _("Your role does not reach this record: it is not yours, or outside your scope."))
    if not user.is_authenticated:
        return Decision(False, _("Sign in to do this."))
    return Decision(False, _("Your role does not allow this. Ask the secretariat for one that does."))


def scope_of(action: str) -> str:
    """Return the least scope of a token that lets a program do the action."""
    if (verb := action.partition(".")[2]) in READING:
        return "read"
    kind = kinds().get(action.partition(".")[0])
    at_once = action in AT_ONCE or (kind is not None and kind.at_once)
    return "write" if verb in WRITING and not at_once else "publish"


def covers(scope: str, action: str) -> bool:
    """Return whether a token of this scope reaches an action."""
    return SCOPES.index(scope) >= SCOPES.index(scope_of(action))


def has_second_factor(user: Person) -> bool:
    """Return whether somebody signs in with a code besides the password."""
    return user.is_authenticated and bool(user.authenticator_set.exists())


def sees_draft(user: "Person | None", record: Record) -> bool:
    """Return whether the user may see of this record what is not public: a draft, a later version, who said what."""
    user = user or AnonymousUser()
    cells = table()[f"{record.kind}.view" if record.kind in _WITH_DRAFTS else "trail.view"]
    return any(
        _holds(condition, user, scope, record)
        for role, scope in roles_of(user)
        for condition in cells[role]
        if condition != "public"
    )


def _holds(condition: str, user: Person, scope: str, record: Record | None) -> bool:
    if condition == "any":
        return True
    if record is None:
        # Without a record the question is whether there can be one: may this user do it at all?
        return True
    if condition == "open":
        return record.is_open_to(user)
    if condition == "key":
        return record.key_shown
    if condition == "asked":
        return record.asks(user)
    if condition == "organiser":
        return record.is_organised_by(user)
    if condition == "public":
        return record.is_public()
    if condition == "own":
        return record.is_owned_by(user)
    return not scope or scope in reach(record)


def reach(record: Record) -> set[str]:
    """The scopes of a record, and the regions and lines above them (a reviewer of C7 covers C7-ehealth)."""
    scopes = set(record.scopes())
    above = {scope.partition("-")[0] for scope in scopes if scope.startswith("C7-")}
    return scopes | above | {group for scope in scopes for group in groups_of(scope)}
