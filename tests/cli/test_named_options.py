"""What a message names exists: each option is one of the command line, and of its command where it names one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from actionlines.cli import app

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "actionlines"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
CALL = re.compile(r"\bactionlines ([a-z][a-z-]*(?: [a-z][a-z-]*)*)([^`\n;]*)")
# Bubblewrap, which isolates readers.
OTHERS = {"register/core/imports/sandbox.py"}
# Commands of other programs, and an arrow.
PROGRAMS = re.compile(r"(?:pip install|granian|python -m benchmarks)[^`;]*|--[a-z ]+-->")


def _options(command: click.Command) -> set[str]:
    names = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
    return names | set(getattr(command, "renamed", {})) | {"--help"}


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _commands(child, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))
NAMES = {path: _options(command) for path, command in COMMANDS.items()}


def _python(path: Path) -> Iterator[str]:
    """Yield the strings of a module; those of an f-string in one, with the values left out."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inner:
            yield node.value


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in OTHERS or "/vendor/" in name:
            continue
        if path.suffix == ".py":
            yield from ((name, text) for text in _python(path))
        elif path.suffix in {".po", ".html", ".txt"} or name == "cli/commands.csv":
            yield from ((name, line) for line in path.read_text("utf-8").splitlines())


# A style sheet in a page has `--names` too; a message has a space.
TEXTS = [(name, PROGRAMS.sub("", text)) for name, text in _texts() if OPTION.search(text) and "var(--" not in text]


def test_every_option_that_is_named_exists() -> None:
    known = set().union(*NAMES.values())
    unknown = {(name, option) for name, text in TEXTS for option in OPTION.findall(text) if option not in known}
    assert unknown == set()
    assert len(TEXTS) > 100


def test_a_command_that_is_named_has_the_option() -> None:
    wrong = []
    for name, text in TEXTS:
        for words, rest in CALL.findall(text):
            path = max((path for path in NAMES if path == tuple(words.split())[: len(path)]), key=len)
            wrong += [(name, *path, option) for option in OPTION.findall(rest) if option not in NAMES[path]]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "wrong"), [("Choose it with --mapping.", set()), ("Choose it with --colour.", {"--colour"})]
)
def test_an_unknown_option_is_seen(text: str, wrong: set[str]) -> None:
    assert set(OPTION.findall(text)) - set().union(*NAMES.values()) == wrong


# Modules that have no command of their own -> the module whose commands they carry out.
PARTS = {"align_many": "align", "align_show": "align", "review": "app", "show": "app", "framework_show": "framework"}


def test_a_message_names_options_of_its_own_command() -> None:
    """A file of `cli` speaks of the options that its own commands take; `options` is shared by all of them."""
    own: dict[str, set[str]] = {}
    for path, command in COMMANDS.items():
        module = getattr(command.callback, "__module__", "").rpartition(".")[2]
        own.setdefault(module, set()).update(NAMES[path])
    wrong = []
    for name, text in TEXTS:
        module = name.removeprefix("cli/").removesuffix(".py")
        if name.startswith("cli/") and name.endswith(".py") and module != "options":
            options = own[PARTS.get(module, module)]
            wrong += [(name, option) for option in OPTION.findall(text) if option not in options]
    assert wrong == []
