"""Six languages: whether a line and its translations get the same goal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.answers import answers
from actionlines.alignment.measure.figures import Measured, measured
from actionlines.alignment.measure.scores import Numbers, same_top
from actionlines.alignment.measure.texts import parallel_lines
from actionlines.alignment.measure.watch import Watch

OTHERS = ("fr", "ru", "es", "ar", "zh")
# The lines before this one are learned from.
FIRST = 1000


def parallel(aligner: Aligner, model: str, folder: Path, watch: Watch) -> Iterator[Measured]:
    """Agreement of each language with English, over the lines with p >= .5 for some goal in English.

    The language of a line is given, not found out: telling languages apart is measured elsewhere.
    """

    def said(code: str, rows: slice) -> Numbers:
        lines = parallel_lines(folder, code)[FIRST:][rows]
        stage = f"{model}: parallel lines, {code}"
        return answers(aligner, lines, stage, watch, [code] * len(lines)).ranking("goals")

    if not (folder / "dev.en.gz").is_file():
        watch.left_out(f"{folder / 'dev.en.gz'} is not there")
        return
    english = said("en", slice(None))
    for code in OTHERS:
        path = folder / f"dev.{code}.gz"
        if not path.is_file():
            watch.left_out(f"{path} is not there")
            continue
        share, count = same_top(english, said(code, slice(0, len(english))))
        yield measured(f"languages.{code}", model, share, f"{count} of {len(english)} lines")
