"""The register of the golden files: the demonstration, then a resolution of others, on a day that stands still."""

from __future__ import annotations

import datetime as clock
import os
import time
from pathlib import Path
from typing import Any

DAY = "2026-01-05"  # the day of the samples in the documentation
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ACTIONLINES_SHARED", ROOT.parent / "shared"))
OF_OTHERS = SHARED / "data" / "documents" / "text" / "un" / "A_RES_80_173.txt"
SYMBOL = "A/RES/80/173"


def stand_still() -> None:
    """Set the clock of this process to noon of DAY, from where it goes on at its pace."""
    begin = clock.datetime.fromisoformat(f"{DAY}T12:00:00+00:00").timestamp()
    started = time.monotonic()

    def now() -> float:
        return begin + time.monotonic() - started

    # `date.today` asks the module `time`; Django asks `datetime`, which does not.
    time.time = now
    from django.utils import timezone

    class Still(clock.datetime):
        @classmethod
        def now(cls, tz: clock.tzinfo | None = None) -> clock.datetime:  # type: ignore[override]
            return clock.datetime.fromtimestamp(now(), tz)

    timezone.datetime = Still
    assert clock.date.today().isoformat() == timezone.now().date().isoformat() == DAY


def command(*words: str) -> None:
    """Run `actionlines` in this process."""
    from actionlines.cli import app

    code = app(list(words), standalone_mode=False)
    assert not code, (words, code)


def set_up(folder: Path) -> None:
    """Begin an empty register in `folder`, on a day that stands still."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["ACTIONLINES_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "actionlines.register.site.settings"
    from hatch_build import compile_catalogues

    from actionlines.register.site.setup import start

    compile_catalogues()
    start(folder)
    stand_still()


def demonstration(folder: Path) -> None:
    """Fill a new register in `folder` with the examples, as `make demo-data` does."""
    set_up(folder)
    from tests.register.site.filled import fill

    fill("resolution.pdf", "contribution.docx")


def of_others() -> None:
    """Bring a resolution of others in; people confirm, correct and reject some of its mandates."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.mandates.actions import (
        AssignLead,
        ConfirmMandate,
        CorrectMandate,
        RecordProgress,
        RejectMandate,
    )
    from actionlines.register.mandates.models import Mandate
    from actionlines.register.organisations.models import Organisation
    from actionlines.register.people.models import User

    command("import", str(OF_OTHERS))
    reviewer = User.objects.get(email__startswith="reviewer@")
    proposed = Mandate.objects.filter(instrument__symbol=SYMBOL, status="proposed").order_by("pk")
    for number, mandate in enumerate(list(proposed)):
        match number % 4:
            case 0:
                ConfirmMandate(reviewer, mandate).do()
            case 1:
                RejectMandate(reviewer, mandate, reason="It is a part of the paragraph before it.").do()
            case 2:
                CorrectMandate(reviewer, mandate, due_on=clock.date(2027, 6, 30)).do()
    first: Any = proposed.model.objects.filter(instrument__symbol=SYMBOL, status="confirmed").order_by("pk").first()
    lead = Organisation.objects.get(name="Regional Connectivity Observatory")
    AssignLead(reviewer, first, lead=lead.pk).do()
    first.refresh_from_db()
    shown = {"activity": Activity.objects.filter(status="published").order_by("pk").first().pk}
    RecordProgress(reviewer, first, text="A first meeting was held.", evidence_kind="activity", evidence=shown).do()
