"""Slow peers against a real server: bodies that send a byte a second, readers that take 1 kB a second.

    python -m benchmarks.slow_peers --keep DIR [--peers 50] [--seconds 30]

DIR is a register that benchmarks.register has filled. Each peer has an address of its own on the loopback network.
Pages and saves go on beside them: 95 of 100 are to be answered within a second, and none is 503.
"""

from __future__ import annotations

import argparse
import socket
import threading
import time
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.served import Served, percentile

BAR = 1.0  # seconds


def send_slowly(port: int, address: str, until: float) -> None:
    """Send the body of a form, a byte a second."""
    with socket.create_connection(("127.0.0.1", port), source_address=(address, 0)) as peer:
        peer.sendall(b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n")
        try:
            while time.monotonic() < until:
                peer.sendall(b"x")
                time.sleep(1)
        except OSError:
            return


def read_slowly(port: int, address: str, until: float) -> None:
    """Take a list of all activities, 1 kB a second."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with peer:
        peer.bind((address, 0))
        peer.connect(("127.0.0.1", port))
        peer.sendall(f"GET /activities/?as=json&n={address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        try:
            while time.monotonic() < until and peer.recv(1024):
                time.sleep(1)
        except OSError:
            return


def times(served: Served, seconds: float) -> tuple[list[float], list[float], int]:
    """Return the seconds of pages and of saves that were answered, and how many requests were refused."""
    pages, saves, refused, number, until = list[float](), list[float](), 0, 0, time.monotonic() + seconds
    while time.monotonic() < until:
        number += 1
        for place, method, path in ((pages, "GET", f"/lines/?n={number}"), (saves, "POST", "/account/login/")):
            began = time.perf_counter()
            status, _head, _body = served.ask(method, path, body={} if method == "POST" else None)
            place.append(time.perf_counter() - began)
            refused += status == 503
        time.sleep(0.1)
    return pages, saves, refused


def main() -> int:
    """Print the figures with and without slow peers; 1 where one misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--peers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0)
    args = parser.parse_args()
    served = Served(args.keep, worker=False)
    served.start()
    try:
        before = times(served, min(10.0, args.seconds))
        until = time.monotonic() + args.seconds
        for number in range(args.peers):
            for place, act in ((1, send_slowly), (2, read_slowly)):
                address = f"127.0.{place}.{number + 1}"
                threading.Thread(target=act, args=(served.port, address, until), daemon=True).start()
        time.sleep(3)
        pages, saves, refused = times(served, args.seconds - 3)
    finally:
        served.kill()
    print(f"without slow peers: pages {percentile(before[0], 0.95):.2f} s, saves {percentile(before[1], 0.95):.2f} s")
    return verdict(
        [
            Figure("pages beside slow peers, p95", percentile(pages, 0.95), "<=", BAR, "s"),
            Figure("saves beside slow peers, p95", percentile(saves, 0.95), "<=", BAR, "s"),
            Figure("requests that were refused", refused, "<=", 0),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
