"""The examples of `make demo` in the database of a test."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from examples.demo import fill as demo

from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.site.commands.import_files import ImportRequest, import_files
from tests.register.test_cooperation import bring, kenya

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
DOCUMENTS = ("itu-resolution.txt", "itu-resolution-revised.txt", "demo/resolution.txt")


def fill(*more: str) -> None:
    """Documents (`more` of them first), activities, a framework, figures, accounts and what people did."""
    import_examples(ImportRequest(), *more, *DOCUMENTS)
    import_examples(ImportRequest(publish=True), "demo/activities.csv")
    import_examples(ImportRequest(what="cooperation", country="NGA"), "demo/cooperation-nigeria.txt")
    import_examples(ImportRequest(), "indicators.csv")
    people = demo.accounts("a long pass phrase")
    demo.mandates(people)
    demo.activities(people)
    demo.money(people)
    demo.consultations(people)
    demo.road_maps(people)
    demo.reports(people)
    _withdrawn_road_map()


def frameworks() -> None:
    """A country of UN INFO: the demonstration has none, for its figures are UN INFO's alone."""
    with TemporaryDirectory() as folder:
        bring(Path(folder), {"KEN.json": kenya()})


def _withdrawn_road_map() -> None:
    """The demonstration has none: its page is a tombstone."""
    gone = RoadMap.objects.get(status="published")
    gone.pk, gone.status, gone.status_reason = None, "withdrawn", "It became part of another."
    gone.save(force_insert=True)


def import_examples(asked: ImportRequest, *names: str) -> None:
    said: list[str] = []
    files = [EXAMPLES / name for name in names]
    assert import_files(files, None, asked, said.append, said.append, lambda *_: None) == 0, said
