"""A member of civil society comments on paragraph 12 in Spanish, by keyboard alone; the organiser answers in the
table of dispositions; a second version of the text orphans one comment, and everybody sees it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actionlines.register.consultations.actions.texts import OpenConsultation
from actionlines.register.consultations.models import Comment, Consultation
from tests.browsing import DESK, PHONE, Visit, shot
from tests.people import person
from tests.register.consultations.samples import comment
from tests.register.site.journeys.test_imported_and_confirmed import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOPICS = (
    "licences", "masts", "prices", "electricity", "repair", "training of teachers", "schools", "clinics",
    "languages", "accessibility", "safety online", "open data", "reports", "funding",
)  # fmt: skip
FIRST = "\n\n".join(
    f"{n}. Invites Governments to say each year what was done for {topic} in villages, and what it cost;"
    for n, topic in enumerate(TOPICS, 1)
)
SECOND = FIRST.replace("for open data in villages", "for open and free data in villages")
SPANISH = "Los datos deben ser libres, y publicarse en las lenguas de cada aldea."


def tall(page, height: int) -> None:
    page.set_viewport_size({"width": 1100, "height": height})


def test_from_the_comment_to_the_answer_and_the_next_version(visit: Visit) -> None:
    today = timezone.now().date()
    phases = [
        {"kind": "comments", "starts_on": today - timedelta(3), "ends_on": today + timedelta(30)},
        {"kind": "reply", "starts_on": today + timedelta(31), "ends_on": today + timedelta(60)},
    ]
    fields = {"title": "What villages should hear of each year", "language": "en", "phases": phases}
    made = OpenConsultation(person("reviewer"), fields={**fields, "summary": "Say what is missing."}).do()

    # The organiser types the text and publishes.
    organiser = visit("reviewer", f"/consultations/{made.pk}/text/", viewport=DESK)
    organiser.fill("#id_words", FIRST)
    organiser.get_by_role("button", name="Read the text").click()
    organiser.get_by_role("button", name="Publish the consultation").click()
    expect(organiser.locator(".notice.good").first).to_contain_text("public")
    comment(
        Consultation.objects.get(), "stranger", paragraph="3", text="Per month or per year?", stakeholder="academia"
    )

    # Its author corrects it on a phone.
    first = Comment.objects.get()
    author = visit("stranger", f"/comments/{first.pk}/edit/", viewport=PHONE)
    author.fill("#id_text", "Per month or per year? Name it.")
    shot(author, "consultation-correct")
    author.get_by_role("button", name="Save the correction").click()
    expect(author.locator(f"#c{first.pk}")).to_contain_text("Name it.")
    expect(author.locator(f"#c{first.pk}")).to_contain_text("corrected")

    # By keyboard alone, in Spanish: to paragraph 12, the words, the form, and off.
    member = visit("member", f"/consultations/{made.pk}/", viewport=DESK, locale="es-ES")
    tab_to(member, f"/consultations/{made.pk}/at/12/#say")
    member.keyboard.press("Enter")
    member.wait_for_url("**/at/12/#say")
    for field, words in (("id_quote", "open data"), ("id_text", SPANISH)):
        tab_to(member, field)
        member.keyboard.type(words)
    tab_to(member, "id_suggests")
    member.keyboard.press("Space")
    tab_to(member, "id_suggestion")
    member.keyboard.type("open and free data")
    tab_to(member, "id_stakeholder")
    member.keyboard.type("Sociedad")
    tab_to(member, "id_country")
    member.keyboard.type("Per")
    tab_to(member, "id_organisation")
    member.keyboard.type("Red de Aldeas")
    tall(member, 1000)
    member.locator("#say").evaluate("one => one.scrollIntoView({block: 'start'})")
    shot(member, "consultation-form")
    for _ in range(10):
        member.keyboard.press("Tab")
        if member.evaluate("document.activeElement.matches('.say-panel button.primary')"):
            break
    member.keyboard.press("Enter")
    expect(member.locator(".notice.good")).to_be_visible()
    said = Comment.objects.get(language="es")
    assert (said.place.anchor, said.quote, said.stakeholder, said.country) == (
        "12",
        "open data",
        "civil-society",
        "PER",
    )
    assert said.suggestion == "open and free data"

    # Another one selects words with the mouse; the form is about them.
    other = visit("stranger", f"/consultations/{made.pk}/at/12/", viewport=DESK)
    other.locator("#words").evaluate(
        """(root) => {
          const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node; (node = nodes.nextNode());) {
            const at = node.data.indexOf("in villages");
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 11);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
          }
        }"""
    )
    expect(other.locator("#id_quote")).to_have_value("in villages")
    other.fill("#id_text", "And in small towns?")
    other.select_option("#id_stakeholder", "academia")
    other.get_by_role("button", name="Send the comment").click()
    expect(other.locator("article.said").first).to_contain_text("And in small towns?")
    assert Comment.objects.get(text="And in small towns?").quote == "in villages"
    tall(other, 780)
    shot(other, "consultation-paragraph")

    # The organiser answers in the table.
    organiser.goto(organiser.url.split("/consultations/")[0] + f"/consultations/{made.pk}/dispositions/")
    row = organiser.locator("tr", has_text="Los datos deben ser libres")
    row.get_by_role("link", name="Answer").click()
    organiser.select_option("#id_disposition", "partly")
    organiser.fill("#id_why", "Free of charge, yes; the languages are in paragraph 9.")
    organiser.fill("#id_where", "9")
    organiser.get_by_role("button", name="Save the disposition").click()
    expect(row.locator(".status")).to_contain_text("Partly accepted")
    shot(organiser, "consultation-dispositions")

    # A second version: what is said about paragraph 12 loses its words, the rest goes along.
    organiser.goto(organiser.url.split("/consultations/")[0] + f"/consultations/{made.pk}/text/")
    organiser.fill("#id_words", SECOND)
    organiser.get_by_role("button", name="Read the text").click()
    expect(organiser.locator("#orphans")).to_be_visible()
    expect(organiser.locator(".went .status.overdue")).to_contain_text("2 are orphaned")
    shot(organiser, "consultation-versions")

    visitor = visit("", f"/consultations/{made.pk}/", viewport=PHONE, locale="ar")
    expect(visitor.locator("html")).to_have_attribute("dir", "rtl")
    visitor.locator(".notice.wrong a").click()
    orphan = visitor.locator("article.said", has_text="Los datos deben ser libres")
    expect(orphan.locator(".status.overdue")).to_be_visible()
    expect(orphan).to_contain_text("Free of charge, yes")
    orphan.evaluate("one => one.scrollIntoView({block: 'center'})")
    shot(visitor, "consultation-orphan-arabic")
    assert sorted(Comment.objects.values_list("how", flat=True)) == ["orphaned", "orphaned", "same"]
