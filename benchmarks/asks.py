"""Mandates of ITU resolutions, papers of many bodies, decisions and passages in six languages against their gold.

    python -m benchmarks.asks [DATA] [--only itu|papers|bodies|decisions|six|documents|pasted|checks] [--errors]

DATA/asks holds the gold, its texts and the scorers. A body of the framework that the closed list of the gold lacks
counts as `other:`, as the gold writes such bodies. `documents` are the passages of a language as one document,
numbered and plain; `pasted` are single sentences of pasted.tsv, alone and in a mail. `checks` is about the fields
that a mandate marks for a person to read: the share of rows with a mark, of wrong fields with one, of marks that
were needed.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from actionlines.documents import read
from actionlines.framework.bodies import LEFT_OPEN, NAMED, body_of, by_alias
from actionlines.mandates import find_mandates
from benchmarks.figure import Figure, python, scratch
from benchmarks.gold import write_gold, write_lines
from benchmarks.passages import answers

Row = dict[str, Any]
# Fields of score_asks.py in the order of the bars below.
FIELDS = ("mandate", "strict", "addr", "due", "report_to", "deliverable")
BARS = {
    "itu": (0.97, 0.90, 0.95, 0.90, 0.85, 0.78),
    "papers": (0.92, 0.68, 0.84, 0.78, 0.60, 0.65),
    "decisions": (0.92, 0.65, 0.80, 0.75, 0.70, 0.70),
    "bodies": (0.92, 0.68, 0.82, 0.55, 0.60, 0.0),
}
# What must not be lost: the state when the figure was last raised.
HELD = {
    "itu": (0.99, 0.93, 0.985, 0.89, 0.91, 0.93),
    "papers": (0.955, 0.75, 0.91, 0.815, 0.73, 0.88),
    "decisions": (0.96, 0.80, 0.90, 0.88, 0.75, 0.91),
    "bodies": (0.98, 0.83, 0.89, 0.80, 0.92, 0.82),
}
FOLDERS = ("itu", "papers", "bodies")
PARTS = (*BARS, "six", "documents", "pasted", "checks")
# mandate, addressees, due, whole paragraph the same as the gold
SIX_FIELDS = ("mandate", "addr", "due", "same")
SIX = {
    "en": (0.97, 0.90, 0.85, 0.75),
    "fr": (0.94, 0.86, 0.80, 0.68),
    "es": (0.94, 0.86, 0.80, 0.68),
    "ru": (0.90, 0.82, 0.75, 0.60),
    "ar": (0.90, 0.82, 0.75, 0.60),
    "zh": (0.90, 0.82, 0.75, 0.60),
}
SIX_HELD = {
    "en": (0.0, 0.0, 0.0, 0.0),
    "fr": (0.98, 0.93, 0.88, 0.74),
    "es": (0.98, 0.93, 0.88, 0.78),
    "ru": (0.97, 0.91, 0.83, 0.75),
    "ar": (0.98, 0.92, 0.72, 0.74),
    "zh": (0.98, 0.94, 0.80, 0.80),
} | {"en": (0.98, 0.93, 0.87, 0.83)}
# bar, and what must not be lost
CHECKS = (
    ("checks: rows with a check", "<=", 0.30, 0.20),
    ("checks: wrong fields that have one", ">=", 0.60, 0.13),
    ("checks: checks that were needed", ">=", 0.50, 0.28),
)


def _run(*command: str) -> str:
    return subprocess.run(python(*command), check=True, capture_output=True, text=True).stdout


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def find(data: Path, out: Path) -> None:
    """Write what is found: OUT/itu and OUT/papers as folders, OUT/decisions.jsonl and OUT/six.jsonl."""
    asks = data / "asks"
    for folder in FOLDERS:
        for error in write_gold(sorted((asks / folder).glob("*.txt")), out / folder):
            print(error, file=sys.stderr)
        known = closed_list(data, *(asks / folder).glob("*.mandates.jsonl"))
        for path in (out / folder).glob("*.mandates.jsonl"):
            write_lines(path, [as_closed(row, known) for row in _rows(path)])
    for folder in ("decisions", "six"):
        lines = _run(str(asks / "passages.py"), str(asks / folder / "texts.jsonl")).splitlines()
        known = closed_list(data, asks / folder / "gold.jsonl")
        rows = (
            {**row, "mandates": [as_closed(mandate, known) for mandate in row["mandates"]]} for row in answers(lines)
        )
        write_lines(out / f"{folder}.jsonl", rows)


def closed_list(data: Path, *gold: Path) -> dict[str, str]:
    """Return the labels that a gold may use, those of the guide and those it uses, by themselves; and how the gold
    spells a body (`other:Executive Board of UNDP`) by its id.
    """
    guide = data.parent / "reference" / "addressees.md"
    labels = set(re.findall(r"^- `([^`]+)`", guide.read_text("utf-8"), re.MULTILINE))
    for path in gold:
        for row in _rows(path):
            for mandate in row.get("mandates", [row]):
                labels |= _names(mandate) | _values(mandate, "report_to")
    named = (one for one in labels if one.startswith(NAMED))
    spelled = {found[0]: one for one in named if len(found := by_alias(one.removeprefix(NAMED))) == 1}
    return spelled | {one: one for one in labels}


def as_closed(mandate: Row, known: dict[str, str]) -> Row:
    """Return a row whose addressees and receivers are labels of the closed list, `unspecified` or `other:NAME`."""

    def closed(label: str) -> str:
        """Return the label as the gold writes it."""
        if label in LEFT_OPEN or label in known:
            return known.get(label, label)
        body = body_of(label)
        if body and body.kind == "special-procedure" and body.parent in known:
            return body.parent
        return f"other:{body.name}" if body else label

    due = mandate["due"] or ""
    for label in (*mandate["canonical_addressees"], *(mandate["report_to"] or "").split(",")):
        if (body := body_of(label)) and (name := closed(label)).startswith(NAMED):
            due = due.replace(f"of the {body.name}", f"of the {name.removeprefix(NAMED)}")
    receivers = ",".join(map(closed, (mandate["report_to"] or "").split(","))) or None
    return {
        **mandate,
        "canonical_addressees": [*map(closed, mandate["canonical_addressees"])],
        "report_to": receivers,
        "due": due or None,
    }


def score(data: Path, out: Path, part: str) -> tuple[dict[str, Any], str]:
    """Return the figures of one part and the lines of its errors."""
    asks = data / "asks"
    if part == "six":
        folder = asks / "six"
        words = _run(
            str(asks / "score_six.py"), str(out / "six.jsonl"), str(folder / "gold.jsonl"),
            str(folder / "texts.jsonl"), "--errors",
        )  # fmt: skip
        return dict(_six(words)), words
    system, gold = (out / part, asks / part) if part in FOLDERS else (
        out / f"{part}.jsonl", asks / part / "gold.jsonl",
    )  # fmt: skip
    words = _run(str(asks / "score_asks.py"), str(system), str(gold), "--json", "--errors")
    first, _, rest = words.partition("\n")
    return json.loads(first), rest


def _six(words: str) -> Iterator[tuple[str, dict[str, float]]]:
    for line in words.splitlines():
        if match := re.match(r"(\w\w) (\{.*\}) strength (\S+) same (\S+)$", line):
            figures = ast.literal_eval(match[2])
            yield match[1], {**figures, "strength": float(match[3]), "same": float(match[4])}


def figures(data: Path) -> Iterable[Figure]:
    """Every figure of this file."""
    if not (data / "asks").is_dir():
        return
    with scratch() as folder:
        out = Path(folder)
        find(data, out)
        for part, bars in BARS.items():
            found = score(data, out, part)[0]
            for field, bar, held in zip(FIELDS, bars, HELD[part], strict=True):
                yield Figure(f"asks, {part}: {field} F1", found[field]["F1"], ">=", bar, held=held)
        six = score(data, out, "six")[0]
        for language in SIX:
            for field, bar, held in zip(SIX_FIELDS, SIX[language], SIX_HELD[language], strict=True):
                yield Figure(f"asks, {language}: {field}", six[language][field], ">=", bar, held=held)
        for language, form, hits, asks in in_documents(data):
            bar = 0.95 if language == "en" else 0.88
            yield Figure(f"asks, {language} as one document, {form}", hits / asks, ">=", bar, held=0.0)
        rights = [right for _, right, _ in pasted()]
        yield Figure("asks, pasted sentences of six languages", sum(rights) / len(rights), ">=", 0.95, held=0.35)
        for (what, sense, bar, held), seen in zip(CHECKS, marked(data, out), strict=True):
            yield Figure(f"asks, {what}", seen, sense, bar, held=held)  # type: ignore[arg-type]


def marked(data: Path, out: Path) -> tuple[float, float, float]:
    """Return the share of rows with a check, of wrong fields that have one, and of checks that were needed."""
    fields: Counter[tuple[bool, bool]] = Counter()
    rows: Counter[bool] = Counter()
    for gold, system in _documents(data, out):
        rows.update(bool(row.get("checks")) for row in system)
        for wanted, row in _pairs(gold, system):
            for field, right in _right(wanted, row).items():
                fields[right, field in row.get("checks", {})] += 1
    wrong = fields[False, True] + fields[False, False]
    checks = fields[False, True] + fields[True, True]
    return rows[True] / rows.total(), fields[False, True] / (wrong or 1), fields[False, True] / (checks or 1)


def gold_fields(data: Path) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Yield (document's name, field, keys of its signs, whether it is wrong) for each field of the paired rows."""
    with scratch() as folder:
        find(data, Path(folder))
        for number, (gold, system) in enumerate(_documents(data, Path(folder))):
            for wanted, row in _pairs(gold, system):
                # The six texts of a passage are one.
                name = f"six {number // len(SIX)}" if "at" in wanted else f"paper {number}"
                for field, right in _right(wanted, row).items():
                    yield name, field, tuple(row["signs"][field]), not right


