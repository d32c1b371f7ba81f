"""The API: its routers, its description, its errors."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from actionlines import __version__
from actionlines.register.cooperation import api as cooperation
from actionlines.register.core.api import records
from actionlines.register.core.api.kind_operations import make_router
from actionlines.register.core.api.lists import handle, must_sign_in, told
from actionlines.register.core.api.operations import PerMinute, SignIn, Strict, TokenOrNobody
from actionlines.register.core.imports import api as imports
from actionlines.register.core.kinds import kinds
from actionlines.register.doors import figures
from actionlines.register.pages import api as pages

# Statuses by their names of RFC 9110, which Python has from 3.13 on: the description is the same on each.
_NAMES = {413: "Content Too Large", 422: "Unprocessable Content"}


class _Api(NinjaAPI):
    """The API, whose description is worked out once in a process: that takes seconds."""

    def get_openapi_schema(self, **fields: Any) -> OpenAPISchema:
        """Return the description. `given` are the parts of the address; ours has none."""
        held: OpenAPISchema | None = self.__dict__.get("_described")
        if held is None or fields.get("path_prefix") is not None or fields.get("path_params"):
            held = super().get_openapi_schema(**fields)
            for operation in (method for methods in held["paths"].values() for method in methods.values()):
                for status in _NAMES.keys() & operation["responses"].keys():
                    operation["responses"][status]["description"] = _NAMES[status]
            if not any(fields.values()):
                self._described = held
        return held

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the method and the words of the address, such as `post_activities_id_submit`.

        Generated clients name their functions by it: addresses are kept, names of modules are not.
        """
        return "_".join([operation.methods[0].lower(), *re.findall(r"\w+", operation.path)])


api = _Api(
    title="Actionlines",
    version=__version__,
    description="Instruments, mandates, activities and practices of WSIS. See docs/reference/http-api.md.",
    auth=TokenOrNobody(),
    throttle=[PerMinute()],
    parser=Strict(),
    docs_url=None,  # its page loads scripts from elsewhere, which our policy forbids
    urls_namespace="api",
)
handle(api)


@api.exception_handler(SignIn)
def sign_in(request: HttpRequest, error: SignIn) -> HttpResponse:
    """A visitor learns that a token would help."""
    return must_sign_in(api, request, told(error))


for router in (
    pages.search_router,
    pages.router,
    figures.router,
    cooperation.router,
    records.router,
    imports.router,
    *(router for kind in kinds().values() for router in kind.load(kind.api)),
    *(make_router(kind) for kind in kinds().values() if kind.inputs and not kind.api),
):
    api.add_router("", router)
