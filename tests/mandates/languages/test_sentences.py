"""Single sentences of many kinds of papers, pasted alone and into an English mail (`sentences.csv`)."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from actionlines.documents import read
from actionlines.mandates import find_mandates
from actionlines.mandates.languages.grammar import LANGUAGES
from actionlines.mandates.model import Mandate

TABLE = Path(__file__).with_name("sentences.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
MAIL = "Dear colleagues,\n\nThe sentence that we discussed is this one:\n\n{}\n\nKind regards,\nThe desk\n"


def begins(mandate: Mandate, row: dict[str, str]) -> bool:
    """Return whether a mandate has the action and the addressee of a row."""
    near = abs(mandate.action.start - row["text"].find(row["action"])) <= (10 if row["language"] == "zh" else 25)
    named = mandate.addressees[0].text if mandate.addressees else ""
    return near and named.endswith(row["addressee"]) and bool(named) == bool(row["addressee"])


@pytest.mark.parametrize("form", ["{}\n", MAIL], ids=["alone", "mail"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences(language: str, form: str) -> None:
    count: Counter[str] = Counter()
    for row in ROWS:
        if row["language"] != language:
            continue
        found = find_mandates(read(form.format(row["text"]).encode(), name="a.txt"))
        right = [one for one in found if row["action"] and begins(one, row)][:1]
        count["asks"] += bool(row["action"])
        count["found"] += len(right)
        count["more"] += len(found) - len(right)
    assert (count["asks"], count["found"], count["more"]) == (10, 10, 0)
