"""Bodies, targets and areas have their names in the language of a report; files for programs stay in English."""

from __future__ import annotations

import json
from pathlib import Path

from actionlines.framework.translated import table
from actionlines.reports.called import in_language
from actionlines.reports.concepts import full
from actionlines.reports.follow_up import review
from actionlines.reports.measure.scope import area_name
from actionlines.reports.words import words
from actionlines.reports.write import write

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "resolution.pdf"


def test_what_people_read_is_in_their_language(tmp_path: Path) -> None:
    made = review([str(EXAMPLE)])
    french = in_language(made, "fr")
    assert in_language(made, "en") is made
    called = {one.body: one.short for one in french.asked}
    assert (
        called["academia"]
        == table()["academia"]["fr"]
        != {one.body: one.short for one in made.asked}["academia"]
    )
    assert any(called["academia"] in row.asked for row in french.mandates)
    write(made, tmp_path, "fr")
    assert called["academia"] in (tmp_path / "index.html").read_text("utf-8")
    data = json.loads((tmp_path / "review.json").read_text("utf-8"))
    assert called["academia"] not in json.dumps(data, ensure_ascii=False)


def test_targets_and_areas() -> None:
    assert full("sdg:17.8", words("fr")).endswith(table()["sdg:17.8"]["fr"])
    assert area_name("LDC", "zh") == "最不发达国家"
