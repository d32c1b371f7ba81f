"""A process that writes one share of the index of a large register, and prints how many entries it has.

    python -m actionlines.register.core.search.index_share FOLDER PLACE COUNT

It ends with the process that started it, and gives way to the server on a busy machine.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

_NICE = 5


def main() -> int:
    """Write the share, or print the number of an error of the disk."""
    import django

    django.setup()
    from actionlines.register.core.search.index_builder import DISK_ERROR, share, write

    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICE)
    folder, place, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    try:
        print(write(folder, share(place, count)))
    except OSError as error:
        print(error.errno)
        return DISK_ERROR
    return 0


def _end_with_parent() -> None:
    """End this process when the other end of its input is closed."""
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
