"""Targets, commitments and figures of a road map: links of the matrix, texts and activities; progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.cross_country import Parity, sides_of
from actionlines.papers.account.question import write_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Evidence, Figure, Inlines, Number, Para, Row, Section, See, Text
from actionlines.papers.names import full_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.roadmap.figures import METHODS, View
from actionlines.papers.roadmap.model import LinkedConcept, matrix_of
from actionlines.papers.roadmap.proposals import is_worth_proposing
from actionlines.papers.roadmap.records import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Part, named_text
from actionlines.papers.sections.labels import name_area, name_concept
from actionlines.papers.words import unit_of

SEEN_SHOWN = 25  # targets that texts alone speak to, shown in the text; the rest stands in the annex
LINK_COLUMNS = (
    ("col.linked-to", 30, False),
    ("col.mandates", 8, True),
    ("col.activities", 8, True),
    ("col.linked", 16, False),
)


def write_links(w: Writing) -> None:
    """Write the goals, targets and commitments that are linked to the lines."""
    w.section("s-links", "links.title")
    w.written("targets")
    held = [one for one in w.spoken if one.level in ("goal", "target") and w.kept(one)]
    groups = {
        "both": [one for one in held if find_origin(one) == "both"],
        "matrix": [one for one in held if find_origin(one) == "matrix"],
        "seen": _sort_surest(
            w, [one for one in held if find_origin(one) == "seen" and one.level == "target"]
        ),
        "people": [one for one in held if find_origin(one) == "people"],
    }
    if not any(groups.values()):
        w.lacks("targets")
    else:
        rows: list[Row | Sequence[Part]] = []
        for key, found in groups.items():
            if found:
                rows.append(w.head(w.words(f"origin.{key}")))
                rows += [_link_row(w, one) for one in found[: SEEN_SHOWN if key == "seen" else None]]
        note = "links.note links.rest" if len(groups["seen"]) > SEEN_SHOWN else "links.note"
        w.table("t-targets", "links.targets", LINK_COLUMNS, rows, note=note)
    _write_commitments(w)


def _write_commitments(w: Writing) -> None:
    w.section("s-commitments", "links.commitments", 2)
    found = _sort_surest(w, [one for one in w.spoken if one.level == "commitment" and w.kept(one)])
    if not found:
        w.lacks("commitments")
        return
    rest = "links.rest" if len(found) > SEEN_SHOWN else ""
    w.table(
        "t-commitments",
        "links.commitments",
        LINK_COLUMNS,
        (_link_row(w, one) for one in found[:SEEN_SHOWN]),
        note=rest,
    )


def _sort_surest(w: Writing, found: list[LinkedConcept]) -> list[LinkedConcept]:
    """Return what is confirmed first, then what people took, then what most records speak to."""
    return sorted(
        found, key=lambda one: (not one.confirmed, not w.taken(one), -len(one.mandates) - len(one.activities))
    )


def find_origin(one: LinkedConcept) -> str:
    """Return where the link comes from: `both` the matrix and texts, one of these, or `people`."""
    if one.matrix:
        return "both" if one.seen else "matrix"
    return "seen" if one.seen else "people"


def _link_row(w: Writing, one: LinkedConcept) -> Sequence[Part]:
    mandates, activities = _count_records(w, one)
    if one.mandates:
        first = w.account.mandate[one.mandates[0]]
        mandates = (*mandates, *w.cite(evidence.prove_mandate(first, w)))
    if one.activities:
        held = w.account.activity[one.activities[0]]
        activities = (*activities, *w.cite(evidence.prove_activity(held, w, (one.concept,))))
    return name_concept(one.concept, w.words), mandates, activities, _link_status(w, one)


def _count_records(w: Writing, one: LinkedConcept) -> tuple[Inlines, Inlines]:
    asked = f"line={w.lens.asked}&{one.level}={one.concept}"
    return (
        (w.ask(f"mandates?{asked}"),) if one.mandates else (),
        (w.ask(f"activities?{asked}"),) if one.activities else (),
    )


def _link_status(w: Writing, one: LinkedConcept) -> Inlines:
    """Return whether people chose it, whose link it is, and how sure the program is of what it only proposes."""
    words = w.words
    out: list[Inlines] = []
    if one.matrix:
        line = next(line for line in one.lines if one.concept in matrix_of((line,)))
        doubt = f" ({words('links.doubtful')})" if one.doubtful else ""
        out.append((Text(words("origin.in-matrix") + doubt), *w.cite(_prove_link(w, line, one.concept))))
    if w.taken(one):
        out.append((Text(words("decision.taken"), bold=True),))
    elif one.seen and one.confirmed:
        out.append((Text(words("decision.confirmed")),))
    elif one.seen:
        out.append((w.proposed(one.p),))
    return w.apart(out)


def _prove_link(w: Writing, line: str, ref: str) -> str:
    """Enter the link of a line to a goal or target in the matrix, and return its id."""
    found = load().matrix.links(line)
    link = next(one for one in found if (one.target or one.goal) == ref)
    id, label = f"matrix:{line}:{ref}", f"{link.source}: {link.action_line} – {ref.removeprefix('sdg:')}"
    w.prove(id, Evidence(id, "record", label, link.note))
    return id


def find_measured_targets(w: Writing) -> list[LinkedConcept]:
    """Return the targets whose figures are shown: taken by people, or worth proposing and not left out."""
    targets = [one for one in w.spoken if one.level == "target"]
    return [one for one in targets if w.taken(one) or (w.kept(one) and is_worth_proposing(one))]


def annex_links(w: Writing) -> None:
    """Write all goals, targets and commitments, for the workbook."""
    columns = (*LINK_COLUMNS[:3], ("col.origin", 16, False), ("col.decision", 12, False))
    rows = []
    for one in w.spoken:
        if w.kept(one):
            decision = w.roadmap.decision(one.level, one.concept)  # type: ignore[arg-type]
            said = Text(w.words(f"origin.{find_origin(one)}")), w.words(f"decision.{decision}")
            rows.append((name_concept(one.concept, w.words), *_count_records(w, one), *said))
    w.in_annex("a-links", "links.annex", columns, rows)


def write_measured(w: Writing) -> None:
    """Write one heading for each target; targets without figures stand together at the end."""
    w.section("s-measured", "measured.title")
    found = [one.concept for one in find_measured_targets(w)]
    if not found:
        w.lacks("measured")
        return
    w.para(w.say("measured.how"))
    shown: dict[str, str] = {}
    silent = [one for one in found if _has_no_figures(w, one)]
    for target in found:
        if target not in silent:
            w.add(Section(f"s-{target.replace(':', '-')}", full_name(target, w.words), 2))
            _write_target(w, target, shown)
    if silent:
        # Together: pages that say so would hide the targets that have some.
        w.section("s-without-figures", "measured.without", 2)
        w.lacks("without")
        w.listing(_name_indicators(w, target) for target in silent)


def _kept_indicators(w: Writing, target: str) -> list[str]:
    """Return the indicators of a target that nobody left out."""
    return [one for one in indicators_of_target(target) if w.roadmap.decision("indicator", one) != "left"]


def _has_no_figures(w: Writing, target: str) -> bool:
    """Return whether the target has indicators, and no figures of any."""
    kept = _kept_indicators(w, target)
    return bool(kept) and not any(w.figures.views(one) for one in kept)


def _name_indicators(w: Writing, target: str) -> Inlines:
    indicators = w.apart(name_concept(one, w.words) for one in _kept_indicators(w, target))
    return replace(name_concept(target, w.words), bold=True), Text(w.words("colon")), *indicators


def _write_target(w: Writing, target: str, shown: dict[str, str]) -> None:
    """Write the figures of a target; indicators in `shown` (indicator -> block) get a reference only."""
    code = target.removeprefix("sdg:")
    indicators = _kept_indicators(w, target)
    if not indicators:
        w.lacks("indicators")
        return
    views: list[View] = []
    lacking: list[str] = []
    for indicator in indicators:
        there = w.figures.views(indicator)
        if indicator in shown:
            said = w.say(
                "measured.told", indicator=name_concept(indicator, w.words), place=See(shown[indicator])
            )
            w.para(said)
        elif not there:
            lacking.append(full_name(indicator, w.words))
        else:
            shown[indicator] = f"t-{code}"
            views += there
    if lacking:
        w.lacks("figures", indicator=w.words("semicolon").join(lacking))
    if views:
        columns = (
            ("col.indicator", 28, False),
            ("col.baseline", 11, True),
            ("col.latest", 11, True),
            ("col.aim", 12, False),
            *((f"col.{method}", 11, True) for method in METHODS),
        )
        rows = [_view_row(w, one) for one in views]
        w.table(f"t-{code}", "measured.caption", columns, rows, note="measured.note", target=code)
        w.listing(_describe_agreement(w, one) for one in views)
        _draw_view(w, f"f-{code}", views)
        if divides := [row for one in views for row in _divide_rows(w, one)]:
            columns = (("col.divide", 22, False), ("col.values", 44, False), ("col.ratio", 8, True))
            w.table(f"t-divides-{code}", "divide.caption", columns, divides, note="divide.note", target=code)
        w.listing(_describe_behind(w, one) for one in views if one.judged)
    _write_gaps(w, [one for one in indicators if shown.get(one, f"t-{code}") == f"t-{code}"])


def name_view(w: Writing, one: View) -> tuple[str, str]:
    """The title of a series with its breakdown, and its code where another of the indicator has the same title;
    with its language where that is not the paper's.
    """
    label = breakdown_label(one.name[2], w.words)
    alike = sum(other.title == one.title for other in w.figures.views(one.name[0]))
    code = one.name[1] if alike > 1 and not label else ""
    title, language = series_name(one.name[0], one.title, w.words.language)
    return ", ".join(part for part in (title, label, code) if part), language


def _name_basis(w: Writing, area_id: str) -> str:
    return name_area("world", w.words) if area_id else w.words("basis.median")


def _cite_view(w: Writing, one: View) -> Inlines:
    """Enter the series behind figures with its file, and return its mark."""
    year, value = one.last
    details = evidence.series_details(one.name[1], one.source, one.file, one.sha256, w)
    label = w.words("series.label", name=name_view(w, one)[0], area=_name_basis(w, one.area), year=year)
    said = w.words.figure(value, one.measured.unit)
    w.prove(one.evidence, Evidence(one.evidence, "series", label, said, details=details))
    return w.cite(one.evidence)


def _bind_figure(
    w: Writing, one: View, noun: str, value: float, unit: str | None = None, **filters: str
) -> Number:
    """Return a figure of the series, bound to the question that gives it again."""
    asked = write_question(noun, series=one.name[1], breakdown=one.name[2], **filters)
    return w.known(asked, value, one.measured.unit if unit is None else unit, (one.evidence,))


def _bind_value(w: Writing, one: View, year: int, value: float) -> Number:
    return _bind_figure(w, one, "value" if one.area else "median", value, area=one.area, year=str(year))


def _in_year(year: int) -> Text:
    return named_text(f" ({year})", muted=True)


def _view_row(w: Writing, one: View) -> Sequence[Part]:
    head: Inlines = (
        named_text(f"{one.name[0].removeprefix('sdg:')} ", bold=True),
        named_text(*name_view(w, one)),
        Text(f" – {_name_basis(w, one.area)}"),
        *_cite_view(w, one),
    )
    if unit := unit_of(one.name[3]):
        head = (*head, named_text(f" ({unit})", muted=True))
    values = [(_bind_value(w, one, *pair), _in_year(pair[0])) for pair in (one.base, one.last)]
    target = one.measured.target
    aim: Part = ""
    if target.value is not None:
        aim = (_bind_figure(w, one, "aim", target.value, area=one.area), _in_year(target.year))
    elif target.direction:
        aim = Text(w.words("aim.more" if target.direction > 0 else "aim.less"))
    projected: list[Part] = []
    for method in METHODS:
        said = one.projected(method)
        known = said is not None and said.projected is not None
        projected.append(
            _bind_figure(w, one, "projected", said.projected, area=one.area, method=method) if known else ""  # type: ignore
        )
    return head, *values, aim, *projected


def _describe_agreement(w: Writing, one: View) -> Inlines:
    """Return a sentence on the agreement of methods, and on the number of countries behind a median."""
    words = w.words
    # By verdict rather than by method: most methods say the same, and it is then said once.
    said: dict[str, list[str]] = {}
    for row in one.measured.said:
        if row.verdict:
            said.setdefault(words(f"verdict.{row.verdict}"), []).append(row.title)
    verdicts = [
        f"{verdict}{words('colon')}{words.apart(', '.join(titles))}" for verdict, titles in said.items()
    ]
    out: Inlines = (
        named_text(*name_view(w, one)),
        Text(words("colon")),
        Text(words(f"agreement.{one.measured.agreement}")),
    )
    if verdicts:
        out = (*out, named_text(f" ({words('semicolon').join(verdicts)})"))
    if one.area:
        return (*out, Text("."))
    n = w.known(one.countries_that(), one.countries)
    return (*out, Text(". "), *w.say("basis.countries", n=n))


def _draw_view(w: Writing, id: str, views: list[View]) -> None:
    """Draw the series that has most years, those that can be projected first: a line with its fan and aim."""
    drawn = [one for one in views if len(one.measured.years) > 1]
    if not drawn:
        return
    one = max(drawn, key=lambda v: (v.projected("linear") is not None, len(v.measured.years), v.countries))
    series = replace(
        one.measured, title=name_view(w, one)[0], area=one.measured.area or _name_basis(w, one.area)
    )
    if chart := line_chart(series, 1, w.words, one.file):
        w.add(Figure(id, replace(chart, id=id), (one.evidence,)))


def _divide_rows(w: Writing, one: View) -> Iterator[Row | Sequence[Part]]:
    """Yield the divides: women and men, town and country, country groups, and the spread among countries."""
    words = w.words
    rows: list[Sequence[Part]] = []
    for found in one.parities:
        label = f"{words(f'divide.{found.dimension}')}, {_name_basis(w, found.area)}"
        ratio: Part = ""
        if found.ratio is not None:
            asked = write_question("parity", series=one.name[1], dimension=found.dimension, area=found.area)
            ratio = w.known(asked, found.ratio, "ratio", (one.evidence,))
        rows.append(((Text(label), _in_year(found.year)), w.apart(_bind_sides(w, one, found)), ratio))
    groups = [
        (
            Text(f"{name_area(group.area, words)} "),
            _bind_figure(w, one, "value" if group.own else "mean", group.value, area=group.area),
        )
        for group in one.groups
    ]
    if groups:
        rows.append((Text(words("divide.groups")), w.apart(groups), ""))
    if one.spread:
        low, high = (
            _bind_figure(w, one, "percentile", value, at=str(at))
            for at, value in zip((10, 90), one.spread, strict=True)
        )
        said = w.say("divide.spread-values", low=low, high=high)
        rows.append((Text(words("divide.countries")), said, ""))
    if rows:
        yield w.head((named_text(*name_view(w, one), bold=True),))
        yield from rows


def _bind_sides(w: Writing, one: View, found: Parity) -> Iterator[Inlines]:
    """Yield both sides, which are series of their own, by the breakdown."""
    noun = "value" if found.area else "median"
    for side, value in zip(sides_of(found.dimension), (found.first, found.second), strict=True):
        asked = write_question(
            noun, series=one.name[1], breakdown=side, year=str(found.year), area=found.area
        )
        number = w.known(asked, value, one.measured.unit, (one.evidence,))
        yield Text(f"{breakdown_label(side, w.words)} "), number


def _describe_behind(w: Writing, one: View) -> Inlines:
    """Return how many countries lag, and those furthest behind, each with its value."""
    lagging = w.known(one.countries_that(behind="yes"), one.lagging)
    judged = w.known(one.countries_that(judged="yes"), one.judged)
    said = w.say("behind.counted", series=(named_text(*name_view(w, one)),), n=lagging, all=judged)
    if not one.behind:
        return said
    there = [
        (
            Text(f"{name_area(row.area, w.words)} "),
            _bind_figure(w, one, "value", row.values[-1], row.unit, area=row.area, year=str(row.years[-1])),
            _in_year(row.years[-1]),
        )
        for row in one.behind
    ]
    return (*said, Text(f" {w.words('behind.furthest')} "), *w.apart(there), Text("."))


def _write_gaps(w: Writing, indicators: list[str]) -> None:
    """Write the data gaps by kind."""
    found = [one for one in w.figures.gaps(indicators) if one.kind != "no-data"]
    if not found:
        return
    w.add(Para((Text(w.words("gaps.title"), bold=True),)))
    w.listing(
        (
            name_concept(one.indicator, w.words),
            Text(f"{w.words('colon')}{w.words(f'gap.{one.kind}')}"),
            named_text(f" ({one.year})" if one.kind in ("too-old", "once") and one.year else ""),
        )
        for one in found
    )
