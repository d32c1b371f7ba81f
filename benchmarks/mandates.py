"""Mandates against the gold, from the gold's own paragraphs or from the PDFs.

    python -m benchmarks.mandates [--read] [--diff] [--survey] [--gold DIR] [--pdf DIR] [--labels FILE]

Without --read the paragraphs come from DOC.paragraphs.json, so that only the finder is measured; with it the
documents are read from the PDFs. --diff prints every line that differs. The figures are those of the gold's
score.py. --labels names the closed list of addressees that the annotators had (Markdown, "- `label`"): a body
that is not in it counts as the nearest body it belongs to that is, as the annotators had to choose. --survey
reads every PDF of the folder, annotated or not, and prints what looks odd: paragraphs without mandate by the
word that opens them, addressees without body, the longest actions, actions that end oddly.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.framework.bodies import bodies, list_ancestors
from actionlines.mandates import find_mandates
from benchmarks.gold import mandate_row

SHARED = Path(os.environ.get("ACTIONLINES_SHARED", Path(__file__).resolve().parents[1] / ".." / "shared"))


def parent_of(paragraph: str) -> str:
    """`3(b)` -> `3`; `annex-I.7.obj1` -> `annex-I.7`."""
    match = re.fullmatch(r"(.+)(?:\([a-z]+\)|\.obj\d+)", paragraph)
    return match.group(1) if match else ""


def gold_document(path: Path) -> Document:
    """A document made of DOC.paragraphs.json."""
    name = path.name.removesuffix(".paragraphs.json")
    rows = json.loads(path.read_text("utf-8"))
    paragraphs: list[Paragraph] = []
    text = heading = ""
    for row in rows:
        start = len(text)
        text += row["text"] + "\n"
        paragraphs.append(
            Paragraph(
                row["id"],
                row["kind"],
                row["text"],
                start,
                len(text) - 1,
                row.get("page"),
                "",
                0,
                parent_of(row["id"]),
                heading,
            )
        )
        heading = row["id"] if row["kind"] == "heading" else heading
    symbol = name.replace("_", "/")
    return Document(name, "pdf", Metadata(symbol=symbol), tuple(paragraphs), text=text)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--read", action="store_true", help="read the PDFs")
    parser.add_argument("--diff", action="store_true", help="print what differs")
    parser.add_argument("--gold", type=Path, default=SHARED / "data" / "mandates")
    parser.add_argument("--pdf", type=Path, default=SHARED / "data" / "documents" / "pdf")
    parser.add_argument("--survey", action="store_true", help="what looks odd in all PDFs, annotated or not")
    parser.add_argument("--labels", type=Path, help="the annotators' closed list of addressees")
    options = parser.parse_args()
    labels = closed_list(options.labels) if options.labels else frozenset()
    if options.survey:
        survey(options.pdf)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(options.gold.glob("*.paragraphs.json")):
            name = path.name.removesuffix(".paragraphs.json")
            if options.read:
                from actionlines.documents import read

                document = read(options.pdf / f"{name}.pdf")
            else:
                document = gold_document(path)
            began = time.perf_counter()
            found = find_mandates(document)
            spent = time.perf_counter() - began
            print(f"{name:16s} {len(found):4d} mandates {spent * 1000:7.1f} ms")
            rows = [within(labels, mandate_row(name, mandate)) for mandate in found]
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            Path(folder, f"{name}.mandates.jsonl").write_text(lines, "utf-8")
            if options.diff:
                show_differences(options.gold / f"{name}.mandates.jsonl", rows)
        command = [sys.executable, str(options.gold / "score.py"), folder, "--gold", str(options.gold)]
        return subprocess.run(command, check=False).returncode


def closed_list(path: Path) -> frozenset[str]:
    """The labels of a Markdown list: "- `secretary-general` ..."."""
    return frozenset(re.findall(r"^- `([a-z0-9-]+)`", path.read_text("utf-8"), re.MULTILINE))


def within(labels: frozenset[str], row: dict[str, Any]) -> dict[str, Any]:
    """The row with bodies outside `labels` replaced by the nearest they belong to; as it is without
    labels."""
    if not labels:
        return row
    nearest = [nearest_of(body, labels) for body in row["canonical_addressees"]]
    receivers = [nearest_of(body, labels) for body in (row["report_to"] or "").split(",") if body]
    return {
        **row,
        "canonical_addressees": list(dict.fromkeys(nearest)),
        "report_to": ",".join(dict.fromkeys(receivers)) or None,
    }


def nearest_of(body: str, labels: frozenset[str]) -> str:
    """The body itself where it is a label, else the first it belongs to that is, else itself."""
    if body in labels or body not in bodies():
        return body
    return next((parent for parent in list_ancestors(body) if parent in labels), body)


_ODD_END = re.compile(r"\b(?:and|or|to|the|of|in|that|with|by|for|including|as)$")


def survey(folder: Path) -> None:
    """Statistics and outliers over all PDFs of a folder, as a net for constructions that no rule knows."""
    from actionlines.documents import read

    silent: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    actions: list[tuple[int, str]] = []
    paragraphs = mandates = 0
    for path in sorted(folder.glob("*.pdf")):
        document = read(path)
        found = find_mandates(document)
        carrying = {mandate.paragraph for mandate in found}
        operative = list(document.of_kind("operative", "annex"))
        paragraphs, mandates = paragraphs + len(operative), mandates + len(found)
        silent.update(p.text.split(" ", 1)[0] for p in operative if p.id not in carrying)
        unknown.update(
            "; ".join(a.text for a in m.addressees) or f"({m.verb})" for m in found if "unspecified" in m.bodies
        )
        actions += [(len(m.action.text), f"{path.stem} {m.paragraph}") for m in found]
        for mandate in found:
            if _ODD_END.search(mandate.action.text):
                print(f"odd end  {path.stem} {mandate.paragraph}: … {mandate.action.text[-70:]}")
    print(f"{paragraphs} paragraphs, {mandates} mandates")
    print("without mandate:", ", ".join(f"{word} {count}" for word, count in silent.most_common(40)))
    print("without body:", ", ".join(f"{word} {count}" for word, count in unknown.most_common(40)))
    print("longest:", ", ".join(f"{name} ({length})" for length, name in sorted(actions, reverse=True)[:8]))


_FIELDS = ("verb", "strength", "addressees", "canonical_addressees", "deliverable", "report_to", "due")


def show_differences(path: Path, rows: list[dict[str, Any]]) -> None:
    """Print missing, extra and differing lines."""
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for paragraph in dict.fromkeys(row["paragraph"] for row in (*gold, *rows)):
        left = [row for row in gold if row["paragraph"] == paragraph]
        right = [row for row in rows if row["paragraph"] == paragraph]
        for row in list(left):
            match = next((other for other in right if _same(row, other)), None)
            if match is None:
                print(f"  - {paragraph}: {row['verb']} {row['canonical_addressees']} {row['action'][:110]}")
                continue
            right.remove(match)
            for field in _FIELDS:
                one, two = row.get(field), match.get(field)
                if isinstance(one, list) and isinstance(two, list) and sorted(one) == sorted(two):
                    continue
                if one != two:
                    print(f"  ~ {paragraph} {field}: gold {one} | found {two}   [{row['action'][:50]}]")
            if row["action"] != match["action"]:
                print(f"  ~ {paragraph} action:\n      gold  {_ends(row['action'])}")
                print(f"      found {_ends(match['action'])}")
        for row in right:
            print(f"  + {paragraph}: {row['verb']} {row['canonical_addressees']} {row['action'][:110]}")


def _ends(text: str) -> str:
    return text if len(text) < 130 else f"{text[:60]} … {text[-60:]}"


def _same(one: dict[str, Any], two: dict[str, Any]) -> bool:
    first, second = set(one["action"].lower().split()), set(two["action"].lower().split())
    return 2 * len(first & second) >= 0.5 * (len(first) + len(second))


if __name__ == "__main__":
    sys.exit(main())
