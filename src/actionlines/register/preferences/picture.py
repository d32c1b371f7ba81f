"""A PNG picture drawn again: its points alone, without comments, other chunks or what is behind its end.

PNG: ISO/IEC 15948. It runs in the sandbox.
"""

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actionlines.errors import UploadRefused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIDE = 1200  # points of width and of height at most
SIZE = 512 * 1024  # bytes of a file at most
# Type of colour -> samples of a point.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_KEPT = (b"PLTE", b"tRNS")
_HEAD = struct.Struct(">2I5B")


@dataclass(frozen=True)
class Picture:
    """A picture that a page can show, `png` in base64; or `why` it is refused."""

    png: str = ""
    why: str = ""

    def must_be_good(self, name: str) -> None:
        """Raise UploadRefused (AL705) with the reason in the reader's language."""
        from django.utils.translation import gettext as _  # not there in the sandbox

        words = {
            "other": (_("it is not a PNG picture"), _("Save it as PNG.")),
            "size": (_("it has more than %(size)d kB") % {"size": SIZE // 1024}, _("Save it smaller.")),
            "side": (_("it has more than %(side)d pixels on a side") % {"side": SIDE}, _("Save it smaller.")),
            "interlaced": (_("its lines are interlaced"), _("Save it without interlacing.")),
            "damaged": (_("the picture is damaged"), _("Save it again as PNG.")),
        }
        if self.why:
            raise UploadRefused(name, *words.get(self.why, words["damaged"]))


def drawn_again(path: Path) -> Picture:
    """Return the picture of a PNG file; runs in the sandbox."""
    data = path.read_bytes()
    if not data.startswith(SIGNATURE):
        return Picture(why="other")
    if len(data) > SIZE:
        return Picture(why="size")
    try:
        return _drawn(list(_chunks(data)))
    except (struct.error, zlib.error, ValueError, IndexError, KeyError):
        return Picture(why="damaged")


def _drawn(chunks: list[tuple[bytes, bytes]]) -> Picture:
    kind, head = chunks[0]
    width, height, depth, colour, packing, filters, interlaced = _HEAD.unpack(head)
    if kind != b"IHDR" or depth not in (1, 2, 4, 8, 16) or packing or filters:
        raise ValueError("no head of a PNG")
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        return Picture(why="side")
    if interlaced:
        return Picture(why="interlaced")
    line = 1 + (width * _SAMPLES[colour] * depth + 7) // 8
    unpacking = zlib.decompressobj()
    points = unpacking.decompress(b"".join(body for item, body in chunks if item == b"IDAT"), line * height + 1)
    if len(points) != line * height or max(points[::line]) > 4:
        raise ValueError("too few or too many points")
    saved = [(item, body) for item, body in chunks if item in _KEPT]
    again = [(b"IHDR", head), *saved, (b"IDAT", zlib.compress(points, 9)), (b"IEND", b"")]
    png = SIGNATURE + b"".join(_written(item, body) for item, body in again)
    return Picture(base64.b64encode(png).decode())


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while True:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", data, at + 8 + size)
        if zlib.crc32(kind + body) != check:
            raise ValueError("a chunk is damaged")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + size


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
