"""Which verdicts an office may publish, by declared rules, and the one verdict of a series that passes them.

The rules are rows of policy.csv; an office's own file (the same columns) goes before them. Each refusal has a code:

    span      the values compared lie too few years apart
    age       the newest value is too old
    break     a break is inside the years compared
    status    the source calls the first or last value a forecast, not significant or of low reliability
    unit      the aim is a number and the series has no unit
    coverage  too few countries of the group are judged
    no-aim, no-number   no aim is known; only a direction was agreed, and the series does not go back
    not-judged          no method that projects can judge the series

The verdict of a series: `reached` where the latest value meets the aim, `on-course` where the first method of the
policy sees it arrive, `going-back` where that sees it move away and it is worse than at the base, `too-slow` else;
`withheld` with a code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypedDict

import numpy as np
import polars as pl

from actionlines.errors import BadAims
from actionlines.framework.tables import read_table
from actionlines.indicators import judge, methods
from actionlines.indicators.aims.agreed import Aimed
from actionlines.indicators.areas import units_of
from actionlines.indicators.check import Problems, is_rate, quantity_of
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.methods.ends import find_ends, fold_spans, meets_target
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import KEY, Bools, Floats, Ints, Spans, Verdicts
from actionlines.indicators.provenance import find_breaks, obs_statuses

Published = Literal["reached", "on-course", "too-slow", "going-back", "withheld"]
VERDICTS: tuple[Published, ...] = ("reached", "on-course", "too-slow", "going-back", "withheld")
_REACHED, _ON_COURSE, _TOO_SLOW, _GOING_BACK, _WITHHELD = range(5)
_CHOICES = MappingProxyType(
    {"breaks": ("withhold", "after-break", "publish")}
    | dict.fromkeys(("unit", "zero", "limits", "fractions"), ("withhold", "publish"))
)
_SEE = "docs/explanation/policy.md lists the rules."
_FEWEST = 5  # areas in per cent before one in fractions stands out
_LOWEST = 5.0  # per cent that all of them have at least


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules by name, as texts; `own` are those that an office has changed."""

    rules: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield each rule with its value; a value of the office's own has an asterisk."""
        for rule, value in self.rules.items():
            yield rule, f"{value or '–'}{' *' if rule in self.own else ''}"

    @property
    def line(self) -> str:
        """Return all rules with their values on one line."""
        return ", ".join(f"{rule} {value}" for rule, value in self.rows())

    def number(self, rule: str) -> float:
        """Return the number of a rule."""
        return float(self.rules[rule])

    def items(self, rule: str) -> tuple[str, ...]:
        """Return the parts of a rule that is a list."""
        return tuple(part.strip() for part in self.rules[rule].split(";") if part.strip())

    def withholds(self, rule: str) -> bool:
        """Return whether the rule refuses what it is about."""
        return self.rules[rule] == "withhold"


@cache
def default_policy() -> Policy:
    """Return the rules of the package."""
    rows = read_table("policy", Path(__file__).parent)
    return Policy(MappingProxyType({row["rule"]: row["value"] for row in rows}))


def read_policy(path: Path | None) -> Policy:
    """Return the rules with those of an office's CSV file (rule, value) in their place.

    Raises BadAims (AL605) naming the file and the rule: a name or value that is not known.
    """
    if path is None:
        return default_policy()
    if not path.is_file():
        raise BadAims(path.name, "file not found", "Check the path.")
    rows = read_table(path.stem, path.parent) if path.suffix == ".csv" else []
    if not rows or not {"rule", "value"} <= rows[0].keys():
        raise BadAims(path.name, "is not a CSV file with the columns rule and value", _SEE)
    own = {row["rule"].strip(): row["value"].strip() for row in rows}
    for rule, value in own.items():
        _check_rule(f"{path.name}, {rule}", rule, value)
    return change_rules(own)


def change_rules(own: Mapping[str, str]) -> Policy:
    """Return the rules of the package with others in their place."""
    plain = default_policy()
    return replace(plain, rules=MappingProxyType({**plain.rules, **own}), own=MappingProxyType(own))


