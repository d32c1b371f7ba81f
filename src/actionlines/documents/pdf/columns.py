"""Pages set in two columns: the lines of the left one, then those of the right one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from actionlines.documents.pdf.lines import PageLine, page_lines
from actionlines.documents.pdf.runs import Run

# Lines with text on both sides, at the least; and the share of them among the lines that reach the middle.
_LINES = 8
_SHARE = 0.75
# Characters on each side of most of these lines: cells of tables hold fewer.
_WORDS = 25
# The middle of a page, as shares of its width.
_MIDDLE = 0.4, 0.6


def column_lines(lines: list[PageLine], page: int, width: float) -> list[PageLine]:
    """`lines` as they are, or parted into columns when a gutter runs down the middle of the page."""
    gutter = _gutter(lines, width)
    if not gutter:
        return lines
    sides = [[run for line in lines for run in line.runs if _side(run, gutter) == side] for side in (0, 1)]
    crossing = [run for line in lines for run in line.runs if _side(run, gutter) is None]
    across = page_lines(crossing, page, width)
    columns = [page_lines(side, page, width) for side in sides]
    shift = _edge(columns[1]) - _edge(columns[0])
    for line in columns[1]:
        line.column, line.x, line.right = 1, line.x - shift, line.right - shift
        line.hang = line.hang and line.hang - shift
    # Lines across the page part it into bands; in each, the left column comes first.
    heights = sorted(line.y for line in across)
    placed = [(bisect_left(heights, line.y), line) for line in (*columns[0], *columns[1])]
    bands = [(-2 * band, line.column, -line.y, line) for band, line in placed]
    bands += [(-2 * bisect_left(heights, line.y) - 1, 0, -line.y, line) for line in across]
    return [line for *_, line in sorted(bands, key=lambda band: band[:3])]


def _side(run: Run, gutter: float) -> int | None:
    return 0 if run.right <= gutter else 1 if run.x >= gutter else None


def _edge(lines: list[PageLine]) -> float:
    return float(Counter(round(line.x) for line in lines).most_common(1)[0][0])


def _gutter(lines: list[PageLine], width: float) -> float:
    """Return where the gutter is, or 0. The lines of the two columns need not share their baselines."""
    if any(line.table is not None for line in lines) or len(lines) < 2 * _LINES:
        return 0.0
    edges = Counter(round(run.x) for line in lines for run in line.runs if run.x > _MIDDLE[0] * width)
    edge, count = edges.most_common(1)[0] if edges else (0, 0)
    gutter = edge - 2.0
    if count < _LINES or not _MIDDLE[0] * width < gutter < _MIDDLE[1] * width:
        return 0.0
    texts: tuple[list[int], list[int]] = ([], [])
    across = 0
    for line in lines:
        sides = [[run for run in line.runs if _side(run, gutter) == side] for side in (0, 1)]
        apart = not all(sides) or sides[1][0].x - sides[0][-1].right > 0.9 * line.size
        if sum(map(len, sides)) < len(line.runs) or not apart:
            across += 1
            continue
        for side, length in zip(sides, texts, strict=True):
            if side:
                length.append(sum(len(run.text) for run in side))
    fair = all(len(side) >= _LINES and sum(side) >= _WORDS * len(side) for side in texts)
    return gutter if fair and across <= (1 - _SHARE) * len(lines) else 0.0
