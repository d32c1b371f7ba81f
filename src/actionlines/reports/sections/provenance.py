"""What a paper was made of and with."""

from __future__ import annotations

from actionlines import __version__
from actionlines.framework.manifest import read_manifest
from actionlines.papers.model import Made
from actionlines.reports.account.model import Account
from actionlines.reports.sections.draft import Draft


def made(draft: Draft) -> Made:
    """Of the records that the account holds; the day is that of the newest of them, never the clock's."""
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
    """The day of the newest record, "" where there is none."""
    days = [one.changed for one in account.mandates]
    days += [one.changed for one in account.activities]
    days += [one.changed for one in account.envelopes]
    # A document has the day of its adoption: it tells of the register only where nothing else does.
    return max(days, default="") or max((one.date for one in account.instruments), default="")


def _model() -> str:
    from actionlines.alignment import Aligner

    return Aligner.load().version
