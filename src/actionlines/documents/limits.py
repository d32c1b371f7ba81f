"""How much a document may ask of the machine, and the checks that hold it to that."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.errors import InputTooLarge

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input; every reader takes them.

    file_bytes      the file as it comes
    unpacked_bytes  all parts of a container together, once unpacked
    part_bytes      one part of a container, once unpacked
    entries         parts in a container
    ratio           unpacked : packed size of one part; small parts are let be, whatever their ratio
    pages           pages of a PDF
    objects         objects of a PDF
    depth           elements within elements, in HTML and XML
    elements        elements of an XML part
    page_elements   elements of an HTML page
    lines           lines of a text
    """

    file_bytes: int = 100 * MB
    unpacked_bytes: int = 200 * MB
    part_bytes: int = 80 * MB
    entries: int = 5_000
    ratio: int = 200
    pages: int = 5_000
    objects: int = 1_000_000
    depth: int = 250
    elements: int = 1_000_000
    page_elements: int = 200_000
    lines: int = 1_000_000

    def check_size(self, name: str, size: int) -> None:
        """Raise InputTooLarge (AL106) when a file of `size` bytes is beyond the limit."""
        if size > self.file_bytes:
            raise InputTooLarge(
                name,
                f"{size / MB:,.0f} MB, and the limit is {self.file_bytes / MB:,.0f} MB",
                "Split the file, or raise the limit if you trust it.",
            )
