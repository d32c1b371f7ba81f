"""XML that the project writes: elements made in one line, and texts without what XML cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from actionlines.lazily import expression

if TYPE_CHECKING:
    from lxml import etree

# Characters that XML 1.0 cannot hold: a file or a workbook with one of them does not open.
_FORBIDDEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Return text with what XML 1.0 cannot hold replaced, one sign for one."""
    return _FORBIDDEN.sub("\ufffd", text)


class Maker:
    """Makes elements of one namespace: `E.p("text", E.b("bold"), {"class": "note"}, id="1")`.

    What XML cannot hold is replaced in texts and values.

    uri       of the namespace, "" for none; `prefixes` are those of other namespaces that attributes use
    """

    def __init__(self, uri: str, **prefixes: str) -> None:
        self._tag = f"{{{uri}}}" if uri else ""
        names: dict[str | None, str] = {None: uri} if uri else {}
        names.update(prefixes.items())
        self._prefixes = names

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        """Return what makes elements of this name."""
        return partial(self, name)

    def __call__(
        self, name: str, /, *content: str | etree._Element | Mapping[str, str], **attributes: str
    ) -> etree._Element:
        """Return an element with texts, elements and attributes in their order."""
        from lxml import etree

        made = etree.Element(self._tag + name, None, self._prefixes)  # type: ignore[arg-type]
        for one in (attributes, *content):
            if isinstance(one, str):
                say(made, one)
            elif isinstance(one, Mapping):
                for key, value in one.items():
                    made.set(key, xml_text(value))
            else:
                made.append(one)
        return made


def say(element: etree._Element, text: str) -> None:
    """Add a text behind all that an element holds, with what XML cannot hold replaced."""
    text = xml_text(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text