def _documents(data: Path, out: Path) -> Iterator[tuple[list[Row], list[Row]]]:
    """Gold and system lines, document by document."""
    asks = data / "asks"
    for folder in FOLDERS:
        for path in sorted((asks / folder).glob("*.mandates.jsonl")):
            yield _rows(path), _rows(out / folder / path.name)
    system = {row["id"]: row["mandates"] for row in _rows(out / "decisions.jsonl")}
    for row in _rows(asks / "decisions" / "gold.jsonl"):
        yield row["mandates"], system.get(row["decision"], [])
    system = {row["id"]: row["mandates"] for row in _rows(out / "six.jsonl")}
    texts = {row["n"]: row for row in _rows(asks / "six" / "texts.jsonl")}
    for row in _rows(asks / "six" / "gold.jsonl"):
        for language in SIX:
            gold = [
                {**one, "at": texts[row["n"]][language].find(one["action_start"][language])} for one in row["mandates"]
            ]
            yield gold, system.get(f"{row['n']}:{language}", [])


def _overlap(wanted: Row, found: Row) -> float:
    """How alike two actions are: F1 of their words, or nearness of their beginnings."""
    if "at" in wanted:
        apart = abs(found["action_start"] - wanted["at"])
        return 1 - apart / 100 if apart <= 25 else 0.0
    a, b = (Counter(re.findall(r"\w+", row["action"].lower())) for row in (wanted, found))
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def _pairs(gold: list[Row], system: list[Row]) -> Iterator[tuple[Row, Row]]:
    """One to one, the most alike first."""
    alike = sorted(
        (
            (_overlap(wanted, found), _labels(wanted) == _labels(found), i, j)
            for i, wanted in enumerate(gold)
            for j, found in enumerate(system)
        ),
        reverse=True,
    )
    used: set[tuple[str, int]] = set()
    for value, _, i, j in alike:
        if value >= 0.5 and not used & {("gold", i), ("system", j)}:
            used |= {("gold", i), ("system", j)}
            yield gold[i], system[j]


