"""Memory and time of `review` on many documents, and how soon a browser opens and filters its page.

    python -m benchmarks.review FOLDER... [--documents 1030]

The documents of the folders are copied over and over, each copy with a name and bytes of its own; copies of a
document have its symbol, and so count as versions of it. A tenth of them is reviewed, then all: the processor
time of a document must not grow, and the largest process stays within its bar. Chromium opens the page of all
of them and searches words; the seconds are those of the processor, in the thread of the page. Exit code 1
when a bar is missed.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.extract import copies
from benchmarks.figure import Figure, verdict

WORDS = ("report", "digital", "women", "capacity", "")


def reviewed(folder: Path, out: Path) -> tuple[float, float]:
    """Return seconds of the processor, and megabytes of the largest process so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "actionlines", "review", str(folder), "--out", str(out), "--quiet"]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    if not (out / "index.html").is_file():
        raise SystemExit("no report was written")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, after.ru_maxrss / 1024


def opened(page: Path) -> tuple[float, float]:
    """Return the seconds in which a browser opens a page, and the longest of its searches."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        session = tab.context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab.goto(f"{page.resolve().as_uri()}#view=mandates", timeout=120_000)
        opening = _spent(session)
        tab.wait_for_timeout(3_000)  # the words of the search are prepared while nobody types
        searches = []
        for word in WORDS:
            before = _spent(session)
            tab.locator("#f-q").fill(word)
            tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
            searches.append(_spent(session) - before)
        browser.close()
    return opening, max(searches)


def _spent(session: Any) -> float:
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"])


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=1_030)
    parser.add_argument("--page", type=Path, help="measure only how a browser opens this page")
    options = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        page = options.page
        if page is None:
            each = []
            for name, count in (("tenth", options.documents // 10), ("all", options.documents)):
                (root / name).mkdir()
                copies(options.folders, root / name, count)
                used, most = reviewed(root / name, root / f"{name}-report")
                each.append(used / count)
                print(f"{count:,} documents: {used / count:.2f} s each, {most:.0f} MB", flush=True)
            page = root / "all-report" / "index.html"
            figures += [
                Figure("memory of the largest process", most, "<=", 700, "MB"),
                Figure("time of a document, beside that of a tenth", each[1] / each[0], "<=", 1.05, "times"),
            ]
        print(f"the page: {page.stat().st_size / 2**20:.1f} MB")
        opening, search = opened(page)
    figures += [Figure("the page opens", opening, "<=", 2, "s"), Figure("the longest search", search, "<=", 0.2, "s")]
    return verdict(figures)


if __name__ == "__main__":
    sys.exit(main())
