"""Targets, commitments and figures of a road map: what the matrix, texts and activities link, and how it moves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.cross_country import Parity, sides_of
from actionlines.papers.account.question import write_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Evidence, Figure, Inlines, Number, Text
from actionlines.papers.names import concept_code, name_source
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.roadmap.figures import METHODS, View
from actionlines.papers.roadmap.model import LinkedConcept, is_ict_target, matrix_of
from actionlines.papers.roadmap.proposals import is_worth_proposing
from actionlines.papers.roadmap.records import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Part, named_text, read_columns
from actionlines.papers.sections.evidence import name_area, name_concept

TARGETS_SHOWN, COMMITMENTS_SHOWN = 14, 8  # in the text; the annex has all
LINK_COLUMNS = read_columns("linked-to 34, mandates 8 #, activities 8 #, linked 20")
FIGURE_COLUMNS = read_columns("indicator 32, baseline 12 #, latest 12 #, aim 12 #, ahead 16, behind-of 12")
FIGURES_SHOWN, AIMS_SHOWN, CHARTS = 12, 5, 2


def write_links(w: Writing) -> None:
    """Write the targets with an ICT indicator or an activity, then the commitments of the Compact."""
    w.section("s-links", "links.title")
    w.written("targets")
    targets = _sort_surest(w, find_measured_targets(w))
    _write_linked(w, "targets", targets, TARGETS_SHOWN)
    commitments = [label for label in w.spoken if label.level == "commitment" and w.kept(label)]
    _write_linked(w, "commitments", _sort_surest(w, commitments), COMMITMENTS_SHOWN)


def _write_linked(w: Writing, what: str, concepts: Sequence[LinkedConcept], most: int) -> None:
    if not concepts:
        w.lacks(what)
        return
    note = "links.note links.rest" if what == "targets" else "links.rest" if len(concepts) > most else ""
    w.table(f"t-{what}", f"links.{what}", LINK_COLUMNS, [_link_row(w, item) for item in concepts[:most]], note=note)


def _sort_surest(w: Writing, concepts: list[LinkedConcept]) -> list[LinkedConcept]:
    """Return what people took first, then what they confirmed, then targets with ICT indicators, then most records."""
    return sorted(
        concepts,
        key=lambda concept: (
            not w.taken(concept),
            not concept.confirmed,
            concept.level == "target" and not is_ict_target(concept.concept),
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
    source = name_source(link.source, w.words)
    id, label = f"matrix:{line}:{ref}", f"{source}: {link.action_line} – {ref.removeprefix('sdg:')}"
    w.prove(id, Evidence(id, "record", label, link.note))
    return id


def find_measured_targets(w: Writing) -> list[LinkedConcept]:
    """Return the targets whose figures the paper has: taken by people, or worth proposing and not left out."""
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
    """Write one table of the indicators of the targets, the charts of those with most years, and what has none."""
    w.section("s-measured", "measured.title")
    indicators = _list_indicators(w)
    if views := _list_views(w, indicators):
        first = views[:FIGURES_SHOWN]
        note = "measured.note links.rest" if len(views) > len(first) else "measured.note"
        w.table("t-figures", "measured.all", FIGURE_COLUMNS, [_view_row(w, view) for view in first], note=note)
        _draw_views(w, first)
    else:
        w.lacks("measured")
    if silent := [indicator for indicator in indicators if not w.figures.views(indicator)]:
        w.para(w.say("measured.without-list", list=w.apart(concept_code(item, w.words) for item in silent)))


def _list_indicators(w: Writing) -> list[str]:
    """Return the indicators of the targets that nobody left out, each once."""
    targets = [target.concept for target in _sort_surest(w, find_measured_targets(w))]
    indicators = dict.fromkeys(item for target in targets for item in indicators_of_target(target))
    return [item for item in indicators if w.roadmap.decision("indicator", item) != "left"]


def _list_views(w: Writing, indicators: Sequence[str]) -> list[View]:
    """Return the series with figures: the first of each indicator, then the others."""
    series = [w.figures.views(item) for item in indicators]
    return [*(views[0] for views in series if views), *(view for views in series for view in views[1:])]


def aim_rows(w: Writing) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield the year of each aim with the other cells of a row of milestones: the indicator and what it should be."""
    indicators = _list_indicators(w)
    for view in [views[0] for item in indicators if (views := w.figures.views(item))][:AIMS_SHOWN]:
        target = view.measured.target
        if target.value is not None:
            aim = _bind_figure(w, view, "aim", target.value, area=view.area)
            what = (named_text(*name_view(w, view)), Text(w.words("colon")), aim)
            yield str(target.year), (what, "", concept_code(view.name[0], w.words))


