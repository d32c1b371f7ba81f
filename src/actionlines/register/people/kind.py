"""Accounts, as the rooms that all kinds share know them."""

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind, MenuEntry
from actionlines.register.core.schema import Data, Head, plain
from actionlines.register.people.models import User, forget


def values_of(user: User) -> Data:
    """Return what somebody may do, not who they are: versions are kept for ever."""
    roles = sorted(f"{role.role} {role.scope}".strip() for role in user.roles.all())
    return {**plain(Head, user), "roles": roles, "active": user.is_active, "organisation": user.organisation_id}


KIND = Kind(
    model=User,
    values=values_of,
    name=_("Account"),
    plural=_("People and roles"),
    listed="users",
    done={"roles": _("Roles or access changed"), "invite": _("Invited")},
    has_versions=False,
    api=("api.router",),
    pages=("views.follow_urls", "views.urlpatterns"),
    tidy=lambda settings: forget(),
    readings={"own": "actionlines.register.people.own_data.keep_own_data"},
    menu=(
        MenuEntry("account", 20, "follows", _("What I follow"), "account.use"),
        MenuEntry("admin", 10, "users", _("People and roles"), "user.list"),
    ),
    posts={"follow-new": "follow", "hooks": "hooks", "hook": "hook"},
)
