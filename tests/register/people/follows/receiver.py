"""A program that receives webhooks: a real server on this machine that keeps what it was sent."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(ThreadingHTTPServer):
    """Keeps (headers, body) of each POST in `got`; answers with the codes of `codes`, the last of them for ever.

    answering  called with the handler instead of a plain answer
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got, self.codes, self.headers, self.answering = [], [204], {}, None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/in?x=1"

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _body in self.got]

    @property
    def bodies(self):
        return [json.loads(body) for _headers, body in self.got]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        if self.server.answering:
            self.server.answering(self)
            return
        codes = self.server.codes
        self.send_response(codes.pop(0) if len(codes) > 1 else codes[0])
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_given):
        pass


@contextmanager
def receiver():
    """Serve for the length of a test."""
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
