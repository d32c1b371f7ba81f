"""The command line: parses arguments, calls the library, shows progress. Nothing heavy is imported to show help."""

from __future__ import annotations

from actionlines.cli.app import app, main

__all__ = ["app", "main"]
