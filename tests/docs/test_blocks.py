"""Every code block of every page runs, is parsed, or says why not; labels exist; words are those of the house.

Before a block, `<!-- not run: REASON -->` holds for it and all later ones of its page that nothing else covers.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import functools
import io
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
import yaml

from actionlines.cli import app
from tests.cli.running import run

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])
# Pages whose programs another test runs, with the test.
ELSEWHERE = {
    "connect/clients": "tests/register/site/api/test_clients.py",
    "connect/harvest": "tests/register/site/data/test_oai.py",
    "connect/webhooks": "tests/register/people/follows/test_hooks.py",
    "explanation/aims": "tests/indicators/divides/test_docs.py",
    "explanation/divides": "tests/indicators/divides/test_docs.py",
    "explanation/priorities": "tests/indicators/divides/test_docs.py",
    "explanation/methods": "tests/indicators/methods/test_docs.py",
    "how-to/open-the-figures": "tests/docs/test_docs.py",
    "reference/framework": "tests/framework/test_examples.py",
    "reference/http-api": "tests/register/site/api/test_guide.py",
    "administer/operations": "tests/deploy/test_container.py",
}
READERS: dict[str, Any] = {
    "json": json.loads,
    "yaml": yaml.safe_load,
    "toml": tomllib.loads,
    "csv": lambda text: list(csv.reader(io.StringIO(text), strict=True)),
}
NOT_RUN = re.compile(r"<!-- not run: [^>]{8,} -->")


class Block(NamedTuple):
    """A code block of a page, with the reason that is given for not running it."""

    page: Path
    language: str
    text: str
    reason: bool

    @property
    def name(self) -> str:
        return self.page.relative_to(DOCS).with_suffix("").as_posix() if DOCS in self.page.parents else self.page.stem

    def __str__(self) -> str:
        return f"{self.name}: {self.text.strip().splitlines()[0][:40]}"


def blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in re.finditer(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
            yield Block(page, found[2], found[3], bool(NOT_RUN.search(text[: found.start()])))


BLOCKS = list(blocks())
COMMANDS = typer.main.get_command(app)


def calls(text: str) -> list[list[str]]:
    """The words of each call of `actionlines` in a block or page."""
    lines = re.findall(
        r"^ *(?:[$>] )?(?:[A-Z_]+=\S+ )?(?:\.venv/bin/)?actionlines (.+)$", text.replace("\\\n", " "), re.MULTILINE
    )
    return [shlex.split(re.sub(r" [>|] .*$", "", line)) for line in lines]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_a_block_runs_or_says_why_not(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if block.language in READERS and "…" not in block.text:
        READERS[block.language](block.text)
    elif block.language == "python" and block.name not in ELSEWHERE and not block.reason:
        (tmp_path / "examples").symlink_to(ROOT / "examples")
        monkeypatch.chdir(tmp_path)
        printed, values = run_program(block.text)
        for line in re.findall(r"^# (.+)$", block.text, re.MULTILINE):
            assert line in printed or "print" not in block.text, line
        assert [value for value, expected in values if value != expected] == []
    else:
        assert block.reason or calls(block.text) or block.name in ELSEWHERE or shown_by_a_command(block)


def run_program(text: str) -> tuple[str, list[tuple[Any, Any]]]:
    """Run a program; return what it prints, and the value of each line that ends in `# VALUE` with that value."""
    names: dict[str, Any] = {}
    values = []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for part in ast.parse(text).body:
            line = text.splitlines()[part.end_lineno - 1] if part.end_lineno else ""
            expected = line.partition("  # ")[2]
            if isinstance(part, ast.Expr) and expected.startswith(("[", "(", "'", "{")):
                value = eval(compile(ast.Expression(part.value), "docs", "eval"), names)
                values.append((value, ast.literal_eval(expected)))
            else:
                exec(compile(ast.Module([part], []), "docs", "exec"), names)
    return printed.getvalue(), values


def shown_by_a_command(block: Block) -> bool:
    """The block is what the command before it prints: each line, in order; `…` stands for any."""
    before_it = calls(block.page.read_text("utf-8").partition(block.text)[0])
    if block.language != "text" or not before_it:
        return False
    (folder := ROOT / "out" / "docs-blocks").mkdir(parents=True, exist_ok=True)
    words = before_it[-1]
    for at, word in enumerate(words):
        if word in ("nigeria", "follow-up"):
            words[at] = str(folder / word)
            # A report of another release would be taken for one that was edited.
            shutil.rmtree(folder / word, ignore_errors=True)
    printed = iter(line.rstrip() for line in run(*words, folder=ROOT, COLUMNS="100").stdout.splitlines())
    return all(any(line.rstrip() == other for other in printed) for line in block.text.splitlines() if line != "…")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_calls_name_commands_and_options_that_exist(page: Path) -> None:
    for words in calls(page.read_text("utf-8")):
        command, rest = COMMANDS, list(words)
        while rest and rest[0] in getattr(command, "commands", {}):
            command = command.commands[rest.pop(0)]  # type: ignore[attr-defined]
        options = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        options |= {"-h", "--help", *getattr(command, "renamed", {})}
        assert words[0] in COMMANDS.commands or words[0].startswith("-"), words  # type: ignore[attr-defined]
        assert [word for word in rest if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options] == []


# ---- labels

# Pages whose bold words are terms of theirs, or of standards and other programs.
FOLDERS = ("how-to", "get-started", "begin", "administer", "concepts", "connect")
GUIDES = [page for folder in FOLDERS for page in sorted((DOCS / folder).glob("*.md"))]
LANGUAGES = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh": "zh_Hans"}


@functools.cache
def catalogue(language: str) -> list[re.Pattern[str]]:
    """A pattern for each text of the site in a language: values fit anything."""
    folder = LANGUAGES.get(language, "fr")
    text = (ROOT / f"src/actionlines/register/site/locale/{folder}/LC_MESSAGES/django.po").read_text("utf-8")
    kind = r"msgstr(?:\[\d\])?" if language in LANGUAGES else r"msgid(?:_plural)?"
    texts = {
        "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found)).replace('\\"', '"')
        for found in re.findall(rf'^{kind} ((?:"(?:[^"\\]|\\.)*"\s*)+)', text, re.MULTILINE)
    }
    return [re.compile(re.sub(r"%\\?\(\w+\\?\)[sd]", ".+", re.escape(text))) for text in texts]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_label_and_menu_path_is_a_text_of_the_site(page: Path) -> None:
    """Bold without a full stop is a label. `→` and `>` part the steps of a path."""
    text = re.sub(r"```.*?```|<!-- sample.*<!-- end of the sample -->", "", page.read_text("utf-8"), flags=re.DOTALL)
    labels = {
        step
        for bold in re.findall(r"\*\*([^*]+)\*\*", text)
        if not bold.endswith(".")
        for step in re.split(r" [→←>] ", " ".join(bold.split()))
    }
    known = catalogue(page.stem if page.parent.name == "begin" else "en") if labels else []
    assert [label for label in labels if not any(one.fullmatch(label) for one in known)] == []


# ---- words

# Words that readers found foreign, and what to write; names of labels, fields and titles are not prose.
FOREIGN = {
    r"stands?|stood": "is, has, appears", r"speaks? to": "concerns, is linked to", r"of which": "a new sentence",
    r"anew|afresh": "again", r"whoever": "the person who", r"told (?:by|apart)": "known, distinguished",
    r"brings? in": "import, add", r"what (?:becomes|became|came) of": "the status", r"asks? nobody": "no mandate",
    r"the one that": "the noun", r"is so": "say what is true", r"lies": "is", r"is no day": "is not a date",
}  # fmt: skip
LABELS = ("Where we stand", "where it stands", "People using the Internet (17.8.1, IT_USE_ii99) stands")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_has_a_foreign_word(page: Path) -> None:
    text = re.sub(r"`[^`]*`|<!-- sample.*<!-- end of the sample -->", "", page.read_text("utf-8"), flags=re.DOTALL)
    for label in LABELS:
        text = text.replace(label, "")
    assert {
        word: better
        for pattern, better in FOREIGN.items()
        for word in re.findall(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    } == {}


def test_no_help_has_a_foreign_word() -> None:
    hits = [
        (command.name, word)
        for command in (COMMANDS, *getattr(COMMANDS, "commands", {}).values())
        for text in (
            command.help or "",
            command.short_help or "",
            *(getattr(one, "help", "") or "" for one in command.params),
        )
        for word in re.findall(rf"\b(?:{'|'.join(FOREIGN)})\b", text, re.IGNORECASE)
    ]
    assert hits == []
