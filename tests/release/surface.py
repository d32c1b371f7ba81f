"""What programs of others rest on, as lines: operations, parameters and fields, options, names of Python, formats.

    GET /api/activities ? query sort       = =newest optional      a parameter
    POST /api/activities < fields.title    string required         a field that is sent
    GET /api/activities 200: records[].id  integer required        a field of the answer
    command review --out                   value optional          an option, old spellings too
    python actionlines.read (language)     keyword optional        a parameter of a function
    review.json documents[].index          integer required        a field of a file
    table activities title                 any required            a column of a file with everything

The words behind a name are its types, `=` and a value for each of a closed list, limits such as `maxLength:120`,
and whether it is required.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import ModuleType
from typing import Any, TypeAlias

Surface: TypeAlias = dict[str, frozenset[str]]

LIMITS = ("maxLength", "maximum", "maxItems", "minLength", "minimum", "minItems", "pattern")
SCHEMAS = {
    "review.json": ("actionlines.papers.follow_up", "schema/review.schema.json"),
    "measure.json": ("actionlines.papers.progress", "schema/measure.schema.json"),
    "paper.json": ("actionlines.papers", "schema/paper.schema.json"),
}


def surface() -> Surface:
    """Return all lines of the program as it is. Django must be set up."""
    found: Surface = {}
    for part in (of_api(described()), of_commands(), of_python(), of_files(), of_tables()):
        for name, words in part:
            found[name] = found.get(name, frozenset()) | words
    return found


def as_text(found: Surface) -> str:
    """Return a surface as lines, sorted."""
    return "".join(f"{name}\t{' '.join(sorted(found[name]))}".rstrip() + "\n" for name in sorted(found))


def as_surface(text: str) -> Surface:
    """Return the surface that `as_text` wrote."""
    parts = (line.partition("\t") for line in text.splitlines())
    return {name: frozenset(words.split()) for name, _tab, words in parts}


def described() -> dict[str, Any]:
    """Return the description of the API as a client gets it."""
    from django.test import Client

    found: dict[str, Any] = json.loads(Client(HTTP_HOST="localhost").get("/api/openapi.json").content)
    return found


def of_api(description: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the lines of each operation, and those of the form of errors once."""
    parts = description["components"]["schemas"]
    yield from lines("problem:", parts["Problem"], parts)
    for path, methods in description["paths"].items():
        for method, one in methods.items():
            name = f"{method.upper()} {path}"
            for given in one.get("parameters", ()):
                start = f"{name} ? {given['in']} {given['name']}"
                yield start, _needed(given.get("required", False))
                yield from lines(start, given["schema"], parts)
            body = one.get("requestBody", {})
            for content in body.get("content", {}).values():
                yield f"{name} <", _needed(body.get("required", False))
                yield from lines(f"{name} <", content["schema"], parts)
            for status, answer in one["responses"].items():
                if str(status).startswith("2"):
                    yield name, frozenset({str(status)})
                    for content in answer.get("content", {}).values():
                        yield from lines(f"{name} {status}:", content.get("schema", {}), parts)


