"""Search measured: recall@10 on the probes of six languages, and the speed of lists with facets.

    python -m benchmarks.search                  both
    python -m benchmarks.search --activities N   another size (default 100,000)

The probes are tests/register/search/probes.csv: a question and the record that it must find, in each language,
among the other probes, distractors and traps.csv: records that share a stem with a question and mean another
thing. The sets of the probes were written one after the other, each before the search had been seen to answer it;
docs/explanation/accuracy.md has the results. A seeded generator invents the activities of the second part;
nothing of it is in the register.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "register" / "search"
BAR = 0.95
AT = 10  # recall is counted among the first ten
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the probes."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def data(title: str, summary: str, language: str, **more: Any) -> dict[str, Any]:
    """A published version of an activity, with nothing but its words."""
    return {
        "title": title, "summary": summary, "description": "", "type": "project", "good_practice": False,
        "language": language, "beneficiaries": [], "technologies": [], "results": [], "results_text": "",
        "challenges": "", "replicability": "", "sustainability": "", "organisation": None, "partners": [],
        "starts_on": None, "places": [], "links": [], "mandates": [], **more,
    }  # fmt: skip


def distractors() -> Iterator[dict[str, Any]]:
    """Records that no probe asks for, in all six languages."""
    for row in rows("others"):
        yield data(row["title"], row["summary"], row["language"])
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows("distractors"):
        parts[row["language"], row["part"]].append(row["words"])
    for language in LANGUAGES:
        for what in parts[language, "what"]:
            for where in parts[language, "where"]:
                title = f"{what}{'' if language == 'zh' else ' '}{where}"
                yield data(title, parts[language, "how"][0], language)


def built(folder: Path, versions: Iterable[dict[str, Any]]) -> Any:
    """An asker on an index of these versions and of the framework's concepts."""
    from actionlines.register.activities.search import make_entry
    from actionlines.register.core.search import concepts
    from actionlines.register.core.search.entries import document
    from actionlines.register.core.search.index_store import Store, write_index
    from actionlines.register.core.search.query_executor import Asker

    begin = datetime(2025, 1, 1, tzinfo=UTC)

    def fill(writer: Any) -> None:
        for entry in concepts.entries():
            writer.add_document(document(entry))
        for number, version in enumerate(versions, 1):
            writer.add_document(document(make_entry(number, begin + timedelta(minutes=number), version, None)))

    store = Store(folder)
    store.replace(lambda path: write_index(path, fill))
    return Asker(store.searcher()[0])


