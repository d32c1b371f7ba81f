"""Every page of the site in six languages, without a browser: its weight, and the texts that are left in English.

    python -m benchmarks.page_texts FOLDER [--languages ar,ru] [--only reader] [--pages /SEN/,/progress/]

A text is left in English when the English page has the same one, no element says that it is in another language,
no record holds it or its part, no body or place is called so, and no catalogue gives it as its own translation.
Names of records are read without what a title adds to them. `--pages` are addresses of FOLDER besides, such as
those of a register of real papers. Bars: 0 texts; 80 kB compressed; 120 kB; 2,500 elements.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import html

from benchmarks.figure import Figure, verdict
from benchmarks.pages import LANGUAGES, filled

_UNSEEN = frozenset({"script", "style", "template", "svg", "code", "pre", "kbd"})
# What pages write around the name of a record: the number and a colon before, the name of the site behind.
_ADDED = re.compile(r"^[^:]{0,12}: | · Actionlines$|…$|, text \d+$")
# Names that are the same in all languages.
_NAMES = re.compile(r"Actionlines( activity \d+ v\d+)?|Parquet|sqlite|Webhook:")
_PART = 12  # letters from which on a text is known as a part of a record's
_WORD = re.compile(r"[A-Za-z]{3,} [a-z]{2,}|^[A-Z]?[a-z]{4,}[.:]?$")


def main() -> int:
    """1 when a page is too heavy or a text is left in English."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--only", default="")
    parser.add_argument("--pages", default="")
    asked = parser.parse_args()
    filled(asked.data)
    from django.test import Client
    from django.utils.translation.trans_real import translation
    from tests.register.site.walking import Stop, session, stops

    held, weights, pages = in_records(), [], 0
    whole = "\n".join(held)
    left: dict[str, list[str]] = {}
    languages = [one for one in asked.languages.split(",") if one != "en"]
    more = [Stop(address, address) for address in asked.pages.split(",") if address]
    for stop in more or stops():
        if asked.only not in stop.name:
            continue
        client = Client()
        if stop.who:
            client.cookies["sessionid"] = session(stop.who)
        pages += 1
        content = client.get(stop.address, headers={"Accept-Language": "en"}).content
        many = sum(1 for _ in html.fromstring(content).iter("*")) if content.strip() else 0
        weights.append((len(content), many, len(gzip.compress(content, 6)), stop))
        english = set(texts(content, "en"))
        for language in languages:
            answer = client.get(stop.address, headers={"Accept-Language": language})
            messages = ((key, words) for key, words in translation(language)._catalog.items() if isinstance(key, str))
            same = {words for key, words in messages if key.rpartition("\x04")[2] == words}
            for text in english.intersection(texts(answer.content, language)) - held:
                bare = _ADDED.sub("", text)
                own = bare in held or (len(bare) >= _PART and bare in whole)
                if not own and text not in same and not _NAMES.fullmatch(text):
                    left.setdefault(text, []).append(f"{language} {stop.name}")
    for text, where in sorted(left.items()):
        print(f"{len(where):4} {where[0]}: {text[:120]}")
    what = f"texts left in English on {pages} pages in {len(languages)} languages"
    for size, many, _, stop in sorted(weights, key=lambda row: -max(row[0] / 120_000, row[1] / 2500))[:10]:
        print(f"{size / 1000:4.0f} kB {many:5} elements: {stop.name} {stop.address} {stop.who}")
    figures = [Figure(what, len(left), "<=", 0)]
    for at, (name, most, unit) in enumerate(
        (("", 120, "kB"), (", elements", 2.5, "thousand"), (", compressed", 80, "kB"))
    ):
        figures.append(Figure(f"heaviest page{name}", max(row[at] for row in weights) / 1000, "<=", most, unit))
    return verdict(figures)


def texts(content: bytes, language: str) -> Iterator[str]:
    """Give what a person reads on a page, by element, where no element says that it is in another language."""
    if not content.strip():
        return
    for node in html.fromstring(content).iter():
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            continue
        if any(one.get("lang", language) != language or one.tag in _UNSEEN for one in [node, *node.iterancestors()]):
            continue
        for text in [
            node.text,
            *(child.tail for child in node),
            node.get("aria-label"),
            node.get("title"),
            node.get("placeholder"),
        ]:
            line = " ".join((text or "").split())
            if _WORD.search(line):
                yield line


def in_records() -> frozenset[str]:
    """Return every text that a record of the register holds."""
    from django.apps import apps

    from actionlines.framework import load

    found: set[str] = set()

    def take(value: object) -> None:
        if isinstance(value, str):
            found.update(" ".join(line.split()) for line in (value, *value.splitlines()))
        elif isinstance(value, Mapping | list | tuple):
            for one in value.values() if isinstance(value, Mapping) else value:
                take(one)

    framework = load()
    for table in (framework.bodies, framework.countries, framework.offices, framework.areas):
        for one in table.values():
            take([getattr(one, field, "") for field in ("name", "names", "city")])
    for model in apps.get_models():
        for row in model._default_manager.values():
            take(row)
    return frozenset(found)


if __name__ == "__main__":
    sys.exit(main())