def lines(
    name: str, schema: Any, parts: Mapping[str, Any], inside: tuple[str, ...] = ()
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the line of a JSON Schema and those of all in it. `parts`: what `$ref` may name, by last word."""
    if not isinstance(schema, dict):
        schema = {}
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        if part in inside:  # a tree: its first floor says all
            yield name, frozenset({"object"})
        else:
            yield from lines(name, parts[part], parts, (*inside, part))
        return
    choices = [one for word in ("anyOf", "oneOf", "allOf") for one in schema.get(word, ())]
    for one in choices:
        yield from lines(name, one, parts, inside)
    yield name, frozenset(_types(schema, bool(choices)) | _limits(schema))
    must = schema.get("required", ())
    for field, one in schema.get("properties", {}).items():
        inner = f"{name}.{field}" if not name.endswith((":", "<", ".json")) else f"{name} {field}"
        yield inner, _needed(field in must)
        yield from lines(inner, one, parts, inside)
    if "items" in schema:
        yield from lines(f"{name}[]", schema["items"], parts, inside)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from lines(f"{name}.*", schema["additionalProperties"], parts, inside)


def _needed(required: bool) -> frozenset[str]:
    return frozenset({"required" if required else "optional"})


def _types(schema: Mapping[str, Any], chosen: bool) -> set[str]:
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if values:
        return {f"={str(one).replace(' ', '_')}" for one in values}
    given = schema.get("type", [])
    types = {given} if isinstance(given, str) else set(given)
    return types or (set() if chosen else {"any"})


def _limits(schema: Mapping[str, Any]) -> set[str]:
    return {f"{one}:{str(schema[one]).replace(' ', '_')}" for one in LIMITS if one in schema}


def of_commands() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each command, its arguments and options, and the old spellings that it takes."""
    import typer
    from scripts.docs_pages import commands

    from actionlines.cli import app

    for path, command in commands(typer.main.get_command(app), ()):
        start = " ".join(("command", *path))
        yield start, frozenset()
        context = command.make_context(start, [], resilient_parsing=True)  # it runs nothing
        names: dict[str, frozenset[str]] = {}
        for place, one in enumerate(command.get_params(context), 1):
            shown = one.opts if one.param_type_name == "option" else [f"<{place}>"]
            words = {"flag" if getattr(one, "is_flag", False) else "value"} | _needed(one.required)
            words |= {"many"} if one.multiple or one.nargs < 0 else set()
            choices = (one.metavar or "").split("|")
            words |= {f"={choice}" for choice in choices} if len(choices) > 1 else set()
            names |= dict.fromkeys([*shown, *one.secondary_opts], frozenset(words))
        for old, new in getattr(command, "renamed", {}).items():
            names[old] = names.get(new[-1], frozenset({"flag", "optional"}))
        for name, marks in names.items():
            yield f"{start} {name}", marks


def of_python() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the public names of the packages of the reference, parameters of functions and fields of classes."""
    from scripts.docs_pages import MODULES, PACKAGES

    for package in (*PACKAGES, *MODULES):
        module = importlib.import_module(package)
        for name in getattr(module, "__all__", None) or _own(module):
            found = getattr(module, name)
            if isinstance(found, ModuleType):  # a package that can be called: docs/decisions/0019
                found = getattr(importlib.import_module("actionlines.results"), name)
            start = f"python {package}.{name}"
            yield start, frozenset()
            if inspect.isclass(found):
                yield from ((f"{start} .{one}", frozenset()) for one in _fields(found))
            elif inspect.isfunction(found):
                yield from ((f"{start} ({one.name})", _ways(one)) for one in _parameters(found))


def _own(module: ModuleType) -> list[str]:
    held = vars(module).items()
    return [name for name, one in held if name[0] != "_" and getattr(one, "__module__", "") == module.__name__]


def _fields(found: type) -> set[str]:
    ours = {name for one in found.__mro__ if one.__module__.startswith("actionlines") for name in vars(one)} | {
        one.name for one in (dataclasses.fields(found) if dataclasses.is_dataclass(found) else ())
    }
    return {name for name in ours if not name.startswith("_")}


def _parameters(found: Any) -> list[inspect.Parameter]:
    every = inspect.signature(found).parameters.values()
    return [one for one in every if not one.name.startswith("_")]


def _ways(one: inspect.Parameter) -> frozenset[str]:
    """Return how a parameter can be given: by its place, by its name, and whether it must be."""
    place = {"place"} if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) else set()
    name = {"name"} if one.kind in (one.KEYWORD_ONLY, one.POSITIONAL_OR_KEYWORD) else set()
    if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
        return frozenset({"many", "optional"})
    return frozenset(place | name) | _needed(one.default is one.empty)


def of_files() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the fields of the files of JSON that have a schema."""
    for name, (package, path) in SCHEMAS.items():
        schema = json.loads(files(package).joinpath(path).read_text("utf-8"))
        yield from lines(name, schema, schema.get("$defs", {}))


def of_tables() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the columns of the file with everything."""
    from actionlines.register.doors import bulk

    for kind, name in bulk.list_names().items():
        for column in bulk.fields(kind):
            yield f"table {name} {column}", frozenset({"any", "required"})
