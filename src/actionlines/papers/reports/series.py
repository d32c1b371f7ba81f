"""The paper of a series: its time line with the reason for each link, then what changed from text to text.

Bold marks the words that one text has and the other lacks, as in the paper of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines import __version__
from actionlines.documents.model import Paragraph
from actionlines.framework.called import short_name_in
from actionlines.lineage.changes import ParagraphChange
from actionlines.lineage.members import Member
from actionlines.lineage.series import SeriesLink, TextSeries
from actionlines.lineage.steps import FieldChange, FoundSeries, MandateChange, Step
from actionlines.papers.account.model import Account
from actionlines.papers.model import Fact, Inlines, Made, Number, Paper, Text
from actionlines.papers.names import describe_due as due_of
from actionlines.papers.sections.draft import Draft, join_runs, named_text, read_columns
from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.papers.words import Words, plural_form

_LINE = read_columns("instrument 16, date 12, title 36, link 36")
_SIDES = read_columns("older-text 43, newer-text 43, change 14")
_FIELDS = read_columns("paragraph 12, field 16, older-text 36, newer-text 36")


def series_paper(found_series: FoundSeries, language: str = "en") -> Paper:
    """Return the series as a paper. Raises KeyError for a language that papers are not written in."""
    return _SeriesDraft(found_series, catalogue(language)).paper()


def reason_words(link: SeriesLink, words: Words) -> str:
    """Return why a link is there, in words: "follows: same title; cited in preamble, paragraph 1"."""
    reasons = [
        words(
            f"lineage.{reason.why}",
            detail=words.place(reason.detail) if reason.why in ("cites", "calls") else reason.detail,
        )
        for reason in link.reasons
    ]
    if link.strength == "likely":
        reasons.append(words("lineage.likely"))
    if link.others:
        reasons.append(words("lineage.others", list=words("list.comma").join(map(words.apart, link.others))))
    return words(
        "lineage.link",
        kind=words(f"lineage.{link.kind}", symbol=words.apart(link.older)),
        list=words("semicolon").join(reasons),
    )


def remark_words(series: TextSeries, words: Words) -> Iterator[str]:
    """Yield what a reader must know of a series, in words: gaps, twins, texts that are not at hand."""
    comma = words("list.comma")
    for gap in series.gaps:
        symbols = {"older": words.apart(gap.older), "newer": words.apart(gap.newer)}
        yield words("lineage.gap", sessions=comma.join(map(str, gap.sessions)), **symbols)
    for twins in series.twins:
        yield words("lineage.twins", list=comma.join(map(words.apart, twins)))
    if series.absent:
        yield words("lineage.absent", list=comma.join(map(words.apart, series.absent)))


class _SeriesDraft:
    def __init__(self, found_series: FoundSeries, words: Words) -> None:
        self.found, self.words = found_series, words
        self.draft = Draft(Account(), words)

    def paper(self) -> Paper:
        """Return the paper: the line of texts, then what changed from each to the next."""
        series, words, draft = self.found.series, self.words, self.draft
        draft.section("s-line", "h.timeline")
        draft.table("t-line", "cap.timeline", _LINE, [self._member(member) for member in series.members])
        draft.listing(map(named_text, remark_words(series, words)))
        for at, step in enumerate(self.found.steps, 1):
            self._step(at, step)
        last = series.members[-1]
        title = words("title.lineage", title=last.title or last.symbol)
        return Paper(
            "lineage",
            f"series {self.found.asked}",
            title,
            words.language,
            tuple(draft.blocks),
            evidence=tuple(draft.evidence.values()),
            facts=tuple(draft.facts.values()),
            made=Made(max(member.date for member in series.members), software=__version__),
        )

    def _member(self, member: Member) -> Sequence[Inlines]:
        link = self.found.series.before(member.symbol)
        reason = named_text(reason_words(link, self.words)) if link else Text(self.words("lineage.first"), muted=True)
        return (
            (named_text(member.symbol),),
            (named_text(self.words.date(member.date) if member.date else ""),),
            (named_text(member.title),),
            (reason,),
        )

    def _step(self, at: int, step: Step) -> None:
        draft, link = self.draft, step.link
        symbols = {"older": link.older, "newer": link.newer}
        draft.section(f"s-step-{at}", "h.step", older=link.older, newer=link.newer)
        counted = {kind: self._count(f"{link.newer}/{kind}", many) for kind, many in step.counts.items()}
        draft.para(draft.say("lineage.counts", **counted))
        rows = [self._change(change) for change in step.changes if change.kind != "same" or change.moved]
        draft.table(f"t-step-{at}", "cap.step", _SIDES, rows, empty="empty.step", **symbols)
        if fields := [row for mandate in step.mandates for row in self._mandate(mandate)]:
            draft.table(f"t-fields-{at}", "cap.fields", _FIELDS, fields, **symbols)

    def _count(self, id: str, value: int) -> Number:
        key = f"changes:{id}"
        self.draft.facts[key] = Fact(key, value, label=self.words("fact.lineage"))
        forms = self.words("n.paragraphs").split("|")
        form = forms[min(plural_form(self.words.language, value), len(forms) - 1)]
        return Number(form.format(n=self.words.number(value)), key)

    def _change(self, change: ParagraphChange[Paragraph]) -> Sequence[Inlines]:
        marked = bool(change.old and change.new)
        older, newer = (
            tuple(named_text(text, bold=marked and kind != "same") for kind, text in change.words if kind != other)
            for other in ("ins", "del")
        )
        text = [change.kind, *(["moved"] if change.moved else []), *([change.doubt] if change.doubt else [])]
        return (
            self._side(change.old, older),
            self._side(change.new, newer),
            join_runs(Text(self.words("semicolon")), (Text(self.words(f"change.{word}")) for word in text)),
        )

    def _side(self, paragraph: Paragraph | None, words: Inlines) -> Inlines:
        return (named_text(self.words.place(paragraph.id)), Text(self.words("colon")), *words) if paragraph else ()

    def _mandate(self, change: MandateChange) -> Iterator[Sequence[Inlines]]:
        if change.old and change.new:
            place = (named_text(self.words.place(change.new.paragraph)),)
            for field in change.fields:
                yield (
                    place,
                    (Text(self.words(f"field.{field.field}")),),
                    self._values(field, field.old),
                    self._values(field, field.new),
                )

    def _values(self, field: FieldChange, values: Sequence[str]) -> Inlines:
        words = self.words
        forms = {
            "addressees": lambda value: short_name_in(value, words.language)[0],
            "report_to": lambda value: short_name_in(value, words.language)[0],
            "due": lambda value: words.due(due_of(value, "")),
            "deliverable": words.deliverable,
        }
        form = forms.get(field.field, str)
        return self.draft.list_of(named_text(form(value)) for value in values) or (
            Text(words("lineage.none"), muted=True),
        )