def asked(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """(probes missed, traps fallen into), each language -> `question -> title`."""
    from actionlines.register.core.search.queries import Query
    from actionlines.register.core.search.query_executor import answer

    probes, traps = rows("probes"), rows("traps")
    versions = [data(row["title"], row.get("summary", ""), row["language"]) for row in (*probes, *traps)]
    index = built(folder, [*versions, *distractors()])
    lost: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    fallen: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for number, row in enumerate((*probes, *traps), 1):
        hits = answer(Query(row["query"], kind="activity", size=AT), index)
        if (number in hits.ids) != (number <= len(probes)):
            kind = lost if number <= len(probes) else fallen
            kind[row["language"]].append(f"{row['query']} -> {row['title']}")
    return lost, fallen


def recall() -> bool:
    """Print recall@10 of each language; whether all reach the bar."""
    with tempfile.TemporaryDirectory() as folder:
        found, fallen = asked(Path(folder))
    count = sum(1 for _ in distractors())
    probes, traps = (Counter(row["language"] for row in rows(name)) for name in ("probes", "traps"))
    print(f"recall@{AT}, {probes.total()} probes, {traps.total()} traps, {count} distractors")
    shares = {language: 1 - len(lost) / probes[language] for language, lost in found.items()}
    for language, lost in found.items():
        print(
            f"  {language}  {shares[language]:.3f} of {probes[language]}"
            f"   traps fallen into {len(fallen[language])} of {traps[language]}"
            + "".join(f"\n      lost: {one}" for one in lost)
        )
    return all(share >= BAR for share in shares.values())


def invented(count: int) -> Iterator[dict[str, Any]]:
    """Activities with some 120 words each, whose words and links are as unevenly spread as in life."""
    from actionlines.framework import load
    from actionlines.register.core import vocabulary

    luck = random.Random(7)
    framework = load()
    lines, targets = list(framework.action_lines), list(framework.targets)
    countries = list(framework.countries)
    vocabularies = {name: vocabulary.ids(name) for name in ("activity", "technology", "beneficiary")}
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = ["".join(luck.choices(syllables, k=luck.randint(1, 4))) for _ in range(30_000)]
    words[:6] = ["network", "school", "rural", "access", "health", "training"]
    often = [1 / (place + 3) for place in range(len(words))]
    pool = luck.choices(words, often, k=400_000)
    for _ in range(count):
        at = luck.randrange(len(pool) - 130)
        links = [("action_line", one) for one in luck.sample(lines, luck.randint(1, 3))]
        links += [("target", one) for one in luck.sample(targets, luck.randint(1, 4))]
        yield data(
            " ".join(pool[at : at + 8]), " ".join(pool[at + 8 : at + 40]), luck.choice(("en", "fr", "es")),
            description=" ".join(pool[at + 40 : at + 120]),
            type=luck.choice(vocabularies["activity"]),
            good_practice=luck.random() < 0.2,
            technologies=luck.sample(vocabularies["technology"], 2),
            beneficiaries=luck.sample(vocabularies["beneficiary"], 2),
            organisation=luck.randrange(1, 3000),
            starts_on=f"{luck.randint(2005, 2030)}-01-01",
            places=luck.sample(countries, luck.randint(1, 2)),
            links=[{"level": level, "concept": one, "status": "confirmed"} for level, one in links],
        )  # fmt: skip


FACETS = (
    "type", "good_practice", "stakeholder", "country", "region", "action_line", "goal", "technology",
    "beneficiary", "language",
)  # fmt: skip


def questions() -> Iterator[tuple[str, Any]]:
    """(what it is, question): every one is another, so that nothing is remembered."""
    from actionlines.framework import load
    from actionlines.register.core.search.queries import Query

    luck = random.Random(3)
    words, countries, goals = (("network", "school", "rural", "access", "health", "training"), [*load().countries], 17)
    for turn in range(40):
        country, goal = luck.choice(countries), f"sdg:{luck.randint(1, goals)}"
        ranges = {"starts": (datetime(2005 + turn % 20, 1, 1 + turn // 20).date(), None)}
        both = luck.sample(words, 2)
        yield "list", Query(kind="activity", facets=FACETS, ranges=ranges, page=1 + turn % 9)
        yield (
            "list, country and goal",
            Query(kind="activity", facets=FACETS, filters={"country": [country], "goal": [goal]}),
        )
        yield "one word", Query(f"{both[0]} -zz{turn}", kind="activity", facets=FACETS)
        yield "two words", Query(f"{both[0]} {both[1]} -zz{turn}", kind="activity", facets=FACETS)
        yield (
            "two words, goal, by title",
            Query(f"{both[0]} {both[1]}", kind="activity", facets=FACETS, filters={"goal": [goal]}, sort="title"),
        )


def speed(count: int) -> None:
    """Print how long building takes, the size of the index, times of questions, and memory."""
    from actionlines.register.core.search.query_executor import answer

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        index = built(Path(folder), invented(count))
        took = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        rate = f"{count / took:,.0f} a second"
        print(f"{count:,} activities: built in {took:.0f} s ({rate}), {size / 1e6:.0f} MB on disk")
        print(f"memory after building {_memory():.0f} MB")
        times: dict[str, list[float]] = defaultdict(list)
        for name, question in questions():
            start = time.perf_counter()
            answer(question, index)
            times[name].append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        index.table("action_line", "goal", next(questions())[1])
        print(f"table of action lines and goals {(time.perf_counter() - start) * 1000:.0f} ms")
        for name, each in times.items():
            _print(name, each)
        _print("all", [time for each in times.values() for time in each])
        print(f"memory in the end {_memory():.0f} MB")


def _print(name: str, times: list[float]) -> None:
    late = sorted(times)[int(len(times) * 0.95)]
    print(f"  {name:28} median {statistics.median(times):5.1f} ms   p95 {late:5.1f} ms")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Both parts; 1 where recall is below .95 in a language."""
    parser = argparse.ArgumentParser(description="Recall and speed of the search.")
    parser.add_argument("--activities", type=int, default=100_000)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
    os.environ.setdefault("ACTIONLINES_DATA", tempfile.mkdtemp(prefix="actionlines-search-"))
    import django

    django.setup()
    good = recall()
    if given.activities:
        speed(given.activities)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
