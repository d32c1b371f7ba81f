"""A kind of record is added by its folder, a migration and its line in KINDS."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {
    "entered": 302, "edited": 302, "stale": 409, "wrong": 422, "of a visitor": 302,
    "record": [200, True], "list": [200, True], "search": [200, True], "menu": [200, True],
    "difference": True, "history": 200, "found": 1,
    "API entered": 201, "API edited": "Geneva", "API record": "Forum", "API list": 1, "API described": True,
    "imported": ["partly", {"made": 1, "refused": 1}, True],
}  # fmt: skip


def test_it_has_pages_api_search_and_imports(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "tests.register.added_kind.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.added_kind.walk", str(tmp_path / "data")],
        env={**os.environ, **settings}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == ANSWERS
