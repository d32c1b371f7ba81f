"""Small data sets in the layout of the shared data, for the model of five words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

# The small model says: water -> 6, school -> 4, clinic -> 3 and C7-ehealth, broadband -> C2 and 9.
DEV: dict[str, list[dict[str, Any]]] = {
    "goals_paragraphs": [
        {"text": "Water for the village", "goals": [6]},
        {"text": "A school for the village", "goals": [4]},
        {"text": "A clinic for the village", "goals": [6]},
        {"text": "The committee adjourned", "goals": [1]},
    ],
    "dpg_evidence_dev": [{"text": "Broadband everywhere", "sdgs": [9]}, {"text": "A school", "sdgs": [3]}],
    "dpg_sdg_dev": [{"text": "Water and a school", "sdgs": [4, 6, 9]}],
    "action_lines": [
        {"text": "A clinic", "action_lines": ["C7-ehealth"], "targets": ["3.8"]},
        {"text": "A school", "action_lines": ["C7-egovernment"]},
    ],
    "goals_multilabel_silver": [
        {"text": "Water and a school", "goals": [4, 6]},
        {"text": "The school bus was late", "goals": []},
        {"text": "The committee adjourned", "goals": []},
        {"text": f"The water of the village {'was of no use to most of the people ' * 4}", "goals": [6]},
    ],
}
LINES = {"en": ["Water", "A school", "A clinic", "Nothing"], "zh": ["用水", "诊所", "无", "学校"]}


def write_data(folder: Path) -> Path:
    """The folder with all the sets; of the other languages there is Chinese alone."""
    dev, languages = folder / "alignment" / "dev", folder / "languages"
    dev.mkdir(parents=True)
    languages.mkdir()
    for name, rows in DEV.items():
        lines = "\n".join(json.dumps(row) for row in rows)
        (dev / f"{name}.jsonl").write_text(f"{lines}\n\n", "utf-8")
    for code, some in LINES.items():
        with gzip.open(languages / f"dev.{code}.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in ["Water"] * 1000 + some)
    return folder
