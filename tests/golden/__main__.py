"""Write the golden files, and say what is different.

    python -m tests.golden [FOLDER]     into FOLDER; by default into tests/golden/kept
    python -m tests.golden --quick      only the addresses and the interface for programs, in seconds
    python -m tests.golden --backup     a backup of this release, into tests/golden/backups

The register behind them is made in a temporary folder. Files of a resolution of others hold digests of sentences;
they need the folder `shared` beside the checkout, and stay as they are without it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.golden import papers, records, world
from tests.golden.texts import difference, digests, dump

KEPT = Path(__file__).with_name("kept")
OTHERS = "others/"  # files that hold digests


def parts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every golden file; the register is made in `folder`."""
    world.demonstration(folder / "register")
    yield "versions.json", dump(records.versions())
    yield "events.json", dump(records.events())
    yield "permissions.json", dump(records.permissions())
    yield from site()
    yield from papers.papers(folder)
    if world.OF_OTHERS.is_file():
        yield from of_others(folder)


def site() -> Iterator[tuple[str, str]]:
    """Yield what the site answers to; this needs no record."""
    shape, said = records.programs()
    yield "addresses.txt", "\n".join(records.addresses()) + "\n"
    yield "openapi.json", dump(shape)
    yield "openapi-words.json", dump(said)


def of_others(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what a resolution of others adds to the register, without its sentences."""
    from actionlines.papers.reports import ReportRequest

    version, event = records.last()
    world.of_others()
    yield f"{OTHERS}versions.json", dump(digests(records.versions(version)))
    yield f"{OTHERS}events.json", dump(digests(records.events(event)))
    asked = {
        "follow-up": ReportRequest("follow-up", symbol=world.SYMBOL), "biennial": ReportRequest("biennial"),
        "profile": ReportRequest("profile", language="fr", area="KEN"),
    }  # fmt: skip
    for kind, one in asked.items():
        yield f"{OTHERS}{kind}.json", dump(papers.by_part(papers.structure(papers.paper_of(one))))


def main(target: Path, quick: bool = False) -> int:
    """Write every file into `target`, with `quick` those of the site; print what differs from what was there."""
    held = {path.relative_to(target).as_posix() for path in target.rglob("*.*") if path.is_file()}
    found = set()
    with tempfile.TemporaryDirectory(prefix="actionlines-golden-") as folder:
        for name, text in quick_parts(Path(folder)) if quick else parts(Path(folder)):
            found.add(name)
            path = target / name
            kept = path.read_text("utf-8") if path.exists() else ""
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(*difference(name, kept, text), sep="\n", end="\n" if kept != text else "")
    for name in sorted(held - found):
        if not quick and (not name.startswith(OTHERS) or world.OF_OTHERS.is_file()):
            (target / name).unlink()
            print(f"{name}: there is no such file any more")
    return 0


def quick_parts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that need no record, made in seconds."""
    world.set_up(folder)
    yield from site()


def keep_backup() -> int:
    """Write a backup of the demonstration, and the columns of its tables, named by the release."""
    from actionlines import __version__

    with tempfile.TemporaryDirectory(prefix="actionlines-golden-") as folder:
        world.demonstration(Path(folder) / "register")
        from actionlines.register.site.backup import backup
        from actionlines.register.site.backup.tables import all_models

        target = KEPT.with_name("backups") / f"{__version__}.zip"
        backup(target)
        models = {model._meta.db_table: model._meta.concrete_fields for model in all_models()}
        columns = {table: [field.attname for field in fields] for table, fields in models.items()}
        target.with_suffix(".json").write_text(dump(columns), "utf-8")
        print(target)
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    if sys.argv[1:] == ["--backup"]:
        sys.exit(keep_backup())
    if sys.argv[1:] == ["--quick"]:
        sys.exit(main(KEPT, quick=True))
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else KEPT))
