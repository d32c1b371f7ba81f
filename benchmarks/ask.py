"""Questions answered by paragraphs: found among the first five, refused where no text answers, nothing invented.

    python -m benchmarks.ask [--misses] [--neural]

ask.tsv has 204 questions, written before the program: 34 in six languages each. 25 of them are answered by a
paragraph of A/RES/80/173 or of a resolution of the Plenipotentiary Conference (shared documents); 9 by none.
ask_records.tsv has 86 questions of who, what, by when, how many, written before the grammar: 66 that the records
of the starter register answer (places, or "=" and words of the answer), 20 that nothing answers.
ask_mixed.tsv has 120 as people type them: 60 of records, 40 of passages, 20 that nothing answers, twenty in each
language, written before the grammar that answers them; half of them are held out (column `half`).
ask_people.tsv has questions of what a country is asked, who facilitates a line, what falls due next, is overdue or
is due within a span of time, written before the grammar that reads them; their language is not told.
The weight of Chinese words that the table lacks was chosen on the odd questions of the languages; the even ones
are held out.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from actionlines.documents import read
from actionlines.results.ask import Answer, AnswerPassage, FoundAnswers, Passages, passages_of
from actionlines.results.question import language_of_question
from actionlines.results.records import answer_question, starter_rows
from benchmarks.figure import Figure, verdict

DOCUMENTS = Path(__file__).resolve().parents[1] / "../shared/data/documents"
QUESTIONS = Path(__file__).with_name("ask.tsv")
OF_RECORDS = Path(__file__).with_name("ask_records.tsv")
MIXED = Path(__file__).with_name("ask_mixed.tsv")
OF_PEOPLE = Path(__file__).with_name("ask_people.tsv")
TODAY = date(2026, 12, 1)


def passages() -> Iterator[AnswerPassage]:
    """Yield the paragraphs of the texts that are asked."""
    for path in (DOCUMENTS / "pdf" / "A_RES_80_173.pdf", *sorted((DOCUMENTS / "itu_pp18").glob("*.txt"))):
        yield from passages_of(read(path))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was not found and what was not refused")
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
            found = _ask(held, row)
            answers = found.answers if found.supported else ()
            strange += sum(one.passage.kind != "record" and one.passage.text not in texts for one in answers)
            if row["answer"]:
                right = row["answer"] in {f"{one.passage.symbol}#{one.passage.anchor}" for one in answers}
                seen[row["language"]].append(right)
                seen[half].append(right)
            else:
                right = not answers
                refused[row["language"]].append(right)
                refused[half].append(right)
            if asked.misses and not right:
                print(f"{row['language']}  {row['question']}  {row['answer'] or 'none'}  {_list_places(answers)}")
    for language in seen:
        found_, refused_ = seen[language], refused[language]
        print(f"{language}  found {sum(found_)}/{len(found_)}  refused {sum(refused_)}/{len(refused_)}")
    all_seen, all_refused = ([*each["odd"], *each["even"]] for each in (seen, refused))
    return verdict(
        [
            Figure("answers among the first five", sum(all_seen) / len(all_seen), ">=", 0.85, held=0.74),
            Figure("refused where no text answers", sum(all_refused) / len(all_refused), ">=", 0.9),
            Figure("sentences that no text has", strange, "<=", 0),
            *_of_records(held, asked.misses),
            *_of_mixed(held, asked.misses),
            *_of_people(held, asked.misses),
        ]
    )


def _ask(held: Passages, row: Mapping[str, str]) -> FoundAnswers:
    """Return what records answer, else passages: the order in which the command and the page ask."""
    return answer_question(row["question"], row["language"], starter_rows(), held, TODAY)


def _of_records(held: Passages, misses: bool) -> Iterator[Figure]:
    """Yield the figures of questions of records."""
    ranks: list[list[bool]] = []
    refused = []
    with OF_RECORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found = _ask(held, row)
            answers = found.answers if found.supported else ()
            if row["answer"]:
                ranks.append([_is_right(row["answer"], one.passage) for one in answers])
            else:
                refused.append(not answers)
            if misses and not (refused[-1] if not row["answer"] else any(ranks[-1])):
                print(f"{row['language']}  {row['question']}  {row['answer'] or 'none'}  {_list_places(answers)}")
    count = len(ranks)
    yield Figure(f"of {count} questions of records, among the first five", sum(map(any, ranks)) / count, ">=", 0.9)
    yield Figure("the first answer", sum(one[:1] == [True] for one in ranks) / count, ">=", 0.75)
    yield Figure(f"of {len(refused)} like them, refused", sum(refused) / len(refused), ">=", 0.9)


def _of_mixed(held: Passages, misses: bool) -> Iterator[Figure]:
    """Yield the figures of the mixed questions, each half apart; misses of the half held out are never printed."""
    ranks: defaultdict[tuple[str, str], list[list[bool]]] = defaultdict(list)
    with MIXED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = _ask(held, row)
            answers = found.answers if found.supported else ()
            right = [_is_right(row["answer"], one.passage) for one in answers] if row["answer"] else [not answers]
            ranks[row["half"], row["kind"]].append(right)
            if misses and row["half"] == "tuned" and right[:1] != [True]:
                print(f"{row['language']}  {row['question']}  {row['answer'] or 'none'}  {_list_places(answers)}")
    for (half, kind), rows in sorted(ranks.items()):
        label = f"mixed, {half}: {len(rows)} of {kind}"
        if kind == "none":
            yield Figure(f"{label}, refused", sum(map(any, rows)) / len(rows), ">=", 0.9)
            continue
        yield Figure(f"{label}, among the first five", sum(map(any, rows)) / len(rows), ">=", 0.9)
        yield Figure(f"{label}, the first answer", sum(one[:1] == [True] for one in rows) / len(rows), ">=", 0.75)


def _of_people(held: Passages, misses: bool) -> Iterator[Figure]:
    """Yield the figures of questions of countries, lines and days, in the language that the grammar takes them for."""
    ranks: defaultdict[str, list[list[bool]]] = defaultdict(list)
    known = []
    with OF_PEOPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            language = language_of_question(row["question"], "en")
            known.append(language == row["language"])
            found = _ask(held, row | {"language": language})
            answers = found.answers if found.supported else ()
            right = [_is_right(row["answer"], one.passage) for one in answers] if row["answer"] else [not answers]
            ranks[row["kind"]].append(right)
            if misses and (right[:1] != [True] or not known[-1]):
                print(f"{row['language']}  {language}  {row['question']}  {row['answer']}  {_list_places(answers)}")
    yield Figure(f"of people: {len(known)} questions, language known", sum(known) / len(known), ">=", 0.95)
    for kind, rows in sorted(ranks.items()):
        label = f"of people: {len(rows)} of {kind}, " + ("refused" if kind == "none" else "the first answer")
        yield Figure(label, sum(one[:1] == [True] for one in rows) / len(rows), ">=", 0.9)


def _list_places(answers: Iterable[Answer]) -> str:
    places = (f"{one.passage.symbol}#{one.passage.anchor} {one.passage.kind} {one.support:.2f}" for one in answers)
    return f"[{'; '.join(places)}]"


def _is_right(wanted: str, passage: AnswerPassage) -> bool:
    """Return whether an answer is one of the places wanted, or has the words or the number after "="."""
    if wanted.startswith("="):
        words = re.escape(wanted[1:])
        pattern = rf"(?<!\d){words}(?![-\d])" if wanted[1:].isdigit() else words
        return bool(re.search(pattern, f"{passage.text}; {passage.facts}"))
    return any(fnmatchcase(f"{passage.symbol}#{passage.anchor}", one) for one in wanted.split("|"))


if __name__ == "__main__":
    sys.exit(main())
