"""Every template of the site in six languages, on a phone and a desk, by day and by night: axe, console, width.

    python -m benchmarks.pages FOLDER [--languages en,ar] [--widths 375] [--only reader]

FOLDER keeps a register with the records of the demonstration; it is made where there is none. Prints what is wrong
with each page, and the sum: bar 0.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from actionlines.register.site.setup import start

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
WIDTHS = (375, 768, 1280, 1600)


def main() -> int:
    """1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    filled(asked.data)
    begun, looks, wrong = time.monotonic(), 0, 0
    for name, found in walked(asked, serve()):
        looks += 1
        wrong += len(found)
        for one in found:
            print(f"{name}: {one}", flush=True)
    print(f"{looks} looks in {time.monotonic() - begun:.0f} s: {wrong} wrong (bar 0)")
    return 1 if wrong else 0


def filled(folder: Path) -> None:
    """Start the site on a register with a page for every template; make it where the folder has none."""
    os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")
    start(folder)
    from tests.register.site.filled import fill, frameworks

    from actionlines.register.people.models import User

    if not User.objects.exists():
        fill()
        frameworks()


def serve() -> str:
    """The address of the site, served by a thread of this process."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from actionlines.register.site.wsgi import application

    class Silent(WSGIRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def walked(asked: argparse.Namespace, base: str) -> Iterator[tuple[str, list[str]]]:
    """(page and how it was looked at, what is wrong)."""
    from playwright.sync_api import sync_playwright
    from tests.register.site.walking import looked_at, stops

    widths = list(map(int, asked.widths.split(",")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        for stop in stops():
            if asked.only not in stop.name:
                continue
            for language in asked.languages.split(","):
                # Colours do not hang on the language: night is looked at in English.
                ways = product(widths, ("light", "dark") if language == "en" else ("light",))
                for width, scheme, found in looked_at(browser, base, stop, language, ways):
                    yield f"{stop.name} {stop.address} {language} {width} {scheme}", found
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
