"""Numbers of paragraphs in sentences from right to left: "3(a)" stays one piece wherever it is put."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from actionlines.register.activities.checks.words import said
from actionlines.register.core.texts import isolated
from actionlines.register.site import templatetags

REGISTER = Path(templatetags.__file__).parents[2]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("ar", "3(a)", "\u20683(a)\u2069"),
        ("en", "3(a)", "3(a)"),
        # Arabic in a sentence from left to right turns it just as well
        ("fr", "الفقرة", "\u2068الفقرة\u2069"),
        ("ar", "", ""),
    ],
)
def test_words_of_another_direction_are_kept_apart(language: str, text: str, shown: str) -> None:
    with override(language):
        assert isolated(text) == shown


def test_reasons_of_checks_keep_symbols_and_numbers_in_one_piece() -> None:
    values = {"paragraph": "3(a)", "symbol": "A/RES/80/173"}
    with override("ar"):
        told = said("mandate_confirmed", values)
        assert "\u20683(a)\u2069" in told and "\u2068A/RES/80/173\u2069" in told
    assert "\u2068" not in said("mandate_confirmed", values)


# What names a place in a text, put out by a template.
_PLACE = re.compile(r"\{\{\s*([\w.]*(?:paragraph|\.pair\.\w+)\.number|[\w.]*_?place)(?!\.)\b[^}]*\}\}")
_SENTENCE = re.compile(r"with (?:name|place)=([^\s%]*(?:\.number|\.anchor|place|last|became|before|after)[^\s%]*)")


def test_templates_put_no_number_of_a_paragraph_bare_into_a_page() -> None:
    """Every such output stands in a `bdi` or goes through `isolated`; in sentences it always goes through it."""
    bare = []
    for path in sorted(REGISTER.rglob("*.html")):
        text = path.read_text("utf-8")
        # sentences have their words isolated where they are given
        outside = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", text, flags=re.S)
        for found in _PLACE.finditer(outside):
            before = outside[: found.start()]
            held = re.search(r"<bdi[^>]*>[^<]*$", before) or "|isolated" in found[0] or before.endswith('="')
            if not held and not re.search(r'="[^"<>]*$', before):
                bare.append(f"{path.name}: {found[0]}")
        bare += [f"{path.name}: {one}" for one in _SENTENCE.findall(text) if "|isolated" not in one]
    assert bare == []
