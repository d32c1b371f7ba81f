"""Clients that foreign generators make of the description compile, and run what docs/connect/clients.md shows."""

from __future__ import annotations

import compileall
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.node import HELD, package
from tests.register.site.api.world import token, world

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
PAGE = (Path(__file__).resolve().parents[4] / "docs" / "connect" / "clients.md").read_text("utf-8")
PYTHON = "openapi-python-client@0.29.1"


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def register(live_server: Any) -> dict[str, str]:
    """A small register: its address, and a token of a member who may write."""
    world()
    Client().get("/api/openapi.json")  # the first answer takes longer than the generator waits
    return {"REGISTER": live_server.url, "TOKEN": token("member", scope="write")}


def run(command: list[str], folder: Path, **more: str) -> str:
    """What a command says; an error fails the test with its words."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def right(said: str) -> None:
    """Assert that a program did every step: both print the same words, lists in forms of their own."""
    bare = [" ".join(re.sub(r"[\[\]',]", "", line).split()) for line in said.splitlines()]
    lines = [line.split(maxsplit=1) for line in bare]
    told = {first: rest for first, rest in lines if first != "proposed"}
    assert re.fullmatch(r"\d+ Radio lessons on safe passwords", told.pop("activity"))
    assert told == {
        "confirmed": "0", "Kenya": "2", "me": "member@example.org", "import": "done",
        "changed": "2 Radio lessons on safe passwords KEN Village radio explains how to choose passwords.",
    }  # fmt: skip
    assert ["proposed", "A/RES/80/901 2 itu"] in lines and len(lines) == 12


def test_python(register: dict[str, str], tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    if not uv or subprocess.run([uv, "tool", "run", PYTHON, "--version"], capture_output=True).returncode:
        pytest.skip(f"uv cannot install {PYTHON}: no client in Python is tried")
    generate = shlex.split(blocks("sh")[0].replace("$REGISTER", register["REGISTER"]))
    assert generate.pop(0) == PYTHON.partition("@")[0]
    said = run(["sh", "-c", 'exec "$@" 2>&1', "sh", uv, "tool", "run", PYTHON, *generate], tmp_path)
    # The generator knows no operation that answers with XML; it says so of the one there is, and leaves it out.
    assert re.findall(r"WARNING parsing (.*)", said) == ["GET /api/instruments/{id}/akn within instruments."]
    assert compileall.compile_dir(tmp_path / "register_client", quiet=1)
    right(run([sys.executable, "-c", blocks("python")[0]], tmp_path, **register))


def test_typescript(register: dict[str, str], tmp_path: Path) -> None:
    install, *commands = blocks("sh")[1].strip().splitlines()
    for name in install.split()[2:]:
        package(name)
    (tmp_path / "node_modules").symlink_to(HELD / "node_modules")
    (tmp_path / "tutorial.mts").write_text(blocks("ts")[0], "utf-8")
    said = [run(shlex.split(one.replace("$REGISTER", register["REGISTER"])), tmp_path, **register) for one in commands]
    right(said[-1])
