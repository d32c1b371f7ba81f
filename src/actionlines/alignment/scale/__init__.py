"""Inputs by the thousand million: in parts, each made whole or not at all, here or on a cluster.

    search   folders, globs, paths -> files
    plan     files -> parts          (parquet, jsonl, documents)
    work     one part -> its files   (the function that every engine runs)
    aligned  what `align --in` makes of a part; `results.extract` has what `extract` makes
    folder   what is done, and what an earlier run has left
    run      all of it, on an engine

`jsonl` and `documents` need NumPy only, the rest pyarrow (the extra `scale`).
"""
