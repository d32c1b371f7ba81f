"""Actionlines: who was asked to do what, by when, and what came of it.

The library follows up on what the world has agreed about the information society and sustainable
development. Its rooms, from the ground up, each usable on its own:

    from actionlines.framework import load              # what was agreed: lines, goals, commitments, bodies
    from actionlines.documents import read              # a file or symbol becomes a Document
    from actionlines.citations import find_citations    # what it rests on
    from actionlines.mandates import find_mandates      # who was asked to do what, by when
    from actionlines.alignment import Aligner           # what a text speaks to, with the words that say so
    from actionlines.indicators import methods          # how far a series is, by named methods

`reports` makes documents of them; `registry`, `consultation` and `site` keep records (and need Django).
"""

__version__ = "0.1.0"
