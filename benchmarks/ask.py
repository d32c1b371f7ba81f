"""Questions answered by paragraphs: found among the first five, refused where no text answers, nothing invented.

    python -m benchmarks.ask [--misses] [--neural]

ask.tsv has 204 questions, written before the program: 34 in six languages each. 25 of them are answered by a
paragraph of A/RES/80/173 or of a resolution of the Plenipotentiary Conference (shared documents); 9 by none.
The weight of Chinese words that the table lacks was chosen on the odd questions of the languages; the even ones
are held out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from actionlines.documents import read
from actionlines.results.ask import Passage, Passages, passages_of
from benchmarks.figure import Figure, verdict

DOCUMENTS = Path(__file__).resolve().parents[1] / "../shared/data/documents"
QUESTIONS = Path(__file__).with_name("ask.tsv")


def passages() -> Iterator[Passage]:
    """Yield the paragraphs of the texts that are asked."""
    for path in (DOCUMENTS / "pdf" / "A_RES_80_173.pdf", *sorted((DOCUMENTS / "itu_pp18").glob("*.txt"))):
        yield from passages_of(read(path))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--misses", action="store_true", help="print what was not found and what was not refused"
    )
    parser.add_argument("--neural", action="store_true", help="let meaning count (extra neural)")
    asked = parser.parse_args(arguments)
    held = Passages(passages(), neural=asked.neural)
    texts = {one.text for one in held.passages}
    number: Counter[str] = Counter()
    seen: defaultdict[str, list[bool]] = defaultdict(list)
    refused: defaultdict[str, list[bool]] = defaultdict(list)
    strange = 0
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            number[row["language"]] += 1
            half = "odd" if number[row["language"]] % 2 else "even"
            found = held.ask(row["question"], row["language"])
            answers = found.answers if found.supported else ()
            strange += sum(one.passage.text not in texts for one in answers)
            if row["answer"]:
                right = row["answer"] in {f"{one.passage.symbol}#{one.passage.anchor}" for one in answers}
                seen[row["language"]].append(right)
                seen[half].append(right)
            else:
                right = not answers
                refused[row["language"]].append(right)
                refused[half].append(right)
            if asked.misses and not right:
                print(f"{row['language']}  {row['question']}  {row['answer'] or 'none'}")
    for language in seen:
        found_, refused_ = seen[language], refused[language]
        print(f"{language}  found {sum(found_)}/{len(found_)}  refused {sum(refused_)}/{len(refused_)}")
    all_seen, all_refused = ([*each["odd"], *each["even"]] for each in (seen, refused))
    return verdict(
        [
            Figure("answers among the first five", sum(all_seen) / len(all_seen), ">=", 0.85, held=0.74),
            Figure("refused where no text answers", sum(all_refused) / len(all_refused), ">=", 0.9),
            Figure("sentences that no text has", strange, "<=", 0),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
