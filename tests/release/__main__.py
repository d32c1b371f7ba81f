"""Keep what programs of others rest on in this release: `python -m tests.release`, when a release is made."""

from __future__ import annotations

import gzip
from pathlib import Path

from benchmarks.world import register_of_tests

KEPT = Path(__file__).with_name("kept")


def main() -> None:
    """Write the surface of this version into `kept`; the same surface gives the same bytes."""
    with register_of_tests():
        from actionlines import __version__
        from tests.release.surface import as_text, surface

        path = KEPT / f"{__version__}.txt.gz"
        path.write_bytes(gzip.compress(as_text(surface()).encode(), mtime=0))
        print(path)


if __name__ == "__main__":
    main()
