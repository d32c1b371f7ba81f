"""What the parts of a package refer to: other parts, and addresses on the web."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from actionlines.documents.docx.names import local
from actionlines.documents.docx.package import Package

_WEB = ("http://", "https://")


def parts(package: Package, path: str) -> dict[str, str]:
    """Return paths of the parts that the part at `path` refers to, by id."""
    folder = posixpath.dirname(path)
    found: dict[str, str] = {}
    for one in _relations(package, path):
        if one.get("TargetMode") != "External":
            target = one.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[one.get("Id", "")] = posixpath.normpath(place)
    return found


def addresses(package: Package, path: str) -> dict[str, str]:
    """Return the web addresses that the part at `path` links to, by id."""
    return {
        one.get("Id", ""): one.get("Target", "").strip()
        for one in _relations(package, path)
        if one.get("TargetMode") == "External" and one.get("Target", "").strip().lower().startswith(_WEB)
    }


def _relations(package: Package, path: str) -> Iterator[etree._Element]:
    folder, name = posixpath.split(path)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    return (one for one in (root if root is not None else ()) if local(one) == "Relationship")
