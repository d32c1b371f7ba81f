"""Fields of mandates judged by reading: 477 rows of unseen documents of many organs and of six languages.

    python -m benchmarks.checks [DATA]

checks_verdicts.tsv holds one row a line: document (a symbol of mandate_sources.jsonl.gz, or `dev.LANGUAGE:LINE`
of DATA/languages), paragraph, start of the action, the values of its fields, `!` before a wrong one; `deliverable`
is the right label. A field whose value is another today counts as wrong where the judged value was right, and is
left out where it was wrong. The figures are those of `benchmarks.asks --only checks`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from actionlines.documents import Document, read
from actionlines.mandates import Mandate, find_mandates
from actionlines.mandates.context import year_of
from actionlines.mandates.fields import signs
from benchmarks.sources import as_text, documents

VERDICTS = Path(__file__).with_name("checks_verdicts.tsv")
Judged = tuple[str, str, tuple[str, ...], bool]
_VALUES = ("addressees", "due", "report_to")


def judged_rows(data: Path) -> Iterator[tuple[str, Document, Mandate, dict[str, bool]]]:
    """Yield (name, document, mandate, field -> whether it is wrong) for each judged row that is found."""
    wanted = defaultdict(list)
    with VERDICTS.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            wanted[row["document"]].append(row)
    for name, file_name, text in _texts(data, set(wanted)):
        document = read(text.encode(), name=file_name)
        places = {(one.paragraph, str(one.action.start)): one for one in find_mandates(document)}
        for row in wanted[name]:
            mandate = places.get((row["paragraph"], row["start"]))
            if mandate is not None:
                yield name, document, mandate, _wrong(row, mandate)


def judged_fields(data: Path) -> Iterator[Judged]:
    """Yield (document's name, field, keys of its signs, whether it is wrong) for each judged field."""
    for name, document, mandate, wrong in judged_rows(data):
        keys = signs(document, mandate, year_of(document))
        for field, is_wrong in wrong.items():
            yield name, field, keys[field], is_wrong  # type: ignore[index]


def _wrong(row: dict[str, str], mandate: Mandate) -> dict[str, bool]:
    today = dict(zip(_VALUES, map(",".join, (mandate.bodies, mandate.due, mandate.report_to)), strict=True))
    wrong = {"deliverable": mandate.deliverable != row["deliverable"], "action": row["action"] == "!"}
    for field, value in today.items():
        was_wrong, same = row[field].startswith("!"), row[field].lstrip("!") == value
        if same or not was_wrong:
            wrong[field] = was_wrong or not same
    return wrong


def _texts(data: Path, names: set[str]) -> Iterator[tuple[str, str, str]]:
    for row in documents(data):
        if row["symbol"] in names:
            yield row["symbol"], f"{row['name']}.txt", as_text(row)
    lines: dict[str, list[str]] = {}
    for name in sorted(name for name in names if name.startswith("dev.")):
        language, _, number = name.removeprefix("dev.").partition(":")
        if language not in lines:
            path = data / "languages" / f"dev.{language}.gz"
            lines[language] = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
        yield name, "line.txt", lines[language][int(number)] + "\n"


def marked(data: Path) -> tuple[float, float, float]:
    """Return the share of rows with a check, of wrong fields that have one, and of checks that were needed."""
    fields: Counter[tuple[bool, bool]] = Counter()
    rows: Counter[bool] = Counter()
    for _, _, mandate, wrong in judged_rows(data):
        rows[bool(mandate.checks)] += 1
        for field, is_wrong in wrong.items():
            fields[is_wrong, mandate.how_sure(field) == "check"] += 1  # type: ignore[arg-type]
    both, errors = fields[True, True], fields[True, True] + fields[True, False]
    return rows[True] / rows.total(), both / (errors or 1), both / (both + fields[False, True] or 1)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    print("judged", " ".join(f"{share:.3f}" for share in marked(parser.parse_args().data)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
