"""The words of the pages in six languages."""
