"""Another process that brings the index up to date while this one goes on writing records.

An import that publishes thousands of activities writes them here and lets them be indexed there, on another core.
Nothing hangs on it: what it has not done, or was killed over, is in the outbox, and the next `catch_up` does it.
"""

import contextlib
import os
import subprocess
import sys


class Follower:
    """It ends with this process, however that ends: its input is then at its end."""

    def __init__(self) -> None:
        self._child = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)  # noqa: S603 - our own module
        assert self._child.stdin
        os.set_blocking(self._child.stdin.fileno(), False)

    def nudge(self) -> None:
        """There is something to do. Never waits: a follower that is behind, or has died, needs no more nudges."""
        assert self._child.stdin
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            os.write(self._child.stdin.fileno(), b"\n")

    def close(self) -> None:
        """Close the input of the other process and wait until its work is done."""
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()


def main() -> None:
    """Catch up whenever there was a nudge since the last time, until the input ends."""
    import django

    django.setup()
    from actionlines.register.core.search.index_writer import catch_up

    while os.read(0, 65536):
        catch_up()


if __name__ == "__main__":
    main()
