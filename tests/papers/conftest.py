"""Pages written once for all tests of the browser, which is that of tests/browsing.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from actionlines.papers.follow_up import page
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.page import index_html
from actionlines.papers.words import words
from tests.papers.aligned_sample import aligned, without_model
from tests.papers.follow_up_sample import DOCUMENTS, sample
from tests.papers.test_doubtful import mixed

Opener = Callable[..., Page]


def worded() -> FollowUp:
    """The sample, in which the text has words of its own for ITU, and a document that was given twice."""
    found = sample()
    written = "International Telecommunication Union"
    own = "Sector bureaux".ljust(len(written), ".")
    first, *others = found.documents
    lines = tuple(replace(line, text=line.text.replace(written, own)) for line in first.lines)
    assert lines != first.lines
    first = replace(first, lines=lines, also=("copies/sample.txt",))
    mandates = tuple(
        replace(row, addressees=tuple(replace(one, text=one.text.replace(written, own)) for one in row.addressees))
        for row in found.mandates
    )
    return replace(found, documents=(first, *others), mandates=mandates)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name: the sample, one Arabic document, nothing, and a long list."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "sample": sample(),
        "arabic": sample("arabic.txt"),
        "nothing": sample("broken.pdf"),
        "bare": sample("empty.txt"),
        "worded": worded(),
        "long": sample(*["sample.txt", "arabic.txt"] * 20),
    }
    made |= {"aligned": aligned(), "unaligned": without_model(), "doubted": mixed()}
    assert set(DOCUMENTS) >= {"sample.txt", "arabic.txt", "empty.txt"}
    for name, follow_up in made.items():
        (folder / f"{name}.html").write_bytes(index_html(follow_up))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "UNPACKED", 0)
        (folder / "packed.html").write_bytes(index_html(sample()))
    (folder / "in-arabic.html").write_bytes(index_html(sample(), words("ar")))
    (folder / "aligned-in-arabic.html").write_bytes(index_html(aligned(), words("ar")))
    return {name: folder / f"{name}.html" for name in [*made, "packed", "in-arabic", "aligned-in-arabic"]}


@pytest.fixture
def open_page(open_file: Opener, pages: dict[str, Path]) -> Opener:
    """Open a page by name and hash, otherwise as `open_file`."""

    def opened(name: str, where: str = "#view=mandates", **options: Any) -> Page:
        return open_file(pages[name], where, **options)

    return opened
