"""The paper of a comparison: one page for a delegate, each overlap with both texts side by side.

Bold marks the words that one text has and the other lacks, on either side, in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actionlines import __version__
from actionlines.framework.called import short
from actionlines.lineage.changes import Span
from actionlines.lineage.changes import compare_words as difference
from actionlines.lineage.comparison import Comparison, Finding, ToReport
from actionlines.lineage.overlap import Overlap, Provision
from actionlines.papers.account.model import Account
from actionlines.papers.model import Evidence, Fact, Inlines, Made, Missing, Number, Paper, Text
from actionlines.papers.names import describe_due as due_of
from actionlines.papers.names import write_percent
from actionlines.papers.sections.draft import Draft, join_runs, named_text
from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.papers.words import Words, direction, plural_form

_SIDES = (("col.draft-text", 42, False), ("col.standing-text", 42, False), ("col.relation", 16, False))
_NEWLY = (("col.entities", 40, False), ("col.paragraphs", 30, False), ("col.relation", 30, False))
_REPORTS = (
    ("col.receiver", 22, False),
    ("col.asked", 22, False),
    ("col.due", 18, False),
    ("col.paragraph", 14, False),
    ("col.before", 24, False),
)
_OTHERS = 3  # overlaps of one paragraph with other texts that are shown
_CHANGED = 200  # rows of a table


def comparison_paper(found: Comparison, language: str = "en") -> Paper:
    """Return the comparison as a paper. Raises KeyError for a language that papers are not written in."""
    return _Page(found, catalogue(language)).paper()


class _Page:
    def __init__(self, found: Comparison, words: Words) -> None:
        self.found = found
        self.words = words
        self.draft = Draft(Account(), words)
        self.parent = found.renews.symbol if found.renews else ""

    def paper(self) -> Paper:
        """Return the paper: the brief, what stands already, what is renewed and newly asked, the reports."""
        found, words = self.found, self.words
        self._brief()
        if found.findings:
            self._table("overlap", self._others())
            if found.renews:
                self._table("renewed", self._renewed(), symbol=words.apart(self.parent))
            self._newly_asked()
            self._reports()
        title = words("title.comparison", label=words.apart(found.draft.symbol))
        return Paper(
            "comparison",
            f"comparison {found.draft.symbol}",
            title,
            words.language,
            tuple(self.draft.blocks),
            subtitle=found.draft.title,
            evidence=tuple(self.draft.evidence.values()),
            facts=tuple(self.draft.facts.values()),
            made=Made(found.draft.date, software=__version__),
        )

    def _brief(self) -> None:
        found, say = self.found, self.draft.say
        self.draft.section("s-brief", "h.brief")
        self.draft.add(*map(Missing, found.draft.warnings))
        if not found.findings:
            self.draft.missing("compare.nothing", "compare.nothing-advice")
            return
        others = [one for one in found.findings if self._apart(one)]
        renewed = [one for one in found.findings if self._of_parent(one)]
        lines: list[Inlines] = [
            say(
                "compare.against",
                texts=self._count("texts", found.texts),
                paragraphs=self._count("paragraphs", found.provisions),
            )
        ]
        if found.renews:
            same = sum(1 for one in renewed if self._same(one))
            lines.append(
                say(
                    "compare.renews",
                    symbol=self.parent,
                    total=self._count("paragraphs", len(found.findings)),
                    same=self._figure("same", same),
                    changed=self._figure("changed", len(renewed) - same),
                )
            )
        else:
            lines.append(say("compare.renews-none"))
        last = sum(1 for one in others if found.decided_last(self._apart(one)[0].standing))
        lines.append(
            say(
                "compare.others",
                paragraphs=self._count("overlapping", len(others)),
                last=self._figure("last", last),
            )
        )
        lines.append(
            say(
                "compare.new",
                paragraphs=self._count("new", len([one for one in found.findings if not one.overlaps])),
            )
        )
        if found.later:
            lines.append(say("compare.later", list=self.draft.list_of(found.later)))
        if found.other:
            lines.append(say("compare.other", texts=self._count("other", found.other, "texts")))
        self.draft.listing(lines)
        self.draft.para(say("compare.marks"))

    def _table(self, key: str, rows: Iterable[Sequence[Inlines]], **values: object) -> None:
        self.draft.section(f"s-{key}", f"h.{key}", 1, **values)
        self.draft.table(f"t-{key}", f"cap.{key}", _SIDES, tuple(rows)[:_CHANGED], empty=f"empty.{key}")

    def _apart(self, finding: Finding) -> tuple[Overlap, ...]:
        """Return the overlaps with texts of other subjects."""
        return tuple(one for one in finding.overlaps if one.standing.symbol not in self.found.kin)[:_OTHERS]

    def _of_parent(self, finding: Finding) -> Overlap | None:
        return next((one for one in finding.overlaps if one.standing.symbol == self.parent), None)

    def _same(self, finding: Finding) -> bool:
        held = self._of_parent(finding)
        return held is not None and all(
            kind == "same" for kind, _ in difference(held.standing.text, finding.provision.text)
        )

    def _others(self) -> Iterator[Sequence[Inlines]]:
        for finding in self.found.findings:
            for one in self._apart(finding):
                yield self._sides(finding.provision, one)

    def _renewed(self) -> Iterator[Sequence[Inlines]]:
        for finding in self.found.findings:
            held = self._of_parent(finding)
            if held and not self._same(finding):
                yield self._sides(finding.provision, held)

    def _sides(self, mine: Provision, one: Overlap) -> Sequence[Inlines]:
        spans = difference(one.words or one.standing.text, one.clause or mine.text)
        return (
            (*self._place(mine), Text(self.words("colon")), *self._marked(spans, "ins", mine.language)),
            (
                *self._text(one.standing),
                Text(self.words("colon")),
                *self._marked(spans, "del", mine.language),
            ),
            self._relation(mine, one, all(kind == "same" for kind, _ in spans)),
        )

    def _marked(self, spans: Iterable[Span], own: str, language: str) -> Inlines:
        """Return the spans of one side, bold where the other side lacks them, in the order of their language."""
        runs = [named_text(text, language, bold=kind == own) for kind, text in spans if kind in (own, "same")]
        if direction(language) == direction(self.words.language):
            return tuple(runs)
        mark = Text("\u200e" if direction(language) == "ltr" else "\u200f")
        return (mark, *join_runs(mark, runs), mark)

    def _relation(self, mine: Provision, one: Overlap, same: bool) -> Inlines:
        """Return how alike the words are, whether it was decided lately, and who is asked on either side."""
        kind = "same" if same else "near" if one.is_near else "like"
        words, draft = self.words, self.draft
        shown = write_percent(one.likeness, words)
        id = f"likeness:{mine.anchor}/{one.standing.symbol}#{one.standing.anchor}"
        draft.facts[id] = Fact(id, round(one.likeness, 2), label=words("fact.likeness"))
        said: list[Inlines] = [draft.say(f"relation.{kind}", share=Number(shown, id))]
        if self.found.decided_last(one.standing):
            said.append((Text(words("relation.last"), bold=True),))
        if one.successor:
            said.append(draft.say("relation.replaced", symbol=words.apart(one.successor)))
        ours, theirs = mine.bodies, one.standing.bodies
        if ours and theirs:
            if both := ours & theirs:
                said.append(draft.say("relation.both", list=self._bodies(both)))
            if theirs - ours:
                said.append(draft.say("relation.theirs", list=self._bodies(theirs - ours)))
            if ours - theirs:
                said.append(draft.say("relation.ours", list=self._bodies(ours - theirs)))
        return join_runs(Text(words("semicolon")), said)

    def _newly_asked(self) -> None:
        self.draft.section("s-newly", "h.newly")
        rows = [
            (
                self._bodies((one.body,)),
                join_runs(
                    Text(self.words("list.comma")),
                    (named_text(self.words.place(place)) for place in one.anchors),
                ),
                self.draft.say("newly.elsewhere" if one.elsewhere else "newly.new"),
            )
            for one in self.found.newly_asked
        ]
        self.draft.table("t-newly", "cap.newly", _NEWLY, rows, empty="empty.newly")

    def _reports(self) -> None:
        """Write the reports, those that are new first, by the body whose calendar they enter."""
        self.draft.section("s-calendar", "h.calendar")
        ordered = sorted(self.found.reports, key=lambda one: (one.before is not None, one.receiver))
        self.draft.table(
            "t-calendar", "cap.calendar", _REPORTS, map(self._report, ordered), empty="empty.calendar"
        )

    def _report(self, one: ToReport) -> Sequence[Inlines]:
        words = self.words
        due = (words.due(due_of(form, self.found.draft.date)) for form in one.duty.due)
        return (
            self._bodies((one.receiver,))
            if one.receiver
            else (Text(words("compare.no-receiver"), muted=True),),
            self._bodies(one.duty.bodies),
            join_runs(Text(words("semicolon")), map(named_text, due)),
            self._place(one.provision),
            self._text(one.before) if one.before else (Text(words("relation.added"), bold=True),),
        )

    def _bodies(self, bodies: Iterable[str]) -> Inlines:
        said = (short(one, self.words.language) for one in sorted(bodies))
        return self.draft.list_of(named_text(text, language) for text, language in said)

    def _place(self, one: Provision) -> Inlines:
        return (named_text(self.words.place(one.anchor)),)

    def _text(self, one: Provision) -> Inlines:
        """Return a standing provision as one cites it, with the mark of its evidence."""
        words = self.words
        label = words("place.in", symbol=words.apart(one.symbol), place=words.place(one.anchor))
        id = f"{one.symbol}#{one.anchor}"
        self.draft.prove(
            id,
            Evidence(id, "paragraph", f"{label}. {one.title}".rstrip(". "), one.text, one.language, one.url),
        )
        return (named_text(label), *self.draft.cite(id))

    def _figure(self, id: str, value: int) -> Number:
        self.draft.facts[f"comparison:{id}"] = Fact(
            f"comparison:{id}", value, label=self.words("fact.comparison")
        )
        return Number(self.words.number(value), f"comparison:{id}")

    def _count(self, id: str, value: int, noun: str = "paragraphs") -> Number:
        """Return a number with its noun."""
        made = self._figure(id, value)
        forms = self.words(f"n.{'texts' if id == 'texts' else noun}").split("|")
        form = forms[min(plural_form(self.words.language, value), len(forms) - 1)]
        return Number(form.format(n=made.shown), made.fact)
