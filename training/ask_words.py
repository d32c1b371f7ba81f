"""Words of five languages and the English words that they stand for, learned from parallel lines.

    python -m training.ask_words [FOLDER]

The lines are those of the UN Parallel Corpus (`dev.LANGUAGE.gz`, by default ../shared/data/languages), the texts of
the goals and of resolutions beside them, the names and titles of the framework and the messages of the site. The
words are those that `results.ask` compares; the model is IBM's first. A pair is kept where the word occurs twice and
the pair is sure to a tenth. Writes src/actionlines/results/data/ask_words.json.gz: statistics of words, no sentences.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from actionlines.framework import load
from actionlines.framework.called import in_all
from actionlines.results.ask import list_stems

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src/actionlines/register/site/locale"
OUT = ROOT / "src" / "actionlines" / "results" / "data" / "ask_words.json.gz"
LANGUAGES = ("fr", "es", "ru", "ar", "zh")
ROUNDS, KEPT, LEAST, TWICE = 4, 3, 0.1, 2
CATALOGUES = {"zh": "zh_Hans"}
FIELD = re.compile(r"%\(\w+\)[sd]|<[^<>]*>|\{\w*\}")  # what a message leaves open, and tags
LONGEST = {"en": 40}  # words of a line that are taken; 60 of the others


def list_pairs(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield lines of a language with the same in English."""
    ours, theirs = (gzip.decompress((folder / f"dev.{code}.gz").read_bytes()).decode() for code in (language, "en"))
    yield from zip(ours.splitlines(), theirs.splitlines(), strict=True)
    goals = json.loads((folder.parent / "framework" / "sdg_official_texts.json").read_bytes())
    for part, texts in goals[language].items():
        yield from ((text, goals["en"][part][key]) for key, text in texts.items() if key in goals["en"].get(part, {}))
    for line in (folder.parent / "asks" / "six" / "texts.jsonl").read_text(encoding="utf-8").splitlines():
        yield (text := json.loads(line))[language], text["en"]
    f = load()
    for table in (f.action_lines, f.goals, f.countries, f.bodies, f.areas, f.targets, f.commitments, f.objectives,
                  f.indicators):  # fmt: skip
        for names in map(in_all, table):
            if language in names:
                yield names[language], names["en"]
    with (LOCALE / CATALOGUES.get(language, language) / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file):
            if message.id and isinstance(message.id, str) and message.string:
                yield FIELD.sub(" ", str(message.string)), FIELD.sub(" ", message.id)


def words(line: str, language: str) -> list[str]:
    """Return the words of a line, each once; of English ones, those that a question may name."""
    stems = list_stems(line, language, is_question=language == "en")
    each = dict.fromkeys(stem for stem in stems if language != "en" or len(stem) > 2)
    return list(each)[: LONGEST.get(language, 60)]


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
    found = {}
    for language in LANGUAGES:
        pairs = [(words(line, language), words(english, "en")) for line, english in list_pairs(folder, language)]
        found[language] = learn([ours for ours, _ in pairs], [english for _, english in pairs])
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(body, 9, mtime=0))


if __name__ == "__main__":
    main()
