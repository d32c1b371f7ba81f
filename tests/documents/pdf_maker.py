"""A small writer of PDFs: text at a place in a size, in the standard fonts; for tests only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FONTS = {"roman": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic"}


class Put(NamedTuple):
    """Text with its left edge and baseline in points from below."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "roman"


def make_pdf(
    pages: Sequence[Sequence[Put]],
    rules: Sequence[tuple[float, float, float]] = (),
    extra: str = "",
    links: Sequence[tuple[tuple[int, int, int, int], str]] = (),
) -> bytes:
    """A PDF of `pages` (Letter). `rules` are (y, x, right) on every page; `extra` goes into the trailer.

    `links` are boxes (left, bottom, right, top) with their address, on every page.
    """
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = {}
    for name, base in FONTS.items():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode())
        fonts[name] = len(objects)
    listed = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    annotations = " ".join(
        f"<< /Type /Annot /Subtype /Link /Rect [{' '.join(map(str, box))}] /Border [0 0 0]"
        f" /A << /S /URI /URI ({address}) >> >>"
        for box, address in links
    )
    kids = []
    for puts in pages:
        parts = [
            f"BT /{put.font} {put.size} Tf {put.x} {put.y} Td (".encode()
            + put.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
            + b") Tj ET"
            for put in puts
        ]
        parts += [f"{x} {y} {right - x} 0.5 re f".encode() for y, x, right in rules]
        stream = b"\n".join(parts)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R"
            f" /Resources << /Font << {listed} >> >> /Annots [{annotations}] >>".encode()
        )
        kids.append(len(objects))
    below = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{below}] >>".encode()
    return _file(objects, extra)


def _file(objects: list[bytes], extra: str) -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n"
    return out + trailer.encode()


def lines(first: float, x: float, *texts: str, size: float = 10, pitch: float = 12, font: str = "roman") -> list[Put]:
    """Lines of one paragraph, from the baseline `first` downwards."""
    return [Put(x, first - pitch * number, text, size, font) for number, text in enumerate(texts)]
