"""Texts by the thousand million: parts of the input, each aligned whole or not at all, here or on a cluster.

    search   folders, globs, paths -> files
    plan     files -> parts          (parquet, jsonl, documents)
    work     one part -> one file    (the function that every engine runs)
    folder   what is done, and what an earlier run has left
    run      all of it, on an engine

`jsonl` and `documents` need NumPy only, the rest pyarrow (the extra `scale`).
"""
