"""The documentation is a contract: what can be used is described, and what is shown runs."""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer

import actionlines
from actionlines import errors
from actionlines.citations import model as citations
from actionlines.cli import app
from actionlines.documents import model as documents
from actionlines.framework import load
from actionlines.framework.check import check_framework
from actionlines.mandates import model as mandates
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.write import write
from tests.cli.running import run, run_apart

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


def tree(error: type[errors.ActionlinesError]) -> Iterator[type[errors.ActionlinesError]]:
    """The error and everything below it."""
    yield error
    for child in error.__subclasses__():
        yield from tree(child)


COMMANDS = list(commands(typer.main.get_command(app)))[1:]


@pytest.mark.parametrize("path,command", COMMANDS, ids=str)
def test_every_command_and_option_is_described(path: tuple[str, ...], command: click.Command) -> None:
    """The site takes its pages of commands from these texts: scripts/docs_pages.py."""
    assert command.help
    assert all(getattr(one, "help", "") for one in command.params), path
    page = Path("reference", "commands", f"{path[0]}.md")
    assert "<!-- options -->" in (DOCS / page).read_text("utf-8")
    assert f"({path[0]}.md)" in (DOCS / "reference" / "commands" / "index.md").read_text("utf-8")


@pytest.mark.parametrize("path,command", COMMANDS, ids=str)
def test_every_help_has_two_examples_and_a_page(path: tuple[str, ...], command: Any) -> None:
    assert (DOCS / command.page).is_file()
    if not hasattr(command, "commands"):
        assert len(command.examples) == 2
        assert all(f"{line} ".startswith(f"actionlines {' '.join(path)} ") for line in command.examples)


@pytest.mark.parametrize("error", [e for e in tree(errors.ActionlinesError) if "code" in vars(e)], ids=lambda e: e.code)
def test_every_error_code_is_described(error: type[errors.ActionlinesError]) -> None:
    assert error.code in (DOCS / "reference" / "errors.md").read_text("utf-8")
    assert error.code == "AL000" or re.search(rf"{error.__name__}\s+{error.code}\b", errors.__doc__ or "")


def test_error_codes_are_unique() -> None:
    codes = [error.code for error in tree(errors.ActionlinesError) if "code" in vars(error)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "kind",
    [
        documents.Document, documents.Metadata, documents.Paragraph, documents.Table, citations.Citation,
        mandates.Mandate, mandates.Clause,
    ],
)  # fmt: skip
def test_every_field_is_described(kind: type) -> None:
    text = (DOCS / "reference" / "data-model.md").read_text("utf-8")
    section = text.partition(f"\n## {kind.__name__}\n")[2].partition("\n## ")[0]
    for field in dataclasses.fields(kind):
        assert f"`{field.name}`" in section, f"{kind.__name__}.{field.name} is not in docs/reference/data-model.md"


def shown(page: Path) -> list[str]:
    """The command lines shown in a page: lines that begin with `$ ` in its console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, marks=pytest.mark.long if "import" in line else [])
        for line in shown(DOCS / "get-started" / "first-follow-up.md")
    ],
)
def test_tutorial_runs(line: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    words = shlex.split(line)
    assert words[0] == "actionlines"
    # The register has settings of its own, and so a process.
    settings = {"DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}
    apart = words[1] == "import"
    done = run_apart(*words[1:], folder=tmp_path, **settings) if apart else run(*words[1:], folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_tutorial_shows_something() -> None:
    assert len(shown(DOCS / "get-started" / "first-follow-up.md")) >= 5


def test_links_between_pages_lead_somewhere() -> None:
    """Pages that are made with the site are seen by its strict build."""
    made = (DOCS / "reference" / "python", DOCS / "decisions" / "index.md")
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8")):
            if "://" not in target:
                path = (page.parent / target).resolve()
                assert path.exists() or path in made or path.parent in made, f"{page.name}: {target}"


def test_the_rows_of_the_framework_are_counted() -> None:
    """The page follows the data files: a row more is a number more in the table."""
    table = (DOCS / "reference" / "framework.md").read_text("utf-8").partition("## Tables")[2].partition("###")[0]
    counts = check_framework(load()).counts
    shown: dict[str, int] = {}
    for names, numbers in re.findall(r"^\| (`[^|]+`) \| ([\d, ]+) \|", table, re.MULTILINE):
        shown |= dict(zip(re.findall(r"`(\w+)`", names), map(int, numbers.split(",")), strict=True))
    assert shown == {name: counts[name] for name in shown}
    assert len(shown) > 15


@pytest.mark.parametrize("command", ["mandates", "cite", "read"])
def test_the_columns_of_csv_are_those_described(command: str) -> None:
    """In their order: `actionlines NAME --format csv` heads its table with the words of the page."""
    text = (DOCS / "reference" / "data-model.md").read_text("utf-8")
    described = re.search(rf"^Columns of `actionlines {command} --format csv`[^:]*:(.*?)\n\n", text, re.M | re.S)
    heads = run(command, "resolution.txt", "--format", "csv").stdout.splitlines()[0].removeprefix("\ufeff")
    named = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", described.group(1))) if described else []
    assert named == heads.split(",")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_program_in_the_readme_runs() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 request ('secretary-general',) ('session:100',)" in done.stdout


def test_the_readme_shows_what_it_prints_of_a_real_text(shared: Path) -> None:
    (lines,) = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    found = actionlines.mandates(shared / "data" / "documents" / "pdf" / "A_RES_80_173.pdf")
    printed = [f"{mandate.paragraph} {mandate.verb} {mandate.bodies} {mandate.due}" for mandate in found]
    assert [line for line in lines.splitlines() if line not in printed] == []


def test_the_programs_that_open_the_figures_run(tmp_path: Path) -> None:
    report = measure([ROOT / "examples" / "indicators.csv"], make_scope())
    write(report, tmp_path / "report")
    page = (DOCS / "how-to" / "open-the-figures.md").read_text("utf-8")
    programs = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    said = ""
    for program in programs:
        run = [sys.executable, "-c", program]
        done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr
        said += done.stdout
    assert len(programs) == 2
    assert "0 of 682 values are estimates." in said
    assert "Progress and divides to 2030" in said
