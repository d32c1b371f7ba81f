"""An account of a few records, from which all kinds of reports are built."""

from __future__ import annotations

from dataclasses import replace

from actionlines.papers.account.model import (
    Account,
    ActivityRecord,
    Envelope,
    InstrumentRecord,
    Linked,
    MandateRecord,
    Organisation,
    ParagraphRecord,
    ProgressNote,
    SeriesStanding,
    Words,
)

SYMBOL = "A/RES/80/173"
INSTRUMENT = InstrumentRecord(
    1, SYMBOL, "A sample of a resolution", "general-assembly", "2025-12-17", "en", "resolution", "", "a" * 64,
    "/instruments/A/RES/80/173/",
)  # fmt: skip
FRAMEWORK = InstrumentRecord(
    2, "file:0123456789ab", "Frame of villages", "", "2025-01-01", "en", "", "KEN", "b" * 64, "/instruments/f/"
)


def line(concept: str, level: str = "action_line", status: str = "confirmed", quote: str = "") -> Linked:
    """A link, with the words that say so."""
    return Linked(concept, level, status, 0.9, (Words("", quote),) if quote else ())  # type: ignore[arg-type]


MANDATE = MandateRecord(
    1, SYMBOL, "113", 0, "request", "requests", "to develop road maps", "action-plan", ("cstd",), ("year:2027",),
    "2027-12-31", (("action-line-facilitators", "facilitators"),), "Requests facilitators to develop road maps;",
    "confirmed", "2026-01-05", "", 3, (line("C5"),),
    (ProgressNote("2026-02-01", "A first outline is there.", "activity", {"activity": 7}),), "en", 2, "2026-01-05",
    "/mandates/1/",
)  # fmt: skip
MEMBERS = replace(
    MANDATE, id=2, anchor="20", strength="invites", action="to share good practices",
    addressees=(("member-states", "Member States"),),
    quote="Invites Member States to share good practices;", status="proposed", lead=None, progress=(), due=(),
    due_on="", report_to=(), deliverable="none", links=(line("C11", status="proposed"),),
)  # fmt: skip
ACTIVITY = ActivityRecord(
    7, "Passwords on the radio", "A weekly hour on passwords.", "project", True, 3, "Trust", (), ("BRA",),
    "2025-01-01", "2026-06-30", (), (), (), "", "", "",
    (line("C5"), line("sdg:17.8", "target", quote="on the air")),
    ((1, "confirmed"),), "en", 4, "2025-01-01", "2025-03-01", "/activities/7/",
)  # fmt: skip
OWN = replace(ACTIVITY, id=8, title="Nets of the lake", practice=False, places=("KEN",), mandates=())
STANDING = SeriesStanding(
    "KEN", "R&D {x}", "sdg:17.8.1", "", "Internet users", "percent", ("sdg:17.8", "sdg:17", "C2", "C5"),
    (2019, 2022), (22.6, 28.8), 100.0, "all",
    (("linear", "slow", "Too slow", 0.5), ("logit", "away", "Away", 0.9)),
    0.71, "", "ITU", "net.csv", "c" * 64, "lags",
)  # fmt: skip
FRAME_PARAGRAPH = ParagraphRecord(
    FRAMEWORK.symbol, "1", "operative", "1", "Fibre for forty districts under Action Line C2.", "en",
    (line("C2", quote="Action Line C2"),),
)  # fmt: skip
MONEY = Envelope(
    1, "Plan", "Nets", "2024-01-01", "2027-12-31", "CHF", "1000.50", 3, ("C5",), ((8, "400.25"),), 1, "2024-01-01",
    "/e/1/",
)  # fmt: skip
ACCOUNT = Account(
    instruments=(INSTRUMENT, FRAMEWORK),
    paragraphs=(FRAME_PARAGRAPH,),
    mandates=(MEMBERS, MANDATE),
    activities=(ACTIVITY, OWN),
    organisations=(Organisation(3, "Trust", "", "civil-society", "KEN", "", "/o/3/"),),
    envelopes=(
        MONEY,
        replace(MONEY, id=2, objective="Radio", currency="USD", amount="70.00", organisation=None, allocations=()),
    ),
    standings=(
        STANDING,
        replace(STANDING, breakdown="sex=F", values=(20.0, 21.5), lag=None, state="unjudged"),
        replace(STANDING, breakdown="sex=M", values=(20.0, 36.0), lag=None, state="unjudged"),
        replace(STANDING, area="itu-region:AFR", values=(20.0, 25.0)),
        replace(STANDING, area="BRA", values=(60.0, 81.0), lag=0.0, state="on-course"),
    ),
    address="https://example.org",
)  # fmt: skip
