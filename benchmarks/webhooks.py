"""Deliveries of webhooks by four workers to a receiver that refuses and breaks off: none lost, none twice.

    python -m benchmarks.webhooks [--deliveries N]

The receiver verifies each delivery with the reference library (standardwebhooks). One answer in ten is 500, one
connection in ten breaks off before it. The register is a new one in a folder of its own, the workers are
threads with connections of their own, and no pause is waited for.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

WORKERS = 4


class _Receiver(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.secret, self.lock, self.dice = "", threading.Lock(), random.Random(1)
        self.taken: Counter[str] = Counter()
        self.open: set[str] = set()
        self.tried = self.together = self.unverified = 0


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        """Verify a delivery, then take it, refuse it or break off."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name, server = self.headers["webhook-id"], self.server
        with server.lock:
            server.tried += 1
            server.together += name in server.open
            server.open.add(name)
            way = server.dice.random()
        try:
            Webhook(server.secret).verify(body, dict(self.headers))
        except Exception:
            server.unverified += 1
        with server.lock:
            server.open.discard(name)
            server.taken[name] += way >= 0.2
        if way >= 0.1:
            self.send_response(204 if way >= 0.2 else 500)
            self.end_headers()

    def log_message(self, format: str, *given: object) -> None:
        """Write nothing."""


def main() -> None:
    """Send so many deliveries and print what arrived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=2_000)
    many = parser.parse_args().deliveries
    with tempfile.TemporaryDirectory() as folder, _Receiver() as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        os.environ |= {"ACTIONLINES_DATA": folder, "ACTIONLINES_HOOKS_INTERNAL": "127.0.0.1"}
        os.environ["DATABASE_URL"] = ""
        print(_measured(receiver, many))
        receiver.shutdown()


def _measured(receiver: _Receiver, many: int) -> str:
    from actionlines.register.site.setup import ready

    ready()
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from actionlines.register.people.models import Delivery, Hook, User
    from actionlines.register.people.webhooks import send_test, send_waiting

    user = User.objects.create_user("owner@example.org")
    url = f"http://127.0.0.1:{receiver.server_port}/"
    hook = Hook.objects.create(user=user, what="concept", target="C5", url=url)
    receiver.secret = hook.secret()
    for _turn in range(many):
        send_test(hook)
    began, start = timezone.now(), time.monotonic()

    def _work() -> None:
        while Delivery.objects.filter(status="waiting").exists():
            send_waiting()
            Delivery.objects.filter(status="waiting", attempts__gt=0).update(next_at=began)
        connections.close_all()

    workers = [threading.Thread(target=_work) for _turn in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    lost = Delivery.objects.exclude(status="delivered").count()
    twice = sum(1 for times in receiver.taken.values() if times > 1)
    return (
        f"{many} deliveries, {receiver.tried} attempts in {time.monotonic() - start:.0f} s: {lost} lost, "
        f"{twice} taken twice, {receiver.together} at the same time, {receiver.unverified} not verified"
    )


if __name__ == "__main__":
    main()
