"""The report on progress: verdicts of all methods, divides, data gaps and files of figures."""

# A newest value this many years before the newest of the report, or fewer, is not old.
OLD = 3
