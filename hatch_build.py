"""Compile the catalogues of the pages: each django.po to the django.mo beside it, which Django reads.

hatchling calls it when it builds a wheel or installs a checkout. `python hatch_build.py` does the same by hand.
Only catalogues that are older than their .po are compiled.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path(__file__).resolve().parent / "src/actionlines/register/site/locale"


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected; `artifacts` of pyproject.toml takes the .mo in."""
        compile_catalogues()


def compile_catalogues() -> list[Path]:
    """Write the .mo of each .po that is newer than it; return those written."""
    return [write(po) for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if stale(po)]


def stale(po: Path) -> bool:
    """Return whether the .mo beside a .po is missing or older."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def write(po: Path) -> Path:
    """Write the .mo beside a .po in one step, for processes that do the same at the same time."""
    mo, body = po.with_suffix(".mo"), io.BytesIO()
    with po.open("rb") as file:
        write_mo(body, read_po(file, locale=po.parents[1].name, abort_invalid=True))
    handle, scratch = tempfile.mkstemp(dir=mo.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(body.getvalue())
    Path(scratch).chmod(0o644)
    Path(scratch).replace(mo)
    return mo


if __name__ == "__main__":
    for one in compile_catalogues():
        print(one.relative_to(LOCALE))
