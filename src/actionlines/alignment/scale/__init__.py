"""Inputs by the thousand million: in parts, each made whole or not at all, here or on a cluster.

    plan     folders, globs, paths -> files -> parts
    work     one part -> its files   (the function that every engine runs)
    aligned  what `align --in` makes of a part; `results.extract` has what `extract` makes
    folder   what is done, and what an earlier run has left
    engines  processes of this machine, Spark
    run      all of it, on an engine

`rows` needs NumPy only, the others pyarrow (the extra `scale`).
"""
