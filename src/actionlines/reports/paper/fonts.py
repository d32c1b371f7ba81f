"""The fonts that print needs, and an error that names their packages rather than empty boxes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from actionlines.errors import MissingFont

if TYPE_CHECKING:
    from typst import Fonts

# (what is written with it, family, package of Debian, characters). The first is for all papers.
FAMILIES = (
    ("Latin and Cyrillic letters", "Noto Sans", "fonts-noto-core", re.compile("")),
    ("Arabic", "Noto Sans Arabic", "fonts-noto-core", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Chinese", "Noto Sans CJK SC", "fonts-noto-cjk", re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]")),
)  # fmt: skip


@cache
def available() -> Fonts:
    """The fonts of this machine; those inside typst have no Arabic and no Chinese and would change the look."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def families() -> frozenset[str]:
    """Names of the families of this machine."""
    return frozenset(available().families())


def need(text: str, language: str) -> str:
    """The text, where the machine has the fonts for it. Raises MissingFont (AL402) where it has not.

    Characters that no font has are replaced by the sign for that (U+FFFD).
    """
    missing = [one for one in FAMILIES if one[1] not in families() and one[3].search(text)]
    if missing:
        what = ", ".join(f"{name} for {script}" for script, name, _, _ in missing)
        packages = " ".join(dict.fromkeys(package for _, _, package, _ in missing))
        raise MissingFont(
            f"PDF ({language})",
            f"this machine lacks a font: {what}",
            f"Install it (Debian: apt-get install {packages}).",
        )
    return text
