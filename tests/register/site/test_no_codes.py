"""No id or code is shown to a person: one walk over all kinds of public pages of the starter register."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from actionlines.framework import load
from actionlines.register.mandates.starter import load_starter
from actionlines.register.site.middleware.limits import COUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.long]
_UNSEEN = frozenset({"script", "style", "template", "svg", "code", "pre", "kbd", "head", "datalist", "textarea"})
# Ids of parts of lines, of concepts and areas, canonical forms of dates and symbols, names of columns and series, and
# numbers whose thousands are not apart.
_CODE = re.compile(
    r"\bC\d+-[a-z]+|\b(?:itu|sdg|gdc|m49|org|itu-region|un-commission):[\w./-]+|/[A-Z]+/\d+@(?:19|20)\d\d"
    r"|\b(?:recurring|session|event|year|from):\w+|\b[A-Za-z]+(?:_[A-Za-z0-9]+)+\b"
    r"|(?<![\w.,/-])\d{5,}(?![\w.,/-])|\b[a-z]+(?:-[a-z]+)+\b"
)
_ADDRESS = re.compile(r"https?://\S+")
_EACH = 2  # pages of one kind


def _pages() -> Iterator[tuple[str, html.HtmlElement]]:
    client, seen, kinds, queue = Client(headers={"Accept-Language": "en"}), set(), Counter(), deque(["/"])
    while queue:
        path, _hash, _rest = queue.popleft().partition("#")
        try:
            kind = resolve(path.partition("?")[0]).url_name
        except Resolver404:
            continue
        if path in seen or kinds[kind, "?" in path] >= _EACH:
            continue
        seen.add(path)
        kinds[kind, "?" in path] += 1
        COUNTS.clear()
        answer = client.get(path, follow=True)
        if answer.streaming:
            list(answer.streaming_content)  # to close it here would close the database of the test too
        if answer.streaming or answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        tree = html.fromstring(answer.content)
        yield path, tree
        links = (link.get("href") or "" for link in tree.iter("a"))
        queue.extend(link for link in links if link.startswith("/") and not link.startswith(("/api", "/static")))
    assert len(kinds) > 60


def _texts(tree: html.HtmlElement) -> Iterator[str]:
    for node in tree.iter():
        if isinstance(node.tag, str) and not any(one.tag in _UNSEEN for one in [node, *node.iterancestors()]):
            names = (node.get(name) for name in ("aria-label", "title", "placeholder"))
            yield from filter(None, [node.text, *(child.tail for child in node), *names])


def test_no_page_of_the_starter_register_shows_an_id():
    load_starter(None)
    f = load()
    ids = {id_ for table in (f.bodies, f.areas, f.offices) for id_ in table}
    shown = {
        f"{path}: {code} in “{' '.join(text.split())[:60]}”"
        for path, tree in _pages()
        for text in _texts(tree)
        for code in _CODE.findall(_ADDRESS.sub("", text))
        if not re.fullmatch(r"[a-z]+(-[a-z]+)+", code) or code in ids
    }
    assert sorted(shown) == []
