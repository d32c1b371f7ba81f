"""The settings of production pass Django's own checks."""

from __future__ import annotations

import os
import subprocess
import sys


def test_the_checks_of_production_are_clean(tmp_path):
    known = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    environment = {
        **known, "ACTIONLINES_DATA": str(tmp_path), "ACTIONLINES_HTTPS": "1",
        "ACTIONLINES_HOSTS": "register.example.org",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "actionlines.site", "check", "--deploy", "--fail-level", "WARNING"],
        capture_output=True, text=True, env=environment, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout + done.stderr
