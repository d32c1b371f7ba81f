"""Options with a few choices: a wrong word is answered with the choices."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import typer

Given = TypeVar("Given", str, str | None)


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class RowFormat(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Language(StrEnum):
    """The languages in which documents are published."""

    ARABIC = "ar"
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"


def one_of(choices: type[StrEnum]) -> Callable[[Given], Given]:
    """A callback for an option or argument that takes the words of `choices`, and nothing but those."""

    def checked(value: Given) -> Given:
        if value is not None and value not in list(choices):
            raise typer.BadParameter(f"{value!r} is none of the choices: {', '.join(choices)}.")
        return value

    return checked


def named(choices: type[StrEnum]) -> str:
    """The choices as the help shows them."""
    return "|".join(choices)
