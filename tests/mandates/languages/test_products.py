"""What the action of a mandate in five languages is to produce."""

from __future__ import annotations

import pytest

from actionlines.mandates.languages.grammar import fold, grammar
from actionlines.mandates.languages.products import deliverable, pieces

PRODUCTS = [
    # a noun behind a verb that makes it
    ("fr", "élaborer une stratégie pour les ponts", "strategy"),
    ("es", "presente propuestas sobre los puentes", "proposal"),
    ("ru", "представить план действий по мостам", "action-plan"),
    ("ar", "يقدم إلى اللجنة خطة عمل بشأن الجسور", "action-plan"),
    ("zh", "制定桥梁战略", "strategy"),
    # the same noun as what is carried out, used or applied
    ("fr", "mettre en œuvre la stratégie des ponts", "none"),
    ("es", "utilice los fondos del programa de puentes", "none"),
    ("ru", "выполнять план действий по мостам", "none"),
    ("zh", "执行桥梁战略", "none"),
    # a noun that only names the end or the place
    ("fr", "approuver la réforme figurant dans le rapport du Comité", "none"),
    ("es", "adopte medidas para financiar los puentes", "none"),
    # a second verb is read when the first makes nothing
    ("fr", "intégrer les stratégies des ponts et de rendre compte des résultats", "report"),
    # a law is revised, not reviewed
    ("es", "revise sus leyes sobre los puentes", "none"),
    ("ru", "пересмотреть свои законы о мостах", "none"),
    # a body is established, a system of data is not
    ("fr", "créer un comité des ponts", "establishment"),
    ("fr", "établir des systèmes de collecte", "none"),
]


@pytest.mark.parametrize(("language", "action", "label"), PRODUCTS)
def test_products(language: str, action: str, label: str) -> None:
    assert deliverable(language, fold(action, language).text) == label


DUTIES = [
    # the verb goes on, and a receiver of its own
    ("ru", "представить доклад о мостах и представить дополнительную информацию о дорогах", 1),
    ("ru", "представить доклад о мостах и представить Комитету дополнительную информацию", 2),
    ("es", "presente al Consejo un informe sobre puentes, y que presente al Comité información sobre caminos", 2),
    # another verb
    ("fr", "construire des ponts et de rendre compte des résultats", 2),
]


@pytest.mark.parametrize(("language", "action", "count"), DUTIES)
def test_duties_to_report(language: str, action: str, count: int) -> None:
    text = fold(action, language).text
    assert len(pieces(grammar(language), text, 0, len(text))) == count
