"""Whether every door of a register says the same verdict on a series, and one that its chart bears out.

    python -m benchmarks.site_verdicts FOLDER [--draw 200] [--areas 40] [--seed 34]

FOLDER is a register with figures. Series of so many countries are drawn, half of them with a published verdict. Page
and chart of the series, page and comparison of the country, API, search, country brief and profile are asked as a
visitor asks them, and their verdicts compared. The years and values are those of the chart on the page: a verdict
contradicts them where the newest value is past an aim that is said to be missed, or short of one that is said to be
reached, and where it is better than in 2015 and five years ago but said to go back. The numbers of countries in the
list of all series are counted again. Bar: 0.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.figure import Figure, verdict

Key = tuple[str, str, str]  # area, series, breakdown
# What a door writes -> the verdict. A chart has one word for all that has none.
WORDS = {
    "reached": "reached", "on course": "on-course", "too slow": "too-slow", "going back": "going-back",
    "no verdict": "withheld", "cannot be judged": "withheld",
}  # fmt: skip
_WORD = re.compile("|".join(WORDS), re.IGNORECASE)
_METHODS = re.compile(r"Methods by verdict:[^.]*\.")  # what each method says is no verdict
_BASE, _YEARS = 2015, 5  # the year from which the aims are followed, and how far back else


@dataclass
class Drawn:
    """A series of an area: the verdict by door, its aim and which way is better, years and values of the chart."""

    key: Key
    doors: dict[str, str] = field(default_factory=dict)
    aim: float | None = None
    better: int = 0
    points: Sequence[tuple[int, float]] = ()


def find_contradictions(drawn: Drawn) -> Iterator[str]:
    """Yield what contradicts: doors among each other, or a verdict and the values of the chart."""
    if len(set(drawn.doors.values())) > 1:
        yield f"doors differ: {', '.join(f'{door} {word}' for door, word in drawn.doors.items())}"
    if not drawn.points or not drawn.better:
        return
    last_year, last = drawn.points[-1]
    first_year, first = next((point for point in drawn.points if point[0] >= _BASE), drawn.points[-1])
    before = next(value for year, value in drawn.points if year >= last_year - _YEARS)
    rises = all(drawn.better * (last - value) > 0 for value in (first, before))
    falls = all(drawn.better * (last - value) < 0 for value in (first, before))
    met = drawn.aim is not None and drawn.better * (last - drawn.aim) >= 0
    for word in sorted(set(drawn.doors.values())):
        if word == "reached" and not met:
            yield f"reached, but the chart ends at {last:g} and the aim is {drawn.aim}"
        if word in ("on-course", "too-slow", "going-back") and met:
            yield f"{word}, but the chart ends at {last:g} and the aim is {drawn.aim}"
        if (word == "going-back" and rises) or (word == "on-course" and falls):
            yield f"{word}, but the chart goes from {first:g} ({first_year}) over {before:g} to {last:g} ({last_year})"


def find_miscounts(words: Counter[str], reaching: str, lagging: str) -> Iterator[str]:
    """Yield the cells of the list of all series that its page does not bear out; – is a 0."""
    for cell, of in ((reaching, ("reached", "on-course")), (lagging, ("too-slow", "going-back"))):
        if (0 if cell == "–" else int(cell)) != (many := sum(words[word] for word in of)):
            yield f"the list counts {cell} as {' or '.join(of)}, the page {many}"


def read_word(text: str) -> str:
    """Return the verdict that a text says first; "" for none."""
    return WORDS[found[0].casefold()] if (found := _WORD.search(_METHODS.sub("", text))) else ""


class Site:
    """The register as a visitor has it, in English."""

    def __init__(self) -> None:
        from django.test import Client

        self._client = Client(headers={"Accept-Language": "en"})

    def ask(self, address: str) -> bytes:
        """Return what an address answers; no limit of requests counts."""
        from actionlines.register.site.middleware.limits import COUNTS

        COUNTS.clear()
        answer = self._client.get(address, follow=True)
        content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return content

    def page(self, address: str) -> LexborHTMLParser:
        """Return the page of an address as a tree."""
        return LexborHTMLParser(self.ask(address).decode())

    def rows(self, **question: str) -> list[list[str]]:
        """Return the rows of a chart that is downloaded as CSV, without its head."""
        return list(csv.reader(io.StringIO(self.ask(f"/progress/chart.csv?{urlencode(question)}").decode())))[1:]

    @lru_cache(maxsize=64)  # noqa: B019  one site for one run
    def series(self, code: str, breakdown: str) -> dict[str, dict[str, str]]:
        """Return area -> door -> verdict, of the page of a series and of its chart."""
        page = self.page(f"/progress/series/{quote(code)}/?{urlencode({'breakdown': breakdown})}")
        chart = {
            row[0]: row[2]
            for row in self.rows(chart="tiles", series=code, breakdown=breakdown, method="states")
        }  # fmt: skip
        rows = {}
        for row in page.css("table.countries tbody tr"):
            name, area = text_of(row.css("th")[0]), row.css("input")[0].attributes["value"]
            rows[area] = {"page": read_word(text_of(row.css("td")[2]))}
            if name in chart:
                rows[area]["chart"] = read_word(chart[name])
        return rows

    @lru_cache(maxsize=64)  # noqa: B019
    def area(self, area: str) -> dict[str, dict[tuple[str, str], str]]:
        """Return door -> (series, breakdown) -> verdict, of all doors of an area."""
        records = json.loads(self.ask(f"/api/areas/{quote(area)}/standings?size=100"))["records"]
        api = {(row["series"], row["breakdown"]): row["verdict"] for row in records}
        reasons = {(row["series"], row["breakdown"]): read_word(row["reason"]) for row in records}
        return {
            "API": api, "reason in API": {key: word for key, word in reasons.items() if word},
            **self._comparison(area), "country": self._country(area),
            **{kind: dict(read_paper(_write(kind, area), area)) for kind in ("brief", "profile")},
        }  # fmt: skip

    def _comparison(self, area: str) -> dict[str, dict[tuple[str, str], str]]:
        page = self.page(f"/progress/compare/?area={quote(area)}")
        rows = page.css("table tbody tr")
        codes = [row.css("th a[href*='/progress/series/']") for row in rows]
        return {
            "comparison": {
                (code[0].attributes["href"].split("/")[-2], ""): read_word(text_of(row.css("td")[0]))
                for row, code in zip(rows, codes, strict=True)
                if code and text_of(row.css("td")[0]) != "–"
            }
        }

    def _country(self, area: str) -> dict[tuple[str, str], str]:
        """Return the verdicts on the page of a country: where it lags, and the core indicators."""
        from actionlines.register.cooperation.gaps import gaps
        from actionlines.register.standings.charts import list_core

        page = self.page(f"/countries/{quote(area)}/")
        parts = [*zip(gaps(area), page.css("ol.gaps > li"), strict=False)]
        parts += [*zip(list_core(area), page.css("div.core article"), strict=False)]  # type: ignore[list-item]
        words = [
            ((part.standing.series, part.standing.breakdown), read_word(_before_methods(element)))
            for part, element in parts
        ]
        return {key: word for key, word in words if word}

    def search(self, title: str, name: str) -> str:
        """Return the verdict that the search says on a series of an area; "" for none."""
        page = self.page(f"/search/?{urlencode({'q': f'{title} {name}'})}")
        texts = map(text_of, page.css("main li, main article"))
        return next((word for text in texts if title in text and (word := read_word(text))), "")


def text_of(element: LexborNode) -> str:
    """Return the words of an element with single spaces."""
    return " ".join(element.text().split())


def _before_methods(element: LexborNode) -> str:
    return text_of(element).partition("what each says")[0].partition("What each method says")[0]


def read_paper(paper: Mapping[str, Any], area: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (series, breakdown) and the verdict of each row of a paper that has one, from what its JSON holds."""
    for block in paper["blocks"]:
        for row in block.get("rows", ()) if block["block"] == "table" else ():
            facts = [part.get("fact", "") for cell in row["cells"] for part in cell]
            asked = [parse_qs(fact.partition("?")[2]) for fact in facts if fact.startswith("value?")]
            own = next((item for item in asked if item.get("area") == [area]), None)
            last = "".join(part.get("text", "") for part in row["cells"][-1])
            if own and (word := read_word(last)):
                yield (own["series"][0], own.get("breakdown", [""])[0]), word


