"""The text of people and the end of every paper."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.papers.model import Kind, Paper
from actionlines.papers.words import Words
from actionlines.reports.account.model import Account
from actionlines.reports.sections.draft import Draft
from actionlines.reports.sections.narrative import Flag, Written, woven
from actionlines.reports.sections.provenance import made


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
        """Whether somebody wrote something for a section."""
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
        """The paper, with all its facts and evidence."""
        return Paper(
            kind, id, title, self.words.language, tuple(self.blocks), subtitle, status, tuple(masthead),
            tuple(self.evidence.values()), tuple(self.facts.values()), tuple(self.annex), made(self),
        )  # fmt: skip
