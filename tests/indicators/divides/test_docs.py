"""The programs in the pages on divides, aims and priorities run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = ("divides", "aims", "priorities")


def programs(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (DOCS / "explanation" / f"{page}.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_programs_run(page: str) -> None:
    found = programs(page)
    assert found
    for program in found:
        exec(compile(program, f"docs/explanation/{page}.md", "exec"), {})


def test_the_yaml_in_the_page_is_read(tmp_path: Path) -> None:
    from actionlines.indicators.aims import read_aims

    (text,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "explanation" / "aims.md").read_text("utf-8"), re.DOTALL)
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    assert [one.area for one in read_aims(path)] == ["KEN", ""]
    (table,) = re.findall(r"```csv\n(.*?)```", (DOCS / "explanation" / "aims.md").read_text("utf-8"), re.DOTALL)
    path = tmp_path / "own.csv"
    path.write_text(table, "utf-8")
    assert [(one.value, one.direction) for one in read_aims(path)] == [(85, 1), (25, -1)]


def test_every_field_of_an_own_aim_is_described() -> None:
    from actionlines.indicators.aims import own

    text = (DOCS / "explanation" / "aims.md").read_text("utf-8")
    columns = [column for both in own.PAIRS.values() for column in both]
    assert all(f"`{name}`" in text for name in (*own._OTHERS, *own._WHATS, *columns))


def test_every_kind_of_gap_is_described() -> None:
    from actionlines.indicators.priorities.gaps import KINDS

    text = (DOCS / "explanation" / "priorities.md").read_text("utf-8")
    assert all(f"| `{kind}` |" in text for kind in KINDS)
