"""A paper in the making: blocks in their order, facts and evidence in the order in which they are first used.

Road maps and reports are written with it. A cell, a part of a sentence and an entry of a list is a `Part`: plain
text is a name or the words of a record, everything else is inlines.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from actionlines.papers import model as m
from actionlines.papers.account.model import Account, SeriesStanding
from actionlines.papers.account.query import NO_CURRENCY, answer_question
from actionlines.papers.account.question import normalise_question
from actionlines.papers.charts.model import TOKENS, Chart, chart_spec
from actionlines.papers.names import write_percent
from actionlines.papers.sections import evidence
from actionlines.papers.sections.evidence import describe_question
from actionlines.papers.words import Words

Part = str | m.Inline | m.Inlines
Columns = Sequence[tuple[str, int, bool]]  # key of the heading, share of the width, whether it holds figures
Rows = Iterable[m.TableRow | Sequence[Part]]
NOTHING: m.Inlines = (m.Text("–", muted=True),)
_HOLE = re.compile(r"\{([a-z_]+)\}")


def read_columns(text: str) -> tuple[tuple[str, int, bool], ...]:
    """Return columns from their keys and shares of the width; `#` is behind one that holds figures.

    >>> read_columns("what 30, number 10 #, check.lead 9")
    (('col.what', 30, False), ('col.number', 10, True), ('check.lead', 9, False))
    """
    parts = [part.split() for part in text.split(",")]
    return tuple((key if "." in key else f"col.{key}", int(share), bool(mark)) for key, share, *mark in parts)


def named_text(text: str, language: str = "", *, bold: bool = False, muted: bool = False) -> m.Text:
    """Return words of a record, a document or the framework, in their own language ("" for that of the paper)."""
    return m.Text(text, bold=bold, muted=muted, language=language, name=True)


def run_of(part: Part) -> m.Inlines:
    """Return a part as inlines; plain text is a name."""
    if isinstance(part, str):
        return (named_text(part),) if part else ()
    return part if isinstance(part, tuple) else (part,)


def join_runs(between: Part, runs: Iterable[Part]) -> m.Inlines:
    """Return runs that are not empty, with `between` between two of them."""
    out: m.Inlines = ()
    for run in map(run_of, runs):
        if run:
            out = (*out, *run_of(between), *run) if out else run
    return out


class Draft:
    """Made for one paper, from one account, in the language of `words` (`labels.report_words`).

    numbered  whether its paragraphs are counted, as those of United Nations reports are
    """

    def __init__(self, account: Account, words: Words, *, numbered: bool = False) -> None:
        self.account = account
        self.words = words
        self.numbered = numbered
        self.blocks: list[m.Block] = []
        self.annex: list[m.Table] = []
        self.facts: dict[str, m.Fact] = {}
        self.evidence: dict[str, m.Evidence] = {}
        self.sources: dict[str, str] = {}  # name of a file of figures or document -> SHA-256

    @cached_property
    def standing(self) -> Mapping[str, SeriesStanding]:
        """Return the standings of the account by id."""
        return {standing.id: standing for standing in self.account.standings}

    def fact(self, text: str) -> m.Fact:
        """Return the answer to a question, kept with the paper. Raises BadQuestion."""
        question = normalise_question(text)
        return self.facts.get(question) or self._keep(answer_question(self.account, question))

    def _keep(self, found_fact: m.Fact) -> m.Fact:
        evidence = tuple(entry for entry in found_fact.evidence if self.prove(entry))
        fact = replace(found_fact, label=describe_question(found_fact.id, self.words, self.account), evidence=evidence)
        self.facts[found_fact.id] = fact
        return fact

    def ask(self, text: str) -> m.Inline:
        """Return the answer as a number of the text; words that say so where there is none."""
        fact = self.fact(text)
        if fact.value is None:
            return m.Text(self.words("none-known"), muted=True)
        return m.Number(self.words.figure(fact.value, fact.unit), fact.id)

    def known(self, text: str, value: float, unit: str = "", evidence: Sequence[str] = ()) -> m.Number:
        """Return a figure that is known already, bound to the question that gives it again."""
        question = normalise_question(text)
        if question not in self.facts:
            self._keep(m.Fact(question, value, unit, evidence=tuple(evidence)))
        return m.Number(self.words.figure(value, unit), question)

    def value(self, text: str) -> float:
        """Return the answer as a number to decide by; 0 where there is none."""
        value = self.fact(text).value
        return float(value) if isinstance(value, int | float) else 0.0

    def counted(self, noun: str, text: str) -> m.Inline:
        """Return a number with its noun, in the form that the language asks for: one bound unit ("3 mandates")."""
        fact = self.fact(text)
        if not isinstance(fact.value, int):
            return self.ask(text)
        return m.Number(self.words.in_form(f"n.{noun}", fact.value), fact.id)

    def bind(self, id: str, value: int, label: str, noun: str = "", evidence: Iterable[str] = ()) -> m.Number:
        """Return a number that was counted elsewhere, with a fact of its own and perhaps its noun; `label` is a key."""
        self.facts[id] = m.Fact(id, value, label=self.words(label), evidence=tuple(evidence))
        return m.Number(self.words.in_form(f"n.{noun}", value) if noun else self.words.number(value), id)

    def money(self, text: str) -> m.Inlines:
        """Return the answer to a question on money, with its currency where one is known."""
        unit = self.fact(text).unit
        return (self.ask(text), *((m.Text(f" {unit}"),) if unit != NO_CURRENCY else ()))

    def say(self, key: str, **parts: Part) -> m.Inlines:
        """Return the words of a key with parts filled in; plain text among the parts is a name or a symbol."""
        out: list[m.Inline] = []
        for at, piece in enumerate(_HOLE.split(self.words(key))):
            if at % 2:
                part = parts[piece]
                out += run_of(self.words.apart(part) if isinstance(part, str) else part)
            elif piece:
                out.append(m.Text(piece))
        return tuple(out)

    def prove(self, id: str, made: m.Evidence | None = None) -> bool:
        """Enter evidence; `made` where it is at hand. False where the account knows nothing of it."""
        if id in self.evidence:
            return True
        if (new_entry := made or evidence.find_evidence(id, self)) is None:
            return False
        self.evidence[id] = new_entry
        return True

    def cite(self, *ids: str) -> m.Inlines:
        """Return marks that lead to evidence; nothing where none of it is known."""
        known = tuple(entry_id for entry_id in dict.fromkeys(ids) if self.prove(entry_id))
        return (m.Cite(known),) if known else ()

    def section(self, id: str, key: str, level: int = 1, **values: object) -> None:
        """Add a heading in the words of a key."""
        self.blocks.append(m.Section(id, self.words(key, **values), level))

    def add(self, *blocks: m.Block) -> None:
        """Add blocks at the end of the draft, unchanged."""
        self.blocks += blocks

    def para(self, *runs: m.Inlines, id: str = "") -> None:
        """Add a paragraph of runs, a space between two."""
        if inlines := join_runs(m.Text(" "), runs):
            self.blocks.append(m.Para(inlines, id, self.numbered))

    def listing(self, items: Iterable[Part]) -> None:
        """Add a list; nothing where it has no entry."""
        if entries := tuple(filter(None, map(run_of, items))):
            self.blocks.append(m.Listing(entries))

    def missing(self, key: str, advice: str = "", **values: object) -> None:
        """Add a note in the place of missing content; `advice` is a key too."""
        self.blocks.append(m.Missing(self.words(key, **values), self.words(advice) if advice else ""))

    def table(
        self,
        id: str,
        caption: str,
        columns: Columns,
        rows: Rows,
        *,
        empty: str = "",
        note: str | m.Inlines = "",
        **values: object,
    ) -> None:
        """Add a table. `caption` and `empty` (for one without rows) are keys.

        note    inlines, or keys with blanks between
        values  what the caption is filled in with
        """
        self.blocks.append(self._table(id, self.words(caption, **values), columns, rows, empty, note))

    def in_annex(self, id: str, caption: str, columns: Columns, rows: Rows) -> None:
        """Add a table to the workbook only; nothing where it has no rows. `caption` is a key."""
        made = self._table(id, self.words(caption), columns, rows)
        self.annex += [made] if made.rows else []

    def _table(
        self, id: str, caption: str, columns: Columns, rows: Rows, empty: str = "", note: str | m.Inlines = ""
    ) -> m.Table:
        heads = tuple(m.Column(self.words(key), share, number) for key, share, number in columns)
        made = tuple(
            row if isinstance(row, m.TableRow) else m.TableRow(tuple(run_of(cell) or NOTHING for cell in row))
            for row in rows
        )
        note_runs = (m.Text(" ".join(map(self.words, note.split()))),) if isinstance(note, str) and note else note or ()
        return m.Table(id, caption, heads, made, note_runs, self.words(empty) if empty else "")

    def proposed(self, p: float) -> m.Proposal:
        """Return the mark of a proposal with its probability."""
        return m.Proposal(write_percent(p, self.words))

    def head(self, part: Part) -> m.TableRow:
        """Return a row with one cell over the whole width of a table; plain text is bold."""
        return m.TableRow(((m.Text(part, bold=True),) if isinstance(part, str) else run_of(part),), head=True)

    def list_of(self, names: Iterable[Part]) -> m.Inlines:
        """Return names parted by the comma of the language."""
        return join_runs(m.Text(self.words("list.comma")), names)

    def name_first(self, names: Iterable[Part], most: int) -> m.Inlines:
        """Return different names parted by the semicolon, at most so many; … marks that there are others."""
        unique = list(dict.fromkeys(names))
        return (*self.apart(unique[:most]), *((m.Text(" …"),) if len(unique) > most else ()))

    def apart(self, runs: Iterable[Part]) -> m.Inlines:
        """Return runs parted by the semicolon of the language."""
        return join_runs(m.Text(self.words("semicolon")), runs)


def add_bars(draft: Draft, id: str, title: str, sentence: str, head: str, rows: Sequence[tuple[str, str]]) -> None:
    """Add a bar for each (name, question); nothing where all are 0. `title`, `sentence` and `head` are keys."""
    words = draft.words
    values = [(name, draft.value(text)) for name, text in rows]
    if not any(value for _name, value in values):
        return
    top = max(values, key=lambda pair: pair[1])[0]
    data = [{"name": name, "value": value, "shown": words.figure(int(value), "")} for name, value in values]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 320},
    }
    x = {"field": "value", "type": "quantitative", "title": None, "axis": None, "scale": {"zero": True}}
    layer = [
        {"mark": {"type": "bar", "color": TOKENS["accent"], "height": {"band": 0.7}}, "encoding": {"y": y, "x": x}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": TOKENS["muted"]},
            "encoding": {"y": y, "x": x, "text": {"field": "shown"}},
        },
    ]
    chart = Chart(
        id,
        words(title),
        words(sentence, name=top),
        chart_spec(height=20 * len(data) + 10, data={"values": data}, layer=layer),
        words("source-register"),
        (words("col.what"), words(head)),
        tuple((name, int(value)) for name, value in values),
    )
    draft.add(m.Figure(id, chart))
