"""Words of five languages and the English words that they stand for, learned from parallel lines.

    python -m training.ask_words [FOLDER]

The lines are those of the UN Parallel Corpus (`dev.LANGUAGE.gz`, by default ../shared/data/languages). The words
are those that `results.ask` compares; the model is IBM's first. A pair is kept where the word occurs twice and the
pair is sure to a tenth. Writes src/actionlines/results/data/ask_words.json.gz: statistics of words, no sentences.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from actionlines.results.ask import list_stems

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "actionlines" / "results" / "data" / "ask_words.json.gz"
LANGUAGES = ("fr", "es", "ru", "ar", "zh")
ROUNDS, KEPT, LEAST, TWICE = 4, 3, 0.1, 2
LONGEST = {"en": 40}  # words of a line that are taken; 60 of the others


def words(folder: Path, language: str) -> list[list[str]]:
    """Return the words of each line, each once; of English ones, those that a question may name."""
    with gzip.open(folder / f"dev.{language}.gz", "rt", encoding="utf-8") as lines:
        each = [dict.fromkeys(list_stems(line, language, is_question=language == "en")) for line in lines]
    return [list(one)[: LONGEST.get(language, 60)] for one in each]


def learn(foreign: list[list[str]], english: list[list[str]]) -> dict[str, list[tuple[str, float]]]:
    """Return foreign word -> English words with how sure each is, the surest first."""
    sure: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for ours, theirs in zip(foreign, english, strict=True):
        for one in ours:
            for other in theirs:
                sure[one][other] = 1.0
    for _round in range(ROUNDS + 1):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for ours, theirs in zip(foreign, english, strict=True):
            for other in theirs:
                whole = sum(sure[one][other] for one in ours)
                for one in ours:
                    if whole and (part := sure[one][other] / whole) > 0.01:
                        counts[one][other] += part
        sure = defaultdict(lambda: defaultdict(float))
        for one, found in counts.items():
            total = sum(found.values())
            sure[one] = defaultdict(float, {other: part / total for other, part in found.items()})
    often = Counter(one for line in foreign for one in line)
    best = {one: sorted(found.items(), key=lambda pair: -pair[1])[:KEPT] for one, found in sure.items()}
    kept = {one: [(other, round(p, 2)) for other, p in pairs if p >= LEAST] for one, pairs in best.items()}
    return {one: pairs for one, pairs in sorted(kept.items()) if pairs and often[one] >= TWICE}


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "../shared/data/languages"
    english = words(folder, "en")
    found = {language: learn(words(folder, language), english) for language in LANGUAGES}
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(body, 9, mtime=0))


if __name__ == "__main__":
    main()
