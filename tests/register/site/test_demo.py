"""`make demo`: the examples fill a register with something of everything; a second run changes no record."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from examples.demo.fill import pass_phrase

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Comment
from actionlines.register.core.models import Event, Version
from actionlines.register.mandates.models import Mandate
from actionlines.register.people.models import User
from actionlines.register.resources.models import Allocation
from actionlines.register.standings.models import Standing
from tests.register.site.filled import ROOT, fill

pytestmark = pytest.mark.django_db


def records() -> dict[str, int]:
    """How much there is, imports aside: each run is one."""
    kinds = {
        "activities": Activity,
        "mandates": Mandate,
        "people": User,
        "allocations": Allocation,
        "comments": Comment,
    }
    counts = {name: model.objects.count() for name, model in kinds.items()}
    counts["versions"] = Version.objects.exclude(kind="import").count()
    counts["events"] = Event.objects.exclude(kind="import").count()
    return counts


@pytest.mark.long
def test_it_fills_every_state_and_a_second_run_changes_nothing() -> None:
    fill()
    once = records()
    states = Counter(Activity.objects.values_list("status", flat=True))
    assert set(states) == {"draft", "submitted", "changes", "published", "withdrawn"}
    assert {"proposed", "confirmed", "under_way", "delivered", "overdue"} <= set(
        Mandate.objects.values_list("status", flat=True)
    )
    assert {one.language for one in Activity.objects.all()} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert Standing.objects.filter(area="KEN").exists()
    states = Counter(Comment.objects.values_list("how", flat=True))
    assert {"same", "orphaned", "whole"} <= set(states)
    assert set(Comment.objects.values_list("status", flat=True)) == {"held", "published", "removed"}
    fill()
    assert records() == once


def test_accounts_cannot_be_guessed_from_the_source(tmp_path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    phrases = {pass_phrase(one), pass_phrase(other), pass_phrase(one)}
    assert len(phrases) == 2
    assert (one / "accounts.txt").stat().st_mode & 0o077 == 0


def test_make_demo_brings_in_every_example() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8")
    recipe = recipe[recipe.index("$(OUT)/demo: ") : recipe.index("\ntest: ")]
    for path in (ROOT / "examples" / "demo").iterdir():
        if path.suffix in (".txt", ".csv") and path.name != "envelopes.csv":
            assert f"examples/demo/{path.name}" in recipe
    assert "examples.demo.fill" in recipe


def test_make_demo_moves_a_whole_register_into_its_place(tmp_path: Path) -> None:
    """Commands of the recipe are replaced by a script that notes its calls, and fails while `broken` is there."""
    command, out, broken = tmp_path / "bin" / "actionlines", tmp_path / "out", tmp_path / "broken"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nmkdir -p "$3"\necho "$*" >> "$3/calls"\n[ ! -e {broken} ]\n')
    command.chmod(0o755)
    (command.parent / "python").symlink_to(command)
    options = ["-o", ".venv/run.done", f"BIN={command.parent}", f"OUT={out}", "CATALOGUES=", f"{out}/demo"]

    def made() -> int:
        return subprocess.run(["make", *options], cwd=ROOT, capture_output=True, check=False).returncode

    broken.touch()
    assert made() != 0 and not (out / "demo").exists()
    broken.unlink()
    assert made() == 0
    calls = (out / "demo" / "calls").read_text().splitlines()
    assert len(calls) == 5 and calls[0].startswith("import") and calls[-1].startswith("-m examples.demo.fill")
    assert made() == 0  # nothing is left to do
    assert (out / "demo" / "calls").read_text().splitlines() == calls
    assert not (out / "demo.partial").exists()
