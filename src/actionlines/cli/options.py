"""Options that several commands share, and how a command's help looks: panels, examples, a page of the docs."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from typing import Annotated, Any, ClassVar, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from actionlines.deprecation import renamed
from actionlines.errors import EngineError
from actionlines.lazily import read_rows

Given = TypeVar("Given", str, str | None)

# Each answers `-h` as well.
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Given:
    """Takes the value of an option or argument as the shell gives it: text, a list of texts, a flag.

    typer would load pydantic for it, a fifth of the time in which a short command ends.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value; a list for what may be repeated."""
        if param.multiple or param.nargs == -1:
            return () if value is None else list(value)
        return value


def _take_as_given(params: Iterable[Any]) -> None:
    """Let typer convert only what is more than text."""
    for param in params:
        if param.type_descriptor.annotation in (str, list[str], bool):
            param._runtime_param = _Given()


class Command(TyperCommand):
    """A command whose help has examples and a page of the docs, and which takes the spellings of earlier releases.

    An old spelling gives one line on standard error, with `--quiet` none.

    page      page under docs/ that explains the command
    examples  command lines that the help shows
    renamed   an option of an earlier release -> the words that replace it
    """

    page: ClassVar[str] = ""
    examples: ClassVar[tuple[str, ...]] = ()
    renamed: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Replace old spellings, up to `--`, and parse."""
        _take_as_given(self.get_params(ctx))
        end = args.index("--") if "--" in args else len(args)
        new = [word for arg in args[:end] for word in self._today(arg)]
        if not {"-q", "--quiet"} & {*new}:
            for old in dict.fromkeys(arg.partition("=")[0] for arg in args[:end]):
                if old in self.renamed:
                    typer.echo(renamed(" ".join(self.renamed[old])).sentence(old), err=True)
        return super().parse_args(ctx, [*new, *args[end:]])

    def _today(self, word: str) -> tuple[str, ...]:
        name, sign, value = word.partition("=")
        new = self.renamed.get(name)
        return (word,) if new is None else (*new[:-1], f"{new[-1]}{sign}{value}")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, then one panel for each group of options."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and parameter.param_type_name == "argument":
                panels.setdefault("Arguments", []).append((record[0].partition(" <")[0], record[1]))
            elif record is not None:
                panels.setdefault(getattr(parameter, "rich_help_panel", None) or "Options", []).append(record)
        for name, records in panels.items():
            with formatter.section(name):
                formatter.write_dl(records)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples and the page of the docs."""
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
        if self.page:
            formatter.write_paragraph()
            formatter.write(f"Documentation: docs/{self.page}\n")


class CommandGroup(TyperGroup):
    """A group of commands, listed in panels. `page` as for Command."""

    page: ClassVar[str] = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options that stand before the command."""
        _take_as_given(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one panel for each group of commands."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or "Commands"
                panels.setdefault(panel, []).append((name, command.get_short_help_str(100)))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the path of the command's page of the documentation below its examples."""
        if self.page:
            formatter.write_paragraph()
            formatter.write(f"Documentation: docs/{self.page}\n")


def describe_command(words: str, base: type[Command | CommandGroup] = Command) -> dict[str, Any]:
    """Return what typer needs of a command or group: name, class, panel and line of the help, as commands.csv has them.

    words  those that a user types, such as `report brief`
    """
    row = _read_commands()[words]
    renames = (pair.split("=") for pair in row["renamed"].split(";") if pair)
    attributes = {"page": row["page"], "examples": tuple(filter(None, (row["example"], row["another"])))}
    return {
        "name": words.split()[-1],
        "cls": type("Described", (base,), attributes | {"renamed": {old: tuple(new.split()) for old, new in renames}}),
        "rich_help_panel": row["panel"] or None,
        "short_help": row["summary"] or None,
    }


@cache
def _read_commands() -> dict[str, dict[str, str]]:
    return {row["command"]: row for row in read_rows("actionlines.cli", "commands.csv")}


# Closed lists of values: of an answer, of rows, of a document, of papers, and of languages of documents.
FORMATS = ("table", "json", "jsonl")
ROW_FORMATS = (*FORMATS, "csv")
DOCUMENT_FORMATS = (*ROW_FORMATS, "akn")
PAPER_FORMATS = ("html", "docx", "pdf", "xlsx", "json")
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def one_of(choices: Collection[str]) -> Callable[[Given], Given]:
    """Return a callback for an option or argument that takes only the words of `choices`."""

    def checked(value: Given) -> Given:
        """Return the value of the option where it is right."""
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is none of the choices: {', '.join(choices)}.")
        return value

    return checked


def each_of(choices: Collection[str]) -> Callable[[list[str] | None], list[str] | None]:
    """Return a callback for an option that may be repeated and takes only the words of `choices`."""
    check = one_of(choices)

    def checked(values: list[str] | None) -> list[str] | None:
        """Return the value of the option where it is right."""
        for value in values or ():
            check(value)
        return values

    return checked


def list_choices(choices: Collection[str]) -> str:
    """Return the choices as the help shows them."""
    return "|".join(choices)


def add_choice(choices: Collection[str], *names: str, **how: Any) -> Any:
    """Return an option of typer that takes only the words of `choices`; `how` as for `typer.Option`."""
    return typer.Option(*names, metavar=list_choices(choices), callback=one_of(choices), **how)


def check_filled(value: object) -> object:
    """Return a value or list of values. Raises BadParameter for an empty one: it would mean the current folder."""
    for word in value if isinstance(value, list) else [value]:
        if isinstance(word, str) and not word.strip():
            raise typer.BadParameter("the value is empty")
    return value


def require_packages(command: str, extra: str, packages: Iterable[str]) -> None:
    """Raise EngineError naming the first package that is not installed, and the extra that brings it."""
    for package in packages:
        if not _is_installed(package):
            advice = f"Install it with `pip install 'actionlines[{extra}]'`."
            raise EngineError(command, f"{package} is not installed", advice)


def _is_installed(package: str) -> bool:
    """Return whether a package can be found; it is not imported, for a command may need it only in part."""
    try:
        return find_spec(package) is not None
    except ImportError:
        return False


# What the extra `site` brings: every command of the register needs all of it. django-ninja is not named: it cannot
# be imported before there are settings.
SITE = ("django", "allauth", "csp", "django_htmx", "django_tasks_db", "granian", "openpyxl", "tantivy", "whitenoise")
# What the extra `report` brings.
REPORT = ("numpy", "docx", "jinja2", "xlsxwriter")
# What the extras `measure` and `report` bring: figures and their charts need all of it.
MEASURE = ("polars", "yaml", "jinja2", "vl_convert", "xlsxwriter")

DataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="DIR",
        callback=check_filled,
        help="Folder of the register; by default ACTIONLINES_DATA, else actionlines-data.",
    ),
]
_FILES = typer.Option(
    "--out", metavar="DIR", callback=check_filled, help="Folder for the files; made when it is not there."
)
FilesOption = Annotated[str, _FILES]
FilesWhereAskedOption = Annotated[str | None, _FILES]
ForceOption = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Replace files of the same names even if Actionlines did not write them. Without it such files, "
        "and a workbook or document edited since, stop the command first (AL401).",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only: no progress and no summary.")]
SummaryOption = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output.")]
SymbolLanguageOption = Annotated[
    str, add_choice(LANGUAGES, "--language", help="Language in which a symbol is fetched.")
]
AskedOption = Annotated[
    str | None,
    typer.Option(
        "--asked",
        metavar="WHO",
        callback=check_filled,
        help="Only what this body or country is asked (itu, KEN): by name, as part of a group, or its parts.",
    ),
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="Show every paragraph with its mandates, or with the reason why it has none.")
]
WithinOption = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="PATH",
        callback=check_filled,
        help="Folder, file or corpus (.jsonl, .jsonl.gz) of texts to look in; may be repeated.",
    ),
]
PaperLanguageOption = Annotated[str, add_choice(LANGUAGES, "--language", help="Language of headings and labels.")]
PaperFormatsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar=list_choices(PAPER_FORMATS),
        callback=each_of(PAPER_FORMATS),
        help="Format to write; may be repeated. By default all five.",
    ),
]
