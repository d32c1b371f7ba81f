"""The command line: parses arguments, calls the library, shows progress. No logic of its own."""
