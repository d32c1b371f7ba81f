"""Operations of the API: permission, token, parser of bodies."""

import functools
import inspect
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from ninja.decorators import decorate_view
from ninja.errors import AuthenticationError, HttpError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle
from ninja.utils import contribute_operation_callback
from pydantic import ConfigDict, Field

from actionlines.deprecation import Deprecation
from actionlines.errors import InvalidFields, NotAllowed
from actionlines.register.core.action import Action
from actionlines.register.core.api.lists import given
from actionlines.register.core.limits import rate_of
from actionlines.register.core.models import Record
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.permissions import decide, table
from actionlines.register.core.schema import Data, Input
from actionlines.register.core.serialise import as_shown
from actionlines.register.people.models import Token
from actionlines.register.site.middleware.limits import COUNTS, block_of

NOTED_EVERY = timedelta(hours=1)  # the day of last use is for people; it need not be exact


class TokenOrNobody(HttpBearer):
    """The user of a token; without one the visitor, whom the permission table then lets read or not.

    A session of the site does not count here: a page elsewhere that makes a browser send a request can do
    nothing, and no operation needs a CSRF token. Raises AuthenticationError for a token that is unknown, ended,
    or of an account that is kept out.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """The user; never None, so that operations without a token run."""
        if not request.headers.get("Authorization"):
            request.user = AnonymousUser()
            return request.user
        if not (matches := super().__call__(request)):
            raise AuthenticationError
        return matches

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The user of the token, or None."""
        now = timezone.now()
        held = (
            Token.objects.select_related("user")
            .filter(Q(ends_at=None) | Q(ends_at__gt=now), digest=Token.digest_of(token), user__is_active=True)
            .first()
        )
        if held is None:
            return None
        if held.used_at is None or now - held.used_at > NOTED_EVERY:
            Token.objects.filter(pk=held.pk).update(used_at=now)
        # Pages, API and actions ask `decide`, which asks the scope too.
        held.user.token_scope = held.scope
        request.user = held.user
        return held.user


# Reading a whole list takes a few hundred requests of a hundred rows: a minute or two.
VISITOR = rate_of("api")
TOKEN = rate_of("api-token")


