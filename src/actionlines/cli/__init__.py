"""Command line: parses arguments, calls the library, shows progress. Showing help imports nothing heavy."""

from actionlines.cli.app import app, main

__all__ = ["app", "main"]
