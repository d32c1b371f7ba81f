"""Akoma Ntoso 3.0 (OASIS LegalDocML) with the elements that its profile for the United Nations uses.

reader.py   a file of anybody becomes blocks; one that `writer.py` made becomes the same paragraphs again
inline.py   names; text within a paragraph: links, marks of notes, tracked changes
writer.py   a Document with its citations and mandates becomes a file
meta.py     identifiers by work and version (FRBR), references, mandates
"""

from actionlines.documents.akn.reader import read_akn

__all__ = ["read_akn"]
