"""Text that people write into a report, with facts in it as `{{question}}`, and facts that they may insert.

A text keeps the values that its author saw, and each build of the report checks them again. A number that has
changed gets a flag, and so does a number that was typed by hand and is bound to nothing. Years, dates, symbols
and places in documents are names rather than figures, and may be typed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from actionlines import __version__
from actionlines.errors import BadQuestion
from actionlines.framework import load
from actionlines.framework.manifest import read_manifest
from actionlines.papers.account.model import Account
from actionlines.papers.account.query import answer_question
from actionlines.papers.account.question import normalise_question, write_question
from actionlines.papers.check import find_figures
from actionlines.papers.model import Block, Inline, Inlines, Kind, Listing, Made, Paper, Para, Text
from actionlines.papers.sections.draft import Draft, named_text
from actionlines.papers.sections.evidence import describe_question
from actionlines.papers.sections.figures import find_furthest, list_currencies
from actionlines.papers.words import Words

FACT = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
LONGEST = 20_000  # letters of one text

FlagKind = Literal["changed", "unbound", "unanswered", "unknown"]


@dataclass(frozen=True, slots=True)
class SectionText:
    """A text in the section `section`, by `by`; `seen` are pairs (question, value as it was shown).

    language  of the text, "" for that of the paper
    """

    section: str
    text: str
    by: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag on a number of a text. `words` are the digits, or the question; was and now for `changed`."""

    kind: FlagKind
    section: str
    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class BoundText:
    """A text as blocks, with flags for its numbers and the values that it shows now."""

    blocks: tuple[Block, ...]
    flags: tuple[Flag, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Words of a text, or one of its questions with its answer.

    text     the words; of a question, what it asks
    shown    the words, or the answer; "?" where there is none
    problem  why it is no question, "" where it is one
    """

    text: str
    question: bool
    shown: str
    problem: str = ""


def split_text(text: str, account: Account, words: Words) -> Iterator[TextPiece]:
    """Yield the words and the questions of a text in their order, for a page."""
    for at, part in enumerate(FACT.split(text)):
        if at % 2:
            try:
                fact = answer_question(account, part)
            except BadQuestion as error:
                yield TextPiece(part, True, "?", str(error))
            else:
                yield TextPiece(part, True, "?" if fact.value is None else words.figure(fact.value, fact.unit))
        elif part:
            yield TextPiece(part, False, part)


def strip_questions(text: str) -> str:
    """Return the text with its questions left out, for lists and the search index.

    >>> strip_questions("It holds {{mandates?line=C5}} mandates.")
    'It holds … mandates.'
    """
    return FACT.sub("…", text)


def bind_text(draft: Draft, section_text: SectionText, *, mark: bool = True) -> BoundText:
    """Return the text with its facts bound. An empty line ends a paragraph; lines that begin with "- " are a list.

    mark  whether the text shows each flag beside its number
    """
    flags: list[Flag] = []
    seen: dict[str, str] = {}
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", section_text.text[:LONGEST].replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        runs = [tuple(_bind_line(draft, section_text, line.removeprefix("- "), flags, seen, mark)) for line in lines]
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append(Listing(tuple(runs)))
        elif lines:
            run: Inlines = tuple(
                piece for at, some in enumerate(runs) for piece in ((*((Text(" "),) if at else ()), *some))
            )
            blocks.append(Para(run, numbered=draft.numbered, by=section_text.by))
    return BoundText(tuple(blocks), tuple(flags), seen)


def _bind_line(
    draft: Draft, section_text: SectionText, line: str, flags: list[Flag], seen: dict[str, str], mark: bool
) -> Iterator[Inline]:
    at = 0
    loose = dict(find_unbound(line))
    for matches in FACT.finditer(line):
        yield from _plain_runs(section_text, line, at, matches.start(), loose, flags, mark, draft)
        yield from _bind_question(draft, section_text, matches[1], flags, seen, mark)
        at = matches.end()
    yield from _plain_runs(section_text, line, at, len(line), loose, flags, mark, draft)


def _bind_question(
    draft: Draft, each_text: SectionText, text: str, flags: list[Flag], seen: dict[str, str], mark: bool
) -> Iterator[Inline]:
    try:
        question = normalise_question(text)
        fact = draft.fact(question)
    except BadQuestion:
        flags.append(Flag("unknown", each_text.section, text))
        yield Text(f"[{draft.words('flag.unknown')}]", muted=True)
        return
    if fact.value is None:
        flags.append(Flag("unanswered", each_text.section, question))
        yield Text(f"[{draft.words('flag.unanswered')}: {fact.label}]", muted=True, name=True)
        return
    now = draft.words.figure(fact.value, fact.unit)
    seen[question] = now
    yield draft.ask(question)
    yield from draft.cite(*fact.evidence)
    # What was seen is kept in the form of the language that it was written in; values are compared, not forms.
    was = dict(each_text.seen).get(question, now)
    if _digits_only(was) != _digits_only(now):
        flags.append(Flag("changed", each_text.section, question, was, now))
        if mark:
            yield Text(f" [{draft.words('flag.changed')} {draft.words.apart(was)}]", muted=True, name=True)


def _digits_only(value: str) -> str:
    """Return the digits of a value, whatever parts them."""
    return re.sub(r"[\s,.'  %]", "", value)


def _plain_runs(
    section_text: SectionText,
    line: str,
    start: int,
    end: int,
    loose: Mapping[int, int],
    flags: list[Flag],
    mark: bool,
    draft: Draft,
) -> Iterator[Inline]:
    at = start
    for first in sorted(place for place in loose if start <= place < end):
        last = loose[first]
        flags.append(Flag("unbound", section_text.section, line[first:last]))
        if mark:
            # What people wrote is theirs: the digits stay, and are said to be bound to nothing.
            yield named_text(line[at:last], section_text.language)
            yield Text(f" [{draft.words('flag.unbound')}]", muted=True)
            at = last
    if at < end:
        yield named_text(line[at:end], section_text.language)


def find_unbound(text: str) -> list[tuple[int, int]]:
    """Return spans of digits that are no facts, years, dates, symbols, codes or places of documents."""
    # Facts are bound; a mask of the same length keeps the places.
    return find_figures(FACT.sub(lambda matches: "·" * len(matches[0]), text))


def describe_making(draft: Draft) -> Made:
    """Return what the paper was made of. Its day is that of the newest record, never the clock's."""
    account = draft.account
    records = (
        ("instruments", len(account.instruments)),
        ("mandates", len(account.mandates)),
        ("activities", len(account.activities)),
        ("organisations", len(account.organisations)),
        ("envelopes", len(account.envelopes)),
        ("standings", len(account.standings)),
    )
    rules = (("policy.csv", account.rules),) if account.standings and account.rules else ()
    from actionlines.alignment.weights import packaged_version

    return Made(
        as_of=newest_day(account),
        data=(("framework", read_manifest().version), *rules, *_list_sources(draft.sources)),
        records=tuple((kind, count) for kind, count in records if count),
        model=packaged_version(),
        software=__version__,
    )


def _list_sources(sources: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the files with their SHA-256; members of one archive together, by the first and the last."""
    members: dict[str, list[str]] = {}
    for name, sha256 in sorted(sources.items()):
        members.setdefault(sha256, []).append(name)
    for sha256, names in members.items():
        yield names[0] if len(names) < 2 else f"{names[0]} … {names[-1]}", sha256


def newest_day(account: Account) -> str:
    """Return the day of the newest record, "" where there is none."""
    days = [mandate.changed for mandate in account.mandates]
    days += [activity.changed for activity in account.activities]
    days += [envelope.changed for envelope in account.envelopes]
    # A document has the day of its adoption: it tells of the register only where nothing else does.
    return max(days, default="") or max((instrument.date for instrument in account.instruments), default="")


class ReportDraft(Draft):
    """A draft with the texts that people wrote for its sections.

    flags  collected while the texts are woven in (narrative.Flag)
    mark   whether flags are in the text too
    """

    def __init__(
        self,
        account: Account,
        words: Words,
        texts: Sequence[SectionText] = (),
        *,
        numbered: bool = False,
        mark: bool = True,
    ) -> None:
        super().__init__(account, words, numbered=numbered)
        self.texts, self.mark = texts, mark
        self.flags: list[Flag] = []
        self.seen: dict[str, dict[str, str]] = {}

    def has(self, section: str) -> bool:
        """Return whether somebody wrote something for a section."""
        return any(text.section == section and text.text.strip() for text in self.texts)

    def written(self, section: str) -> bool:
        """Put what people wrote for a section; False where they wrote nothing."""
        texts = [text for text in self.texts if text.section == section and text.text.strip()]
        for text in texts:
            out = bind_text(self, text, mark=self.mark)
            self.add(*out.blocks)
            self.flags += out.flags
            self.seen[section] = dict(out.seen)
        return bool(texts)

    def paper(
        self,
        kind: Kind,
        id: str,
        title: str,
        *,
        subtitle: str = "",
        status: str = "",
        masthead: Sequence[tuple[str, str]] = (),
        concise: bool = False,
    ) -> Paper:
        """Return the paper, with all its facts and evidence."""
        return Paper(
            kind,
            id,
            title,
            self.words.language,
            tuple(self.blocks),
            subtitle,
            status,
            tuple(masthead),
            tuple(self.evidence.values()),
            tuple(self.facts.values()),
            tuple(self.annex),
            describe_making(self),
            concise=concise,
        )


MOST = 14


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A fact: the question to insert, what it is in words, the value as it is shown, and its unit."""

    question: str
    label: str
    value: str
    unit: str = ""


def propose_facts(
    account: Account, words: Words, *, line: str = "", symbol: str = "", area: str = "", period: str = ""
) -> list[ProposedFact]:
    """Return facts on a line, an instrument, an area or the whole that have an answer other than 0, in their rank:
    mandates and their status, then activities and places, then figures, then money.
    """
    facts: list[ProposedFact] = []
    for text in dict.fromkeys(
        normalise_question(question) for question in _questions(account, line, symbol, area, period)
    ):
        fact = answer_question(account, text)
        if fact.value in (None, 0, 0.0, ""):
            continue
        value = fact.value
        assert value is not None
        value_text = words.figure(value, fact.unit)
        facts.append(ProposedFact(text, describe_question(text, words, account), value_text, words.unit(fact.unit)))
        if len(facts) == MOST:
            break
    return facts


def _questions(account: Account, line: str, symbol: str, area: str, period: str) -> Iterator[str]:
    here = {name: value for name, value in (("line", line), ("symbol", symbol)) if value}
    if area:
        yield from _of_area(account, area)
    yield write_question("mandates", **here)
    for status in ("delivered", "overdue", "under_way", "confirmed", "proposed"):
        yield write_question("mandates", status=status, **here)
    yield write_question("mandates", lead="no", **here)
    yield write_question("paragraphs", asks="yes", **here)
    if symbol:
        return
    tail = f"&{period}" if period else ""
    text = write_question("activities", **here) + ("" if here else "?")
    for noun in ("activities", "organisations", "countries"):
        yield text.replace("activities", noun, 1) + (tail if here else period)
    yield text + ("&" if here else "") + "practice=yes" + tail
    if line:
        yield f"series?line={line}&kind=itu-region&behind=yes"
        yield f"series?line={line}&kind=itu-region"
    for currency in list_currencies(account.envelopes):
        yield write_question("envelopes.amount", currency=currency, **here)
        yield write_question("allocations.amount", currency=currency, **here)


def _of_area(account: Account, area: str) -> Iterator[str]:
    for item in find_furthest((row for row in account.standings if row.area == area), 5):
        of = {"area": item.area, "series": item.series}
        yield write_question("value", breakdown=item.breakdown, **of)
        yield write_question("growth", since=str(item.years[0]), breakdown=item.breakdown, **of)
        for divide in ("sex", "location"):
            yield write_question("gap", divide=divide, **of)
    yield write_question("activities", area=area)
    yield write_question("activities", area=area, practice="yes")
    yield write_question("organisations", area=area)
    if area in load().countries:
        yield write_question("mandates", body="member-states")
