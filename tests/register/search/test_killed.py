"""`kill -9` at any moment: what the database holds is in the index after the next start."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROUNDS = 4
SCRIPT = [sys.executable, "-m", "tests.register.search.dying"]


@pytest.mark.long
def test_after_being_killed_the_index_equals_the_database(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    luck = random.Random(5)
    turns = 0
    for _ in range(ROUNDS):
        process = subprocess.Popen([*SCRIPT, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline(), "it ended before its first turn"
        time.sleep(luck.uniform(0, 0.4))
        process.kill()
        rest, _ = process.communicate()
        turns += 1 + rest.count("\n")
    done = subprocess.run(
        [*SCRIPT, str(tmp_path), "check"], cwd=root, capture_output=True, text=True, timeout=600, check=True
    )
    assert done.stdout.strip() == "{}"
    assert turns >= ROUNDS