def _check_rule(where: str, rule: str, value: str) -> None:
    if rule not in default_policy().rules:
        raise BadAims(where, "is not a rule", f"The rules are {', '.join(default_policy().rules)}.")
    if rule in _CHOICES and value not in _CHOICES[rule]:
        raise BadAims(where, f"holds {value!r}", f"Write one of {', '.join(_CHOICES[rule])}.")
    if rule in ("span", "age", "coverage") and not value.replace(".", "", 1).isdecimal():
        raise BadAims(where, f"holds {value!r}", "Write a number.")
    if rule == "methods" and not set(value.split(";")) <= frozenset(methods.OWN):
        raise BadAims(where, f"holds {value!r}", f"The methods are {', '.join(methods.OWN)}. {_SEE}")


@dataclass(frozen=True)
class Screened:
    """The part of a table that may be judged.

    table   without the values set aside, and by `after-break` without what comes before a break
    breaks  of the table, as `find_breaks` gives them
    aside   a warning for each value set aside
    """

    table: pl.DataFrame
    breaks: pl.DataFrame
    aside: Problems


def screen_table(table: pl.DataFrame, names: Mapping[str, str], policy: Policy) -> Screened:
    """Return what may be judged of the long table. `names`: series -> title."""
    table, gone = set_aside(table, names, policy)
    breaks = find_breaks(table)
    breaks = breaks.filter(pl.col("kind").is_in(policy.items("break-kinds")))
    if policy.rules["breaks"] == "after-break" and breaks.height:
        last = breaks.group_by(*KEY).agg(_since=pl.col("year").max())
        table = table.join(last, on=KEY, how="left", maintain_order="left")
        table = table.filter(pl.col("year") >= pl.col("_since").fill_null(-9999)).drop("_since")
    return Screened(table, breaks, describe_aside(gone))


