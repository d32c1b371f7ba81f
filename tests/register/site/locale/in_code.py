"""Every message that the code wants translated, found without gettext: tests need no package of the system."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

import actionlines
from actionlines.framework import load
from actionlines.mandates.find import reason_words
from actionlines.mandates.model import reasons

ROOM = Path(actionlines.__file__).parent / "register"
SINGLE = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
IN_CONTEXT = frozenset(
    {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
)  # the message is their second argument
# With a context, which comes first, the message is the second text.
_CALL = re.compile(r"""\b(n?gettext|_|pgettext)\((?:(?<=pgettext\()u?(?:'[^']*'|"[^"]*"), )?""")
_TEXT = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)


@cache
def messages() -> frozenset[str]:
    """The first form of each message of the register, which alone has words for pages."""
    described = (line.description for line in load().action_lines.values())
    return frozenset(
        (*_of_modules(ROOM), *_of_templates(ROOM), *reasons().values(), *reason_words().values(), *described)
    )


def _of_modules(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[1 if name in IN_CONTEXT else 0]
                if name in SINGLE | PLURAL | IN_CONTEXT and isinstance(first, ast.Constant) and first.value:
                    yield str(first.value)


def _of_templates(folder: Path) -> Iterator[str]:
    for path in (*folder.rglob("*.html"), *folder.rglob("*.txt")):
        source = templatize(path.read_text("utf-8"))
        for call in _CALL.finditer(source):
            if found := _TEXT.match(source, call.end()):
                yield str(ast.literal_eval(found[1]))
