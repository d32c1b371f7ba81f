"""Texts of people in a paper, and the end of every paper."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines import __version__
from actionlines.framework.manifest import read_manifest
from actionlines.papers.account.model import Account
from actionlines.papers.model import Kind, Made, Paper
from actionlines.papers.sections.draft import Draft
from actionlines.papers.sections.narrative import Flag, Written, woven
from actionlines.papers.words import Words


def made(draft: Draft) -> Made:
    """Return what the paper was made of. Its day is that of the newest record, never the clock's."""
    account = draft.account
    records = (
        ("instruments", len(account.instruments)), ("mandates", len(account.mandates)),
        ("activities", len(account.activities)), ("organisations", len(account.organisations)),
        ("envelopes", len(account.envelopes)), ("standings", len(account.standings)),
    )  # fmt: skip
    return Made(
        as_of=as_of(account),
        data=(("framework", read_manifest().version), *sorted(draft.sources.items())),
        records=tuple((kind, count) for kind, count in records if count),
        model=_model(),
        software=__version__,
    )


def as_of(account: Account) -> str:
    """Return the day of the newest record, "" where there is none."""
    days = [one.changed for one in account.mandates]
    days += [one.changed for one in account.activities]
    days += [one.changed for one in account.envelopes]
    # A document has the day of its adoption: it tells of the register only where nothing else does.
    return max(days, default="") or max((one.date for one in account.instruments), default="")


def _model() -> str:
    from actionlines.alignment import Aligner

    return Aligner.load().version


class Told(Draft):
    """A draft with the texts that people wrote for its sections.

    flags  collected while the texts are woven in (narrative.Flag)
    mark   whether flags stand in the text too
    """

    def __init__(
        self, account: Account, words: Words, texts: Sequence[Written] = (), *, numbered: bool = False,
        mark: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(account, words, numbered=numbered)
        self.texts, self.mark = texts, mark
        self.flags: list[Flag] = []
        self.seen: dict[str, dict[str, str]] = {}

    def has(self, section: str) -> bool:
        """Return whether somebody wrote something for a section."""
        return any(one.section == section and one.text.strip() for one in self.texts)

    def written(self, section: str) -> bool:
        """Put what people wrote for a section; False where they wrote nothing."""
        found = [one for one in self.texts if one.section == section and one.text.strip()]
        for one in found:
            out = woven(self, one, mark=self.mark)
            self.add(*out.blocks)
            self.flags += out.flags
            self.seen[section] = dict(out.seen)
        return bool(found)

    def paper(
        self, kind: Kind, id: str, title: str, *, subtitle: str = "", status: str = "",
        masthead: Sequence[tuple[str, str]] = (),
    ) -> Paper:  # fmt: skip
        """Return the paper, with all its facts and evidence."""
        return Paper(
            kind, id, title, self.words.language, tuple(self.blocks), subtitle, status, tuple(masthead),
            tuple(self.evidence.values()), tuple(self.facts.values()), tuple(self.annex), made(self),
        )  # fmt: skip
