"""Whole resolutions in five languages: paragraphs, items and what they ask."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import find_mandates, why_not_read

RESOLUTIONS = {
    "fr": """L'Assemblée générale,

Rappelant sa résolution 70/1 du 25 septembre 2015, et consciente de l'importance des puits pour tous les pays,

1. Prie le Secrétaire général :

a) De tenir un registre des puits ;

b) De lui présenter un rapport à ce sujet à sa quatre-vingt-deuxième session ;

2. Invite les États Membres à ouvrir leurs puits d'ici à 2033.
""",
    "es": """La Asamblea General,

Recordando su resolución 70/1, de 25 de septiembre de 2015, y consciente de la importancia de los pozos,

1. Solicita al Secretario General que:

a) Lleve un registro de los pozos;

b) Le presente un informe al respecto en su octogésimo segundo período de sesiones;

2. Invita a los Estados Miembros a que abran sus pozos a más tardar en 2033.
""",
    "ru": """Генеральная Ассамблея,

ссылаясь на свою резолюцию 70/1 от 25 сентября 2015 года и сознавая важность колодцев для всех стран,

1. просит Генерального секретаря:

а) вести реестр колодцев;

б) представить доклад по этому вопросу Генеральной Ассамблее на ее восемьдесят второй сессии;

2. предлагает государствам-членам открыть свои колодцы к 2033 году.
""",
    "ar": """إن الجمعية العامة،

إذ تشير إلى قرارها 70/1 المؤرخ 25 أيلول/سبتمبر 2015، وإذ تدرك أهمية الآبار لجميع البلدان،

1 - تطلب إلى الأمين العام ما يلي:

(أ) أن يحتفظ بسجل للآبار؛

(ب) أن يقدم تقريرا عن ذلك إلى الجمعية العامة في دورتها الثانية والثمانين؛

2 - تدعو الدول الأعضاء إلى فتح آبارها بحلول عام 2033.
""",
    "zh": """大会，

回顾其2015年9月25日第70/1号决议，意识到水井对所有国家的重要性，

1. 请秘书长：

(a) 保存水井登记册；

(b) 就此向大会第八十二届会议提交报告；

2. 邀请会员国至迟于2033年开放其水井。
""",
}


@pytest.mark.parametrize("language", RESOLUTIONS)
def test_items_take_verb_and_addressee_from_their_chapeau(language: str) -> None:
    document = read(RESOLUTIONS[language].encode(), name="a.txt")
    assert document.metadata.language == language
    found = [(one.strength, one.bodies, one.due, one.report_to) for one in find_mandates(document)]
    assert found == [
        ("requests", ("secretary-general",), (), ()),
        ("requests", ("secretary-general",), ("session:82",), ("general-assembly",)),
        ("invites", ("member-states",), ("year:2033",), ()),
    ]
    assert why_not_read(document) == ""


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        # a body that speaks in running text asks
        ("Le Comité recommande que les gouvernements publient leurs cartes chaque année.", ["governments"]),
        # an organ speaks in running text as well
        ("L'Assemblée générale prie le Secrétaire général de publier la carte des puits.", ["secretary-general"]),
        # what another text asks is told of that text
        ("Dans sa résolution 70/1, l'Assemblée générale prie le Secrétaire général de publier la carte.", []),
        # a duty that a report sees
        ("Les gouvernements devraient publier les cartes de leurs puits pour tous.", ["governments"]),
        # a subordinate clause tells
        ("Dans la décision par laquelle le Comité prie les gouvernements de publier cela, rien n'est dit.", []),
    ],
)  # fmt: skip
def test_running_text(text: str, bodies: list[str]) -> None:
    document = read((text + "\n").encode(), name="a.txt")
    assert [one.bodies[0] for one in find_mandates(document)] == bodies


LISTS = {
    # a heading that asks, a duty among its items, a list with bullets under a chapeau without a number
    "fr": """Recommandations à l'intention des gouvernements

1. Créer un registre des phares avant juin 2031.

2. Les gouvernements devraient publier leurs cartes.

Nous demandons aux États Membres :

- de former des gardiens ;

- d'ouvrir leurs archives.
""",
    "es": """Recomendaciones para los gobiernos

1. Crear un registro de los faros antes de junio de 2031.

2. Los gobiernos deberían publicar sus mapas.

Pedimos a los Estados Miembros que:

- formen a los guardianes;

- abran sus archivos.
""",
    "ru": """Рекомендации для правительств

1. Создать реестр маяков до июня 2031 года.

2. Правительствам следует опубликовать карты.

Мы призываем государства-члены:

- подготовить смотрителей;

- открыть архивы.
""",
    "ar": """التوصيات

1 - إنشاء سجل للمنارات قبل حزيران/يونيه 2031.

2 - ينبغي للحكومات أن تنشر خرائطها.

ندعو الدول الأعضاء إلى ما يلي:

(أ) تدريب الحراس؛

(ب) فتح محفوظاتها.
""",
    "zh": """建议

1. 在2031年6月前建立灯塔登记册。

2. 各国政府应公布其地图。

我们呼吁会员国：

（一）培训看守人；

（二）开放档案。
""",
}


@pytest.mark.parametrize("language", LISTS)
def test_lists_outside_of_resolutions(language: str) -> None:
    found = find_mandates(read(LISTS[language].encode(), name="a.txt"))
    headed = ("unspecified",) if language in ("ar", "zh") else ("governments",)
    assert [one.bodies for one in found] == [headed, ("governments",), *[("member-states",)] * 2]
    assert found[0].due == ("2031-06",)
