"""A resolution of our own, as it came and as it was corrected."""

from __future__ import annotations

from actionlines.register.core.imports.files import path_of, store
from actionlines.register.instruments.document_reader import extracted
from actionlines.register.mandates.documents import import_document

HEAD = """United Nations A/RES/80/902
General Assembly Distr.: General
17 December 2025
Eightieth session
Resolution adopted by the General Assembly on 17 December 2025
80/902. Masts and village portals
The General Assembly,
Recalling its resolution 70/125 of 16 December 2015,
"""
FIRST = "1. Requests the Secretary-General to report on broadband in villages at its eighty-first session;\n"
SECOND = "2. Invites the International Telecommunication Union to map idle masts by 30 June 2027;\n"
THIRD = "3. Encourages Member States to open their registers of masts.\n"
TEXT = HEAD + FIRST + SECOND + THIRD


def brought_in(text: str = TEXT, name: str = "resolution.txt", actor=None, country: str = ""):
    """(instrument, what became of it, counts) for a text; read in this process, as the bounds are tested apart."""
    file = store(text.encode(), name)
    return import_document(actor, extracted(path_of(file), name), file, country)
