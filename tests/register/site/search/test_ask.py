"""The page of questions: paragraphs as they stand with their addresses, or that there is none."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from actionlines.register.core.search import catch_up
from actionlines.register.site.middleware import limits
from tests.register.search.samples import instrument

pytestmark = pytest.mark.django_db
TEXTS = (
    "Requests the harbour master to publish a yearly report on unlit quays;",
    "Invites fishing cooperatives to lend lanterns to <b>schools</b> & libraries;",
    "Decides that the lighthouse committee shall meet every second year;",
)


@pytest.fixture(autouse=True)
def _texts():
    instrument("A/RES/99/7", texts=TEXTS)
    catch_up()


def asked(client, question, **given):
    answer = client.get(reverse("ask"), {"q": question, **given})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_answer_is_a_paragraph_as_it_stands_with_its_address(client):
    html = asked(client, "Who lends lanterns to schools?")
    assert "lend lanterns to &lt;b&gt;schools&lt;/b&gt; &amp; libraries;" in html
    quoted, address = re.search(r'<p lang="en" dir="auto">(.*?)</p><cite><a href="(.*?)">', html).groups()
    assert quoted.startswith("Invites fishing cooperatives")
    assert address.startswith("/instruments/A/RES/99/7")
    assert client.get(address.partition("#")[0]).status_code == 200
    assert "Not found" not in html


@pytest.mark.parametrize("question", ["What is the capital of Mongolia?", "zzqxv", "Who?", "\0", "?" * 400, "什么"])
def test_where_no_text_answers_none_is_given(client, question):
    html = asked(client, question)
    assert "<blockquote" not in html
    if question.strip("\0"):
        assert "Not found in the register" in html and "/search/?q=" in html


def test_nothing_asked_is_nothing_missing(client):
    html = asked(client, "")
    assert "Not found" not in html and 'name="q"' in html


def test_a_question_in_another_language_is_read_in_it(client):
    question = "من ينشر تقرير"  # who publishes a report
    html = asked(client, question, language="ar")
    assert '<option value="ar" selected>' in html and question in html
    client.cookies["django_language"] = "ar"
    # Without a choice the question says its language, not the page.
    html = asked(client, "Who publishes a report on unlit quays?")
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<p lang="en" dir="auto">{TEXTS[0]}</p>' in html
    assert "selected" not in asked(client, "", language="xx").partition('id="question-language"')[2]


def test_the_search_leads_to_it_with_its_words(client):
    html = client.get(reverse("search"), {"q": "unlit quays"}).content.decode()
    assert f'href="{reverse("ask")}?q=unlit%20quays"' in html


def test_it_is_asked_so_often_as_the_api_allows(client, monkeypatch):
    monkeypatch.setitem(limits.READS, "ask", replace(limits.READS["ask"], most=2))
    limits.COUNTS.clear()
    for _turn in range(2):
        asked(client, "lanterns")
    answer = client.get(reverse("ask"), {"q": "lanterns"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    limits.COUNTS.clear()
