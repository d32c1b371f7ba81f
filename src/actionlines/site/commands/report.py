"""`actionlines report`: a report of the register into a folder, in one format or more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from actionlines.reports.kinds import Asked, build
from actionlines.reports.kinds.asked import checked
from actionlines.reports.paper.write import check_writable, write
from actionlines.site.setup import start

Say = Callable[[str], None]
OnProgress = Callable[[str, int, int], None]  # what is done, steps done, steps in all


def report(
    given: Mapping[str, Any], out: Path, data: Path | None, forms: Sequence[str], say: Say,
    on_progress: OnProgress, *, force: bool = False,
) -> None:  # fmt: skip
    """Build it and write its files, all or none. `given`: fields of `reports.kinds.Asked`.

    Raises NotAsked (AL822), UnknownConcept (AL302), NothingToReport (AL821), OutputError (AL401) and
    SetupError (AL708).
    """
    asked = checked(Asked(**given))
    check_writable(asked.id, out, forms, force=force)
    steps = 4
    on_progress("setting up", 0, steps)
    start(data)
    from actionlines.registry.reports import account_of

    if asked.kind == "contribution" and not asked.chosen:
        asked = replace(asked, chosen=_proposed(asked))
    on_progress("reading the records", 1, steps)
    account = account_of(asked)
    on_progress("building", 2, steps)
    paper = build(account, asked).paper
    on_progress("writing", 3, steps)
    for path in write(paper, out, forms, force=force).values():
        say(str(path))


def _proposed(asked: Asked) -> tuple[str, ...]:
    """What the register proposes for a contribution of this country."""
    from actionlines.registry.reports import suggested

    return suggested(asked.area)
