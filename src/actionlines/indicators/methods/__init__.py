"""The named methods, each a module with its formula, thresholds and source; all work on Spans at once.

A method module has: NAME, TITLE, SOURCE, WORDS (its own words, worst to best), COMMON (the common verdict of
each), REASONS, and `assess(spans) -> Verdicts`. `methods.ALL` lists them; `methods.progress(series, aim,
name)` judges one series.
"""
