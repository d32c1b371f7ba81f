"""A copy of the public register as files: every page that a visitor sees, with relative links and its own search.

`write` visits the pages, `strip` takes out of each what needs a server, `words` makes the files of the search.
"""
