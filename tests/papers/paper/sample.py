"""A paper with every kind of block, in each language; and one whose every text is hostile."""

from __future__ import annotations

import csv
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import MissingFont
from actionlines.papers.charts.model import TOKENS, Chart, chart_spec
from actionlines.papers.model import (
    Cite,
    Column,
    Evidence,
    Fact,
    Figure,
    Link,
    Listing,
    Made,
    Missing,
    Number,
    Paper,
    Para,
    Proposal,
    Quote,
    Section,
    See,
    Table,
    TableRow,
    Text,
)
from actionlines.papers.write import render

ORDER = ("en", "ar", "es", "fr", "ru", "zh")
WORDS_OF_113 = (
    "Requests the action line facilitators to develop result-oriented road maps that link the action lines with "
    "the Sustainable Development Goals and the commitments of the Global Digital Compact"
)


def said(language: str) -> dict[str, str]:
    """The texts of the sample in one language."""
    text = Path(__file__).with_name("sample.csv").read_text("utf-8")
    return {row["key"]: row[language] for row in csv.DictReader(text.splitlines())}


def chart(title: str, sentence: str, source: str, header: tuple[str, ...], what: str) -> Chart:
    """A line chart."""
    points = [
        {"year": y, "value": v} for y, v in ((2015, 16.6), (2017, 17.8), (2019, 22.6), (2021, 28.8), (2023, 35.0))
    ]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [2015, 2030], "nice": False, "zero": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 100]},
        "axis": {"tickCount": 5},
    }
    line = {"type": "line", "color": TOKENS["accent"], "strokeWidth": 2.5}
    text = {"type": "text", "align": "right", "dx": -2, "dy": -12, "fontWeight": "bold"}
    label = [{"year": 2023, "value": 35.0, "label": f"{what} 35 %"}]
    layer = [
        {"data": {"values": points}, "mark": line, "encoding": {"x": x, "y": y}},
        {"data": {"values": label}, "mark": text, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]
    rows = tuple((what, one["year"], one["value"]) for one in points)
    return Chart("line-1", title, sentence, chart_spec(height=220, layer=layer), source, header, rows)


def sample(language: str = "en") -> Paper:
    """A road map with every kind of block."""
    t = said(language)
    row = (
        (Text("A/RES/80/173, 113", name=True), Cite(("A/RES/80/173#113",))),
        (Text(t["members"], bold=True),),
        (Text(WORDS_OF_113, language="en"),),
        (Text(t["status"], muted=True), Text(" "), Proposal("83 %")),
        (Number("1,250,000", "cost"),),
    )
    blocks = (
        Section("s-mandates", t["mandates"]),
        Para(
            (
                Number("12", "mandates"),
                Text(f" {t['asked']} "),
                See("t-mandates"),
                Text(". "),
                Cite(("A/RES/80/173#113", "activity:12@3")),
            ),
            id="p-first",
            numbered=True,
        ),
        Para((Text(t["narrative"]),), numbered=True, by=t["by"]),
        Quote(WORDS_OF_113, "en", (Text(t["para"]), Text(" "), Cite(("A/RES/80/173#113",)))),
        Section("s-members", t["of-members"], 2),
        Para(
            (
                Text(f"{t['see']} "),
                See("f-internet"),
                Text(", "),
                See("s-gaps"),
                Text(", "),
                See("p-first"),
                Text(". "),
                Link("A/RES/80/173", "https://undocs.org/A/RES/80/173"),
            ),
            numbered=True,
        ),
        Table(
            "t-mandates",
            t["table"],
            (
                Column(t["where"], 16),
                Column(t["who"], 16),
                Column(t["what"], 40),
                Column(t["due"], 15),
                Column(t["money"], 13, number=True),
            ),
            (
                TableRow(((Text("A/RES/80/173", bold=True),),), head=True),
                TableRow(row),
                TableRow(row),
                TableRow((*row[:4], (Number("−5", "down"),))),
            ),
            note=(Text(t["note"]),),
        ),
        Section("s-progress", t["progress"]),
        Para(
            (
                Text(f"{t['speaks']} "),
                Text("17.8", name=True),
                Text(" "),
                Proposal("71 %"),
                Text(": "),
                Number("35 %", "internet"),
                Text(". "),
                Cite(("series:KEN/IT_NET_USER/2023",)),
            ),
            numbered=True,
        ),
        Figure(
            "f-internet",
            chart(t["chart"], t["sentence"], f"{t['from']}: ITU.", (t["what"], t["year"], t["value"]), t["observed"]),
            ("series:KEN/IT_NET_USER/2023",),
        ),
        Table("t-own", t["own"], (Column(t["what"]), Column(t["value"], number=True)), (), empty=t["empty"]),
        Section("s-gaps", t["gaps"], 2),
        Listing(((Text(t["items"]),), (Text(t["items2"]), Text(" "), Cite(("activity:12@3",))))),
        Listing(((Text(t["items"]),), (Text(t["items2"]),)), ordered=True),
        Missing(t["missing"], t["advice"]),
        Section("s-annex", t["see"], 1, numbered=False),
        Para((Text(t["narrative"], italic=True), Text(" "), See("t-own"))),
    )
    evidence = (
        Evidence("activity:12@3", "activity", t["activity"], url="https://register.example.org/activities/12"),
        Evidence(
            "series:KEN/IT_NET_USER/2023",
            "series",
            "IT_NET_USER, KEN, 2023",
            "35 %",
            details=(
                (t["method"], "CAGR"),
                ("SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ),
        ),
        Evidence("A/RES/80/173#113", "paragraph", t["para"], WORDS_OF_113, "en", "https://undocs.org/A/RES/80/173"),
    )
    facts = (
        Fact("mandates", 12, "", t["mandates"]),
        Fact("cost", 1_250_000, "USD", t["money"], ("activity:12@3",)),
        Fact("down", -5, "", t["money"]),
        Fact("internet", 35.0, "percent", t["chart"], ("series:KEN/IT_NET_USER/2023",)),
    )
    annex = (
        Table(
            "a-all",
            t["table"],
            (Column(t["where"]), Column(t["money"], number=True)),
            (TableRow(((Text("A/RES/80/173", name=True),), (Number("1,250,000", "cost"),))),),
        ),
    )
    return Paper(
        "roadmap",
        "roadmap-C5",
        t["title"],
        language,
        blocks,
        t["subtitle"],
        t["status"],
        ((t["item"], "PL 3"), (t["from"], t["facilitator"])),
        evidence,
        facts,
        annex,
        Made(
            "2026-11-20",
            (("indicators.csv", "sha256:9f86d081884c"),),
            (("mandates", 12), ("activities", 3)),
            "model-1",
            "0.1.0",
        ),
    )


HOSTILE = (
    '<script>alert(1)</script> & "q" #panic("x") $x^2$ *bold* @ref `raw` \\ [l](x) //c /*c*/ '
    "<b>\u202eabc\u202c\x00\x07 {{7*7}} "
    "=cmd|' /C calc'!A0 \ud800 ]]> <!-- 😀 _u_ ~ -- --- ... -1"
)


def hostile() -> Paper:
    """The sample with hostile words in the place of every text; ids that lead somewhere stay."""
    bad = _with(sample(), HOSTILE)
    blocks = (
        *bad.blocks,
        Para((Link(HOSTILE, "javascript:alert(1)"), Link("data", "data:text/html,x"), Link("", "file:///etc/passwd"))),
        Para((Text("w" * 10_000),)),
        Table(
            "t-long", "=1+1", (Column("@SUM(A1)"), Column("-2")), (TableRow(((Text("x" * 10_000),), (Text("+1"),))),)
        ),
    )
    evidence = tuple(replace(one, url="javascript:alert(1)") for one in bad.evidence)
    return replace(bad, id="../../etc/" + HOSTILE, blocks=blocks, evidence=evidence)


KEPT = frozenset({"id", "block", "fact", "evidence", "kind", "language", "spec", "as_of", "url"})


def _with(value: Any, words: str, name: str = "") -> Any:
    if name in KEPT and not (name == "evidence" and value and is_dataclass(value[0])):
        return value
    if isinstance(value, str):
        return words if value else value
    if isinstance(value, tuple):
        return tuple(_with(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _with(getattr(value, f.name), words, f.name) for f in fields(value)})
    return value


def big(rows: int = 3_000, entries: int = 1_000) -> Paper:
    """A long paper: a table of `rows` rows, `entries` of evidence, each cited."""
    first = sample()
    evidence = tuple(
        Evidence(
            f"ev:{n}", "paragraph", f"A/RES/80/173, para. {n}", WORDS_OF_113, "en", f"https://undocs.org/A/RES/80/{n}"
        )
        for n in range(entries)
    )
    table = Table(
        "t-big",
        "All of them",
        tuple(Column(f"Column {n}", 20) for n in "abcde"),
        tuple(
            TableRow(
                tuple(
                    (Text(f"{WORDS_OF_113[: 60 + n % 40]} {n}", name=True), Cite((f"ev:{n % entries}",)))
                    if column == 2
                    else (Text(f"A/RES/{n}/{column}", name=True),)
                    for column in range(5)
                )
            )
            for n in range(rows)
        ),
    )
    return replace(first, id="big", blocks=(*first.blocks, table), evidence=(*first.evidence, *evidence))


def printed(paper: Paper, format: str = "pdf") -> bytes:
    """The bytes of a paper. A test that needs fonts which this machine lacks is skipped."""
    try:
        return render(paper, format)
    except MissingFont as error:
        pytest.skip(str(error))


class Papers(dict[tuple[str, str], bytes]):
    """The bytes of the sample in a language, or of "hostile", in a format: each written once."""

    def __missing__(self, key: tuple[str, str]) -> bytes:
        name, format = key
        self[key] = printed(hostile() if name == "hostile" else sample(name), format)
        return self[key]
