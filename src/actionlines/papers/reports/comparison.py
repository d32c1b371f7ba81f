"""The paper of a comparison: one page for a delegate, each overlap with both texts side by side.

Bold marks the words that one text has and the other lacks, on either side, in every format.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from actionlines import __version__
from actionlines.documents.model import Paragraph
from actionlines.framework.called import short_name_in
from actionlines.lazily import read_rows
from actionlines.lineage.changes import ParagraphChange, Span
from actionlines.lineage.changes import compare_words as difference
from actionlines.lineage.comparison import Comparison, Finding, ToReport
from actionlines.lineage.members import Member
from actionlines.lineage.overlap import Overlap, Provision
from actionlines.lineage.series import SeriesLink, TextSeries
from actionlines.lineage.steps import FieldChange, FoundSeries, MandateChange, Step
from actionlines.papers.account.model import Account
from actionlines.papers.model import Evidence, Fact, Inlines, Made, Missing, Number, Paper, Text
from actionlines.papers.names import describe_form as due_of
from actionlines.papers.names import write_percent
from actionlines.papers.sections.draft import Draft, join_runs, named_text, read_columns
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.words import Words, direction

SIDES = read_columns("draft-text 42, standing-text 42, relation 16")
_NEWLY = read_columns("entities 40, paragraphs 30, relation 30")
_REPORTS = read_columns("receiver 22, asked 22, due 18, paragraph 14, before 24")
_OTHERS = 3  # overlaps of one paragraph with other texts that are shown
_CHANGED = 200  # rows of a table
_CLAUSES = ("review", "end", "merge", "cost")


def comparison_paper(comparison: Comparison, language: str = "en") -> Paper:
    """Return the comparison as a paper. Raises KeyError for a language that papers are not written in."""
    return ComparisonDraft(comparison, Draft(Account(), catalogue(language))).paper()


@cache
def _cost_phrases(language: str) -> tuple[str, ...]:
    """Return the words by which texts of a language speak of money."""
    rows = read_rows("actionlines.papers", "data/costs.csv")
    return tuple(row["phrase"] for row in rows if row["language"] == language)


class ComparisonDraft:
    """The parts of a paper that put a draft beside standing texts; `prefix` tells its facts from those of another."""

    prefix = ""

    def __init__(self, comparison: Comparison, draft: Draft) -> None:
        self.found = comparison
        self.words = draft.words
        self.draft = draft
        self.parent = comparison.renews.symbol if comparison.renews else ""

    def paper(self) -> Paper:
        """Return the paper: the brief, what stands already, what is renewed and newly asked, the reports."""
        matches, words = self.found, self.words
        self._brief()
        if matches.findings:
            self._table("overlap", self._others())
            if matches.renews:
                self._table("renewed", self._renewed(), symbol=words.cite(self.parent))
            self._newly_asked()
            self.draft.section("s-calendar", "h.calendar")
            ordered = sorted(self.found.reports, key=lambda report: (report.before is not None, report.receiver))
            self.draft.table("t-calendar", "cap.calendar", _REPORTS, map(self._report, ordered), empty="empty.calendar")
            self._concept_note()
        title = words("title.comparison", label=words.cite(matches.draft.symbol))
        return Paper(
            "comparison",
            f"comparison {matches.draft.symbol}",
            title,
            words.language,
            tuple(self.draft.blocks),
            subtitle=matches.draft.title,
            evidence=tuple(self.draft.evidence.values()),
            facts=tuple(self.draft.facts.values()),
            made=Made(matches.draft.date, software=__version__),
        )

    def _brief(self) -> None:
        matches, say = self.found, self.draft.say
        self.draft.section("s-brief", "h.brief")
        self.draft.add(*map(Missing, matches.draft.warnings))
        if not matches.findings:
            self.draft.missing("compare.nothing", "compare.nothing-advice")
            return
        others = [finding for finding in matches.findings if self._apart(finding)]
        renewed = [finding for finding in matches.findings if self._of_parent(finding)]
        lines: list[Inlines] = [
            say(
                "compare.against",
                texts=self._count("texts", matches.texts),
                paragraphs=self._count("paragraphs", matches.provisions),
            )
        ]
        if matches.renews:
            same = sum(1 for item in renewed if self._same(item))
            lines.append(
                say(
                    "compare.renews",
                    symbol=self.parent,
                    total=self._count("paragraphs", len(matches.findings)),
                    same=self._count("same", same, ""),
                    changed=self._count("changed", len(renewed) - same, ""),
                )
            )
        else:
            lines.append(say("compare.renews-none"))
        last = sum(1 for item in others if matches.decided_last(self._apart(item)[0].standing))
        lines.append(
            say(
                "compare.others", paragraphs=self._count("overlapping", len(others)), last=self._count("last", last, "")
            )
        )
        lines.append(
            say(
                "compare.new",
                paragraphs=self._count("new", len([finding for finding in matches.findings if not finding.overlaps])),
            )
        )
        if matches.later:
            lines.append(say("compare.later", list=self.draft.list_of(matches.later)))
        if matches.other:
            lines.append(say("compare.other", texts=self._count("other", matches.other, "texts")))
        self.draft.listing(lines)
        self.draft.para(say("compare.marks"))

    def _table(self, key: str, rows: Iterable[Sequence[Inlines]], **values: object) -> None:
        self.draft.section(f"s-{key}", f"h.{key}", 1, **values)
        self.draft.table(f"t-{key}", f"cap.{key}", SIDES, tuple(rows)[:_CHANGED], empty=f"empty.{key}")

    def _apart(self, finding: Finding) -> tuple[Overlap, ...]:
        """Return the overlaps with texts of other subjects."""
        return tuple(overlap for overlap in finding.overlaps if overlap.standing.symbol not in self.found.kin)[:_OTHERS]

    def _of_parent(self, finding: Finding) -> Overlap | None:
        return next((overlap for overlap in finding.overlaps if overlap.standing.symbol == self.parent), None)

    def _same(self, finding: Finding) -> bool:
        held = self._of_parent(finding)
        return held is not None and all(
            kind == "same" for kind, _ in difference(held.standing.text, finding.provision.text)
        )

    def _others(self) -> Iterator[Sequence[Inlines]]:
        for finding in self.found.findings:
            for item in self._apart(finding):
                yield self._sides(finding.provision, item)

    def closest(self) -> Iterator[Sequence[Inlines]]:
        """Yield for each paragraph that asks for something the standing text that is closest, side by side."""
        for finding in self.found.findings:
            if finding.provision.duties and finding.overlaps:
                yield self._sides(finding.provision, finding.overlaps[0])

    def _renewed(self) -> Iterator[Sequence[Inlines]]:
        for finding in self.found.findings:
            held = self._of_parent(finding)
            if held and not self._same(finding):
                yield self._sides(finding.provision, held)

    def _sides(self, mine: Provision, overlap: Overlap) -> Sequence[Inlines]:
        spans = difference(overlap.words or overlap.standing.text, overlap.clause or mine.text)
        return (
            (*self._place(mine), Text(self.words("colon")), *self._marked(spans, "ins", mine.language)),
            (
                *self.cite_standing(overlap.standing),
                Text(self.words("colon")),
                *self._marked(spans, "del", mine.language),
            ),
            self._relation(mine, overlap, all(kind == "same" for kind, _ in spans)),
        )

    def _marked(self, spans: Iterable[Span], own: str, language: str) -> Inlines:
        """Return the spans of one side, bold where the other side lacks them, in the order of their language."""
        runs = [named_text(text, language, bold=kind == own) for kind, text in spans if kind in (own, "same")]
        if direction(language) == direction(self.words.language):
            return tuple(runs)
        mark = Text("\u200e" if direction(language) == "ltr" else "\u200f")
        return (mark, *join_runs(mark, runs), mark)

    def _relation(self, mine: Provision, overlap: Overlap, same: bool) -> Inlines:
        """Return how alike the words are, whether it was decided lately, and who is asked on either side."""
        kind = "same" if same else "near" if overlap.is_near else "like"
        words, draft = self.words, self.draft
        percent = write_percent(overlap.likeness, words)
        id = f"likeness:{self.prefix}{mine.anchor}/{overlap.standing.symbol}#{overlap.standing.anchor}"
        proved = (f"{overlap.standing.symbol}#{overlap.standing.anchor}",)
        draft.facts[id] = Fact(id, round(overlap.likeness, 2), label=words("fact.likeness"), evidence=proved)
        sentences: list[Inlines] = [draft.say(f"relation.{kind}", share=Number(percent, id))]
        if self.found.decided_last(overlap.standing):
            sentences.append((Text(words("relation.last"), bold=True),))
        if overlap.successor:
            sentences.append(draft.say("relation.replaced", symbol=words.cite(overlap.successor)))
        ours, theirs = mine.bodies, overlap.standing.bodies
        if ours and theirs:
            if both := ours & theirs:
                sentences.append(draft.say("relation.both", list=self.name_bodies(both)))
            if theirs - ours:
                sentences.append(draft.say("relation.theirs", list=self.name_bodies(theirs - ours)))
            if ours - theirs:
                sentences.append(draft.say("relation.ours", list=self.name_bodies(ours - theirs)))
        return join_runs(Text(words("semicolon")), sentences)

    def _newly_asked(self) -> None:
        self.draft.section("s-newly", "h.newly")
        rows = [
            (
                self.name_bodies((item.body,)),
                join_runs(
                    Text(self.words("list.comma")), (named_text(self.words.place(place)) for place in item.anchors)
                ),
                self.draft.say("newly.elsewhere" if item.elsewhere else "newly.new"),
            )
            for item in self.found.newly_asked
        ]
        self.draft.table("t-newly", "cap.newly", _NEWLY, rows, empty="empty.newly")

    def _report(self, duty: ToReport) -> Sequence[Inlines]:
        words = self.words
        due = (words.due(due_of(form, self.found.draft.date)) for form in duty.duty.due)
        return (
            self.name_bodies((duty.receiver,)) if duty.receiver else (Text(words("compare.no-receiver"), muted=True),),
            self.name_bodies(duty.duty.bodies),
            join_runs(Text(words("semicolon")), map(named_text, due)),
            self._place(duty.provision),
            self.cite_standing(duty.before) if duty.before else (Text(words("relation.added"), bold=True),),
        )

    def _concept_note(self) -> None:
        """Add what the mandate review asks of a concept note (A/RES/80/251), and model clauses in our words."""
        draft, words = self.draft, self.words
        draft.section("s-concept", "h.concept")
        asked_first = [finding.provision.bodies for finding in self.found.findings if finding.provision.bodies]
        again = {overlap.standing.symbol for finding in self.found.findings for overlap in finding.overlaps}
        due_already = [report.before.symbol for report in self.found.reports if report.before]
        entries = {
            "rationale": draft.list_of(words.cite(symbol) for symbol in sorted(again)),
            "lead": self.name_bodies(asked_first[0]) if asked_first else (),
            "reports": draft.list_of(words.cite(symbol) for symbol in dict.fromkeys(due_already)),
            "cost": draft.apart(self._cite_costs()),
        }
        draft.listing(
            (
                Text(words(f"concept.{key}"), bold=True),
                Text(words("colon")),
                *(entry or (Text(words(f"concept.no-{key}")),)),
            )
            for key, entry in entries.items()
        )
        clauses = ((Text(words(f"clause.{key}-name")), Text(words(f"clause.{key}"))) for key in _CLAUSES)
        draft.table("t-clauses", "cap.clauses", read_columns("what 20, clause 80"), clauses)

    def _cite_costs(self) -> Iterator[Inlines]:
        """Yield the paragraphs that say what is done with which money: the draft's own, then standing ones like it."""
        own = (finding.provision for finding in self.found.findings)
        standing = (overlap.standing for finding in self.found.findings for overlap in finding.overlaps)
        for provision in dict.fromkeys((*own, *standing)):
            text = provision.text.casefold()
            for phrase in _cost_phrases(provision.language):
                if phrase in text:
                    is_own = provision.symbol == self.found.draft.symbol
                    place = self._place(provision) if is_own else self.cite_standing(provision)
                    quoted = named_text(self.words("quoted", words=phrase), provision.language)
                    yield *place, quoted
                    break

    def name_bodies(self, bodies: Iterable[str]) -> Inlines:
        """Return bodies in a list, in the order of their ids."""
        short_names = (short_name_in(body, self.words.language) for body in sorted(bodies))
        return self.draft.list_of(named_text(text, language) for text, language in short_names)

    def _place(self, provision: Provision) -> Inlines:
        return (named_text(self.words.place(provision.anchor)),)

    def cite_standing(self, provision: Provision) -> Inlines:
        """Return a standing provision as one cites it, with the mark of its evidence."""
        words = self.words
        label = words.cite(provision.symbol, provision.anchor, provision.title)
        id = f"{provision.symbol}#{provision.anchor}"
        self.draft.prove(
            id,
            Evidence(
                id,
                "paragraph",
                f"{label}. {provision.title}".rstrip(". "),
                provision.text,
                provision.language,
                provision.url,
            ),
        )
        return (named_text(label), *self.draft.cite(id))

    def _count(self, id: str, value: int, noun: str = "paragraphs") -> Number:
        """Return a number with its noun; "" for the number alone."""
        return self.draft.bind(f"comparison:{id}", value, "fact.comparison", "texts" if id == "texts" else noun)


_LINE = read_columns("instrument 16, date 12, title 36, link 36")
_TEXTS = read_columns("older-text 43, newer-text 43, change 14")
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
        counted = {
            kind: draft.bind(f"changes:{link.newer}/{kind}", many, "fact.lineage", "paragraphs")
            for kind, many in step.counts.items()
        }
        draft.para(draft.say("lineage.counts", **counted))
        rows = [self._change(change) for change in step.changes if change.kind != "same" or change.moved]
        draft.table(f"t-step-{at}", "cap.step", _TEXTS, rows, empty="empty.step", **symbols)
        if fields := [row for mandate in step.mandates for row in self._mandate(mandate)]:
            draft.table(f"t-fields-{at}", "cap.fields", _FIELDS, fields, **symbols)

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