def _names(row: Row) -> set[str]:
    labels = row.get("canonical_addressees") or ()
    return {label["canonical"] if isinstance(label, dict) else label for label in labels}


def _labels(row: Row) -> set[str]:
    found = _names(row)
    known = {one for one in found if not one.startswith("other:")}
    return known - {"unspecified"} or ({"unspecified"} if found else set())


def _values(row: Row, field: str) -> set[str]:
    value = row.get(field)
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return {part.strip() for part in map(str, parts)} - {"", "none"}


def _right(wanted: Row, found: Row) -> dict[str, bool]:
    """Which fields are those of the gold."""
    same = {field: _values(wanted, field) == _values(found, field) for field in ("due", "report_to", "deliverable")}
    same |= {"addressees": _labels(wanted) == _labels(found), "verb": wanted["strength"] == found["strength"]}
    return same | ({} if "at" in wanted else {"action": _overlap(wanted, found) >= 0.8})


def in_documents(data: Path) -> Iterator[tuple[str, str, int, int]]:
    """Yield (language, form, asks found, asks) for the passages of a language as one document."""
    folder = data / "asks" / "six"
    texts = {row["n"]: row for row in _rows(folder / "texts.jsonl")}
    for language in SIX:
        wanted = [
            _letters(mandate["action_start"][language])[:25]
            for row in _rows(folder / "gold.jsonl")
            for mandate in row["mandates"]
        ]
        bare = [_NUMBER.sub("", row[language].strip()).strip() for row in texts.values()]
        for form, paragraphs in (
            ("numbered", [f"{number}. {text}" for number, text in enumerate(bare, 1)]), ("plain", bare),
        ):  # fmt: skip
            document = read(("\n\n".join(paragraphs) + "\n").encode(), name=f"{language}.txt")
            actions = [_letters(mandate.action.text) for mandate in find_mandates(document)]
            hits = sum(any(start in action for action in actions) for start in wanted)
            yield language, form, hits, len(wanted)


