"""The digital divide measured: between women and men, town and country, and countries; and the year in which it closes.

`pairs` has parity ratio, gap, head count and bands; `spread` the spread among countries (P90/P10, Gini, Theil and
others); `distance` the year in which a gap closes.

docs/explanation/divides.md works each of them out by hand.
"""
