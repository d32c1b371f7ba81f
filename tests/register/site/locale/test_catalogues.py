"""The catalogues: complete, sure, with the same placeholders, and what the site reads is what people wrote."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from hatchling.builders.wheel import WheelBuilder

from tests.register.site.locale.in_code import messages

LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans")
# Forms of each language, and those that stand for one number alone: these may say it in words.
FORMS = {"ar": 6, "es": 3, "fr": 2, "ru": 4, "zh_Hans": 1}
IN_WORDS = {"ar": {1, 2}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|</?\w+[^>]*>")
(AT,) = (Path(one) for one in settings.LOCALE_PATHS)


@cache
def catalogue(language: str) -> Catalog:
    with (AT / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=None)


def rows(language: str) -> list[Message]:
    return [one for one in catalogue(language) if one.id]


def first(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_is_in_the_catalogue_and_no_other(language: str) -> None:
    held, asked = {first(one) for one in rows(language)}, messages()
    assert len(asked) > 500
    assert sorted(asked - held) == [], "run scripts/locale extract, translate, scripts/locale compile"
    assert sorted(held - asked) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    for message in rows(language):
        assert not message.fuzzy, message.id
        plural = not isinstance(message.id, str)
        forms = list(message.string) if plural else [message.string]
        assert len(forms) == (FORMS[language] if plural else 1), message.id
        wanted = Counter(PLACEHOLDER.findall(message.id[1] if plural else message.id))
        for number, form in enumerate(forms):
            assert form.strip(), message.id
            found = Counter(PLACEHOLDER.findall(form))
            may_lack = plural and number in IN_WORDS.get(language, ())
            assert found == wanted or (may_lack and found < wanted), (message.id, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_written(language: str) -> None:
    with (AT / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in rows(language):
        if isinstance(message.id, str):
            context = message.context
            read = compiled.pgettext(context, message.id) if context else compiled.gettext(message.id)
            assert read == message.string
        else:
            before = f"{message.context}\x04" if message.context else ""
            held = [compiled._catalog[before + message.id[0], number] for number in range(FORMS[language])]
            assert held == list(message.string)
    assert len([key for key in compiled._catalog if key != ""]) == sum(
        1 if isinstance(one.id, str) else FORMS[language] for one in rows(language)
    )


def test_numbers_choose_their_form() -> None:
    with (AT / "ar" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        arabic = gettext.GNUTranslations(file)
    with (AT / "ru" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        russian = gettext.GNUTranslations(file)
    one, many = "%(many)s mandate", "%(many)s mandates"
    assert [arabic.ngettext(one, many, n) for n in (1, 2, 3, 11, 100)] == [
        "ولاية واحدة", "ولايتان", "%(many)s ولايات", "%(many)s ولاية", "%(many)s ولاية",
    ]  # fmt: skip
    assert [russian.ngettext(one, many, n) for n in (1, 2, 5, 21)] == [
        "%(many)s мандат", "%(many)s мандата", "%(many)s мандатов", "%(many)s мандат",
    ]  # fmt: skip


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_pages_speak_the_language_of_the_reader(client, db, language: str) -> None:
    answer = client.get("/mandates/", headers={"accept-language": language})
    page = answer.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert "Skip to the content" not in page
    assert {"ar": "انتقل", "zh-hans": "跳到", "fr": "Aller au", "ru": "Перейти", "es": "Ir al"}[language] in page


def test_the_wheel_carries_what_is_read() -> None:
    builder = WheelBuilder(str(Path(__file__).resolve().parents[4]))
    packed = {one.distribution_path for one in builder.recurse_included_files()}
    wanted = {f"actionlines/register/site/locale/{one}/LC_MESSAGES/django.mo" for one in LANGUAGES}
    assert wanted <= packed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language: str) -> None:
    heads = Counter(
        tuple(line for line in block.splitlines() if line.startswith(("msgctxt ", "msgid ")))
        for block in (AT / language / "LC_MESSAGES/django.po").read_text().split("\n\n")
    )
    assert [head for head, times in heads.items() if times > 1] == []
