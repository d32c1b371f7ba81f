"""The paper of a series: its time line with the reason for each link, then what changed from text to text.

Bold marks the words that one text has and the other lacks, as in the paper of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines import __version__
from actionlines.documents.model import Paragraph
from actionlines.framework.called import short
from actionlines.lineage.changes import Change
from actionlines.lineage.members import Member
from actionlines.lineage.series import Link, Series
from actionlines.lineage.steps import FieldChange, FoundSeries, MandateChange, Step
from actionlines.papers.account.model import Account
from actionlines.papers.model import Fact, Inlines, Made, Number, Paper, Text
from actionlines.papers.names import describe_due as due_of
from actionlines.papers.sections.draft import Draft, join_runs, named_text
from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.papers.words import Words, plural_form

_LINE = (
    ("col.instrument", 16, False),
    ("col.date", 12, False),
    ("col.title", 36, False),
    ("col.link", 36, False),
)
_SIDES = (("col.older-text", 43, False), ("col.newer-text", 43, False), ("col.change", 14, False))
_FIELDS = (
    ("col.paragraph", 12, False),
    ("col.field", 16, False),
    ("col.older-text", 36, False),
    ("col.newer-text", 36, False),
)


def series_paper(found: FoundSeries, language: str = "en") -> Paper:
    """Return the series as a paper. Raises KeyError for a language that papers are not written in."""
    return _Page(found, catalogue(language)).paper()


def reason_words(link: Link, words: Words) -> str:
    """Return why a link is there, in words: "follows: same title; cited in preamble, paragraph 1"."""
    said = [
        words(
            f"lineage.{one.why}",
            detail=words.place(one.detail) if one.why in ("cites", "calls") else one.detail,
        )
        for one in link.reasons
    ]
    if link.strength == "likely":
        said.append(words("lineage.likely"))
    if link.others:
        said.append(words("lineage.others", list=words("list.comma").join(map(words.apart, link.others))))
    return words(
        "lineage.link",
        kind=words(f"lineage.{link.kind}", symbol=words.apart(link.older)),
        list=words("semicolon").join(said),
    )


def remark_words(series: Series, words: Words) -> Iterator[str]:
    """Yield what a reader must know of a series, in words: gaps, twins, texts that are not at hand."""
    comma = words("list.comma")
    for gap in series.gaps:
        symbols = {"older": words.apart(gap.older), "newer": words.apart(gap.newer)}
        yield words("lineage.gap", sessions=comma.join(map(str, gap.sessions)), **symbols)
    for twins in series.twins:
        yield words("lineage.twins", list=comma.join(map(words.apart, twins)))
    if series.absent:
        yield words("lineage.absent", list=comma.join(map(words.apart, series.absent)))


class _Page:
    def __init__(self, found: FoundSeries, words: Words) -> None:
        self.found, self.words = found, words
        self.draft = Draft(Account(), words)

    def paper(self) -> Paper:
        """Return the paper: the line of texts, then what changed from each to the next."""
        series, words, draft = self.found.series, self.words, self.draft
        draft.section("s-line", "h.timeline")
        draft.table("t-line", "cap.timeline", _LINE, [self._member(one) for one in series.members])
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
            made=Made(max(one.date for one in series.members), software=__version__),
        )

    def _member(self, one: Member) -> Sequence[Inlines]:
        link = self.found.series.before(one.symbol)
        said = (
            named_text(reason_words(link, self.words))
            if link
            else Text(self.words("lineage.first"), muted=True)
        )
        return (
            (named_text(one.symbol),),
            (named_text(self.words.date(one.date) if one.date else ""),),
            (named_text(one.title),),
            (said,),
        )

    def _step(self, at: int, step: Step) -> None:
        draft, link = self.draft, step.link
        symbols = {"older": link.older, "newer": link.newer}
        draft.section(f"s-step-{at}", "h.step", older=link.older, newer=link.newer)
        counted = {kind: self._count(f"{link.newer}/{kind}", many) for kind, many in step.counts.items()}
        draft.para(draft.say("lineage.counts", **counted))
        rows = [self._change(one) for one in step.changes if one.kind != "same" or one.moved]
        draft.table(f"t-step-{at}", "cap.step", _SIDES, rows, empty="empty.step", **symbols)
        if fields := [row for one in step.mandates for row in self._mandate(one)]:
            draft.table(f"t-fields-{at}", "cap.fields", _FIELDS, fields, **symbols)

    def _count(self, id: str, value: int) -> Number:
        key = f"changes:{id}"
        self.draft.facts[key] = Fact(key, value, label=self.words("fact.lineage"))
        forms = self.words("n.paragraphs").split("|")
        form = forms[min(plural_form(self.words.language, value), len(forms) - 1)]
        return Number(form.format(n=self.words.number(value)), key)

    def _change(self, one: Change[Paragraph]) -> Sequence[Inlines]:
        marked = bool(one.old and one.new)
        older, newer = (
            tuple(
                named_text(text, bold=marked and kind != "same") for kind, text in one.words if kind != other
            )
            for other in ("ins", "del")
        )
        said = [one.kind, *(["moved"] if one.moved else []), *([one.doubt] if one.doubt else [])]
        return (
            self._side(one.old, older),
            self._side(one.new, newer),
            join_runs(Text(self.words("semicolon")), (Text(self.words(f"change.{word}")) for word in said)),
        )

    def _side(self, one: Paragraph | None, words: Inlines) -> Inlines:
        return (named_text(self.words.place(one.id)), Text(self.words("colon")), *words) if one else ()

    def _mandate(self, one: MandateChange) -> Iterator[Sequence[Inlines]]:
        if one.old and one.new:
            place = (named_text(self.words.place(one.new.paragraph)),)
            for field in one.fields:
                yield (
                    place,
                    (Text(self.words(f"field.{field.field}")),),
                    self._values(field, field.old),
                    self._values(field, field.new),
                )

    def _values(self, field: FieldChange, values: Sequence[str]) -> Inlines:
        words = self.words
        forms = {
            "addressees": lambda value: short(value, words.language)[0],
            "report_to": lambda value: short(value, words.language)[0],
            "due": lambda value: words.due(due_of(value, "")),
            "deliverable": words.deliverable,
        }
        said = forms.get(field.field, str)
        return self.draft.list_of(named_text(said(value)) for value in values) or (
            Text(words("lineage.none"), muted=True),
        )
