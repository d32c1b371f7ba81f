"""Lists within lists of a page are sub-items of the paragraph that they hang on."""

from __future__ import annotations

import pytest

from actionlines.documents import read

_HEAD = "<p>The Bridge Council,</p><p>Recalling the earlier bridges,</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a list in an item
        ('<ol><li>Requests towns:<ol type="a"><li>To build;<li>To paint;</ol></li><li>Thanks all.</ol>',
         {"1": "", "1(a)": "1", "1(b)": "1", "2": ""}),
        # a third level, by its style
        ('<ol><li>Asks:<ol type="a"><li>Towns:<ol style="list-style: lower-roman"><li>To build;<li>To paint;'
         "</ol></li><li>Farms.</ol></li></ol>",
         {"1": "", "1(a)": "1", "1(a)(i)": "1(a)", "1(a)(ii)": "1(a)", "1(b)": "1"}),
        # the number is typed, the sub-items are counted
        ('<p>1. Requests towns:</p><ol type="a"><li>To build;<li>To paint;</ol><p>2. Thanks all.</p>',
         {"1": "", "1(a)": "1", "1(b)": "1", "2": ""}),
        # numbers below letters
        ('<ol><li>Asks:<ol type="a"><li>Towns<ol><li>Build;<li>Paint;</ol></li><li>Farms.</ol></li></ol>',
         {"1": "", "1(a)": "1", "1(a)(1)": "1(a)", "1(a)(2)": "1(a)", "1(b)": "1"}),
        # numbers below numbers, with no colon above
        ("<ol><li>Asks towns<ol><li>To build;<li>To paint;</ol></li><li>Thanks all.</ol>",
         {"1": "", "1.1": "1", "1.2": "1", "2": ""}),
        # an item without words of its own
        ('<ol><li>Agrees;<li><ol type="a"><li>Builds;<li>Paints.</ol></li></ol>',
         {"1": "", "2(a)": "2", "2(b)": "2"}),
    ],
)  # fmt: skip
def test_sub_items_of_pages(body: str, expected: dict[str, str]) -> None:
    document = read(f"<!DOCTYPE html><html><body>{_HEAD}{body}</body></html>".encode())
    found = {paragraph.id: paragraph.parent for paragraph in document.paragraphs}
    assert {ident: parent for ident, parent in found.items() if ident[0].isdigit()} == expected
    assert not any(ident.startswith("text") for ident in found)


def test_counted_letters_in_the_layout_of_itu() -> None:
    page = (
        "<p>RESOLUTION 7 (Sample Town, 2040)</p><p>The Council,</p><p>considering</p>"
        '<ol type="a"><li>that bridges age;<li>that paint helps,</ol>'
        '<p>resolves</p><ol><li>that towns shall:<ol type="a"><li>build;<li>paint.</ol></li></ol>'
    )
    ids = [paragraph.id for paragraph in read(f"<html><body>{page}</body></html>".encode()).paragraphs]
    assert [ident for ident in ids if "." in ident] == [
        "considering.a", "considering.b", "resolves.1", "resolves.1.a", "resolves.1.b",
    ]  # fmt: skip