class PerMinute(BaseThrottle):
    """A user counts by their account, whatever token they use; a visitor by their address. `also` names a limit of
    one operation for accounts; both are counted before the body is read.
    """

    def __init__(self, also: str = "") -> None:
        self._wait: float | None = None
        self._also = also

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and return whether the limit allows it."""
        user = request.user
        who = f"user:{user.pk}" if user.is_authenticated else block_of(request)
        self._wait = COUNTS.take(TOKEN if user.is_authenticated else VISITOR, who)
        if self._also and user.is_authenticated and not self._wait:
            self._wait = COUNTS.take(rate_of(self._also), who)
        return not self._wait

    def wait(self) -> float | None:
        """Seconds until the next one is let in."""
        return self._wait or None


DEEPEST = 20  # levels of lists and objects


class Strict(Parser):
    """JSON without NaN, without NUL characters and halves of characters, and not deeper than DEEPEST.

    Raises HttpError 400, which says what is wrong.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON body as plain values. Raises HttpError 400."""
        try:
            body = json.loads(request.body, parse_constant=_refused)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "the body is not JSON in UTF-8") from error
        _check(body, 0)
        return body

    def parse_querydict(self, data: MultiValueDict[str, object], list_fields: list[str], request: HttpRequest) -> Data:
        """Return the values of the query or form. Raises HttpError 400."""
        for name in data:
            for value in data.getlist(name):
                if isinstance(value, str):
                    _check(value, 0)
        return super().parse_querydict(data, list_fields, request)


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _check(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise HttpError(400, "the body is nested too deeply")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise HttpError(400, "a text has a NUL character or half a character in it")
    elif isinstance(value, dict):
        for name, item in value.items():
            _check(name, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


View = Callable[..., object]
Rows: TypeAlias = type[Model] | QuerySet[Model]

OPERATIONS: dict[View, str] = {}


class _Asked(HttpRequest):
    deprecated: Deprecation | None  # read where the answer gets its headers


class Body(Schema):
    """The body of a request, without fields that are not described."""

    model_config = ConfigDict(extra="forbid")

    def plain(self) -> Data:
        """Return the fields as the actions take them; of an `Input` those that were given."""
        return {name: value.plain() if isinstance(value, Input) else value for name, value in self}


class Seen(Body):
    """`version`: that which you saw; where the record has another by now, nothing is done (409)."""

    version: int = Field(ge=1, le=2**31 - 1)


class SignIn(NotAllowed):
    """A visitor asks for something that needs a token."""


def operation(action: str, *, deprecated: Deprecation | None = None) -> Callable[[View], View]:
    """Guard an operation by a row of the permission table. KeyError at import for a row that is not there."""
    table()[action]

    def guarded(view: View) -> View:
        """Return the view behind a check of the parameters and of the permission table."""
        known: list[str] = []

        @functools.wraps(view)
        def inner(request: _Asked, *parts: object, **named: object) -> object:
            """Check parameters and permission, then call the view. Raises InvalidFields."""
            if unknown := set(request.GET) - set(known):
                listed = f"unknown parameter; known here: {', '.join(known) or 'none'}"
                raise InvalidFields("request", dict.fromkeys(sorted(name[:40] for name in unknown), listed))
            allow(request, action)
            return view(request, *parts, **named)

        def keep_names(described: Operation) -> None:
            """Keep the names of the parameters that the address takes."""
            queries = (model for model in described.models if model.__ninja_param_source__ == "query")
            known.extend(name for model in queries for name in getattr(model, "__ninja_flatten_map__", ()))
            if table()[action]["visitor"]:  # who has no token may ask, too
                described.openapi_extra = {**(described.openapi_extra or {}), "security": [{}]}  # beside the token's

        # Annotations are names in the module of the view; the wrapper is in another one.
        inner.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        OPERATIONS[inner] = action
        contribute_operation_callback(inner, keep_names)
        if deprecated:
            contribute_operation_callback(inner, functools.partial(_described, deprecated))
            decorate_view(functools.partial(_marked, deprecated))(inner)
        return inner

    return guarded


def _described(deprecated: Deprecation, described: Operation) -> None:
    """Say in the description of the API that an operation goes, and what to use."""
    described.deprecated = True
    texts = deprecated.sentence("This operation")
    described.description = f"{described.description or ''}\n\n{texts}".strip()


def _marked(deprecated: Deprecation, answer: View) -> View:
    """Return what marks a request for the headers, before tokens and fields are checked, and answers it."""

    def marked(request: HttpRequest, **parts: object) -> object:
        """Mark the request, then answer it."""
        request.deprecated = deprecated  # type: ignore[attr-defined]
        return answer(request, **parts)

    return marked


def allow(request: HttpRequest, action: str, record: Record | None = None) -> None:
    """Raise SignIn or NotAllowed where the table does not allow it."""
    if not (decision := decide(request.user, action, record)):
        name = f"{record.kind} {record.pk}" if record is not None else action
        kind = NotAllowed if request.user.is_authenticated else SignIn
        raise kind(name, decision.why)


def find(rows: Rows, number: int) -> Any:
    """The record with this number out of a model or queryset; 404 where there is none."""
    held = rows if isinstance(rows, QuerySet) else rows._default_manager
    if (matches := held.filter(pk=number).first()) is None:
        raise Http404
    return matches


def seen_by(request: HttpRequest, rows: Rows, number: int) -> Any:
    """The record, where the reader may see it."""
    matches = find(rows, number)
    allow(request, f"{matches.kind}.view", matches)
    return matches


def do(request: SignedIn, rows: Rows, number: int, action: type[Action], body: Any, /, **more: Any) -> HttpResponse:
    """Do `action` on the record with this number, on the version that `body` names; 404 where there is none."""
    done = action(request.user, find(rows, number), version=body.version, **more).do()
    return given(request, as_shown(done))
