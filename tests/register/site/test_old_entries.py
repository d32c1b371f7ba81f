"""The entries that units and scripts of 0.1.0 name: each leads on, and says so in one line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LOAD = "from actionlines.site.wsgi import application; assert callable(application)"


@pytest.mark.parametrize(
    ("words", "settings", "warned"),
    [
        (["-m", "actionlines.site", "version"], "", [""]),
        # With the old name of the settings too.
        (["-m", "actionlines.site", "version"], "actionlines.site.settings", ["", ".settings"]),
        (["-c", LOAD], "", [".wsgi"]),
        (["-c", LOAD], "actionlines.site.settings", [".settings", ".wsgi"]),
        # A folder without a register ends the worker in one line more.
        (["-m", "actionlines.site.worker"], "", [".worker"]),
    ],
)
def test_an_old_entry_leads_on(words, settings, warned, tmp_path):
    environment = {**os.environ, "ACTIONLINES_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": settings}
    if not settings:
        del environment["DJANGO_SETTINGS_MODULE"]
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, env=environment, check=False, timeout=600
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("actionlines.site")]
    assert [line.split()[0].removeprefix("actionlines.site") for line in lines] == warned, done.stderr
    assert all("Name actionlines.register.site" in line for line in lines)
    assert done.returncode == ("worker" in words[-1]), done.stderr
