"""Every command after an installation with few extras: it works, or names the extra that it lacks."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.running import ROOT, run_apart

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Put on the path, it takes away what no requirement brings.
BLOCK = """
import sys

BLOCKED = frozenset({blocked!r})


class Taken:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Taken())
for name in [name for name in sys.modules if name.partition(".")[0] in BLOCKED]:
    del sys.modules[name]
"""
COMMANDS = {
    "review": ("review", "itu-resolution.txt", "--out", "OUT"),
    "review without links": ("review", "itu-resolution.txt", "--no-align", "--out", "OUT"),
    "review of a country": (
        "review", "itu-resolution.txt", "--country", "KEN", "--figures", "indicators.csv", "--out", "OUT",
    ),
    "mandates": ("mandates", "itu-resolution.txt"),
    "cite": ("cite", "itu-resolution.txt"),
    "read": ("read", "itu-resolution.txt"),
    "series": ("series", "itu-resolution.txt"),
    "align": ("align", "--text", "Water"),
    "compare": ("compare", "itu-resolution.txt", "--with", "itu-resolution.txt"),
    "align neural": ("align", "--text", "Water", "--neural"),
    "align many": ("align", "--in", "itu-resolution.txt", "--out", "OUT"),
    "measure": ("measure", "indicators.csv", "--out", "OUT"),
    "serve": ("serve", "--data", "OUT"),
    "import": ("import", "indicators.csv", "--data", "OUT"),
    "report": ("report", "profile", "KEN", "--out", "OUT", "--data", "OUT"),
    "roadmap": ("roadmap", "C2", "--out", "OUT", "--data", "OUT"),
    "backup": ("backup", "OUT.zip", "--data", "OUT"),
    "restore": ("restore", "OUT.zip", "--data", "OUT"),
    "framework": ("framework", "check"),
    "benchmark": ("benchmark", "alignment", "--texts", "OUT"),
}  # fmt: skip
# The extras that a command needs: none where the core is enough; all others need the whole `site`.
NEEDS = {
    "review": {"report"}, "review without links": {"report"}, "review of a country": {"report", "measure"},
    "mandates": set(), "cite": set(), "read": set(), "framework": set(), "series": {"report"}, "align": {"align"},
    "compare": {"report"},
    "align neural": {"neural"}, "align many": {"scale"}, "measure": {"report", "measure"}, "benchmark": {"align"},
}  # fmt: skip


def required(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    """Yield what a package needs with these extras; of this project what pyproject.toml says."""
    if name == PROJECT["name"]:
        for one in (PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)):
            yield from map(Requirement, one)
        return
    try:
        said = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for one in map(Requirement, said):
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield one


def brought(extras: frozenset[str]) -> set[str]:
    """Return the packages that an installation with these extras has."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(PROJECT["name"], extras)]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += [(canonicalize_name(need.name), frozenset(need.extras)) for need in required(*one)]
    return {name for name, _ in seen}


# Installed from folders, of which no list of files is kept.
MODELS = {name: [name] for name in ("actionlines_model", "actionlines_model_neural")}


def installation(folder: Path, extras: frozenset[str]) -> str:
    """Return a path of Python on which only what the extras bring is found."""
    have = brought(extras)
    modules = {**metadata.packages_distributions(), **MODELS}.items()
    blocked = {module for module, owners in modules if not have & set(map(canonicalize_name, owners))}
    (folder / "sitecustomize.py").write_text(BLOCK.format(blocked=sorted(blocked - {"actionlines"})))
    return os.pathsep.join([str(folder), *sys.path])


EXTRAS = ("", "align", "report", "measure", "measure,report")
# The others are long.
SHORT = {("report", "review"), ("", "review"), ("", "backup")}
CASES = [
    pytest.param(
        extras, name, marks=[] if (extras, name) in SHORT else pytest.mark.long, id=f"{extras or 'core'}-{name}"
    )
    for extras in EXTRAS
    for name in COMMANDS
]


@pytest.mark.parametrize(("extras", "name"), CASES)
def test_a_command_works_or_names_its_extra(extras: str, name: str, tmp_path: Path) -> None:
    have = frozenset(filter(None, extras.split(",")))
    path = installation(tmp_path, have)
    out = tmp_path / "out"
    words = [word.replace("OUT", str(out)) for word in COMMANDS[name]]
    done = run_apart(*words, PYTHONPATH=path, ACTIONLINES_DATA=str(out))
    assert "Traceback" not in done.stderr, done.stderr
    # An extra may bring what another needs: `measure` brings pyarrow.
    if brought(frozenset(NEEDS.get(name, {"site"}))) <= brought(have):
        # There are no texts to measure.
        assert done.returncode == (1 if name == "benchmark" else 0), done.stderr
        assert "is not installed" not in done.stderr
    else:
        assert done.returncode == 1
        assert re.match(r"AL50[13] .+ is not installed\. Install it with `pip install 'actionlines\[", done.stderr)
        assert done.stderr.count("\n") == 1
        assert not out.exists()
