"""Hook of mkdocs: the pages of the site that are made from the program when the site is built.

reference/commands/NAME.md   the mark `<!-- options -->` becomes the help of the command
reference/python/NAME.md     the public names of each package, from their docstrings
reference/errors.md          a check that the table has every code of `actionlines.errors`
decisions/index.md           the list of decisions
any page                     the mark `<!-- table NAME.csv -->` becomes the table of that file beside the page, and
                             `<!-- schema PATH -->` the fields of a JSON schema below `actionlines/papers`
administer/operations.md     the mark `<!-- file PATH -->` becomes that file of the repository, as a block of code
administer/security.md       the mark `<!-- limits -->` becomes the table of limits of the register

The search finds how-tos and first steps before other pages, and leaves out decisions and the points of ASVS.
"""

from __future__ import annotations

import csv
import importlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

MARK = "<!-- options -->"
TABLE = re.compile(r"<!-- table ([\w-]+\.csv) -->")
LIMITS = "<!-- limits -->"
SPANS = {86400: "a day", 3600: "an hour", 600: "10 minutes", 300: "5 minutes", 60: "a minute", 1: "a second"}
FILE = re.compile(r"<!-- file ([\w./-]+) -->")
SCHEMA = re.compile(r"<!-- schema ([\w/.]+) -->")
# Weight of a page in the search by the beginning of its path; 1 for all others.
BOOSTS = {"how-to/": 4, "get-started/": 4, "begin/": 3, "concepts/": 2, "reference/": 0.5, "contribute/": 0.5}
UNSEARCHED = ("decisions/", "administer/asvs")
# Packages whose `__all__` is public, with what each is for.
PACKAGES = {
    "actionlines": "Five calls that answer most questions.",
    "actionlines.documents": "Read a file or symbol as numbered paragraphs, notes and tables.",
    "actionlines.citations": "Find references to other instruments, each in one canonical form.",
    "actionlines.mandates": "Find who is asked to do what, by when.",
    "actionlines.alignment": "Link texts to action lines, goals, targets and commitments.",
    "actionlines.framework": "Load action lines, goals, targets, indicators, commitments, bodies and countries.",
}
# Modules that are documented whole.
MODULES = {
    "actionlines.indicators.methods": "Judge series by named methods.",
    "actionlines.indicators.aims": "The aims that series are measured against.",
    "actionlines.indicators.divides": "Measure gaps between groups and spread among countries.",
    "actionlines.indicators.priorities": "Rank what is furthest from its aim.",
    "actionlines.errors": "Every error that Actionlines raises on purpose.",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, text in {**python_pages(), "decisions/index.md": decisions(Path(config.docs_dir))}.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Put helps of commands and tables in the places of their marks, and weigh the page for the search."""
    path = page.file.src_uri
    boost = next((weight for start, weight in BOOSTS.items() if path.startswith(start)), 1)
    page.meta["search"] = {"exclude": True} if path.startswith(UNSEARCHED) else {"boost": boost}
    if MARK in markdown:
        markdown = markdown.replace(MARK, command_help(Path(path).stem))
    folder = Path(config.docs_dir, path).parent
    if LIMITS in markdown:
        markdown = markdown.replace(LIMITS, limits_table())
    markdown = FILE.sub(lambda mark: f"```\n{Path(mark[1]).read_text('utf-8').strip()}\n```", markdown)
    markdown = SCHEMA.sub(lambda mark: schema_tables(Path("src/actionlines/papers", mark[1])), markdown)
    return TABLE.sub(lambda mark: data_table(folder / mark[1]), markdown)


def limits_table() -> str:
    """Return the limits of the register as a table, each with its span, setting and subject."""
    from actionlines.framework.tables import read_table

    lines = ["| what | limit | counted for |", "|---|---|---|"]
    for row in read_table("limits", Path("src/actionlines/register/core/data")):
        often = f"{amount(row)} in {SPANS[int(row['seconds'])]}" if row["seconds"] else amount(row)
        setting = f" (`{row['setting']}`)" if row["setting"] else ""
        lines.append(f"| {row['what']} | {often}{setting} | {row['per']} |")
    return "\n".join(lines)


def amount(row: dict[str, str]) -> str:
    """Return the number of a limit with its unit: 67108864 bytes are 64 MB."""
    number, unit = int(row["most"]), row["unit"]
    for size, name in ((30, "GB"), (20, "MB"), (10, "kB")):
        if unit == "bytes" and number >= 1 << size:
            return f"{number >> size:,} {name}"
    return f"{number:,} {'seconds' if unit == 'time' else unit}"


def schema_tables(path: Path) -> str:
    """Return a heading and a table of fields for each object of a JSON schema."""
    schema = json.loads(path.read_text("utf-8"))
    lines = []
    for name, part in {schema["title"]: schema, **schema["$defs"]}.items():
        lines += ["", f"## {name}", "", "| field | value | meaning |", "|---|---|---|"]
        for field, held in part.get("properties", {}).items():
            lines.append(f"| `{field}` | {value_of(held)} | {cell(held.get('description', ''))} |")
    return "\n".join(lines)


def value_of(part: dict[str, Any]) -> str:
    """Return what a field may hold: a type, a closed list, or a link to the object."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "enum" in part or "const" in part:
        return ", ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if "items" in part:
        return f"list of {value_of(part['items'])}"
    choices = part.get("anyOf") or part.get("oneOf")
    if choices:
        return " or ".join(value_of(choice) for choice in choices)
    kinds = part.get("type", "object")
    words = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return ", ".join(f"`{name}`" for name in part["properties"]) if "properties" in part else words


def data_table(path: Path) -> str:
    """Return the rows of a CSV file as a table of Markdown, or one for each value of its column `chapter`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = []
    for chapter, part in itertools.groupby(rows, lambda row: row.pop("chapter", "")):
        cells = [list(row.values()) for row in part]
        lines += ["", f"### {chapter}", ""] if chapter else []
        heads = [name.replace("_", " ") for name in rows[0]]
        lines += [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *cells)]
    return "\n".join(lines)


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield a command and all below it that have options of their own, with the words that call them."""
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from commands(child, (*path, name))


def command_help(name: str) -> str:
    """Return the usage, arguments, options and examples of a command, of each if it is a group."""
    from actionlines.cli import app

    root = typer.main.get_command(app)
    found = list(commands(root.commands[name], (name,)))
    return "\n\n".join(section(path, one, alone=len(found) == 1) for path, one in found)


def section(path: tuple[str, ...], command: Any, *, alone: bool) -> str:
    """Return the part of a page on one command."""
    words = " ".join(("actionlines", *path))
    # Usage and records of help need a context; it runs nothing.
    context = command.make_context(words, [], resilient_parsing=True)
    context.info_name = words
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [] if alone else [f"## {words}", "", command.help or "", ""]
    lines += ["```text", f"{words} {usage}", "```", ""]
    panels: dict[str, list[str]] = {}
    for one in command.get_params(context):
        record = one.get_help_record(context)
        if record is None or one.name == "help":
            continue
        argument = one.param_type_name == "argument"
        panel = "Argument" if argument else getattr(one, "rich_help_panel", None) or "Option"
        # A name to each mark of code, so that none is broken at a hyphen.
        names = [record[0].partition(" <")[0]] if argument else re.split(r",? ", record[0])
        shown = " ".join(f"`{name}`" for name in names)
        panels.setdefault(panel, []).append(f"| {shown} | {cell(record[1])} |")
    for panel, rows in panels.items():
        title = panel if panel in ("Argument", "Option") else f"Option: {panel.lower()}"
        lines += [f"| {title} | Meaning |", "|---|---|", *rows, ""]
    if command.examples:
        lines += ["Examples:", "", "```console", *(f"$ {one}" for one in command.examples), "```", ""]
    return "\n".join(lines)


def cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return re.sub(r"\s+", " ", text.strip()).replace("|", r"\|").replace("<", "&lt;")


def python_pages() -> dict[str, str]:
    """Return the pages of the Python API by their path."""
    pages = {}
    for name, purpose in {**PACKAGES, **MODULES}.items():
        lines = [f"# {name}", "", purpose, ""]
        if name in PACKAGES:
            for one in importlib.import_module(name).__all__:
                if not one.startswith("_"):
                    lines += [f"::: {place(name, one)}", "    options:", "      heading_level: 2", ""]
        else:
            lines += [f"::: {name}", "    options:", "      show_root_heading: false", ""]
        pages[f"reference/python/{name.replace('.', '-')}.md"] = "\n".join(lines)
    rows = [
        f"| [`{name}`]({name.replace('.', '-')}.md) | {purpose} |" for name, purpose in {**PACKAGES, **MODULES}.items()
    ]
    index = [
        "# Python API", "", "Everything public, from the docstrings. "
        "[Data model](../data-model.md) explains the fields and identifiers.", "",
        "| Package | Purpose |", "|---|---|", *rows, "",
    ]  # fmt: skip
    return {**pages, "reference/python/index.md": "\n".join(index)}


def place(package: str, name: str) -> str:
    """Return the full name of an object where it is defined, so that its docstring is found."""
    found = getattr(importlib.import_module(package), name)
    if isinstance(found, ModuleType):  # a package that can be called: decisions/0019
        found = getattr(importlib.import_module("actionlines.results"), name)
    if callable(found) and str(getattr(found, "__module__", "")).startswith("actionlines"):
        return f"{found.__module__}.{found.__qualname__}"
    return f"{package}.{name}"


def decisions(docs: Path) -> str:
    """Return the list of decisions, with the question that each answers."""
    rows = []
    for path in sorted((docs / "decisions").glob("[0-9]*.md")):
        text = path.read_text("utf-8")
        number, title = re.match(r"# (\d+)\. (.+)", text).groups()  # type: ignore[union-attr]
        question = re.search(r"\*\*Question\.\*\* (.+?)\n\n", text, re.DOTALL)
        asked = re.sub(r"\s+", " ", question.group(1)) if question else ""
        rows.append(f"| [{number}. {title}]({path.name}) | {asked} |")
    head = ["# Decisions", "", "Why things are as they are, one page each.", "", "| Decision | Question |", "|---|---|"]
    return "\n".join([*head, *rows, ""])
