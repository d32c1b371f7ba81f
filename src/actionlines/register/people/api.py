"""One's own account in the API."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from actionlines.register.activities.api import records
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.schema import Activity as ActivityOutside
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import operation
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.people.models import User

router = Router(tags=["account"])


class Asked(Paged):
    """Activities of one `status` only."""

    status: Annotated[str, s.OneOf(("", *ActivityStatus.values))] = ""


@router.get("/me", response={200: s.Me, 304: None, **PROBLEMS})
@operation("account.use")
def me(request: SignedIn) -> HttpResponse:
    """Your account, your roles and your organisation."""
    user: User = request.user
    roles = sorted(f"{role.role} {role.scope}".strip() for role in user.roles.all())
    data = {"id": user.pk, "name": user.name, "email": user.email, "roles": roles, "organisation": user.organisation_id}
    return given(request, data)


@router.get("/me/activities", response={200: s.page_of(ActivityOutside), 304: None, **PROBLEMS})
@operation("account.use")
def mine(request: SignedIn, query: Query[Asked]) -> HttpResponse:
    """Your own activities in any status, the latest changed first."""
    rows = records().filter(owner=request.user).order_by("-changed_at", "-pk")
    return paged(request, query, rows.filter(status=query.status) if query.status else rows, _plain)


def _plain(row: Activity) -> Data:
    return as_dict(row)
