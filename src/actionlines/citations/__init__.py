"""Text in, citations out, each resolved to a canonical symbol and paragraph."""