def set_aside(table: pl.DataFrame, names: Mapping[str, str], policy: Policy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the table without values that cannot be what they seem, and those rows with the `kind` of problem."""
    rows = table.with_row_index("_at")
    gone = pl.concat([_beyond_limits(rows, names), _lone_fractions(rows, names)]).unique("_at", maintain_order=True)
    off = [kind for kind, rule in _RULES.items() if not policy.withholds(rule)]
    gone = _without(gone.filter(~pl.col("kind").is_in(off)), [text.split() for text in policy.items("confirmed")])
    return rows.filter(~pl.col("_at").is_in(gone["_at"].implode())).drop("_at"), gone.drop("_at")


_RULES = MappingProxyType({"zero": "zero", "limits": "limits", "code": "limits", "fractions": "fractions"})
_TEXTS = MappingProxyType(
    {
        "zero": "a price of {} is set aside until a person confirms it",
        "limits": "{} is set aside until a person confirms it: {} does not allow it",
        "code": "{} is set aside until a person confirms it: it seems to stand for a missing value",
        "fractions": "{} is set aside: all other areas are in per cent, this one seems to be in fractions of one",
    }
)


def describe_aside(gone: pl.DataFrame) -> Problems:
    """Return a warning for each row that was set aside."""
    parts = []
    for row in gone.iter_rows(named=True):
        text = _TEXTS[row["kind"]].format(format(row["value"], "g"), row["unit"])
        sentence = f"{row['series'] or row['indicator']} for {row['area']} in {row['year']}: {text}"
        parts.append(Problems.of("value", row["kind"], [(row["row"], sentence)]))
    return Problems.join(parts)


def _without(rows: pl.DataFrame, confirmed: Iterable[Sequence[str]]) -> pl.DataFrame:
    for series, area, *year in (item for item in confirmed if len(item) > 1):
        same = (pl.col("series") == series) & (pl.col("area") == area)
        rows = rows.filter(~(same & (pl.col("year") == int(year[0])) if year else same))
    return rows


_NINES = tuple(sign * (10.0**digits - 1) for digits in range(3, 16) for sign in (1, -1))  # of codes for missing values
_FAR = 10  # times the largest other value of a series


def _beyond_limits(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return the values that their quantity does not allow, and rows of nines far above all others, with `kind`."""
    value, of = pl.col("value"), ["indicator", "series", "unit"]
    bounded = [unit for unit in rows["unit"].unique() if quantity_of(unit).most]
    nines = value.is_in(_NINES)
    odd = rows.filter((value <= 0) | nines | (pl.col("unit").is_in(bounded) & (value > 1)))
    kinds = odd.select(of).unique()
    quantities = [quantity_of(unit, series, names.get(series, ""), id_) for id_, series, unit in kinds.iter_rows()]
    limits = kinds.with_columns(
        pl.Series("zero", [item.zero for item in quantities], dtype=pl.Boolean),
        pl.Series("negative", [item.negative for item in quantities], dtype=pl.Boolean),
        pl.Series("most", [None if item.refused else item.most for item in quantities], dtype=pl.Float64),
    )
    largest = rows.join(odd.filter(nines).select(of).unique(), on=of, how="semi").filter(~nines)
    limits = limits.join(largest.group_by(of).agg(usual=value.abs().max()), on=of, how="left")
    kind = (
        pl.when((value == 0) & ~pl.col("zero")).then(pl.lit("zero"))
        .when(nines & (value.abs() > _FAR * pl.col("usual"))).then(pl.lit("code"))
        .when(((value < 0) & ~pl.col("negative")) | (value > pl.col("most"))).then(pl.lit("limits"))
    )  # fmt: skip
    odd = odd.join(limits, on=of, how="left", maintain_order="left").with_columns(kind=kind)
    return odd.filter(pl.col("kind").is_not_null()).drop("zero", "negative", "most", "usual")


def _lone_fractions(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return the values of areas that are all from 0 to 1 where every other area of the year has far more."""
    shares = rows.filter(pl.col("unit").is_in(units_of("share")))
    of = ["indicator", "series", "breakdown", "unit"]
    small = pl.col("value") <= 1
    few = shares.filter((small & (pl.col("value") > 0)).all().over(*of, "area"))
    if few.is_empty() or few.height == shares.height:
        return few.clear().with_columns(kind=pl.lit("fractions"))
    others = (
        shares.join(few, on="_at", how="anti")
        .group_by(*of, "year")
        .agg(low=pl.col("value").min(), high=pl.col("value").max(), areas=pl.len())
    )
    beside = few.join(others, on=[*of, "year"], how="left", maintain_order="left")
    lone = (
        (pl.col("areas") >= _FEWEST)
        & (pl.col("low") >= _LOWEST)
        & (100 * pl.col("value")).is_between(pl.col("low") / 4, pl.col("high"))
    )
    beside = beside.filter(lone.fill_null(True).all().over(*of, "area") & lone.fill_null(False).any().over(*of, "area"))
    return beside.filter(
        [
            not is_rate(series, names.get(series, ""), indicator)
            for indicator, series in beside.select("indicator", "series").iter_rows()
        ]
    ).select(pl.exclude("low", "high", "areas"), kind=pl.lit("fractions"))


class Outcome(TypedDict):
    """The verdict of one series: the code of its refusal and the year of the break, or the method that decided."""

    verdict: Published
    withheld: str
    break_year: int
    method: str


UNJUDGED = Outcome(verdict="withheld", withheld="", break_year=0, method="")


@dataclass(frozen=True)
class Judged:
    """Verdicts of every method that may be published, and the one of each series.

    deciding the methods of the policy
    verdict  index into VERDICTS
    method   index into the methods of the policy that decided; -1 where none did
    withheld code of the refusal; "" for a published verdict
    year     of the break that refused; 0 for none
    """

    methods: Mapping[str, Verdicts]
    verdict: Ints
    method: Ints
    withheld: Sequence[str]
    year: Ints
    deciding: tuple[str, ...]

    def fields_of(self, at: int) -> Outcome:
        """Return the verdict of one series."""
        names = tuple(self.deciding)
        method = names[self.method[at]] if self.method[at] >= 0 else ""
        return Outcome(
            verdict=VERDICTS[self.verdict[at]], withheld=self.withheld[at], break_year=int(self.year[at]), method=method
        )


def judge_aimed(
    aims: Aimed,
    screened: Screened,
    policy: Policy | None = None,
    names: Iterable[str] = methods.OWN,
    cuts: Mapping[str, Cuts] | None = None,
    as_of: int | None = None,
) -> Judged:
    """Return the verdicts on series with their aims; `as_of` is the newest year of all figures."""
    rules = policy or default_policy()
    every = judge.judge_spans(aims.spans, dict.fromkeys((*names, *rules.items("methods"), _PACE)), cuts)
    facts = _list_facts(aims, screened, rules, as_of)
    gated = {name: _withhold(verdicts, facts, rules) for name, verdicts in every.items()}
    return _decide(aims, gated, facts, rules)


_PACE = "unsd-2023"  # says whether a series without a number goes back


@dataclass(frozen=True)
class _Facts:
    """What the rules look at, by series: own refusals (a Reason, or NONE), age, first and last year, breaks (flat)."""

    refused: Ints
    age: Floats
    first: Floats
    last: Floats
    broken: Ints
    years: Ints


def _list_facts(aims: Aimed, screened: Screened, policy: Policy, as_of: int | None) -> _Facts:
    spans, keys = aims.spans, aims.keys.select(*KEY)
    run = find_ends(spans)
    newest = spans.years[np.clip(spans.starts[1:] - 1, 0, None)] if len(spans.years) else run.last_year
    latest = as_of or (int(spans.years.max()) if len(spans.years) else 0)
    age = latest - newest.astype(np.float64)
    refused = np.full(len(spans), Reason.NONE, dtype=np.int32)
    refused[age > policy.number("age")] = Reason.AGE
    refused[_with_status(keys, run.base_year, screened.table, policy)] = Reason.STATUS
    if policy.withholds("unit"):
        bare = (keys["unit"] == "").to_numpy() & np.isfinite(spans.target)
        meant = [item is not None and bool(item.units) and item.basis != "own" for item in aims.agreed]
        refused[bare & np.array(meant, dtype=bool)] = Reason.UNIT
    flat = keys.with_row_index("_of").join(screened.breaks.select(*KEY, "year"), on=KEY, maintain_order="left")
    if policy.rules["breaks"] == "publish":
        flat = flat.clear()
    broken, years = (flat[name].to_numpy().astype(np.int32) for name in ("_of", "year"))
    return _Facts(refused, age, run.base_year, run.last_year, broken, years)


def _with_status(keys: pl.DataFrame, first: Floats, table: pl.DataFrame, policy: Policy) -> Bools:
    """Return the series whose first or last value has a status that refuses a verdict."""
    bad = table.select(*KEY, "year", code=obs_statuses(table)).filter(pl.col("code").is_in(policy.items("statuses")))
    if bad.is_empty():
        return np.zeros(keys.height, dtype=bool)
    newest = table.group_by(*KEY).agg(last=pl.col("year").max())
    ends = keys.with_row_index("_of").with_columns(first=pl.Series(first).fill_nan(None).cast(pl.Int32))
    ends = ends.join(newest, on=KEY, how="left").join(bad, on=KEY)
    at = ends.filter((pl.col("year") == pl.col("first")) | (pl.col("year") == pl.col("last")))["_of"].unique()
    return np.isin(np.arange(keys.height), at.to_numpy())


def _refusals(first: Floats, last: Floats, facts: _Facts, policy: Policy) -> tuple[Ints, Ints]:
    """Return the Reason that refuses a verdict on these years, NONE for none, and the year of the first break."""
    reason = facts.refused.copy()
    year = np.zeros(len(reason), dtype=np.int32)
    if len(facts.broken):
        inside = (first[facts.broken] < facts.years) & (facts.years <= last[facts.broken])
        crossing = np.full(len(reason), 9999, dtype=np.int32)
        np.minimum.at(crossing, facts.broken[inside], facts.years[inside])
        year = np.where(crossing < 9999, crossing, 0).astype(np.int32)
    free = reason == Reason.NONE
    short = ~(last - first >= policy.number("span"))
    reason[free & (year > 0)] = Reason.BREAK
    reason[free & short] = Reason.SPAN
    return reason, year


def _withhold(verdicts: Verdicts, facts: _Facts, policy: Policy) -> Verdicts:
    first, last = (
        verdicts.inputs.get(name, own) for name, own in (("base_year", facts.first), ("last_year", facts.last))
    )
    reason, year = _refusals(first, last, facts, policy)
    refused = (reason != Reason.NONE) & (verdicts.verdict >= 0)
    if not refused.any():
        return verdicts
    ratio, score, projected, low, high = (
        np.where(refused, np.nan, numbers)
        for numbers in (verdicts.ratio, verdicts.score, verdicts.projected, verdicts.low, verdicts.high)
    )
    numbers = {"age": facts.age, "break_year": year.astype(np.float64), "span": last - first}
    return replace(
        verdicts,
        verdict=np.where(refused, -1, verdicts.verdict).astype(np.int32),
        reason=np.where(refused, reason, verdicts.reason).astype(np.int32),
        inputs={**verdicts.inputs, **numbers},
        ratio=ratio,
        score=score,
        projected=projected,
        low=low,
        high=high,
    )


def _decide(aims: Aimed, gated: Mapping[str, Verdicts], facts: _Facts, policy: Policy) -> Judged:
    spans, size = aims.spans, len(aims.spans)
    verdict = np.full(size, _WITHHELD, dtype=np.int32)
    method = np.full(size, -1, dtype=np.int32)
    for at, name in enumerate(policy.items("methods")):
        meanings = np.array([_SAYS[word] for word in methods.ALL[name].COMMON])
        says = gated[name].verdict
        free = (method < 0) & (says >= 0) & np.isfinite(spans.target)
        verdict[free], method[free] = meanings[says[free]], at
    reason, year = _refusals(facts.first, facts.last, facts, policy)
    last = spans.values[np.clip(spans.starts[1:] - 1, 0, None)] if len(spans.values) else facts.last
    judged = (reason == Reason.NONE) & np.isfinite(spans.target)
    met = target_met(last, spans)
    verdict[judged & met] = _REACHED
    verdict[judged & ~met & (verdict == _REACHED)] = _ON_COURSE
    folded = fold_spans(spans)
    ends = find_ends(folded)
    # A curve fitted to a dip may fall although the newest value is better than the first.
    gained = np.where(folded.direction > 0, ends.last_value > ends.base_value, ends.last_value < ends.base_value)
    verdict[gained & (verdict == _GOING_BACK)] = _TOO_SLOW
    pace = gated[_PACE]
    back = np.array([word == "regression" for word in methods.ALL[_PACE].COMMON])
    verdict[(pace.verdict >= 0) & back[pace.verdict] & np.isnan(spans.target)] = _GOING_BACK
    without = np.where(spans.direction == 0, "no-aim", np.where(np.isnan(spans.target), "no-number", "not-judged"))
    codes = Reason.names()
    withheld = [
        "" if held != _WITHHELD else rest if code == Reason.NONE else codes[code]
        for held, code, rest in zip(verdict.tolist(), reason.tolist(), without.tolist(), strict=True)
    ]
    return Judged(
        gated,
        verdict,
        method,
        withheld,
        np.where(reason == Reason.BREAK, year, 0).astype(np.int32),
        policy.items("methods"),
    )


def target_met(values: Floats, spans: Spans) -> Bools:
    """Return whether a value is at or past its aim; in the band, or exactly on it, where the aim is in the middle."""
    with np.errstate(invalid="ignore"):
        inside = (values >= spans.band_low) & (values <= spans.band_high)
        middle = inside | (values == spans.target)
    return np.asarray(np.where(spans.fold > 0, middle, meets_target(values, spans)))


# What the deciding method says on the common scale -> the verdict that is published.
_SAYS: Mapping[str, int] = MappingProxyType(
    {"achieved": _REACHED, "on-track": _ON_COURSE, "regression": _GOING_BACK}
    | dict.fromkeys(("moderate", "limited", "marginal", "stagnation"), _TOO_SLOW)
)
