"""The packs of the six languages: words, verbs, names and dates as data, with functions for their grammar."""
