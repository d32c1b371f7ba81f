"""Let Schemathesis try the API of a register that is served for it, and end with its exit code.

    python -m tests.register.site.api.run_schemathesis SECONDS [OPTION...]

The register is made in a folder of its own, with one record of each kind. Limits of how often somebody may ask do not
count. Half of the time goes to a visitor, half to the secretariat. OPTIONs go to `schemathesis run`.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from tempfile import TemporaryDirectory
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CONFIG = Path(__file__).with_name("schemathesis.toml")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_parts: object) -> None:
        """Nothing: Schemathesis says what was wrong."""


def main(seconds: int, options: list[str]) -> int:
    """Serve a register, and try it as a visitor and as the secretariat. Return the first exit code that is not 0."""
    from actionlines.register.site.setup import start

    start(os.environ["ACTIONLINES_DATA"])
    from actionlines.register.core.limits import Counts
    from actionlines.register.site.wsgi import site
    from tests.register.site.api.world import token, world

    logging.disable()
    world()
    Counts.take = lambda _self, _limit, _who: 0.0  # type: ignore[method-assign]
    with make_server("127.0.0.1", 0, site, _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/api/openapi.json"
        program = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "run", address]
        program += ["--max-time", str(seconds // 2), "--request-timeout", "120", "--wait-for-schema", "120", *options]
        heads: tuple[list[str], ...] = ([], ["--header", f"Authorization: Bearer {token('secretariat')}"])
        place = os.environ["ACTIONLINES_DATA"]
        codes = [subprocess.run([*program, *head], check=False, cwd=place).returncode for head in heads]
        server.shutdown()
    return max(codes)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="actionlines-schemathesis-") as folder:
        os.environ["ACTIONLINES_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "actionlines.register.site.settings"
        code = main(int(sys.argv[1]), sys.argv[2:])
    sys.exit(code)
