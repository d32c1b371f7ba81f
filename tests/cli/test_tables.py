"""Tables on a terminal: no word is broken, and what has no room moves into the column of sentences."""

from __future__ import annotations

import re

import pytest

from actionlines.cli.tables import Column, print_table
from tests.cli.running import run

COLUMNS = (
    Column("Paragraph"), Column("Asked"), Column("What", sentences=True), Column("Product", fold=3),
    Column("Due", fold=1), Column("Reports to", fold=2),
)  # fmt: skip
ROWS = [
    ("1", "Secretary-General", "submit a report on telecommunications in every region", "report", "2027", "CSTD"),
    ("resolves.2", "Commission on Science and Technology", "meet", "", "every year", ""),
]


def shown(capsys: pytest.CaptureFixture[str], width: int) -> str:
    """The table in this many cells."""
    print_table("", COLUMNS, ROWS, width)
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [60, 70, 80, 100, 200])
def test_words_stay_whole(capsys: pytest.CaptureFixture[str], width: int) -> None:
    text = shown(capsys, width)
    assert max(map(len, text.splitlines())) <= width
    for word in " ".join(cell for row in ROWS for cell in row).split():
        assert re.search(rf"(?<!\S){re.escape(word)}(?!\S)", text), word


def test_the_least_important_columns_are_folded_first(capsys: pytest.CaptureFixture[str]) -> None:
    wide, middle, narrow = (shown(capsys, width) for width in (200, 80, 60))
    assert "Product:" not in wide
    assert re.search(r"Product: report", middle)
    assert re.search(r"Paragraph .*Due", middle)  # a column of its own still
    assert re.search(r"Due: every year", narrow)
    assert "Product: \n" not in narrow  # nothing is said of an empty cell


def test_a_word_longer_than_the_terminal_is_broken_and_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("", (Column("Id"), Column("Text", sentences=True)), [("z" * 90, "words")], 40)
    assert capsys.readouterr().out.count("z") == 90


@pytest.mark.parametrize("columns", ["0", "3", "-5", "wide"])
def test_a_width_that_is_none_is_that_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    print_table("", COLUMNS, ROWS)
    assert "Secretary-General" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["mandates", "cite", "read"])
def test_no_command_breaks_words_at_80_columns(command: str) -> None:
    def cells(width: str) -> set[str]:
        done = run(command, "resolution.txt", "--format", "table", COLUMNS=width)
        return {word for word in done.stdout.split() if not word.startswith("─")}

    # Folded columns are named in the cell; nothing else differs from what a very wide terminal shows.
    assert {word for word in cells("80") if not word.endswith(":")} <= cells("400")


def test_mandates_are_addressed_by_short_names_and_one_is_one() -> None:
    body = "Commission on Science and Technology for Development"
    text = f"The General Assembly,\n\n1. Requests the {body} to meet in 2031."
    done = run("mandates", "-", "--format", "table", stdin=text)
    assert done.stdout.split()[:2] == ["1", "mandate"]
    assert "CSTD" in done.stdout
    assert "Commission" not in done.stdout
