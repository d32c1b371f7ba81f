"""The operations of the API, called in this process: the same permissions, limits and answers, no second query."""

import io
import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, resolve

from actionlines.json_types import JsonObject
from actionlines.register.core.notices import address
from actionlines.register.core.pages.results import shown
from actionlines.register.core.search import Hit

Data = JsonObject


class Refused(Exception):
    """The API refused a call: its problem and advice in one line."""


class Register:
    """Calls the API as the holder of a token, or as a visitor.

    token  the value of the header Authorization, "" for a visitor
    where  the network address of the one who asks, by which visitors are counted
    """

    def __init__(self, token: str = "", where: str = "127.0.0.1") -> None:
        self._token, self._where = token, where

    def get(self, path: str, **query: object) -> Data:
        """Return what the API answers to GET `/api` + path. Raises Refused."""
        saved = {name: value for name, value in query.items() if value not in ("", None, [], ())}
        return self._call("GET", path, query=urlencode(saved, doseq=True))

    def post(self, path: str, body: Mapping[str, object]) -> Data:
        """Return what the API answers to POST `/api` + path. Raises Refused."""
        return self._call("POST", path, body=json.dumps(body).encode())

    def _call(self, method: str, path: str, query: str = "", body: bytes = b"") -> Data:
        site = urlsplit(address())  # a page of a list names the next one
        request = WSGIRequest(
            {
                "REQUEST_METHOD": method, "PATH_INFO": f"/api{path}", "QUERY_STRING": query,
                "SERVER_NAME": site.hostname, "SERVER_PORT": "80", "REMOTE_ADDR": self._where,
                "HTTP_HOST": site.netloc, "wsgi.url_scheme": site.scheme,
                "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
                **({"HTTP_AUTHORIZATION": self._token} if self._token else {}),
            }
        )  # fmt: skip
        try:
            matches = resolve(request.path_info)
        except Resolver404 as error:
            raise Refused(f"There is no {path}") from error
        request.resolver_match = matches
        answer = matches.func(request, *matches.args, **matches.kwargs)
        if answer.status_code == 405:
            raise Refused(f"{path} is not there")
        data: Data = json.loads(answer.content)
        if answer.status_code >= 400:
            raise Refused(" ".join(filter(None, (f"{data['subject']}: {data['problem']}.", data["advice"]))))
        return data


def addresses(matches: Mapping[tuple[str, int | str], str]) -> dict[tuple[str, int | str], str]:
    """Return (kind, id) -> permanent address, for the hits of (kind, id) -> title that have a page."""
    hits = [Hit(kind, key, title=title) for (kind, key), title in matches.items()]
    return {(item.hit.kind, item.hit.id): address() + item.url for item in shown(hits)}
