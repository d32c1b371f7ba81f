"""Citations as people write them, and titles of mandates, in six languages."""

from __future__ import annotations

import pytest

from actionlines.documents.structure.itu_languages import written_words
from actionlines.papers.citing import title_ask
from actionlines.papers.words import LANGUAGES, words

PP = "itu:PP/RES/140@2018"


@pytest.mark.parametrize(
    "language,symbol,place,citation",
    [
        ("en", "A/RES/80/173", "113", "A/RES/80/173, para. 113"),
        ("en", "E/RES/2024/901", "3(c)", "E/RES/2024/901, para. 3 (c)"),
        ("en", "A/RES/80/173@fr", "3", "A/RES/80/173, para. 3"),  # the same text in another language
        ("en", PP, "instructs-SG.5", "Resolution 140 (Rev. Dubai, 2018), instructs the Secretary-General 5"),
        ("fr", PP, "instructs-SG.5", "Résolution 140 (Rév. Dubaï, 2018), charge le Secrétaire général 5"),
        ("es", PP, "instructs-SG.5", "Resolución 140 (Rev. Dubái, 2018), encarga al Secretario General 5"),
        ("ru", PP, "instructs-SG.5", "Резолюция 140 (Пересм. Дубай, 2018 г.), поручает Генеральному секретарю 5"),
        ("ru", PP, "requests-Council.2", "Резолюция 140 (Пересм. Дубай, 2018 г.), просит Совет 2"),  # another case
        ("ar", PP, "instructs-SG.5", "القرار 140 (المراجَع في دبي، 2018)، يكلف الأمين العام 5"),
        ("zh", PP, "instructs-SG.5", "第140号决议（2018年，迪拜，修订版），责成秘书长5"),
        ("en", "itu:PP/RES/204@2018", "resolves", "Resolution 204 (Dubai, 2018), resolves"),  # new at Dubai
        ("en", "itu:WTSA/RES/75@2024", "", "WTSA Resolution 75 (Rev. New Delhi, 2024)"),
        ("en", "itu:C/RES/1332@2019", "", "Council Resolution 1332 (modified 2019)"),
        ("en", "itu:PP/RES/130", "", "Resolution 130"),
        ("en", "itu:CS/art12", "", "ITU Constitution, article 12"),
        ("fr", "itu:CV/78", "", "Convention de l’UIT, N° 78"),
        ("en", "itu:C25/5", "", "C25/5"),
        ("fr", "wsis:tunis-commitment", "12", "Engagement de Tunis, par. 12"),
    ],
)
def test_paragraphs_are_cited_as_people_write_them(language: str, symbol: str, place: str, citation: str) -> None:
    assert words(language).cite(symbol, place) == citation


def test_a_text_without_a_symbol_is_cited_by_its_title() -> None:
    assert words("en").cite("file:0123456789ab", "4", "Inputs of the  harbour towns") == (
        "Inputs of the harbour towns, para. 4"
    )
    assert len(words("en").cite("file:0123456789ab", title="long " * 40)) <= 61


def test_the_title_says_that_a_decision_is_a_revision() -> None:
    assert words("en").cite("itu:PP/DEC/5@2018", title="DECISION 5 (REV. DUBAI, 2018)").startswith("Decision 5 (Rev.")


@pytest.mark.parametrize(
    "anchor,place",
    [
        ("instructs-SG-Directors.3.ii", "instructs the Secretary-General and the Directors of the Bureaux 3 ii)"),
        ("invites-MS-SM-Ac.2", "invites Member States, Sector Members and Academia 2"),
        ("further-instructs-BDT", "further instructs the Director of BDT"),
        ("instructs-ITU-T.1", "instructs ITU-T 1"),
        ("invites-study-groups.1", "invites study groups 1"),  # nobody of the list
        ("considering-further.a", "considering further a)"),
        ("resolves-2.1", "resolves (2) 1"),  # the second list with these words
        ("unheaded.4", "para. 4"),
        ("text-1", "text 1"),
    ],
)
def test_lists_of_itu_are_cited_by_their_words(anchor: str, place: str) -> None:
    assert words("en").place(anchor) == place


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_who_is_addressed_has_a_name_in_each_language(language: str) -> None:
    assert set(written_words("en")) <= set(written_words(language))


@pytest.mark.parametrize(
    "summary,action,title",
    [
        ("Report each year to the Commission", "report on an annual basis", "Report each year to the Commission"),
        ("", "report annually on progress to the Commission.", "Report annually on progress to the Commission"),
        ("", "élaborer un plan d’action", "Élaborer un plan d’action"),
        ("", "提交报告。", "提交报告"),
        ("", "word " * 40, "Word" + " word" * 19 + "…"),
        ("", "", ""),
    ],
)
def test_a_mandate_is_titled_by_its_ask(summary: str, action: str, title: str) -> None:
    assert title_ask(summary, action) == title
