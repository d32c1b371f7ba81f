"""Three distributions of one repository: their versions fit, and no new weights are put into the history."""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from pathlib import Path

import pytest

from actionlines import __version__
from actionlines.alignment.weights import EXTRAS

ROOT = Path(__file__).parents[1]
LARGE = 500_000  # bytes


def project(folder: str) -> dict[str, object]:
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("folder,package", [*zip(("model/default", "model/neural"), EXTRAS, strict=True)])
def test_the_extra_names_the_version_of_the_weights(folder: str, package: str) -> None:
    weights = project(folder)
    assert weights["name"] == package.replace("_", "-")
    asked = project(".")["optional-dependencies"][EXTRAS[package]]
    assert f"{weights['name']}=={weights['version']}" in asked


def test_the_changelog_has_the_notes_of_this_release() -> None:
    heads = [one.split()[1] for one in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if one[:3] == "## "]
    assert heads[0] == __version__


def test_no_new_weights_are_tracked() -> None:
    """Weights that were in the history before they had packages may stay; later ones belong into a release."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout of git")
    tracked = [ROOT / one for one in done.stdout.decode().split("\0") if one]
    large = [one for one in tracked if one.is_file() and one.stat().st_size > LARGE]
    binary = [one for one in large if b"\0" in one.read_bytes()]
    sums = {f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(ROOT)}" for one in binary}
    new = sums - set((ROOT / "model/tracked.sha256").read_text("utf-8").splitlines())
    assert not new, "every clone would grow by megabytes: see docs/decisions/0022-weights-apart.md"
