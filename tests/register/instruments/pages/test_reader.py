"""The reader."""

import re

import pytest
from django.urls import reverse

from actionlines.register.instruments.models import ParagraphLink
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.mandates.samples import PORTALS, instrument, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolution():
    return instrument()


def page(client, one, **asked):
    answer = client.get(reverse("instrument", args=[one.symbol]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(html):
    """The words of the paragraphs, without their marks."""
    found = re.findall(r'<(?:p|h2) class="text"[^>]*>(.*?)</(?:p|h2)>', html, re.S)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def test_the_text_stands_there_as_it_was_read(client, resolution):
    assert plain(page(client, resolution)) == [one.text for one in resolution.paragraphs.all()]


def test_paragraph_numbers_are_permanent_links(client, resolution):
    html = page(client, resolution)
    for one in resolution.paragraphs.all():
        assert f'id="p{one.anchor}"' in html
        assert f'href="#p{one.anchor}"' in html


@pytest.mark.parametrize(("who", "asked"), [(None, {}), (None, {"marks": "x"}), ("secretariat", {"marks": ""})])
def test_a_text_begins_without_marks(client, resolution, who, asked):
    if who:
        client.force_login(person(who))
    assert "<mark" not in page(client, resolution, **asked)


def test_who_confirms_mandates_begins_with_their_marks(client, resolution):
    client.force_login(person("secretariat"))
    assert "<mark" in page(client, resolution)


def test_words_of_mandates_are_marked_by_their_part(client, resolution):
    html = page(client, resolution, marks="mandate")
    one = resolution.mandates.get(paragraph__anchor="2")
    assert re.search(rf'<mark class="mandate verb" data-of="m{one.pk}">Invites</mark>', html)
    assert re.search(rf'class="[^"]*who[^"]*" data-of="m{one.pk}">International Telecommunication Union<', html)
    assert re.search(rf'class="[^"]*due[^"]*" data-of="m{one.pk}">by 30 June 2027<', html)


def test_the_words_of_an_item_are_marked_in_its_chapeau(client, resolution):
    one = resolution.mandates.filter(paragraph__anchor="3(a)").get()
    html = page(client, resolution, marks="mandate")
    chapeau = html[html.index('id="p3"') : html.index('id="p3(a)"')]
    assert f"m{one.pk}" in chapeau
    assert "Calls upon" in chapeau


def test_beside_a_paragraph_stand_whom_it_asks_and_when(client, resolution):
    html = page(client, resolution)
    beside = html[html.index('id="p2"') : html.index('id="p3"')]
    assert "International Telecommunication Union" in beside
    assert "due 30 June 2027" in beside
    assert resolution.mandates.get(paragraph__anchor="2").get_absolute_url() in beside


def test_a_citation_leads_to_the_paragraph_where_the_instrument_is_held(client, resolution):
    other = instrument(text("80/902", "More masts", "1. Recalls paragraph 2 of its resolution 80/901 of 2025;\n"))
    html = page(client, other, marks="citation")
    assert 'href="/instruments/A/RES/80/901/?p=2#p2"' in html
    cited = page(client, resolution, marks="citation")
    assert "/instruments/A/RES/80/902/?p=1#p1" in cited
    assert "Cited by 1 paragraph" in cited[cited.index('id="p2"') : cited.index('id="p3"')]


def test_a_citation_of_what_is_not_held_leads_elsewhere_and_says_so(client, resolution):
    html = page(client, resolution, marks="citation")
    assert re.search(r'href="https://docs.un.org/en/A/RES/70/125"[^>]*rel="external noreferrer"', html)


def test_what_a_paragraph_speaks_to_is_a_chip_with_its_grade(client, resolution):
    row = resolution.paragraphs.get(anchor="4")
    start = row.text.index("masts")
    ParagraphLink.objects.create(
        paragraph=row, concept="C2", level="action_line", p=0.83,
        evidence=[{"field": "text", "quote": "masts", "start": start, "end": start + 5, "weight": 1}],
    )  # fmt: skip
    html = page(client, resolution, marks="alignment")
    assert "<small>likely</small>" in html
    assert re.search(r'<mark class="[^"]*alignment[^"]*"[^>]*>masts</mark>', html)


def test_evidence_that_no_longer_stands_in_the_text_is_not_marked(client, resolution):
    row = resolution.paragraphs.get(anchor="4")
    ParagraphLink.objects.create(
        paragraph=row, concept="C2", level="action_line", p=0.8,
        evidence=[{"field": "text", "quote": "ducks", "start": 3, "end": 8, "weight": 1}],
    )  # fmt: skip
    assert 'class="alignment"' not in page(client, resolution, marks="alignment").partition('class="lines"')[2]


def test_scripts_in_a_text_are_text(client):
    nasty = PORTALS.replace("portals", "<script>alert(1)</script>").replace("Idle", '"><img src=x onerror=y>')
    html = page(client, instrument(text(body=nasty)))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_visitor_sees_no_rejected_proposal_and_no_button(client, resolution):
    Mandate.objects.filter(paragraph__anchor="4").update(status="rejected")
    html = page(client, resolution)
    assert "Rejected" not in html
    assert reverse("mandates-confirm") not in html


def test_a_reviewer_confirms_a_paragraph_in_place(client, resolution):
    client.force_login(person("secretariat"))
    html = page(client, resolution)
    assert "Confirm paragraph 3" not in html.partition('id="p3(a)"')[0]
    one = resolution.mandates.get(paragraph__anchor="2")
    given = {"mandate": f"{one.pk}:{one.version}", "paragraph": one.paragraph_id}
    answer = client.post(reverse("mandates-confirm"), given, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert part.strip().startswith('<section class="para')
    assert 'id="p2"' in part
    assert "Confirmed" in part
    assert "Confirm paragraph" not in part
    assert Mandate.objects.get(pk=one.pk).status == "confirmed"


def test_without_script_confirming_leads_back_to_the_paragraph(client, resolution):
    client.force_login(person("secretariat"))
    one = resolution.mandates.get(paragraph__anchor="2")
    given = {"mandate": f"{one.pk}:{one.version}", "paragraph": one.paragraph_id}
    answer = client.post(reverse("mandates-confirm"), given)
    assert answer.url == "/instruments/A/RES/80/901/?p=2#p2"


def test_a_reviewer_who_saw_an_older_version_is_told_beside_the_paragraph(client, resolution):
    client.force_login(person("secretariat"))
    one = resolution.mandates.get(paragraph__anchor="2")
    Mandate.objects.filter(pk=one.pk).update(version=5)
    given = {"mandate": f"{one.pk}:1", "paragraph": one.paragraph_id}
    part = client.post(reverse("mandates-confirm"), given, headers={"HX-Request": "true"}).content.decode()
    assert "changed since you opened it" in part
    assert Mandate.objects.get(pk=one.pk).status == "proposed"


def test_only_paragraphs_that_wait(client, resolution):
    client.force_login(person("secretariat"))
    Mandate.objects.exclude(paragraph__anchor="4").update(status="confirmed")
    html = page(client, resolution, show="proposed")
    assert 'id="p4"' in html
    assert 'id="p2"' not in html


def test_the_content_keeps_its_language_in_an_arabic_page(client, resolution):
    client.cookies["django_language"] = "ar"
    html = page(client, resolution)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<p class="text" lang="en" dir="auto">' in html


@pytest.mark.parametrize("asked", [{"part": "9" * 30}, {"part": "-1"}, {"part": "x"}, {"p": "z" * 999}, {"p": "\0"}])
def test_odd_questions_show_the_beginning(client, resolution, asked):
    assert 'id="p1"' in page(client, resolution, **asked)


@pytest.mark.parametrize("symbol", ["A/RES/1/1", "x" * 500, "a%00b", "../../etc/passwd"])
def test_an_instrument_that_is_not_held_is_not_found(client, symbol):
    assert client.get(f"/instruments/{symbol}/").status_code in (400, 404)


@pytest.mark.parametrize("who", [None, "secretariat"])
def test_queries_are_bounded_however_long_the_text(client, who, django_assert_max_num_queries):
    if who:
        client.force_login(person(who))
    many = "".join(f"{n}. Requests the Secretary-General to report in {2030 + n};\n" for n in range(1, 61))
    long = instrument(text("80/903", "Many reports", many))
    assert long.mandates.count() >= 60
    # One for the settings, one for sections of budgets, one for the names by which these call the text,
    # two for what waits for the reader.
    with django_assert_max_num_queries(27):
        page(client, long)


def test_the_reader_says_why_a_paragraph_has_no_mandate_when_asked(client, resolution):
    html = page(client, resolution)
    assert "Why no mandate?" in html and "No mandate: " not in html
    html = page(client, resolution, show="reasons")
    assert "No mandate: the preamble, which gives reasons and contains no mandates" in html
    assert html.count('class="small why"') == sum(
        not one.mandates.exists() for one in resolution.paragraphs.exclude(kind="heading")
    )
    french = client.get(
        reverse("instrument", args=[resolution.symbol]), {"show": "reasons"}, headers={"accept-language": "fr"}
    )
    assert "le préambule, qui expose des motifs" in french.content.decode()
