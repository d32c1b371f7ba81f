"""The answers to questions: numbers counted, added up and looked up in an account, each a Fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from actionlines.framework import load
from actionlines.indicators.check.problem import units_of
from actionlines.papers.account.model import Account, Mandate, Standing
from actionlines.papers.account.question import (
    Question,
    area_and_members,
    covers,
    find_activities,
    find_funded,
    find_mandates,
    find_standings,
    fits_links,
    parse_question,
    remove_repeats,
)
from actionlines.papers.model import Fact

Answer = tuple[int | float | str | None, str, tuple[str, ...]]


def answer_question(account: Account, text: str) -> Fact:
    """Return the answer to a question. Money is a sum as a number; its unit is the currency."""
    asked = parse_question(text)
    value, unit, evidence = _ANSWERS[asked.noun](account, asked)
    return Fact(str(asked), value, unit, evidence=evidence)


def _count_rows(rows: Iterable[Any]) -> Answer:
    return sum(1 for _ in rows), "", ()


def _count_organisations(account: Account, asked: Question) -> Answer:
    return len({one.organisation for one in find_activities(account, asked)} - {None}), "", ()


def _count_countries(account: Account, asked: Question) -> Answer:
    places = {place for one in find_activities(account, asked) for place in one.places}
    area = asked.get("area")
    return len(places & set(load().countries) & (area_and_members(area) if area else places)), "", ()


def _mandates_asking(account: Account, asked: Question) -> list[Mandate]:
    """Return the mandates of the paragraphs that ask for something."""
    return find_mandates(
        account, Question("mandates", tuple(one for one in asked.filters if one[0] != "asks"))
    )


def _count_instruments(account: Account, asked: Question) -> Answer:
    if asked.get("asks") == "yes":
        return len({one.symbol for one in _mandates_asking(account, asked)}), "", ()
    return len(account.instruments), "", ()


def _count_paragraphs(account: Account, asked: Question) -> Answer:
    symbol = asked.get("symbol")
    if asked.get("asks") == "yes":
        return len({(one.symbol, one.anchor) for one in _mandates_asking(account, asked)}), "", ()
    return _count_rows(
        one
        for one in account.paragraphs
        if fits_links(one.links, asked) and (not symbol or one.symbol == symbol)
    )


def _count_texts(account: Account, asked: Question) -> Answer:
    symbol = asked.get("symbol")
    held = {
        place.rpartition("#")[0] for one in account.mandates if one.symbol == symbol for place in one.asked
    }
    return len(held - {symbol}), "", ()


def _count_budgets(account: Account, asked: Question) -> Answer:
    symbol, year = asked.get("symbol"), asked.get("year")
    return _count_rows(
        one for one in account.budgets if symbol in ("", *one.named) and year in ("", one.year)
    )


def _find_envelopes(account: Account, asked: Question) -> list[Any]:
    line, currency, plan, number = (asked.get(name) for name in ("line", "currency", "plan", "id"))
    return [
        one
        for one in account.envelopes
        if (not line or any(covers(part, held) for part in line.split(",") for held in one.lines))
        and (not currency or one.currency == currency)
        and (not plan or one.plan == plan)
        and (not number or str(one.id) == number)
    ]


def _sum_amounts(amounts: Iterable[str], currency: str) -> Answer:
    total = sum(map(Decimal, amounts), Decimal(0))
    return (int(total) if total == total.to_integral_value() else float(total)), currency, ()


def _sum_envelopes(account: Account, asked: Question) -> Answer:
    found = _find_envelopes(account, asked)
    value, unit, _none = _sum_amounts((one.amount for one in found), asked.get("currency"))
    return value, unit, tuple(f"envelope:{one.id}@{one.version}" for one in found)


def _sum_allocated(account: Account, asked: Question) -> Answer:
    found = _find_envelopes(account, asked)
    amounts = (amount for one in found for _activity, amount in one.allocations)
    value, unit, _none = _sum_amounts(amounts, asked.get("currency"))
    return value, unit, tuple(f"envelope:{one.id}@{one.version}" for one in found)


def _sum_left(account: Account, asked: Question) -> Answer:
    given, unit, evidence = _sum_envelopes(account, asked)
    taken, _unit, _evidence = _sum_allocated(account, asked)
    left = Decimal(str(given)) - Decimal(str(taken))
    return (int(left) if left == left.to_integral_value() else float(left)), unit, evidence


def _count_areas(account: Account, asked: Question) -> Answer:
    return len({one.area for one in find_standings(account, asked)}), "", ()


def _find_series(account: Account, asked: Question, breakdown: str | None = None) -> Standing | None:
    wanted = (
        asked.get("area"),
        asked.get("series"),
        asked.get("breakdown") if breakdown is None else breakdown,
    )
    return account.standing.get(wanted)


# What a divide is between: the breakdowns of its two sides, as `indicators.divides` has them.
DIVIDES: Mapping[str, tuple[str, str]] = {
    "sex": ("sex=F", "sex=M"),
    "location": ("location=urban", "location=rural"),
}


def find_sides(
    account: Account, area: str, series: str, divide: str
) -> tuple[Standing, Standing, int] | None:
    """Return both sides of a divide with the latest year that both have; None where one has no figures."""
    first, second = (account.standing.get((area, series, one)) for one in DIVIDES.get(divide, ("", "")))
    common = set(first.years) & set(second.years) if first and second and first is not second else ()
    return (first, second, max(common)) if first and second and common else None


def _find_gap(account: Account, asked: Question) -> Answer:
    found = find_sides(account, asked.get("area"), asked.get("series"), asked.get("divide"))
    if found is None:
        return None, "", ()
    *pair, year = found
    values = [Decimal(str(one.values[one.years.index(year)])) for one in pair]
    return (
        float(abs(values[0] - values[1])),
        "points" if pair[0].unit in units_of("share") else pair[0].unit,
        tuple(f"series:{one.id}/{year}" for one in pair),
    )


def _find_growth(account: Account, asked: Question) -> Answer:
    found = _find_series(account, asked)
    since = asked.get("since")
    years = [at for at in (found.years if found else ()) if str(at) >= since]
    if found is None or len(years) < 2:
        return None, "", ()
    first, last = (Decimal(str(found.values[found.years.index(at)])) for at in (years[0], years[-1]))
    evidence = tuple(f"series:{found.id}/{at}" for at in (years[0], years[-1]))
    return float(last - first), "points" if found.unit in units_of("share") else found.unit, evidence


def _find_value(account: Account, asked: Question) -> Answer:
    found = _find_series(account, asked)
    if found is None or not found.years:
        return None, "", ()
    year = asked.get("year") or str(found.years[-1])
    values = {str(at): value for at, value in zip(found.years, found.values, strict=True)}
    return values.get(year), found.unit, (f"series:{found.id}/{year}",) if year in values else ()


def _find_year(account: Account, asked: Question) -> Answer:
    found = _find_series(account, asked)
    if found is None or not found.years:
        return None, "", ()
    return found.years[-1], "year", (f"series:{found.id}/{found.years[-1]}",)


def _find_aim(account: Account, asked: Question) -> Answer:
    if asked.get("area"):
        found = _find_series(account, asked)
        return (found.aim, found.unit, ()) if found else (None, "", ())
    from actionlines.papers.account.cross_country import judge_lines, line_of

    line = line_of(_of_series(account, asked))
    made = judge_lines((line,))[0] if line else None
    return (made.target.value, made.unit, ()) if made else (None, "", ())


def _find_envelope(account: Account, asked: Question) -> Answer:
    found = next((one for one in account.envelopes if str(one.id) == asked.get("id")), None)
    if found is None:
        return None, "", ()
    if asked.noun == "envelope.amount":
        amounts = [found.amount]
    else:
        wanted = asked.get("activity")
        amounts = [amount for activity, amount in found.allocations if wanted in ("", str(activity))]
    value, unit, _none = _sum_amounts(amounts, found.currency)
    return value, unit, (f"envelope:{found.id}@{found.version}",)


# ISO 4217: amounts whose currency a file does not name. They are written to the cent, as money is.
NO_CURRENCY = "XXX"


def _sum_funded(account: Account, asked: Question) -> Answer:
    """Return a sum of cooperation frameworks, None where there are several currencies, with its files."""
    found = find_funded(account, asked)
    evidence = (
        (f"funded:{found[0].id}",)
        if asked.get("entry") and found
        else tuple(f"funded:{one}" for one in sorted({one.country for one in found}))
    )
    _noun, _dot, name = asked.noun.partition(".")
    if not name:
        return len({one.activity for one in found}), "", evidence
    currencies = {one.currency for one in found}
    if len(currencies) > 1:
        return None, "", evidence
    given = [getattr(one, name) for one in remove_repeats(found) if getattr(one, name)]
    value, unit, _none = _sum_amounts(given, "".join(currencies) or NO_CURRENCY)
    return value if given or not found else None, unit, evidence


def _count_matrix_links(_account: Account, asked: Question) -> Answer:
    lines = asked.get("line").split(",")
    found = {
        link.target or link.goal
        for line in lines
        for link in load().matrix.links(line, goal=asked.get("goal"))
    }
    return len(found), "", ()


def _of_series(account: Account, asked: Question) -> list[Standing]:
    series, breakdown = asked.get("series"), asked.get("breakdown")
    return [one for one in account.standings if one.series == series and one.breakdown == breakdown]


def _find_median(account: Account, asked: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_medians

    rows = _of_series(account, asked)
    points = {str(one.year): one.median for one in find_medians(rows)}
    year = asked.get("year") or max(points, default="")
    evidence = (f"series:median/{_series_path(asked)}",) if year in points else ()
    return points.get(year), rows[0].unit if rows else "", evidence


def _series_path(asked: Question) -> str:
    return "/".join(part for part in (asked.get("series"), asked.get("breakdown")) if part)


def _find_percentile(account: Account, asked: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_percentile

    rows = _of_series(account, asked)
    at = asked.get("at")
    value = find_percentile(rows, float(at)) if at.isascii() and at.isdecimal() and len(at) < 4 else None
    evidence = (f"series:median/{_series_path(asked)}",) if value is not None else ()
    return value, rows[0].unit if rows else "", evidence


def _find_mean(account: Account, asked: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_group_mean

    rows = _of_series(account, asked)
    found = find_group_mean(rows, asked.get("area"))
    return (found[1], rows[0].unit, (f"series:median/{_series_path(asked)}",)) if found else (None, "", ())


def _find_parity(account: Account, asked: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_parity, sides_of

    dimension, area = asked.get("dimension"), asked.get("area")
    if dimension not in ("sex", "location"):
        return None, "", ()
    first, second = (
        [one for one in account.standings if one.series == asked.get("series") and one.breakdown == side]
        for side in sides_of(dimension)
    )
    found = find_parity((first, second), dimension, area)
    return (found.ratio, "ratio", ()) if found else (None, "", ())


def _find_projection(account: Account, asked: Question) -> Answer:
    from actionlines.papers.account.cross_country import judge_lines, line_of

    rows, area = _of_series(account, asked), asked.get("area")
    line = line_of(rows, area)
    found = judge_lines((line,))[0] if line else None
    said = next((one for one in found.said if one.method == asked.get("method")), None) if found else None
    if said is None or said.projected is None or line is None:
        return None, rows[0].unit if rows else "", ()
    year = f"/{line.years[-1]}" if area else ""
    return said.projected, line.unit, (f"series:{area or 'median'}/{_series_path(asked)}{year}",)


_ANSWERS: Mapping[str, Callable[[Account, Question], Answer]] = {
    "mandates": lambda account, asked: _count_rows(find_mandates(account, asked)),
    "activities": lambda account, asked: _count_rows(find_activities(account, asked)),
    "organisations": _count_organisations,
    "countries": _count_countries,
    "paragraphs": _count_paragraphs,
    "instruments": _count_instruments,
    "texts": _count_texts,
    "budgets": _count_budgets,
    "envelopes": lambda account, asked: _count_rows(_find_envelopes(account, asked)),
    "envelopes.amount": _sum_envelopes,
    "allocations.amount": _sum_allocated,
    "left.amount": _sum_left,
    "envelope.amount": _find_envelope,
    "envelope.allocated": _find_envelope,
    **dict.fromkeys(("funded", "funded.required", "funded.available", "funded.spent"), _sum_funded),
    "matrix": _count_matrix_links,
    "standings": lambda account, asked: _count_rows(find_standings(account, asked)),
    "areas": _count_areas,
    "series": lambda account, asked: (len({one.series for one in find_standings(account, asked)}), "", ()),
    "gap": _find_gap,
    "growth": _find_growth,
    "value": _find_value,
    "year": _find_year,
    "aim": _find_aim,
    "median": _find_median,
    "percentile": _find_percentile,
    "mean": _find_mean,
    "parity": _find_parity,
    "projected": _find_projection,
}