def _write(kind: str, area: str) -> dict[str, Any]:
    from actionlines.papers.reports import ReportRequest, build
    from actionlines.papers.write import render
    from actionlines.register.reports.builds import account_of

    request = ReportRequest(kind, area=area)
    return dict(json.loads(render(build(account_of(request), request).paper, "json")))


def draw(many: int, areas: int, seed: int) -> list[Any]:
    """Return standings with values of countries drawn at random, half of them with a published verdict."""
    from actionlines.framework import load
    from actionlines.register.standings.models import Standing

    randomly = random.Random(seed)
    held = list(Standing.objects.filter(area__in=list(load().countries)).exclude(years=[]).order_by("pk"))
    named = sorted({row.area for row in held})
    chosen = set(randomly.sample(named, min(areas, len(named))))
    rows = [row for row in held if row.area in chosen]
    judged = [row for row in rows if row.verdict != "withheld"]
    first = randomly.sample(judged, min(many // 2, len(judged)))
    rest = [row for row in rows if row not in first]
    return first + randomly.sample(rest, min(many - len(first), len(rest)))


def ask_doors(site: Site, row: Any) -> Drawn:
    """Return what all doors say about one standing."""
    from actionlines.register.core.concepts import name_of

    drawn = Drawn((row.area, row.series, row.breakdown), {}, row.aim, row.aim_direction)
    drawn.doors.update(site.series(row.series, row.breakdown).get(row.area, {}))
    for door, words in site.area(row.area).items():
        if word := words.get((row.series, row.breakdown), ""):
            drawn.doors[door] = word
    if word := site.search(row.name, name_of(row.area)):
        drawn.doors["search"] = word
    lines = site.rows(chart="lines", series=row.series, breakdown=row.breakdown, area=row.area)
    drawn.points = sorted((int(line[1]), float(line[2])) for line in lines if line[2])
    return drawn


def main() -> int:
    """1 where a verdict is contradicted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--draw", type=int, default=200)
    parser.add_argument("--areas", type=int, default=40)
    parser.add_argument("--seed", type=int, default=34)
    options = parser.parse_args()
    os.environ["ACTIONLINES_DATA"] = str(options.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    site, wrong, doors, words = Site(), 0, Counter[str](), Counter[str]()
    rows = draw(options.draw, options.areas, options.seed)
    for row in rows:
        drawn = ask_doors(site, row)
        doors.update(drawn.doors.keys())
        words.update(set(drawn.doors.values()))
        for text in find_contradictions(drawn):
            wrong += 1
            print(f"{' '.join(drawn.key)}: {text}")
    miscounts = [*_miscounts(site)]
    print("\n".join(miscounts))
    print("asked:", ", ".join(f"{door} {many}" for door, many in doors.most_common()))
    print("verdicts:", ", ".join(f"{word} {many}" for word, many in words.most_common()))
    return verdict(
        [
            Figure("series with a verdict", sum(words.values()), ">=", len(rows)),
            Figure(f"contradictions on {len(rows)} series of countries", wrong, "<=", 0),
            Figure("false counts in the list of all series", len(miscounts), "<=", 0),
        ]
    )


def _miscounts(site: Site) -> Iterator[str]:
    for row in site.page("/progress/").css("h2#all ~ div table tbody tr"):
        code = row.css("th a")[0].attributes["href"].split("/")[-2]
        reaching, lagging = (text_of(cell) for cell in row.css("td")[-2:])
        words = Counter(doors["page"] for doors in site.series(code, "").values())
        yield from (f"{code}: {text}" for text in find_miscounts(words, reaching, lagging))


if __name__ == "__main__":
    sys.exit(main())
