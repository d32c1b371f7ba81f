"""The part on the standing of the area, in rows, columns and sentences that every format shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from actionlines.indicators.gate import default_policy
from actionlines.json_types import JsonObject
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.files import make_safe
from actionlines.papers.follow_up.alignment_model import PassagePlace
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.model import (
    AreaStanding,
    IndicatorStanding,
    Linked,
    Rank,
    SeriesStanding,
    State,
    Tally,
    kind_of,
)
from actionlines.papers.follow_up.tables import SheetColumn, cite_passage, write_csv
from actionlines.papers.names import area_title, concept_code, describe_probability
from actionlines.papers.names import name_after_code as concept
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.progress.model import DataGap, Target
from actionlines.papers.progress.words import ENGLISH as ENGLISH_PROGRESS
from actionlines.papers.progress.words import describe_breaks, describe_outcome, list_marks, list_origins, list_reasons
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class MethodVerdict:
    """The verdict of one method in words; `own` and `reason` are in English."""

    title: str
    verdict: str
    own: str
    projected: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesText:
    """A series in words; `english` are sentences in English."""

    one: SeriesStanding
    name: str
    value: str
    aim: str
    state: str
    agreement: str
    because: tuple[str, ...]
    said: tuple[MethodVerdict, ...]
    ranks: tuple[str, ...]
    evidence: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """An indicator with its series and gaps in words."""

    one: IndicatorStanding
    code: str
    state: str
    series: tuple[SeriesText, ...]
    more: str
    gaps: tuple[str, ...]


def join_items(items: Iterable[str], words: Words) -> str:
    """Return items with the comma of the language; from right to left each keeps its place."""
    return words("standing.comma").join(items)


def describe_indicator(indicator: IndicatorStanding, series: Mapping[str, SeriesText], words: Words) -> IndicatorText:
    """Return the indicator with its series, which are given by id."""
    return IndicatorText(
        indicator,
        indicator.id.removeprefix("sdg:"),
        words(f"standing.state.{indicator.state}"),
        tuple(series[name] for name in indicator.series),
        words("standing.more-series", n=indicator.more) if indicator.more else "",
        tuple(_describe_gap(gap, words) for gap in indicator.gaps),
    )


def _describe_gap(gap: DataGap, words: Words) -> str:
    year = f" ({gap.latest_year})" if gap.latest_year and gap.kind in ("too-old", "once") else ""
    return words(f"gap.{gap.kind}") + year


def describe_series(series: SeriesStanding, words: Words) -> SeriesText:
    """Return the series in words."""
    m = series.measured
    named = (m.title, breakdown_label(m.breakdown, words))
    text = tuple(
        MethodVerdict(
            row.title,
            words(f"verdict.{row.verdict or 'none'}"),
            row.words,
            words.figure(row.projected, m.unit) if row.projected is not None else "",
            row.reason,
        )
        for row in m.said
    ) + tuple(MethodVerdict(row.title, _describe_tally(row, words), "", "", "") for row in series.tallies)
    evidence = [
        words(
            "standing.evidence",
            series=words.apart(m.series),
            unit=words.apart(m.unit) or "–",
            years=words.apart("–".join(map(str, dict.fromkeys((m.years[0], m.years[-1]))))),
            file=words.apart(series.file),
        )
    ]
    if series.basis == "members":
        evidence.append(words("standing.members"))
        behind = join_items((area_title(area, words) for area in series.behind), words)
        evidence.append(words("standing.behind", n=len(series.behind), all=series.judged, list=behind).rstrip())
    if series.source:
        evidence.append(words("chart.source", list=words.apart(series.source.rstrip("."))))
    if len(origins := list_origins(m, words)) > 1:
        evidence += map(words.apart, origins)
    if said_of_breaks := describe_breaks(m, words):
        evidence.append(said_of_breaks)
    if m.target.source:
        evidence.append(words("chart.aim-source", source=words.apart(m.target.source)))
    english = (series.coverage, m.words if series.basis == "own" else "")
    return SeriesText(
        series,
        ", ".join(text for text in named if text),
        f"{words.figure(m.values[-1], m.unit)} ({', '.join([str(m.years[-1]), *list_marks(m, words)])})",
        describe_aim(m.target, m.unit, words),
        describe_outcome(m, words),
        words(f"agreement.{m.agreement}") if series.basis == "own" else "",
        list_reasons(m, words),
        text,
        tuple(describe_rank(place, words) for place in series.ranks),
        tuple(evidence),
        tuple(text for text in english if text),
    )


def _describe_tally(row: Tally, words: Words) -> str:
    if not row.arrives + row.slow + row.away:
        return words("verdict.none")
    return words("standing.tally", arrives=row.arrives, slow=row.slow, away=row.away)


def describe_aim(target: Target, unit: str, words: Words) -> str:
    """Return the aim of a series in words."""
    if target.value is not None:
        return words("standing.aim", value=words.apart(words.figure(target.value, unit)), year=target.year)
    if not target.direction:
        return words("standing.no-aim")
    return words("standing.more" if target.direction > 0 else "standing.less")


def describe_rank(rank: Rank, words: Words) -> str:
    """Return the rank among the areas of a group in words."""
    if f"standing.kind.{rank.group}" in words.table:
        group = words(f"standing.kind.{rank.group}")
    else:
        group = area_title(rank.group, words)
        kind = f"standing.group.{kind_of(rank.group)}"
        group = words(kind, name=group) if kind in words.table else group
    return words("standing.rank", group=group, place=rank.place, of=rank.of)


# Beside the word, so that a state is known without colour: class of the chip and sign.
MARKS: dict[State, tuple[str, str]] = {
    "met": ("done", "★"),
    "on-course": ("done", "▲"),
    "moving": ("done", "△"),
    "lags": ("fail", "▼"),
    "partly": ("soon", "◭"),
    "unjudged": ("plain", "–"),
    "no-data": ("plain", "∅"),
}


@dataclass(frozen=True, slots=True)
class LabelText:
    """A target or action line in words.

    furthest  the series that lags most, and its value and aim
    lines     codes of the action lines; `gaps` what is not known of the indicators
    """

    one: Linked
    code: str
    name: str
    state: str
    share: str
    furthest: tuple[str, str] | None
    lines: str
    passages: str
    where: str
    place: PassagePlace | None
    indicators: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class StandingText:
    """The content of the part in one language."""

    title: str
    intro: str
    sentences: tuple[str, ...]
    lagging: tuple[LabelText, ...]
    left_out: tuple[LabelText, ...]
    others: tuple[LabelText, ...]
    lines: tuple[LabelText, ...]
    indicators: tuple[IndicatorText, ...]


def describe_standing(follow_up: FollowUp, words: Words) -> StandingText:
    """Return the part in the language of `words`. `follow_up.standing` must be there."""
    standing, text = follow_up.standing, catalogue(words.language)
    assert standing is not None
    series = {series.id: describe_series(series, text) for series in standing.series}
    indicators = {indicator.id: describe_indicator(indicator, series, text) for indicator in standing.indicators}
    targets = [_describe_label(follow_up, item, indicators, text) for item in standing.at("targets")]
    lagging = [target for target in targets if target.one.state == "lags"]
    left = [_describe_label(follow_up, item, indicators, text) for item in standing.left_out]
    return StandingText(
        text("part.standing", name=area_title(standing.area, text)),
        text("standing.intro", name=area_title(standing.area, text)),
        (*standing_sentences(follow_up, text), f"{text('about.policy')}: {text.apart(default_policy().line)}."),
        tuple(sorted(lagging, key=lambda item: _rank_label(item, indicators))),
        tuple(sorted(left, key=lambda item: _rank_label(item, indicators))),
        tuple(target for target in targets if target.one.state != "lags"),
        tuple(_describe_label(follow_up, item, indicators, text) for item in standing.at("action_lines")),
        tuple(indicators.values()),
    )


def standing_sentences(follow_up: FollowUp, words: Words) -> list[str]:
    """Return the summary of the part in sentences; none where no area was asked for."""
    if (standing := follow_up.standing) is None:
        return []
    if follow_up.speaks is None or not follow_up.speaks.paragraphs:
        return [words("standing.not-aligned")]
    targets, lines = standing.at("targets"), standing.at("action_lines")
    lags = [concept_code(target.id, words) for target in targets if target.state == "lags"]
    apart = sum(series.measured.agreement in ("differ", "contradict") for series in standing.series)
    own = sum(series.basis == "own" for series in standing.series)
    return [
        words(
            "standing.figures",
            name=area_title(standing.area, words),
            year=standing.as_of,
            targets=_with_figures(targets),
            all_targets=len(targets),
            lines=_with_figures(lines),
            all_lines=len(lines),
        ),
        words("standing.lags", n=len(lags), list=join_items(lags, words)) if lags else words("standing.no-lags"),
        words("standing.left", n=len(standing.left_out)) if standing.left_out else words("standing.no-left"),
        *([words("standing.apart", n=apart, all=own)] if own else []),
    ]


def _with_figures(linked: Iterable[Linked]) -> int:
    return sum(item.state != "no-data" for item in linked)


def _describe_label(
    follow_up: FollowUp, linked: Linked, indicators: dict[str, IndicatorText], words: Words
) -> LabelText:
    there = [indicators[name] for name in linked.indicators]
    lags = [(series, owner) for owner in there for series in owner.series if series.one.state == "lags"]
    furthest = max(lags, key=lambda pair: pair[0].one.score or 0.0, default=None)
    return LabelText(
        linked,
        concept_code(linked.id, words),
        concept(linked.id, words),
        words(f"standing.state.{linked.state}"),
        _describe_share(linked, there, words),
        _describe_furthest(*furthest, words) if furthest else None,
        join_items((concept_code(line, words) for line in linked.lines), words),
        words.number(linked.passages) if linked.passages else "",
        cite_passage(follow_up, linked.strongest, words) if linked.strongest else "",
        linked.strongest,
        tuple((name, indicators[name].code) for name in linked.indicators),
        tuple(f"{owner.code}: {'; '.join(owner.gaps)}" for owner in there if owner.gaps),
    )


def _describe_share(linked: Linked, there: Sequence[IndicatorText], words: Words) -> str:
    """Return in words how many of the indicators lag; "" where none can be judged."""
    part = sum(owner.one.state == "partly" for owner in there)
    key = "standing.share-partly" if part else "standing.share"
    return words(key, n=len(linked.lagging), all=linked.judged, part=part) if linked.judged else ""


def _describe_furthest(series: SeriesText, owner: IndicatorText, words: Words) -> tuple[str, str]:
    key = "direction" if series.one.measured.target.value is None else "aim"
    text = words(f"standing.value-{key}", value=words.apart(series.value), aim=series.aim)
    return f"{series.name} ({owner.code})", text


def _rank_label(label: LabelText, indicators: dict[str, IndicatorText]) -> tuple[float, str]:
    scores = [
        series.one.score or 0.0
        for name in label.one.indicators
        for series in indicators[name].series
        if series.one.state == "lags"
    ]
    return -max(scores, default=0.0), label.one.id


@dataclass(frozen=True, slots=True)
class StandingSheetRow:
    """A row of the table: a label with one series of one of its indicators, as far as there are any."""

    label: LabelText
    indicator: IndicatorText | None
    series: SeriesText | None


def sheet_rows(standing: StandingText) -> Sequence[StandingSheetRow]:
    """Return targets addressed, left out, action lines; a label or indicator without figures has a row too."""
    known = {indicator.one.id: indicator for indicator in standing.indicators}
    rows = []
    for label in (*standing.lagging, *standing.others, *standing.left_out, *standing.lines):
        there = [known[name] for name, _ in label.indicators]
        rows += [StandingSheetRow(label, owner, series) for owner in there for series in (owner.series or (None,))] or [
            StandingSheetRow(label, None, None)
        ]
    return rows


# So many series that lag on a target of the text have charts, those furthest from their aim.
CHARTS = 8
# Rows of the targets left out that are shown at once.
SHORTLIST = 12


def page_values(follow_up: FollowUp, words: Words) -> JsonObject:
    """Return names of the template: `stands`, `said`, `marks`, `shortlist`."""
    return {
        "stands": describe_standing(follow_up, words),
        "said": catalogue(words.language),
        "marks": MARKS,
        "shortlist": SHORTLIST,
    }


def draw_lagging(standing: StandingText, words: Words) -> dict[str, Chart]:
    """Return line charts by id of series: the first of every lagging target, then others while there is room."""
    text = catalogue(words.language)
    known = {indicator.one.id: indicator for indicator in standing.indicators}
    lags = [
        sorted(
            (
                series.one
                for name, _ in label.indicators
                for series in known[name].series
                if series.one.state == "lags" and series.one.basis == "own"
            ),
            key=lambda indicator: -(indicator.score or 0.0),
        )
        for label in standing.lagging
    ]
    drawn: dict[str, Chart] = {}
    for turn in range(max(map(len, lags), default=0)):
        for there in lags:
            if turn < len(there) and len(drawn) < CHARTS and there[turn].id not in drawn:
                part = there[turn]
                if chart := line_chart(part.measured, len(drawn) + 1, text, text.apart(part.file)):
                    drawn[part.id] = chart
    return drawn


Value = str | int | float


@dataclass(frozen=True, slots=True)
class MethodColumn(SheetColumn[StandingSheetRow]):
    """A column with the verdicts of one method; the heading is its title."""

    title: str = ""

    def heading(self, words: Words = ENGLISH) -> str:
        """Return the title of the method; it is the same in every language."""
        return self.title


def standing_columns(standing: AreaStanding) -> tuple[SheetColumn[StandingSheetRow], ...]:
    """Return the columns, those of the methods last."""
    return (*FIXED, *(_method_column(method.title) for method in standing.methods))


def _method_column(title: str) -> MethodColumn:
    def value(row: StandingSheetRow, _: Words) -> Value:
        """Return the verdict of the method on the series of a row, "" where it has none."""
        text = next((text for text in row.series.said if text.title == title), None) if row.series else None
        if text is None:
            return ""
        return f"{text.verdict} ({text.own})" if text.own else text.verdict

    return MethodColumn("method", value, 26, title)


def _cite_strongest(row: StandingSheetRow, words: Words) -> str:
    place = row.label.place
    return f"{row.label.where} ({describe_probability(place.p, place.stated, words)})" if place else ""


def _describe_direction(row: StandingSheetRow, words: Words) -> str:
    if row.series is None or not row.series.one.measured.target.direction:
        return ""
    return words("better.more" if row.series.one.measured.target.direction > 0 else "better.less")


def _aim_value(row: StandingSheetRow) -> Value:
    value = row.series.one.measured.target.value if row.series else None
    return "" if value is None else value


def _aim_year(row: StandingSheetRow) -> Value:
    return row.series.one.measured.target.year if row.series and _aim_value(row) != "" else ""


FIXED: tuple[SheetColumn[StandingSheetRow], ...] = (
    SheetColumn("level", lambda row, words: words(f"level.{row.label.one.level}"), 16),
    SheetColumn("identifier", lambda row, _: row.label.one.id, 12),
    SheetColumn("name", lambda row, _: f"{row.label.code} {row.label.name}".rstrip(), 44),
    SheetColumn("state", lambda row, _: row.label.state, 18),
    SheetColumn("passages", lambda row, _: row.label.one.passages, 10),
    SheetColumn("strongest", _cite_strongest, 28),
    SheetColumn("indicator", lambda row, _: row.indicator.code if row.indicator else "", 10),
    SheetColumn("title", lambda row, _: row.indicator.one.title if row.indicator else "", 40),
    SheetColumn("series", lambda row, _: row.series.one.measured.series if row.series else "", 20),
    SheetColumn("what", lambda row, _: row.series.name if row.series else "", 40),
    SheetColumn("breakdown", lambda row, _: row.series.one.measured.breakdown if row.series else "", 16),
    SheetColumn("unit", lambda row, _: row.series.one.measured.unit if row.series else "", 12),
    SheetColumn("year", lambda row, _: row.series.one.measured.years[-1] if row.series else "", 8),
    SheetColumn("value", lambda row, _: row.series.one.measured.values[-1] if row.series else "", 12),
    SheetColumn("aim", lambda row, _: _aim_value(row), 10),
    SheetColumn("aim-year", lambda row, _: _aim_year(row), 10),
    SheetColumn("better", _describe_direction, 8),
    SheetColumn("series-state", lambda row, _: row.series.state if row.series else "", 18),
    SheetColumn("agreement", lambda row, _: row.series.agreement if row.series else "", 24),
    SheetColumn("ranks", lambda row, _: "; ".join(row.series.ranks) if row.series else "", 34),
    SheetColumn("gaps", lambda row, _: "; ".join(row.indicator.gaps) if row.indicator else "", 24),
    SheetColumn("data-source", lambda row, _: _row_source(row), 34),
    SheetColumn("aim-source", lambda row, _: row.series.one.measured.target.source if row.series else "", 40),
)


def _row_source(row: StandingSheetRow) -> str:
    if row.series is None:
        return ""
    one = row.series.one
    return "; ".join(text for text in (one.file, one.source, one.coverage) if text)


def standing_csv(follow_up: FollowUp) -> bytes:
    """Return the bytes of standing.csv; `follow_up.standing` must not be None."""
    follow_up = make_safe(follow_up)
    assert follow_up.standing is not None
    rows = sheet_rows(describe_standing(follow_up, ENGLISH_PROGRESS))
    return write_csv(standing_columns(follow_up.standing), rows, ENGLISH_PROGRESS)
