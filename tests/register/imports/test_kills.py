"""Killed -9, an import goes on: nothing half, nothing twice. `benchmarks.imports kills` does it 20 times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.long
def test_killed_and_run_again_it_converges(tmp_path):
    # A database of its own, in a process of its own: other connections must see what a killed one left.
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings", "ACTIONLINES_DATA": str(tmp_path)}
    program = "from pathlib import Path; from benchmarks.imports import kills; import sys\n"
    program += "print(kills(3, 600, Path(sys.argv[1])))"
    run = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "'kills': 3" in done.stdout
