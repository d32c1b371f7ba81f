"""Pages show the words of a text with the language and the direction of the text, not of the reader."""

import pytest

from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.register.imports.samples import brought_in
from tests.register.imports.six_texts import TEXTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("reader", ["en", "ar"])
def test_the_words_have_their_own_language_and_direction(client, language, reader):
    made = brought_in(TEXTS[language][0])[0]
    reindex()
    one = Mandate.objects.get(addressees__body="itu")
    for address in ("/mandates/", one.get_absolute_url(), made.get_absolute_url()):
        html = client.get(address, headers={"accept-language": reader}).content.decode()
        html = html[html.index("<h1") :]  # after the title of the page and the menu with its reference
        before = html[: html.index((one.action if address == made.get_absolute_url() else one.title)[:20])]
        tag = before[before.rindex(f'lang="{language}"') :]
        assert tag.startswith(f'lang="{language}" dir="auto"')


@pytest.mark.parametrize("language", TEXTS)
def test_a_download_holds_the_words(client, language):
    brought_in(TEXTS[language][0])
    reindex()
    one = Mandate.objects.get(addressees__body="itu")
    assert one.action in b"".join(client.get("/mandates/?as=csv").streaming_content).decode()


def test_the_page_of_a_second_language_leads_to_the_text_that_holds_the_mandates(client):
    brought_in(TEXTS["es"][0])
    other = brought_in(TEXTS["fr"][0])[0]
    html = client.get(other.get_absolute_url()).content.decode()
    assert "They are kept with the text in another language (Spanish):" in html
    assert 'href="/instruments/A/RES/80/903/"' in html