_NUMBER = re.compile(r"^\W*\(?(?:\d{1,3}|[a-zа-я])\)?\s*[.．、)–—-]\s*")
PASTED = Path(__file__).parent / "pasted.tsv"
_MAIL = "Dear colleagues,\n\nPlease tell us what you think of this.\n\n{}\n\nBest regards\nThe desk\n"


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def pasted() -> Iterator[tuple[str, bool, str]]:
    """Yield (form, right, sentence) for each sentence of pasted.tsv, alone and in a mail.

    A sentence that asks is right where one row has its addressee and begins its action; one that does not, where
    it has no row.
    """
    for line in PASTED.read_text("utf-8").splitlines()[1:]:
        _, sentence, addressees, action = line.split("\t")
        for form, text in (("alone", sentence), ("in a mail", _MAIL.format(sentence))):
            rows = find_mandates(read((text + "\n").encode(), name="note.txt"))
            rows = [row for row in rows if row.action.text in sentence]
            fits = any(
                row.action.text.startswith(action) and set(row.bodies) == set(addressees.split(",")) for row in rows
            )
            yield form, fits if action else not rows, sentence


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--errors", action="store_true", help="print every line that differs")
    options = parser.parse_args()
    with scratch() as folder:
        out = Path(folder)
        if options.only not in ("documents", "pasted"):
            find(options.data, out)
        for part in (options.only,) if options.only else PARTS:
            if part == "documents":
                for language, form, hits, asks in in_documents(options.data):
                    print(part, language, form, f"{hits} of {asks} {hits / asks:.3f}")
                continue
            if part == "pasted":
                results = list(pasted())
                for form in ("alone", "in a mail"):
                    rights = [right for where, right, _ in results if where == form]
                    print(part, form, f"{sum(rights)} of {len(rights)}")
                if options.errors:
                    print("\n".join(f"{form}: {text}" for form, right, text in results if not right))
                continue
            if part == "checks":
                print(part, " ".join(f"{share:.3f}" for share in marked(options.data, out)))
                continue
            found, errors = score(options.data, out, part)
            for name in found if part == "six" else ("",):
                values, fields = (found[name], SIX_FIELDS) if name else (found, FIELDS)
                shown = (values[f]["F1"] if isinstance(values[f], dict) else values[f] for f in fields)
                print(part, name, " ".join(f"{f} {v:.3f}" for f, v in zip(fields, shown, strict=True)))
            if options.errors:
                print(errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
