"""The report on figures starts fast: it does not bring what it does not need."""

from __future__ import annotations

import subprocess
import sys

# What reads and aligns documents, and what draws only maps of shapes.
UNNEEDED = ("actionlines.alignment", "actionlines.documents", "actionlines.mandates.finder", "vl_convert")


def test_writing_figures_does_not_import_what_reads_documents() -> None:
    code = (
        "import sys, actionlines.papers.progress.assemble, actionlines.papers.progress.write\n"
        f"print([name for name in {UNNEEDED!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
