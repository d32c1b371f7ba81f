"""The columns of the table on where the area stands, for the workbook and standing.csv."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.papers.concepts import sureness
from actionlines.papers.follow_up.columns import Column
from actionlines.papers.follow_up.standing.model import Standing
from actionlines.papers.follow_up.standing.part import SheetRow
from actionlines.papers.words import ENGLISH, Words

Value = str | int | float


@dataclass(frozen=True, slots=True)
class MethodColumn(Column[SheetRow]):
    """A column with the verdicts of one method; the heading is its title."""

    title: str = ""

    def heading(self, words: Words = ENGLISH) -> str:
        """Return the title of the method; it is the same in every language."""
        return self.title


def columns(found: Standing) -> tuple[Column[SheetRow], ...]:
    """Return the columns, those of the methods last."""
    return (*FIXED, *(_method(one.title) for one in found.methods))


def _method(title: str) -> MethodColumn:
    def value(row: SheetRow, _: Words) -> Value:
        """Return the verdict of the method on the series of a row, "" where it has none."""
        said = next((one for one in row.series.said if one.title == title), None) if row.series else None
        if said is None:
            return ""
        return f"{said.verdict} ({said.own})" if said.own else said.verdict

    return MethodColumn("method", value, 26, title)


def _strongest(row: SheetRow, words: Words) -> str:
    place = row.label.place
    return f"{row.label.where} ({sureness(place.p, place.stated, words)})" if place else ""


def _better(row: SheetRow, words: Words) -> str:
    if row.series is None or not row.series.one.measured.target.direction:
        return ""
    return words("better.more" if row.series.one.measured.target.direction > 0 else "better.less")


def _aim(row: SheetRow) -> Value:
    value = row.series.one.measured.target.value if row.series else None
    return "" if value is None else value


def _aim_year(row: SheetRow) -> Value:
    return row.series.one.measured.target.year if row.series and _aim(row) != "" else ""


FIXED: tuple[Column[SheetRow], ...] = (
    Column("level", lambda row, words: words(f"level.{row.label.one.level}"), 16),
    Column("identifier", lambda row, _: row.label.one.id, 12),
    Column("name", lambda row, _: f"{row.label.code} {row.label.name}".rstrip(), 44),
    Column("state", lambda row, _: row.label.state, 18),
    Column("passages", lambda row, _: row.label.one.passages, 10),
    Column("strongest", _strongest, 28),
    Column("indicator", lambda row, _: row.indicator.code if row.indicator else "", 10),
    Column("title", lambda row, _: row.indicator.one.title if row.indicator else "", 40),
    Column("series", lambda row, _: row.series.one.measured.series if row.series else "", 20),
    Column("what", lambda row, _: row.series.name if row.series else "", 40),
    Column("breakdown", lambda row, _: row.series.one.measured.breakdown if row.series else "", 16),
    Column("unit", lambda row, _: row.series.one.measured.unit if row.series else "", 12),
    Column("year", lambda row, _: row.series.one.measured.years[-1] if row.series else "", 8),
    Column("value", lambda row, _: row.series.one.measured.values[-1] if row.series else "", 12),
    Column("aim", lambda row, _: _aim(row), 10),
    Column("aim-year", lambda row, _: _aim_year(row), 10),
    Column("better", _better, 8),
    Column("series-state", lambda row, _: row.series.state if row.series else "", 18),
    Column("agreement", lambda row, _: row.series.agreement if row.series else "", 24),
    Column("ranks", lambda row, _: "; ".join(row.series.ranks) if row.series else "", 34),
    Column("gaps", lambda row, _: "; ".join(row.indicator.gaps) if row.indicator else "", 24),
    Column("data-source", lambda row, _: _source(row), 34),
    Column("aim-source", lambda row, _: row.series.one.measured.target.source if row.series else "", 40),
)


def _source(row: SheetRow) -> str:
    if row.series is None:
        return ""
    one = row.series.one
    return "; ".join(text for text in (one.file, one.source, one.coverage) if text)
