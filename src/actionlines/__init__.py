"""Actionlines: who was asked to do what, by when, and what came of it.

The library follows up on what the world has agreed about the information society and sustainable
development. Its rooms, from the ground up: `framework` (what was agreed), `documents` (a file becomes a
Document), `citations`, `mandates`, `reports`. Each is usable on its own.
"""

__version__ = "0.1.0"
