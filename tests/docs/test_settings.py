"""Every environment variable that the package looks at is described."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_is_described() -> None:
    names = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bACTIONLINES_[A-Z_]+\b", path.read_text("utf-8"))
    }
    described = set(
        re.findall(r"`(ACTIONLINES_[A-Z_]+)`", (ROOT / "docs" / "administer" / "settings.md").read_text("utf-8"))
    )
    assert names and names == described
