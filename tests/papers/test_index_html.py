"""index.html without a browser: safe, whole, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.papers.charts.model import draw_svg
from actionlines.papers.follow_up import page as page_module
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.page import in_script, index_html
from tests.papers.follow_up_sample import HOSTILE, sample


@pytest.fixture(scope="module")
def page() -> str:
    return index_html(sample()).decode()


def test_the_policy_names_every_script_and_style(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    rules = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    for inline in [
        *re.findall(r"<script>(.*?)</script>", page, re.DOTALL),
        *re.findall(r"<style>(.*?)</style>", page, re.DOTALL),
    ]:
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules


def test_nothing_remote_is_named(page: str) -> None:
    without_scripts = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(?:src|srcset|data|action)\s*=\s*["']?(?:https?:)?//""", without_scripts)
    assert "@import" not in without_scripts
    assert not re.search(r"url\((?!#)", without_scripts)


def test_hostile_words_stay_words(page: str) -> None:
    assert "<img src=x" not in page
    data = re.search(r'id="text-0">(.*?)</script>', page, re.DOTALL)
    assert data
    assert any(HOSTILE in line["t"] for line in json.loads(data[1])["p"])


def test_texts_of_many_documents_are_packed(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "UNPACKED", 1)
    script = r'<script type="{}" id="text-(\d+)">(.*?)</script>'
    packed = re.findall(script.format("text/plain"), index_html(sample()).decode())
    texts = [(number, zlib.decompress(base64.b64decode(text)).decode()) for number, text in packed]
    assert texts == re.findall(script.format("application/json"), page)
    assert len(texts) == 2


def test_hostile_names_stay_words_in_charts_too() -> None:
    follow_up = sample()
    name = '"><img src=x onerror=alert(1)>'
    documents = tuple(replace(one, label=name, title=name, name=name) for one in follow_up.documents)
    cited = tuple(replace(one, instrument=name, name=name) for one in follow_up.cited[:1])
    links = (replace(follow_up.links[0], instrument=name),)
    asked = tuple(replace(one, name=name) for one in follow_up.asked)
    hostile = replace(follow_up, documents=documents, cited=cited, links=links, asked=asked)
    assert "<img src=x" not in index_html(hostile).decode()


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner), max_leaves=5))
def test_data_cannot_leave_its_script(value: object) -> None:
    text = str(in_script(value))
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text) == value


def test_same_input_same_bytes() -> None:
    assert index_html(sample()) == index_html(sample())


def test_without_scripts_the_mandates_are_there(page: str) -> None:
    plain = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert plain
    assert plain[1].count("<tr>") == len(sample().mandates) + 1
    assert "<bdi>A/RES/99/901</bdi>, para. 4 (a)" in plain[1]


@pytest.mark.parametrize(
    "follow_up,words",
    [
        (FollowUp(), "No document could be read"),  # nothing at all
        (sample("empty.txt"), "No mandates were found"),  # a document that asks nothing
        (sample("broken.pdf"), "AL105"),  # only failures
    ],
)
def test_empty_pages_say_what_would_be_there(follow_up: FollowUp, words: str) -> None:
    assert words in index_html(follow_up).decode()


def test_every_chart_has_its_words_and_its_picture() -> None:
    made = draw_charts(sample())
    assert [chart.id for chart in made] == ["due", "asked", "citations"]
    for chart in made:
        assert chart.sentence.endswith(".")
        assert chart.source.startswith("Source: ")
        assert all(len(row) == len(chart.header) for row in chart.rows)
        assert draw_svg(chart.spec).startswith("<svg")
        json.dumps(chart.spec)  # data, nothing else
