"""What heals by itself under `actionlines serve`: a killed and a stopped worker, a killed server process, an index that
is damaged.

    python -m benchmarks.healing --keep DIR [--rounds 50] [--only killed,stopped,server,index]

DIR is a register that benchmarks.register has filled. A page without search is asked all the time; each round ends
when a worker shows signs of life, and a search is answered. A stopped worker is noticed after 60 seconds of silence.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.served import Served, descendants

BARS = {"killed": 30.0, "stopped": 90.0, "server": 30.0, "index": 30.0}
WAIT = 600.0


def process_of(served: Served, words: str) -> int:
    """Return the number of a process below the server whose command holds these words."""
    assert served.process
    for pid in descendants(served.process.pid):
        with contextlib.suppress(OSError):
            if words in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                return pid
    raise LookupError(words)  # 0 would be this process


def damage(folder: Path, luck: random.Random) -> None:
    """Cut or garble a file of the index while the server has it open."""
    current = json.loads((folder / "search/current.json").read_text())["folder"]
    files = [path for path in (folder / "search" / current).iterdir() if path.suffix in (".term", ".store", ".fast")]
    path = luck.choice(files)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 255
    path.write_bytes(raw if luck.random() < 0.5 else raw[: len(raw) // 3])


def main() -> int:
    """Print how long each kind of fault lasted at most; 1 where one misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--only", default=",".join(BARS))
    args = parser.parse_args()
    luck, served, number, wrong = random.Random(1), Served(args.keep), 0, 0

    def ask(path: str) -> tuple[int, bytes]:
        nonlocal number
        number += 1
        try:
            status, _head, body = served.ask("GET", f"{path}{'&' if '?' in path else '?'}n={number}")
        except (OSError, http.client.HTTPException):
            return 0, b""
        return status, body

    def is_whole() -> bool:
        ready = ask("/health/ready")
        return ready[0] == 200 and not json.loads(ready[1])["impaired"] and ask("/search/?q=school")[0] == 200

    def stop_worker(how: int) -> None:
        os.kill(process_of(served, "site.worker"), how)

    def kill_server() -> None:
        # Of a file of the index that is cut while it is read, the system says so by SIGBUS.
        os.kill(process_of(served, "actionlines serve"), luck.choice((signal.SIGKILL, signal.SIGBUS)))

    faults: dict[str, Callable[[], None]] = {
        "killed": lambda: stop_worker(signal.SIGKILL),
        "stopped": lambda: stop_worker(signal.SIGSTOP),
        "server": kill_server,
        "index": lambda: damage(args.keep, luck),
    }
    figures = []
    served.start()
    try:
        for name in args.only.split(","):
            longest = slowest = 0.0
            for _ in range(args.rounds):
                until = time.monotonic() + WAIT
                while not is_whole():
                    assert time.monotonic() < until, "the server is not whole"
                    time.sleep(0.2)
                faults[name]()
                began = time.monotonic()
                seen = False
                while time.monotonic() < until:
                    asked = time.monotonic()
                    wrong += ask("/lines/")[0] != 200 and name != "server"
                    slowest = max(slowest, time.monotonic() - asked)
                    whole = is_whole()
                    # A worker that was just killed still counts: until it is missed, or one of its successors is there.
                    seen = seen or not whole or time.monotonic() - began > BARS[name]
                    if seen and whole:
                        break
                    time.sleep(0.1)
                longest = max(longest, time.monotonic() - began)
            figures.append(Figure(f"{name} {args.rounds} times: whole again within", longest, "<=", BARS[name], "s"))
            figures.append(Figure(f"{name}: slowest answer without search meanwhile", slowest, "<=", BARS[name], "s"))
    finally:
        served.kill()
    return verdict([*figures, Figure("pages without search that were not answered meanwhile", wrong, "<=", 0)])


if __name__ == "__main__":
    raise SystemExit(main())
