"""The answers to questions: numbers counted, added up and looked up in an account, each a Fact."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from actionlines.framework import load
from actionlines.indicators.areas import units_of
from actionlines.papers.account.model import Account, MandateRecord, SeriesStanding
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
    question = parse_question(text)
    value, unit, evidence = _ANSWERS[question.noun](account, question)
    return Fact(str(question), value, unit, evidence=evidence)


def _count_rows(rows: Iterable[Any]) -> Answer:
    return sum(1 for _ in rows), "", ()


def _count_organisations(account: Account, question: Question) -> Answer:
    return len({activity.organisation for activity in find_activities(account, question)} - {None}), "", ()


def _count_countries(account: Account, question: Question) -> Answer:
    places = {place for activity in find_activities(account, question) for place in activity.places}
    area = question.get("area")
    return len(places & set(load().countries) & (area_and_members(area) if area else places)), "", ()


def _mandates_asking(account: Account, question: Question) -> list[MandateRecord]:
    """Return the mandates of the paragraphs that ask for something."""
    return find_mandates(account, Question("mandates", tuple(pair for pair in question.filters if pair[0] != "asks")))


def _count_instruments(account: Account, question: Question) -> Answer:
    if question.get("asks") == "yes":
        return len({mandate.symbol for mandate in _mandates_asking(account, question)}), "", ()
    return len(account.instruments), "", ()


def _count_paragraphs(account: Account, question: Question) -> Answer:
    symbol = question.get("symbol")
    if question.get("asks") == "yes":
        return (len({(mandate.symbol, mandate.anchor) for mandate in _mandates_asking(account, question)}), "", ())
    return _count_rows(
        paragraph
        for paragraph in account.paragraphs
        if fits_links(paragraph.links, question) and (not symbol or paragraph.symbol == symbol)
    )


def _count_texts(account: Account, question: Question) -> Answer:
    symbol = question.get("symbol")
    held = {
        place.rpartition("#")[0] for mandate in account.mandates if mandate.symbol == symbol for place in mandate.asked
    }
    return len(held - {symbol}), "", ()


def _count_budgets(account: Account, question: Question) -> Answer:
    symbol, year = question.get("symbol"), question.get("year")
    return _count_rows(
        budget for budget in account.budgets if symbol in ("", *budget.named) and year in ("", budget.year)
    )


def _find_envelopes(account: Account, question: Question) -> list[Any]:
    line, currency, plan, number = (question.get(name) for name in ("line", "currency", "plan", "id"))
    return [
        envelope
        for envelope in account.envelopes
        if (not line or any(covers(part, held) for part in line.split(",") for held in envelope.lines))
        and (not currency or envelope.currency == currency)
        and (not plan or envelope.plan == plan)
        and (not number or str(envelope.id) == number)
    ]


def _sum_amounts(amounts: Iterable[str], currency: str) -> Answer:
    total = sum(map(Decimal, amounts), Decimal(0))
    return (int(total) if total == total.to_integral_value() else float(total)), currency, ()


def _sum_envelopes(account: Account, question: Question) -> Answer:
    envelopes = _find_envelopes(account, question)
    value, unit, _none = _sum_amounts((envelope.amount for envelope in envelopes), question.get("currency"))
    return value, unit, tuple(f"envelope:{envelope.id}@{envelope.version}" for envelope in envelopes)


def _sum_allocated(account: Account, question: Question) -> Answer:
    envelopes = _find_envelopes(account, question)
    amounts = (amount for envelope in envelopes for _activity, amount in envelope.allocations)
    value, unit, _none = _sum_amounts(amounts, question.get("currency"))
    return value, unit, tuple(f"envelope:{envelope.id}@{envelope.version}" for envelope in envelopes)


def _sum_left(account: Account, question: Question) -> Answer:
    total, unit, evidence = _sum_envelopes(account, question)
    taken, _unit, _evidence = _sum_allocated(account, question)
    left = Decimal(str(total)) - Decimal(str(taken))
    return (int(left) if left == left.to_integral_value() else float(left)), unit, evidence


def _count_areas(account: Account, question: Question) -> Answer:
    return len({standing.area for standing in find_standings(account, question)}), "", ()


def _find_series(account: Account, question: Question, breakdown: str | None = None) -> SeriesStanding | None:
    wanted = (
        question.get("area"),
        question.get("series"),
        question.get("breakdown") if breakdown is None else breakdown,
    )
    return account.standing.get(wanted)


# What a divide is between: the breakdowns of its two sides, as `indicators.divides` has them.
DIVIDES: Mapping[str, tuple[str, str]] = {"sex": ("sex=F", "sex=M"), "location": ("location=urban", "location=rural")}


def find_sides(
    account: Account, area: str, series: str, divide: str
) -> tuple[SeriesStanding, SeriesStanding, int] | None:
    """Return both sides of a divide with the latest year that both have; None where one has no figures."""
    first, second = (account.standing.get((area, series, item)) for item in DIVIDES.get(divide, ("", "")))
    common = set(first.years) & set(second.years) if first and second and first is not second else ()
    return (first, second, max(common)) if first and second and common else None


def _find_gap(account: Account, question: Question) -> Answer:
    sides = find_sides(account, question.get("area"), question.get("series"), question.get("divide"))
    if sides is None:
        return None, "", ()
    *pair, year = sides
    values = [Decimal(str(item.values[item.years.index(year)])) for item in pair]
    return (
        float(abs(values[0] - values[1])),
        "points" if pair[0].unit in units_of("share") else pair[0].unit,
        tuple(f"series:{item.id}/{year}" for item in pair),
    )


def _find_growth(account: Account, question: Question) -> Answer:
    series = _find_series(account, question)
    since = question.get("since")
    years = [at for at in (series.years if series else ()) if str(at) >= since]
    if series is None or len(years) < 2:
        return None, "", ()
    first, last = (Decimal(str(series.values[series.years.index(at)])) for at in (years[0], years[-1]))
    evidence = tuple(f"series:{series.id}/{at}" for at in (years[0], years[-1]))
    return float(last - first), "points" if series.unit in units_of("share") else series.unit, evidence


def _find_value(account: Account, question: Question) -> Answer:
    series = _find_series(account, question)
    if series is None or not series.years:
        return None, "", ()
    year = question.get("year") or str(series.years[-1])
    values = {str(at): value for at, value in zip(series.years, series.values, strict=True)}
    return values.get(year), series.unit, (f"series:{series.id}/{year}",) if year in values else ()


def _find_year(account: Account, question: Question) -> Answer:
    series = _find_series(account, question)
    if series is None or not series.years:
        return None, "", ()
    return series.years[-1], "year", (f"series:{series.id}/{series.years[-1]}",)


def _find_aim(account: Account, question: Question) -> Answer:
    if question.get("area"):
        series = _find_series(account, question)
        proved = (f"series:{series.id}/{series.years[-1]}",) if series and series.years else ()
        return (series.aim, series.unit, proved) if series else (None, "", ())
    from actionlines.papers.account.cross_country import judge_lines, line_of

    line = line_of(_of_series(account, question))
    made = judge_lines((line,))[0] if line else None
    return (made.target.value, made.unit, ()) if made else (None, "", ())


def _find_envelope(account: Account, question: Question) -> Answer:
    envelope = next((envelope for envelope in account.envelopes if str(envelope.id) == question.get("id")), None)
    if envelope is None:
        return None, "", ()
    if question.noun == "envelope.amount":
        amounts = [envelope.amount]
    else:
        wanted = question.get("activity")
        amounts = [amount for activity, amount in envelope.allocations if wanted in ("", str(activity))]
    value, unit, _none = _sum_amounts(amounts, envelope.currency)
    return value, unit, (f"envelope:{envelope.id}@{envelope.version}",)


# ISO 4217: amounts whose currency a file does not name. They are written to the cent, as money is.
NO_CURRENCY = "XXX"


def _sum_funded(account: Account, question: Question) -> Answer:
    """Return a sum of cooperation frameworks, None where there are several currencies, with its files."""
    funded = find_funded(account, question)
    evidence = (
        (f"funded:{funded[0].id}",)
        if question.get("entry") and funded
        else tuple(f"funded:{activity}" for activity in sorted({activity.country for activity in funded}))
    )
    _noun, _dot, name = question.noun.partition(".")
    if not name:
        return len({activity.activity for activity in funded}), "", evidence
    currencies = {activity.currency for activity in funded}
    if len(currencies) > 1:
        return None, "", evidence
    amounts = [getattr(remove_repeat, name) for remove_repeat in remove_repeats(funded) if getattr(remove_repeat, name)]
    value, unit, _none = _sum_amounts(amounts, "".join(currencies) or NO_CURRENCY)
    return value if amounts or not funded else None, unit, evidence


def _count_matrix_links(_account: Account, question: Question) -> Answer:
    lines = question.get("line").split(",")
    found_lines = {
        link.target or link.goal for line in lines for link in load().matrix.links(line, goal=question.get("goal"))
    }
    return len(found_lines), "", ()


def _of_series(account: Account, question: Question) -> list[SeriesStanding]:
    series, breakdown = question.get("series"), question.get("breakdown")
    return [standing for standing in account.standings if standing.series == series and standing.breakdown == breakdown]


def _find_median(account: Account, question: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_medians

    rows = _of_series(account, question)
    points = {str(median.year): median.median for median in find_medians(rows)}
    year = question.get("year") or max(points, default="")
    evidence = (f"series:median/{_series_path(question)}",) if year in points else ()
    return points.get(year), rows[0].unit if rows else "", evidence


def _series_path(question: Question) -> str:
    return "/".join(part for part in (question.get("series"), question.get("breakdown")) if part)


def _find_percentile(account: Account, question: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_percentile

    rows = _of_series(account, question)
    at = question.get("at")
    value = find_percentile(rows, float(at)) if at.isascii() and at.isdecimal() and len(at) < 4 else None
    evidence = (f"series:median/{_series_path(question)}",) if value is not None else ()
    return value, rows[0].unit if rows else "", evidence


def _find_mean(account: Account, question: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_group_mean

    rows = _of_series(account, question)
    group_mean = find_group_mean(rows, question.get("area"))
    return (group_mean[1], rows[0].unit, (f"series:median/{_series_path(question)}",)) if group_mean else (None, "", ())


def _find_parity(account: Account, question: Question) -> Answer:
    from actionlines.papers.account.cross_country import find_parity, sides_of

    dimension, area = question.get("dimension"), question.get("area")
    if dimension not in ("sex", "location"):
        return None, "", ()
    first, second = (
        [
            standing
            for standing in account.standings
            if standing.series == question.get("series") and standing.breakdown == side
        ]
        for side in sides_of(dimension)
    )
    parity = find_parity((first, second), dimension, area)
    return (parity.ratio, "ratio", ()) if parity else (None, "", ())


def _find_projection(account: Account, question: Question) -> Answer:
    from actionlines.papers.account.cross_country import judge_lines, line_of

    rows, area = _of_series(account, question), question.get("area")
    line = line_of(rows, area)
    lines = judge_lines((line,))[0] if line else None
    text = next((text for text in lines.said if text.method == question.get("method")), None) if lines else None
    if text is None or text.projected is None or line is None:
        return None, rows[0].unit if rows else "", ()
    year = f"/{line.years[-1]}" if area else ""
    return text.projected, line.unit, (f"series:{area or 'median'}/{_series_path(question)}{year}",)


_ANSWERS: Mapping[str, Callable[[Account, Question], Answer]] = {
    "mandates": lambda account, question: _count_rows(find_mandates(account, question)),
    "activities": lambda account, question: _count_rows(find_activities(account, question)),
    "organisations": _count_organisations,
    "countries": _count_countries,
    "paragraphs": _count_paragraphs,
    "instruments": _count_instruments,
    "texts": _count_texts,
    "budgets": _count_budgets,
    "envelopes": lambda account, question: _count_rows(_find_envelopes(account, question)),
    "envelopes.amount": _sum_envelopes,
    "allocations.amount": _sum_allocated,
    "left.amount": _sum_left,
    "envelope.amount": _find_envelope,
    "envelope.allocated": _find_envelope,
    **dict.fromkeys(("funded", "funded.required", "funded.available", "funded.spent"), _sum_funded),
    "matrix": _count_matrix_links,
    "standings": lambda account, question: _count_rows(find_standings(account, question)),
    "areas": _count_areas,
    "series": lambda account, question: (
        len({standing.series for standing in find_standings(account, question)}),
        "",
        (),
    ),
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
