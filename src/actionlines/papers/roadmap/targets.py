"""Targets, commitments and figures of a road map: links of the matrix, texts and activities; progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.cross_country import Parity, sides_of
from actionlines.papers.account.question import write_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Evidence, Figure, Inlines, Number, Para, Section, See, TableRow, Text
from actionlines.papers.names import full_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.roadmap.figures import METHODS, View
from actionlines.papers.roadmap.model import LinkedConcept, matrix_of
from actionlines.papers.roadmap.proposals import is_worth_proposing
from actionlines.papers.roadmap.records import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Part, named_text, read_columns
from actionlines.papers.sections.evidence import name_area, name_concept
from actionlines.papers.words import unit_of

SEEN_SHOWN = 25  # targets from texts alone, shown in the text; the annex has all
LINK_COLUMNS = read_columns("linked-to 30, mandates 8 #, activities 8 #, linked 16")


def write_links(w: Writing) -> None:
    """Write the goals, targets and commitments that are linked to the lines."""
    w.section("s-links", "links.title")
    w.written("targets")
    held = [label for label in w.spoken if label.level in ("goal", "target") and w.kept(label)]
    groups = {
        "both": [item for item in held if find_origin(item) == "both"],
        "matrix": [item for item in held if find_origin(item) == "matrix"],
        "seen": _sort_surest(w, [item for item in held if find_origin(item) == "seen" and item.level == "target"]),
        "people": [item for item in held if find_origin(item) == "people"],
    }
    if not any(groups.values()):
        w.lacks("targets")
    else:
        rows: list[TableRow | Sequence[Part]] = []
        for key, group in groups.items():
            if group:
                rows.append(w.head(w.words(f"origin.{key}")))
                rows += [_link_row(w, item) for item in group[: SEEN_SHOWN if key == "seen" else None]]
        note = "links.note links.rest" if len(groups["seen"]) > SEEN_SHOWN else "links.note"
        w.table("t-targets", "links.targets", LINK_COLUMNS, rows, note=note)
    _write_commitments(w)


def _write_commitments(w: Writing) -> None:
    w.section("s-commitments", "links.commitments", 2)
    surest = _sort_surest(w, [label for label in w.spoken if label.level == "commitment" and w.kept(label)])
    if not surest:
        w.lacks("commitments")
        return
    rest = "links.rest" if len(surest) > SEEN_SHOWN else ""
    w.table(
        "t-commitments",
        "links.commitments",
        LINK_COLUMNS,
        (_link_row(w, item) for item in surest[:SEEN_SHOWN]),
        note=rest,
    )


def _sort_surest(w: Writing, concepts: list[LinkedConcept]) -> list[LinkedConcept]:
    """Return confirmed concepts first, then concepts that people took, then those of most records."""
    return sorted(
        concepts,
        key=lambda concept: (
            not concept.confirmed,
            not w.taken(concept),
            -len(concept.mandates) - len(concept.activities),
        ),
    )


def find_origin(concept: LinkedConcept) -> str:
    """Return where the link comes from: `both` the matrix and texts, one of these, or `people`."""
    if concept.matrix:
        return "both" if concept.seen else "matrix"
    return "seen" if concept.seen else "people"


def _link_row(w: Writing, concept: LinkedConcept) -> Sequence[Part]:
    mandates, activities = _count_records(w, concept)
    if concept.mandates:
        first = w.account.mandate[concept.mandates[0]]
        mandates = (*mandates, *w.cite(evidence.prove_mandate(first, w)))
    if concept.activities:
        held = w.account.activity[concept.activities[0]]
        activities = (*activities, *w.cite(evidence.prove_activity(held, w, (concept.concept,))))
    return name_concept(concept.concept, w.words), mandates, activities, _link_status(w, concept)


def _count_records(w: Writing, concept: LinkedConcept) -> tuple[Inlines, Inlines]:
    question = f"line={w.lens.asked}&{concept.level}={concept.concept}"
    return (
        (w.ask(f"mandates?{question}"),) if concept.mandates else (),
        (w.ask(f"activities?{question}"),) if concept.activities else (),
    )


def _link_status(w: Writing, concept: LinkedConcept) -> Inlines:
    """Return whether people chose it, whose link it is, and how sure the program is of what it only proposes."""
    words = w.words
    out: list[Inlines] = []
    if concept.matrix:
        line = next(line for line in concept.lines if concept.concept in matrix_of((line,)))
        doubt = f" ({words('links.doubtful')})" if concept.doubtful else ""
        out.append((Text(words("origin.in-matrix") + doubt), *w.cite(_prove_link(w, line, concept.concept))))
    if w.taken(concept):
        out.append((Text(words("decision.taken"), bold=True),))
    elif concept.seen and concept.confirmed:
        bulk = concept.accepted_with
        out.append((named_text(words("decision.bulk", number=bulk)) if bulk else Text(words("decision.confirmed")),))
    elif concept.seen:
        out.append((w.proposed(concept.p),))
    return w.apart(out)


def _prove_link(w: Writing, line: str, ref: str) -> str:
    """Enter the link of a line to a goal or target in the matrix, and return its id."""
    links = load().matrix.links(line)
    link = next(match for match in links if (match.target or match.goal) == ref)
    id, label = f"matrix:{line}:{ref}", f"{link.source}: {link.action_line} – {ref.removeprefix('sdg:')}"
    w.prove(id, Evidence(id, "record", label, link.note))
    return id


def find_measured_targets(w: Writing) -> list[LinkedConcept]:
    """Return the targets whose figures are shown: taken by people, or worth proposing and not left out."""
    targets = [label for label in w.spoken if label.level == "target"]
    return [target for target in targets if w.taken(target) or (w.kept(target) and is_worth_proposing(target))]


def annex_links(w: Writing) -> None:
    """Write all goals, targets and commitments, for the workbook."""
    columns = (*LINK_COLUMNS[:3], ("col.origin", 16, False), ("col.decision", 12, False))
    rows = []
    for label in w.spoken:
        if w.kept(label):
            decision = w.roadmap.decision(label.level, label.concept)  # type: ignore[arg-type]
            text = Text(w.words(f"origin.{find_origin(label)}")), w.words(f"decision.{decision}")
            rows.append((name_concept(label.concept, w.words), *_count_records(w, label), *text))
    w.in_annex("a-links", "links.annex", columns, rows)


def write_measured(w: Writing) -> None:
    """Write one heading for each target; targets without figures stand together at the end."""
    w.section("s-measured", "measured.title")
    measured_targets = [measured_target.concept for measured_target in find_measured_targets(w)]
    if not measured_targets:
        w.lacks("measured")
        return
    w.para(w.say("measured.how"))
    visible: dict[str, str] = {}
    silent = [measured_target for measured_target in measured_targets if _has_no_figures(w, measured_target)]
    for target in measured_targets:
        if target not in silent:
            w.add(Section(f"s-{target.replace(':', '-')}", full_name(target, w.words), 2))
            _write_target(w, target, visible)
    if silent:
        # Together: pages that say so would hide the targets that have some.
        w.section("s-without-figures", "measured.without", 2)
        w.lacks("without")
        w.listing(_name_indicators(w, target) for target in silent)


def _kept_indicators(w: Writing, target: str) -> list[str]:
    """Return the indicators of a target that nobody left out."""
    return [
        indicator for indicator in indicators_of_target(target) if w.roadmap.decision("indicator", indicator) != "left"
    ]


def _has_no_figures(w: Writing, target: str) -> bool:
    """Return whether the target has indicators, and no figures of any."""
    indicators = _kept_indicators(w, target)
    return bool(indicators) and not any(w.figures.views(item) for item in indicators)


def _name_indicators(w: Writing, target: str) -> Inlines:
    indicators = w.apart(name_concept(kept_indicator, w.words) for kept_indicator in _kept_indicators(w, target))
    return replace(name_concept(target, w.words), bold=True), Text(w.words("colon")), *indicators


def _write_target(w: Writing, target: str, shown_in: dict[str, str]) -> None:
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
        if indicator in shown_in:
            text = w.say("measured.told", indicator=name_concept(indicator, w.words), place=See(shown_in[indicator]))
            w.para(text)
        elif not there:
            lacking.append(full_name(indicator, w.words))
        else:
            shown_in[indicator] = f"t-{code}"
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
        rows = [_view_row(w, view) for view in views]
        w.table(f"t-{code}", "measured.caption", columns, rows, note="measured.note", target=code)
        w.listing(_describe_agreement(w, view) for view in views)
        _draw_view(w, f"f-{code}", views)
        if divides := [row for view in views for row in _divide_rows(w, view)]:
            columns = read_columns("divide 22, values 44, ratio 8 #")
            w.table(f"t-divides-{code}", "divide.caption", columns, divides, note="divide.note", target=code)
        w.listing(_describe_behind(w, view) for view in views if view.judged)
    _write_gaps(w, [indicator for indicator in indicators if shown_in.get(indicator, f"t-{code}") == f"t-{code}"])


def name_view(w: Writing, view: View) -> tuple[str, str]:
    """The title of a series with its breakdown, and its code where another of the indicator has the same title;
    with its language where that is not the paper's.
    """
    label = breakdown_label(view.name[2], w.words)
    alike = sum(other.title == view.title for other in w.figures.views(view.name[0]))
    code = view.name[1] if alike > 1 and not label else ""
    title, language = series_name(view.name[0], view.title, w.words.language)
    return ", ".join(part for part in (title, label, code) if part), language


def _name_basis(w: Writing, area_id: str) -> str:
    return name_area("world", w.words) if area_id else w.words("basis.median")


def _cite_view(w: Writing, view: View) -> Inlines:
    """Enter the series behind figures with its file, and return its mark."""
    year, value = view.last
    details = evidence.series_details(view.name[1], view.source, view.file, view.sha256, w)
    label = w.words("series.label", name=name_view(w, view)[0], area=_name_basis(w, view.area), year=year)
    text = w.words.figure(value, view.measured.unit)
    w.prove(view.evidence, Evidence(view.evidence, "series", label, text, details=details))
    return w.cite(view.evidence)


def _bind_figure(w: Writing, view: View, noun: str, value: float, unit: str | None = None, **filters: str) -> Number:
    """Return a figure of the series, bound to the question that gives it again."""
    question = write_question(noun, series=view.name[1], breakdown=view.name[2], **filters)
    return w.known(question, value, view.measured.unit if unit is None else unit, (view.evidence,))


def _bind_value(w: Writing, view: View, year: int, value: float) -> Number:
    return _bind_figure(w, view, "value" if view.area else "median", value, area=view.area, year=str(year))


def _in_year(year: int) -> Text:
    return named_text(f" ({year})", muted=True)


def _view_row(w: Writing, view: View) -> Sequence[Part]:
    head: Inlines = (
        named_text(f"{view.name[0].removeprefix('sdg:')} ", bold=True),
        named_text(*name_view(w, view)),
        Text(f" – {_name_basis(w, view.area)}"),
        *_cite_view(w, view),
    )
    if unit := unit_of(view.name[3]):
        head = (*head, named_text(f" ({unit})", muted=True))
    values = [(_bind_value(w, view, *pair), _in_year(pair[0])) for pair in (view.base, view.last)]
    target = view.measured.target
    aim: Part = ""
    if target.value is not None:
        aim = (_bind_figure(w, view, "aim", target.value, area=view.area), _in_year(target.year))
    elif target.direction:
        aim = Text(w.words("aim.more" if target.direction > 0 else "aim.less"))
    projected: list[Part] = []
    for method in METHODS:
        text = view.projected(method)
        known = text is not None and text.projected is not None
        projected.append(
            _bind_figure(w, view, "projected", text.projected, area=view.area, method=method) if known else ""  # type: ignore
        )
    return head, *values, aim, *projected


def _describe_agreement(w: Writing, view: View) -> Inlines:
    """Return a sentence on the agreement of methods, and on the number of countries behind a median."""
    words = w.words
    # By verdict rather than by method: most methods say the same, and it is then said once.
    text: dict[str, list[str]] = {}
    for row in view.measured.said:
        if row.verdict:
            text.setdefault(words(f"verdict.{row.verdict}"), []).append(row.title)
    verdicts = [f"{verdict}{words('colon')}{words.apart(', '.join(titles))}" for verdict, titles in text.items()]
    out: Inlines = (
        named_text(*name_view(w, view)),
        Text(words("colon")),
        Text(words(f"agreement.{view.measured.agreement}")),
    )
    if verdicts:
        out = (*out, named_text(f" ({words('semicolon').join(verdicts)})"))
    if view.area:
        return (*out, Text("."))
    n = w.known(view.countries_that(), view.countries)
    return (*out, Text(". "), *w.say("basis.countries", n=n))


def _draw_view(w: Writing, id: str, views: list[View]) -> None:
    """Draw the series that has most years, those that can be projected first: a line with its fan and aim."""
    drawn = [view for view in views if len(view.measured.years) > 1]
    if not drawn:
        return
    item = max(drawn, key=lambda v: (v.projected("linear") is not None, len(v.measured.years), v.countries))
    series = replace(item.measured, title=name_view(w, item)[0], area=item.measured.area or _name_basis(w, item.area))
    if chart := line_chart(series, 1, w.words, item.file):
        w.add(Figure(id, replace(chart, id=id), (item.evidence,)))


def _divide_rows(w: Writing, view: View) -> Iterator[TableRow | Sequence[Part]]:
    """Yield the divides: women and men, town and country, country groups, and the spread among countries."""
    words = w.words
    rows: list[Sequence[Part]] = []
    for parity in view.parities:
        label = f"{words(f'divide.{parity.dimension}')}, {_name_basis(w, parity.area)}"
        ratio: Part = ""
        if parity.ratio is not None:
            question = write_question("parity", series=view.name[1], dimension=parity.dimension, area=parity.area)
            ratio = w.known(question, parity.ratio, "ratio", (view.evidence,))
        rows.append(((Text(label), _in_year(parity.year)), w.apart(_bind_sides(w, view, parity)), ratio))
    groups = [
        (
            Text(f"{name_area(group.area, words)} "),
            _bind_figure(w, view, "value" if group.own else "mean", group.value, area=group.area),
        )
        for group in view.groups
    ]
    if groups:
        rows.append((Text(words("divide.groups")), w.apart(groups), ""))
    if view.spread:
        low, high = (
            _bind_figure(w, view, "percentile", value, at=str(at))
            for at, value in zip((10, 90), view.spread, strict=True)
        )
        text = w.say("divide.spread-values", low=low, high=high)
        rows.append((Text(words("divide.countries")), text, ""))
    if rows:
        yield w.head((named_text(*name_view(w, view), bold=True),))
        yield from rows


def _bind_sides(w: Writing, view: View, parity: Parity) -> Iterator[Inlines]:
    """Yield both sides, which are series of their own, by the breakdown."""
    noun = "value" if parity.area else "median"
    for side, value in zip(sides_of(parity.dimension), (parity.first, parity.second), strict=True):
        question = write_question(noun, series=view.name[1], breakdown=side, year=str(parity.year), area=parity.area)
        number = w.known(question, value, view.measured.unit, (view.evidence,))
        yield Text(f"{breakdown_label(side, w.words)} "), number


def _describe_behind(w: Writing, view: View) -> Inlines:
    """Return how many countries lag, and those furthest behind, each with its value."""
    lagging = w.known(view.countries_that(behind="yes"), view.lagging)
    judged = w.known(view.countries_that(judged="yes"), view.judged)
    text = w.say("behind.counted", series=(named_text(*name_view(w, view)),), n=lagging, all=judged)
    if not view.behind:
        return text
    there = [
        (
            Text(f"{name_area(row.area, w.words)} "),
            _bind_figure(w, view, "value", row.values[-1], row.unit, area=row.area, year=str(row.years[-1])),
            _in_year(row.years[-1]),
        )
        for row in view.behind
    ]
    return (*text, Text(f" {w.words('behind.furthest')} "), *w.apart(there), Text("."))


def _write_gaps(w: Writing, indicators: list[str]) -> None:
    """Write the data gaps by kind."""
    gaps = [gap for gap in w.figures.gaps(indicators) if gap.kind != "no-data"]
    if not gaps:
        return
    w.add(Para((Text(w.words("gaps.title"), bold=True),)))
    w.listing(
        (
            name_concept(gap.indicator, w.words),
            Text(f"{w.words('colon')}{w.words(f'gap.{gap.kind}')}"),
            named_text(f" ({gap.year})" if gap.kind in ("too-old", "once") and gap.year else ""),
        )
        for gap in gaps
    )
