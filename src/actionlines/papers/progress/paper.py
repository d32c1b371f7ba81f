"""The report on figures as a paper for print: verdict matrix, methods side by side, charts, sources, methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actionlines import __version__
from actionlines.indicators import methods
from actionlines.papers.model import (
    Block,
    Column,
    Fact,
    Figure,
    Inlines,
    Listing,
    Made,
    Number,
    Paper,
    Para,
    Section,
    Table,
    TableRow,
    Text,
)
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.progress.model import Measured, ProgressReport
from actionlines.papers.progress.summary import CLASSES, MOST, VERDICTS, count_verdicts, scope_words, translate_titles
from actionlines.papers.progress.words import describe_breaks, read_known
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import Words

CHARTS = 12  # of the paper; everything is in the tables beside it


def progress_paper(report: ProgressReport, language: str = "en") -> Paper:
    """Return the report as a paper. Raises KeyError for a language that papers are not written in."""
    words = catalogue(language)
    return _ProgressDraft(translate_titles(report, words), words).paper()


class _ProgressDraft:
    def __init__(self, report: ProgressReport, words: Words) -> None:
        self.report, self.words = report, words
        self.facts: list[Fact] = []

    def paper(self) -> Paper:
        """Return the report as a paper with all its facts."""
        words, report = self.words, self.report
        blocks = (*self._summary(), *self._series(), *self._methods())
        files = tuple((source.name, source.sha256) for source in report.sources)
        as_of = f"{report.as_of}-12-31" if report.as_of else ""
        return Paper(
            "progress",
            "measure",
            words("page.title"),
            words.language,
            blocks,
            subtitle=words("page.scope", scope=words.apart(scope_words(report, words))),
            facts=tuple(self.facts),
            made=Made(as_of=as_of, data=files, software=__version__),
        )

    def _number(self, value: int, label: str) -> Inlines:
        fact = Fact(f"measure:{len(self.facts) + 1}", value, label=label)
        self.facts.append(fact)
        return (Number(self.words.number(value), fact.id),)

    def _summary(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-summary", words("part.summary"))
        yield Para((Text(words("about.verdicts")),))
        heads = [*(words(f"group.{item}") for item in CLASSES), words("col.agree"), words("col.contradict")]
        columns = [Column(words("col.indicator"), 28), Column(words("col.countries"), 9, True)]
        rows, shown_rows = [], count_verdicts(self.report)[:MOST]
        for item in shown_rows:
            counts = [item.countries, *(len(item.classes[kind]) for kind in CLASSES), item.agree, item.contradict]
            cells = (self._number(count, item.title) for count in counts)
            rows.append(TableRow(((Text(item.title, name=True),), *cells)))
        every = (*columns, *(Column(head, 9, True) for head in heads))
        yield Table("t-summary", words("part.summary"), every, tuple(rows), empty=words("empty.indicators"))
        for at, item in enumerate(shown_rows, start=1):
            verdicts = [kind for kind in VERDICTS if any(some.get(kind) for some in item.methods.values())]
            titles = (words(f"verdict.{kind or 'none'}") for kind in verdicts)
            yield Table(
                f"t-methods-{at}",
                item.title,
                (Column(words("col.method"), 30), *(Column(title, 10, True) for title in titles)),
                tuple(
                    TableRow(
                        (
                            (Text(words(f"method.{name}"), name=True),),
                            *(self._number(some.get(kind, 0), item.title) for kind in verdicts),
                        )
                    )
                    for name, some in item.methods.items()
                ),
            )

    def _series(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-indicators", words("part.indicators"))
        files = words.apart(", ".join(source.name for source in self.report.sources)) or "–"
        for at, series in enumerate(_choose_series(self.report), start=1):
            if chart := line_chart(series, at, words, files):
                yield Figure(f"f-{at}", chart)
                if breaks := describe_breaks(series, words):
                    yield Para((Text(breaks, name=True),))

    def _methods(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-about", words("part.about"))
        yield Para((Text(words("about.values"), name=True),))
        yield Listing(
            tuple(
                (
                    Text(words(f"method.{name}"), bold=True, name=True),
                    Text(f" – {words(f'known.{read_known()[name]}')}. ", name=True),
                    Text(methods.ALL[name].SOURCE, muted=True, language="en", name=True),
                )
                for name in self.report.methods
            )
        )


def _choose_series(report: ProgressReport) -> Iterable[Measured]:
    """Return the series that are drawn: totals, those furthest from their aims first."""
    rank = {(p.indicator, p.series, p.unit, p.area, p.breakdown): p.rank for p in report.priorities}
    last = len(rank) + 1
    totals = [series for series in report.measured if not series.breakdown and series.values]
    totals.sort(key=lambda total: (rank.get((*total.quantity, total.area, total.breakdown), last), total.title))
    return totals[:CHARTS]
