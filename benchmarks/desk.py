"""Work through the 88 proposals of A/RES/80/173 at the desk, in Chromium, and count what it takes.

    python -m benchmarks.desk [--document ../shared/data/documents/pdf/A_RES_80_173.pdf]

Corrects five proposals, rejects three with a reason, confirms the others and gives ten a lead.
Prints clicks and keys besides typing, and pages loaded; bar: at most 40 and at most 3.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.pages import serve
from benchmarks.world import register_of_tests

DOCUMENT = Path(__file__).parents[2] / "shared/data/documents/pdf/A_RES_80_173.pdf"
SYMBOL = "A/RES/80/173"
MOST_ACTIONS, MOST_LOADS = 40, 3
# Place in the queue at the moment of the correction, box, what is written into it.
CORRECTIONS = (
    (0, "input[name=addressees]", "Secretary-General of the United Nations"),
    (4, "input[name=addressees]", "ITU"),
    (8, "input[name=due_year]", "2027"),
    (12, "input[name=due_session]", "81"),
    (16, "input[name=report_to]", "CSTD"),
)
REJECTED, LED = (2, 20, 40), 10


def main() -> int:
    """1 when a bar is not held, or the register does not hold what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")
    with register_of_tests():
        from django.test import Client
        from playwright.sync_api import sync_playwright
        from tests.people import person
        from tests.register.mandates.pages.hands import Hands

        from actionlines.register.mandates.models import Mandate

        _import(asked.document)
        many = Mandate.objects.filter(instrument__symbol=SYMBOL, status="proposed").count()
        client = Client()
        client.force_login(person("secretariat"))
        base = serve()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            )
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
            page = context.new_page()
            page.set_default_timeout(60_000)
            hands = Hands(page)
            page.goto(f"{base}/work/?show=proposals")
            hands.choose(page.locator("select[name=instrument]"), SYMBOL)
            page.wait_for_url("**instrument=**")
            for place, box, words in CORRECTIONS:
                hands.correct(place, box, words)
            hands.reject(REJECTED, "It asks nobody for anything.")
            left = many - len(CORRECTIONS) - len(REJECTED)
            hands.confirm_all(left)
            hands.click(page.locator(".tabs a", has_text="Open mandates"))
            page.wait_for_url("**show=open**")
            hands.lead(0, LED - 1, "ITU")
            browser.close()
        rows = Mandate.objects.filter(instrument__symbol=SYMBOL)
        found = {
            "confirmed": rows.filter(status="confirmed").count(),
            "rejected": rows.filter(status="rejected").exclude(status_reason="").count(),
            "led": rows.filter(lead__body="itu").count(),
            "accepted with others": rows.filter(accepted_with=left - 1).count(),
        }
    wanted = {
        "confirmed": many - len(REJECTED), "rejected": len(REJECTED), "led": LED, "accepted with others": left,
    }  # fmt: skip
    print(f"{many} proposals of {SYMBOL}: {found}")
    print(f"{hands.clicks} clicks and {hands.keys} keys besides typing: {hands.actions} (bar {MOST_ACTIONS})")
    print(f"{hands.loads} pages loaded (bar {MOST_LOADS})")
    held = hands.actions <= MOST_ACTIONS and hands.loads <= MOST_LOADS and found == wanted
    return 0 if held else 1


def _import(document: Path) -> None:
    """Bring the document into the register, read in this process."""
    from actionlines.register.core.imports.files import path_of, store
    from actionlines.register.instruments.document_reader import extracted
    from actionlines.register.mandates.documents import import_document

    file = store(document.read_bytes(), document.name)
    import_document(None, extracted(path_of(file), document.name), file, "")


if __name__ == "__main__":
    sys.exit(main())