def annex_figures(w: Writing) -> None:
    """Write the divides of each series and the countries furthest behind, for the workbook."""
    rows: list[Sequence[Part]] = []
    for view in _list_views(w, _list_indicators(w)):
        head = named_text(*name_view(w, view))
        rows += [(head, *row) for row in _divide_rows(w, view)]
        if view.judged:
            rows.append((head, Text(w.words("behind.furthest")), _describe_behind(w, view)))
    w.in_annex("a-figures", "measured.annex", read_columns("indicator 24, divide 16, values 60"), rows)


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
    if unit := w.words.unit(view.name[3]):
        head = (*head, named_text(f" ({unit})", muted=True))
    values: list[Inlines] = [(_bind_value(w, view, *pair), _in_year(pair[0])) for pair in (view.base, view.last)]
    if view.base == view.last:
        values[0] = ()  # one value is no baseline
    target = view.measured.target
    aim: Part = ""
    if target.value is not None:
        aim = (_bind_figure(w, view, "aim", target.value, area=view.area), _in_year(target.year))
    elif target.direction:
        aim = Text(w.words("aim.more" if target.direction > 0 else "aim.less"))
    projected = [
        _bind_figure(w, view, "projected", ahead.projected, area=view.area, method=method)
        for method in METHODS
        if (ahead := view.projected(method)) is not None and ahead.projected is not None
    ]
    lagging = w.known(view.countries_that(behind="yes"), view.lagging)
    judged = w.known(view.countries_that(judged="yes"), view.judged)
    behind = w.say("behind.of", n=lagging, all=judged) if view.judged else ()
    return head, *values, aim, w.apart(projected), behind


def _draw_views(w: Writing, views: Sequence[View]) -> None:
    """Draw the first series that can be projected, of one indicator each: a line with its fan and aim."""
    drawn = {view.name[0]: view for view in reversed(views) if view.projected("linear") is not None}
    for view in [view for view in views if drawn.get(view.name[0]) is view][:CHARTS]:
        area = view.measured.area or _name_basis(w, view.area)
        series = replace(view.measured, title=name_view(w, view)[0], area=area)
        if chart := line_chart(series, 1, w.words, view.file):
            id = f"f-{view.name[0].removeprefix('sdg:')}"
            w.add(Figure(id, replace(chart, id=id), (view.evidence,)))


def _divide_rows(w: Writing, view: View) -> Iterator[Sequence[Part]]:
    """Yield the divides: women and men, town and country, country groups, and the spread among countries."""
    words = w.words
    for parity in view.parities:
        label = f"{words(f'divide.{parity.dimension}')}, {_name_basis(w, parity.area)}"
        sides = w.apart(_bind_sides(w, view, parity))
        if parity.ratio is not None:
            question = write_question("parity", series=view.name[1], dimension=parity.dimension, area=parity.area)
            sides = w.apart((sides, w.known(question, parity.ratio, "ratio", (view.evidence,))))
        yield (Text(label), _in_year(parity.year)), sides
    groups = [
        (
            Text(f"{name_area(group.area, words)} "),
            _bind_figure(w, view, "value" if group.own else "mean", group.value, area=group.area),
        )
        for group in view.groups
    ]
    if groups:
        yield Text(words("divide.groups")), w.apart(groups)
    if view.spread:
        low, high = (
            _bind_figure(w, view, "percentile", value, at=str(at))
            for at, value in zip((10, 90), view.spread, strict=True)
        )
        yield Text(words("divide.countries")), w.say("divide.spread-values", low=low, high=high)


def _bind_sides(w: Writing, view: View, parity: Parity) -> Iterator[Inlines]:
    """Yield both sides, which are series of their own, by the breakdown."""
    noun = "value" if parity.area else "median"
    for side, value in zip(sides_of(parity.dimension), (parity.first, parity.second), strict=True):
        question = write_question(noun, series=view.name[1], breakdown=side, year=str(parity.year), area=parity.area)
        number = w.known(question, value, view.measured.unit, (view.evidence,))
        yield Text(f"{breakdown_label(side, w.words)} "), number


def _describe_behind(w: Writing, view: View) -> Inlines:
    """Return the countries furthest behind, each with its value."""
    return w.apart(
        (
            Text(f"{name_area(row.area, w.words)} "),
            _bind_figure(w, view, "value", row.values[-1], row.unit, area=row.area, year=str(row.years[-1])),
            _in_year(row.years[-1]),
        )
        for row in view.behind
    )


def describe_data_gaps(w: Writing) -> Iterator[Inlines]:
    """Yield what the figures of the indicators lack, in one entry for each kind of gap."""
    kinds: dict[str, list[Part]] = {}
    for gap in w.figures.gaps(_list_indicators(w)):
        if gap.kind != "no-data":
            year = f" ({gap.year})" if gap.kind in ("too-old", "once") and gap.year else ""
            kinds.setdefault(gap.kind, []).append(named_text(f"{concept_code(gap.indicator, w.words)}{year}"))
    for kind, names in kinds.items():
        label = f"{w.words('gaps.title')}, {w.words(f'gap.{kind}')}"
        yield Text(label, bold=True), Text(w.words("colon")), *w.apart(dict.fromkeys(names))
