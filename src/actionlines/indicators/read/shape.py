"""From cells to the one long table: batch by batch, with a problem for every row that cannot be made one."""

from collections.abc import Iterator, Mapping

import polars as pl

from actionlines.indicators.areas import resolve_areas, unit_of
from actionlines.indicators.check import Problems
from actionlines.indicators.model import COLUMNS
from actionlines.indicators.provenance import status_in
from actionlines.indicators.read import columns
from actionlines.indicators.read import numbers as cells
from actionlines.indicators.read.columns import ROW, names_a_share
from actionlines.indicators.read.mapping import (
    KnownSeries,
    Plan,
    find_known,
    indicator_id,
    indicator_of,
    series_code,
    split_code,
    split_price,
)
from actionlines.indicators.read.numbers import NumberStyle

_WIDE, _CELL = "\0column", "\0cell"  # no header can be called so
LOWERED = frozenset(("sdg-database-2020", "unsd-wide"))  # layouts whose codes of UNSD are in lower case
DATAHUB = "itu-datahub"
_STATUS_WORDS = frozenset(("notspec", "_z", "_t"))


class Shaper:
    """Shapes batches by one plan; remembers what it has looked up.

    Where an `area` is given, only its rows are shaped, and those whose area is not known and comes near it;
    `others` counts the rest, `indicators` are those of all rows.
    """

    def __init__(self, plan: Plan, style: NumberStyle, area: str = "") -> None:
        self.plan, self.style, self.area = plan, style, area
        self.others = 0
        self.indicators: set[str] = set()
        self.problems: list[Problems] = []
        self.rows_in = self.refused = self.notation = 0
        self.names: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        self._areas: dict[str, str] = {}
        self._unknown: dict[str, tuple[str, ...]] = {}
        self._told: set[str] = set()  # series whose unit was corrected

    def shape(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the batch in the columns of the table, without the rows that were refused."""
        if self.area:
            frame = self._of_area(frame)
        if self.plan.wide:
            frame = self._long(frame)
        plan, numbers = self.plan, frame[ROW].cast(pl.Int64)
        self.rows_in += frame.height
        where = frame[_WIDE] if plan.wide else plan.roles["value"]
        column = frame[_CELL if plan.wide else plan.roles["value"]]
        values = cells.Values(column, numbers, where, self.style)
        years = self._years(frame, numbers)
        series = self._series(frame)
        broken, status, unit = self._parts(frame, numbers)
        if plan.layout == DATAHUB:
            series, broken = _split_broken(series, broken)
        self._define(frame, series)
        unit = self._unit(unit, series, values.marks, numbers)
        if values.marks is not None:
            marks = values.marks.replace({"%": "", "*": ""}).str.to_uppercase()
            status = pl.select(pl.when(status == "").then(marks).otherwise(status)).to_series()
        note, source = self._text(frame, "note"), self._text(frame, "source")
        table = pl.DataFrame(
            {
                "indicator": self._indicator(frame, series),
                "series": series,
                "area": self._area(frame, numbers),
                "breakdown": broken,
                "year": years,
                "value": self._multiplied(frame, values.values),
                "unit": unit,
                "status": _provenance_words(status, note, source),
                "note": note,
                "source": source,
                "licence": self._text(frame, "licence"),
                "row": numbers,
            },
            schema_overrides={name: getattr(pl, kind) for name, kind in COLUMNS.items()},
        )
        self.problems += values.problems
        self.notation += values.notation
        keep = table["year"].is_not_null() & table["value"].is_not_null() & self._wanted(frame, numbers)
        if keep.all():
            return table
        self.refused += table.height - int(keep.sum())
        return table.filter(keep)

    def _of_area(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the area that is asked for; what the others tell of indicators is noted."""
        plan = self.plan
        if plan.series:
            kinds = pl.DataFrame({_WIDE: list(plan.series)})
        else:
            kinds = self._kinds(frame, ("indicator", "series", "series-name"))
        self.indicators |= set(self._indicator(kinds, self._series(kinds))) - {""}
        places = self._kinds(frame, ("area", "area-name"))
        chosen, area_texts = self._areas_of(places)
        meant = [area_text for area_text, near in self._unknown.items() if self.area in near]
        wanted = places.filter((chosen == self.area) | area_texts.is_in(pl.Series(meant, dtype=pl.String).implode()))
        headers = [name for name in places.columns if name in frame.columns]
        if not headers:  # one area for all rows
            row = frame.head(frame.height if wanted.height else 0)
        elif len(headers) == 1 and not wanted[headers[0]].has_nulls():
            row = frame.filter(pl.col(headers[0]).is_in(wanted[headers[0]].implode()))
        else:
            row = frame.join(wanted, on=headers, how="semi", nulls_equal=True, maintain_order="left")
        self.others += frame.height - row.height
        return row

    def _kinds(self, frame: pl.DataFrame, roles: tuple[str, ...]) -> pl.DataFrame:
        """Return what is in the columns of these roles, each once; a row of nothing where there are none."""
        headers = [self.plan.roles[role] for role in roles if role in self.plan.roles]
        return frame.select(headers).unique(maintain_order=True) if headers else pl.DataFrame({_CELL: [None]})

    def _long(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return one row per cell that holds something; an empty cell of a wide table is no observation."""
        columns = [name for name in frame.columns if name not in self.plan.wide]
        kinds = {frame.schema[name] for name in self.plan.wide}
        if len(kinds) > 1:
            numeric = all(kind.is_numeric() for kind in kinds)
            frame = frame.with_columns(pl.col(self.plan.wide).cast(pl.Float64 if numeric else pl.String))
        long = frame.unpivot(on=self.plan.wide, index=columns, variable_name=_WIDE, value_name=_CELL)
        full = pl.col(_CELL).is_not_null()
        if long.schema[_CELL] == pl.String:
            full &= pl.col(_CELL).str.strip_chars() != ""
        return long.filter(full).sort(ROW, maintain_order=True)

    def _constant(self, frame: pl.DataFrame, value: str) -> pl.Series:
        return pl.repeat(value, frame.height, eager=True, dtype=pl.String)

    def _text(self, frame: pl.DataFrame, role: str) -> pl.Series:
        if (header := self.plan.roles.get(role)) is None:
            return self._constant(frame, self.plan.constants.get(role, ""))
        return cells.cell_text(frame, header)

    def _years(self, frame: pl.DataFrame, numbers: pl.Series) -> pl.Series:
        plan = self.plan
        if plan.years:
            return frame[_WIDE].replace_strict(
                list(plan.years), pl.Series(list(plan.years.values()), dtype=pl.Int32), return_dtype=pl.Int32
            )
        header = plan.roles.get("year")
        column = frame[header] if header else self._constant(frame, plan.constants["year"])
        series, problems = cells.parse_years(column, numbers, header or "year")
        self.problems += problems
        return series

    def _series(self, frame: pl.DataFrame) -> pl.Series:
        plan = self.plan
        if plan.series:
            upper = plan.layout in LOWERED
            codes = {header: self._code(code, upper) for header, code in plan.series.items()}
            # A header that is no code is the best name that its series has.
            self.names.update({code: header for header, code in codes.items() if not self._known(header)})
            return frame[_WIDE].replace_strict(codes, return_dtype=pl.String)
        code, name = plan.roles.get("series"), plan.roles.get("series-name")
        if code and name:
            pairs = frame.select(pl.col(code).cast(pl.String), pl.col(name).cast(pl.String)).unique(subset=code)
            named = {c: n for c, n in pairs.iter_rows() if c and n and not split_code(c)[1]}
            self.names.update({split_code(c)[0]: n for c, n in named.items()} | named)
        if not (header := code or name):
            return self._constant(frame, plan.constants.get("series", ""))
        cells_read = cells.cell_text(frame, header)
        upper = plan.layout in LOWERED
        return cells.look_up(cells_read, lambda texts: {text: self._code(text, upper) for text in texts})

    def _define(self, frame: pl.DataFrame, series: pl.Series) -> None:
        """Note the definition of each series, and what a price of the DataHub is a price in."""
        if header := self.plan.roles.get("definition"):
            pairs = pl.DataFrame({"series": series, "text": cells.cell_text(frame, header)}).unique("series")
            self.definitions.update((code, text) for code, text in pairs.iter_rows() if text)
        if self.plan.layout == DATAHUB:
            for code, name in self.names.items():
                if (words := split_price(code)[1]) and not self._known(code) and not name.endswith(words):
                    self.names[code] = f"{name}, {words}"

    def _code(self, text: str, upper: bool) -> str:
        """The code as its source writes it; a title that the table of known series has goes before the file's,
        which may say no more than "At least 3G".
        """
        code = series_code(text, upper)
        if (known_series := self._known(code)) and known_series.title:
            self.names[known_series.code] = known_series.title
        return code

    def _known(self, code: str) -> KnownSeries | None:
        """Return what the mapping says of a code, else what the table of known series does."""
        return self.plan.known.get(code) or find_known(code)

    def _indicator(self, frame: pl.DataFrame, series: pl.Series) -> pl.Series:
        header = self.plan.roles.get("indicator")
        if header is None and "indicator" in self.plan.constants:
            return self._constant(frame, indicator_id(self.plan.constants["indicator"]))
        own = {code: known_series.indicator for code, known_series in self.plan.known.items() if known_series.indicator}
        by_series = cells.look_up(
            series,
            lambda texts: {text: own.get(text) or indicator_of(text, self.names.get(text, "")) for text in texts},
        )
        if header is None:
            return by_series
        texts_of_cells = cells.cell_text(frame, header)
        ids = cells.look_up(texts_of_cells, lambda texts: {text: indicator_id(text) for text in texts})
        both = pl.DataFrame({"given": ids, "series": by_series})
        return both.select(pl.when(pl.col("given") == "").then("series").otherwise("given")).to_series()

    def _parts(self, frame: pl.DataFrame, numbers: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Breakdown, status and unit."""
        if (key := self.plan.roles.get("key")) is not None:
            return self._from_key(frame, key)
        status = self._constant(frame, self.plan.constants.get("status", ""))
        for header in reversed(self.plan.statuses):
            series = cells.cell_text(frame, header)
            series = cells.look_up(series, lambda texts: {text: _fold_status(text) for text in texts})
            # a nature such as E says more than the normal value beside it
            plain = (series == "") | ((series == "A") & (status != ""))
            status = pl.select(pl.when(plain).then(status).otherwise(series)).to_series()
        if "breakdown" in self.plan.roles:
            return self._text(frame, "breakdown"), status, self._text(frame, "unit")
        dimensions = dict(self.plan.dimensions)
        broken = columns.breakdown_column(frame, dimensions, upper=self.plan.layout in LOWERED)
        return broken, status, self._text(frame, "unit")

    def _from_key(self, frame: pl.DataFrame, key: str) -> tuple[pl.Series, pl.Series, pl.Series]:
        place = pl.format("|{}|", pl.col(self.plan.roles["area"]).cast(pl.String).fill_null(""))
        frame = frame.select(pl.format("|{}|", pl.col(key).fill_null("")).alias("k"), place.alias("a"))
        # the area is taken out, so that a thousand keys remain of a hundred thousand; an age may look like it
        # and is before it: then the second is meant
        once = frame.select(_taken_out(pl.col("k"), pl.col("a")).alias("k"), "a")
        again = once.select(pl.col("k").str.contains(pl.col("a"), literal=True)).to_series()
        if again.any():
            rest = once["k"].str.replace(columns.AREA, "|\0|", literal=True).alias("k")
            twice = pl.DataFrame([rest, once["a"]]).filter(again).select(_taken_out(pl.col("k"), pl.col("a")), "a")
            both = [pair.replace("\0", name.strip("|")) for pair, name in twice.iter_rows()]
            where = again.arg_true()
            once = once.with_columns(k=once["k"].scatter(where, both))
        kinds = once["k"].unique().to_list()
        read = [columns.read_key(kind[1:-1]) for kind in kinds]
        return tuple(  # type: ignore[return-value]
            once["k"].replace_strict(kinds, [row[at] for row in read], return_dtype=pl.String) for at in range(3)
        )

    def _unit(self, unit: pl.Series, series: pl.Series, marks: pl.Series | None, numbers: pl.Series) -> pl.Series:
        units = cells.look_up(unit, lambda texts: {text: unit_of(text)[0] for text in texts})
        units = self._own_unit(units, series, numbers)
        if not bool((units == "").any()):
            return units
        titles = {code: self.names.get(code, code) for code in series.unique().to_list()}
        shares = [code for code, title in titles.items() if title and names_a_share(title)]
        says = series.is_in(pl.Series(shares, dtype=pl.String).implode())
        if marks is not None:
            says = says | (marks == "%")
        return pl.select(pl.when((units == "") & says).then(pl.lit("percent")).otherwise(units)).to_series()

    def _own_unit(self, unit: pl.Series, series: pl.Series, numbers: pl.Series) -> pl.Series:
        """Return the known units of listed series, in place of a missing or wrong one in the file."""
        own = {}
        for code in series.unique().to_list():
            known_series = self._known(code)
            own[code] = (
                known_series.unit if known_series else split_price(code)[0] if self.plan.layout == DATAHUB else ""
            )
        if not any(own.values()):
            return unit
        stated_units = pl.DataFrame({"unit": unit, "series": series, "row": numbers}).with_columns(
            own=pl.col("series").replace_strict(own, default="", return_dtype=pl.String)
        )
        other = stated_units.filter((pl.col("own") != "") & (pl.col("unit") != "") & (pl.col("unit") != pl.col("own")))
        first = other.unique("series", keep="first", maintain_order=True)
        problem_rows = [
            (row["row"], f"{row['series']} is given in {row['unit']}; its values are in {row['own']}")
            for row in first.iter_rows(named=True)
            if row["series"] not in self._told
        ]
        self._told.update(first["series"])
        self.problems.append(Problems.of(self.plan.roles.get("unit", "unit"), "unit-source", problem_rows))
        return stated_units.select(pl.when(pl.col("own") != "").then("own").otherwise("unit")).to_series()

    def _area(self, frame: pl.DataFrame, numbers: pl.Series) -> pl.Series:
        chosen, area_texts = self._areas_of(frame)
        headers = [self.plan.roles[role] for role in ("area", "area-name") if role in self.plan.roles]
        self._area_problems(area_texts, numbers, headers)
        return chosen

    def _areas_of(self, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """The area of each row, and the text that named it: the code, or the name where no code is known."""
        code, name = self.plan.roles.get("area"), self.plan.roles.get("area-name")
        if not (headers := [header for header in (code, name) if header]):
            columns = [self._constant(frame, self.plan.constants.get("area", ""))]
        else:
            columns = [cells.cell_text(frame, header) for header in headers]
        first = cells.look_up(columns[0], self._look_up)
        chosen, area_texts = first, columns[0]
        if len(columns) > 1:
            lost = columns[0].is_in(pl.Series(list(self._unknown), dtype=pl.String).implode()) | (columns[0] == "")
            if lost.any():
                second = cells.look_up(columns[1], self._look_up)
                better = lost & (second != "") & ((columns[0] == "") | ~self._is_unknown(columns[1]))
                both = pl.DataFrame({"b": better, "f": first, "s": second, "g": columns[0], "h": columns[1]})
                pick = both.select(
                    area=pl.when("b").then("s").otherwise("f"), said=pl.when("b").then("h").otherwise("g")
                )
                chosen, area_texts = pick["area"], pick["said"]
        return chosen, area_texts

    def _is_unknown(self, series: pl.Series) -> pl.Series:
        return series.is_in(pl.Series(list(self._unknown), dtype=pl.String).implode())

    def _area_problems(self, series: pl.Series, numbers: pl.Series, headers: list[str]) -> None:
        where = headers[0] if headers else "area"
        empty = series == ""
        self.problems.append(cells.problems_at(empty, numbers, where, "no-area", series, "no area is named{}"))
        unknown = self._is_unknown(series)
        if unknown.any():
            advice_of = {
                area_text: f"{area_text}'" + (f"; near: {', '.join(near)}" if near else "")
                for area_text, near in self._unknown.items()
            }
            texts = series.replace(list(advice_of), list(advice_of.values()))
            self.problems.append(
                cells.problems_at(unknown, numbers, where, "unknown-area", texts, "there is no area '{}")
            )

    def _look_up(self, texts: list[str]) -> Mapping[str, str]:
        new = [text for text in texts if text not in self._areas and text not in self._unknown]
        resolved = resolve_areas(new)
        self._areas.update(resolved.ids)
        self._unknown.update(resolved.unknown)
        return self._areas

    def _multiplied(self, frame: pl.DataFrame, values: pl.Series) -> pl.Series:
        if (header := self.plan.roles.get("multiplier")) is None:
            return values
        power = cells.cell_text(frame, header).cast(pl.Float64, strict=False).fill_null(0.0)
        return values if bool((power == 0).all()) else values * 10.0**power

    def _wanted(self, frame: pl.DataFrame, numbers: pl.Series) -> pl.Series:
        if (header := self.plan.roles.get("action")) is None:
            return pl.repeat(True, frame.height, eager=True)
        actions = cells.cell_text(frame, header).str.to_uppercase()
        gone = actions == "D"
        self.problems.append(
            cells.problems_at(gone, numbers, header, "deleted", actions, "the row asks for a deletion ({})")
        )
        return ~gone


def _taken_out(key: pl.Expr, area: pl.Expr) -> pl.Expr:
    """Return the key with the first occurrence of the area replaced by AREA."""
    at = key.str.find(area, literal=True)
    cut = pl.concat_str(key.str.head(at), pl.lit(columns.AREA), key.str.slice(at + area.str.len_chars()))
    return pl.when(at.is_null()).then(key).otherwise(cut)


def _split_broken(series: pl.Series, broken: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return series and breakdowns with the group of people that the codes of household surveys end in.

    The code of the whole is shortened too, so that it is one series with its groups, also of another file.
    """
    groups = {code: parts for code in series.unique().to_list() if (parts := split_code(code))[0] != code}
    if not groups:
        return series, broken
    stems = series.replace(list(groups), [stem for stem, _ in groups.values()])
    group = series.replace_strict({code: pair for code, (_, pair) in groups.items()}, default="")
    both = pl.DataFrame({"a": group, "b": broken})
    joined = pl.when((pl.col("a") != "") & (pl.col("b") != "")).then(pl.format("{};{}", "a", "b"))
    return stems, both.select(joined.otherwise(pl.concat_str("a", "b"))).to_series()


def _provenance_words(status: pl.Series, note: pl.Series, source: pl.Series) -> pl.Series:
    """Return the status as given, else what the note or the source says in words."""
    pairs = pl.DataFrame({"note": note, "source": source, "status": status})
    kinds = pairs.select("note", "source").unique()
    words = [status_in(*row) for row in kinds.iter_rows()]
    if not any(words):
        return status
    both = pairs.join(
        kinds.with_columns(said=pl.Series(words, dtype=pl.String)),
        on=["note", "source"],
        how="left",
        maintain_order="left",
    )
    return both.select(pl.when(pl.col("status") == "").then("said").otherwise("status")).to_series()


def _fold_status(text: str) -> str:
    if text.casefold() in _STATUS_WORDS:
        return ""
    return text.upper() if len(text) < 3 else text


def shape_all(batches: Iterator[pl.DataFrame], shaper: Shaper) -> pl.DataFrame | None:
    """Return all batches as one table; None where there is none.

    A column of one text alone is held as that text: of ten million rows it would else take 160 MB.
    """
    tables: list[pl.DataFrame] = []
    same: dict[str, str] = {}
    for batch in batches:
        if not batch.height:
            continue
        table = shaper.shape(batch)
        if not tables:
            same = {name: table[name][0] for name, kind in COLUMNS.items() if kind == "String" and table.height}
        for name in [name for name, text in same.items() if (table[name] != text).any()]:
            text = pl.lit(same.pop(name)).alias(name)
            tables = [earlier.with_columns(text) for earlier in tables]
        tables.append(table.select(name for name in COLUMNS if name not in same))
    if not tables:
        return None
    together = pl.concat([table.select(tables[-1].columns) for table in tables])
    return together.with_columns(pl.lit(text).alias(name) for name, text in same.items()).select(*COLUMNS)
