"""Bodies as they come in: JSON that every database and every answer can hold again."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

from actionlines.register.core.schema import Data

DEEPEST = 20  # levels of lists and objects


class Strict(Parser):
    """JSON without NaN, without NUL characters and halves of characters, and not deeper than DEEPEST.

    Raises HttpError 400, which says what is wrong.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON body as plain values. Raises HttpError 400."""
        try:
            found = json.loads(request.body, parse_constant=_refused)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "the body is no JSON in UTF-8") from error
        _check(found, 0)
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Data:
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
        for name, one in value.items():
            _check(name, depth)
            _check(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)
