"""A resolution of the ITU of our own words, in six languages: the same ids, and the same mandates."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from actionlines.documents import Document, read
from actionlines.documents.structure import itu_languages
from actionlines.documents.structure.itu_languages import parse_keyword
from actionlines.mandates import find_mandates

# A list, an annual report, a conference, a day, items of items, and a keyword line within another.
RESOLUTION = {
    "en": """\
RESOLUTION 951 (REV. TESTVILLE, 2026)
Libraries that lend reading machines
The Plenipotentiary Conference of the International Telecommunication Union (Testville, 2026),
considering
a) that libraries lend machines in many countries;
b) that prices fall,
recognizing further
that rural libraries have few machines,
resolves
1 that the Union shall keep a list of the machines;
2 to make the list available to all,
instructs the Secretary-General
1 to publish the list;
2 to submit an annual report to the Council,
instructs the Director of the Telecommunication Development Bureau, in collaboration with the Directors of the other Bureaux
1 to collect the data:
a) from ministries;
b) from libraries;
2 to submit a report to the next plenipotentiary conference,
resolves to instruct the Directors of the Bureaux
to help the libraries by 30 June 2028,
instructs the Council
to consider the results each year,
invites Member States and Sector Members
1 to send in their data;
2 to share the cost.
""",
    "fr": """\
RÉSOLUTION 951 (RÉV. TESTVILLE, 2026)
Bibliothèques qui prêtent des machines à lire
La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Testville, 2026),
considérant
a) que des bibliothèques prêtent des machines dans de nombreux pays;
b) que les prix baissent,
reconnaissant en outre
que les bibliothèques rurales ont peu de machines,
décide
1 que l'Union doit tenir une liste des machines;
2 de mettre la liste à la disposition de tous,
charge le Secrétaire général
1 de publier la liste;
2 de présenter chaque année un rapport au Conseil,
charge le Directeur du Bureau de développement des télécommunications, en collaboration avec les Directeurs des autres Bureaux
1 de collecter les données:
a) auprès des ministères;
b) auprès des bibliothèques;
2 de soumettre un rapport à la prochaine Conférence de plénipotentiaires,
décide de charger les Directeurs des Bureaux
d'aider les bibliothèques d'ici au 30 juin 2028,
charge le Conseil
d'examiner les résultats chaque année,
invite les Etats Membres et les Membres de Secteur
1 à envoyer leurs données;
2 à partager les coûts.
""",
    "es": """\
RESOLUCIÓN 951 (REV. TESTVILLE, 2026)
Bibliotecas que prestan máquinas de lectura
La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones (Testville, 2026),
considerando
a) que muchas bibliotecas prestan máquinas en muchos países;
b) que los precios bajan,
reconociendo además
que las bibliotecas rurales tienen pocas máquinas,
resuelve
1 que la Unión debe mantener una lista de las máquinas;
2 poner la lista a disposición de todos,
encarga al Secretario General
1 que publique la lista;
2 que presente cada año un informe al Consejo,
encarga al Director de la Oficina de Desarrollo de las Telecomunicaciones, en colaboración con los Directores de las demás Oficinas
1 que recopile los datos:
a) de los ministerios;
b) de las bibliotecas;
2 que presente un informe a la próxima Conferencia de Plenipotenciarios,
resuelve encargar a los Directores de las Oficinas
que ayuden a las bibliotecas a más tardar el 30 de junio de 2028,
encarga al Consejo
que examine los resultados cada año,
invita a los Estados Miembros y a los Miembros de Sector
1 a que envíen sus datos;
2 a que compartan los costos.
""",
    "ru": """\
РЕЗОЛЮЦИЯ 951 (ПЕРЕСМ. ТЕСТВИЛЬ, 2026 г.)
Библиотеки, выдающие машины для чтения
Полномочная конференция Международного союза электросвязи (Тествиль, 2026 г.),
учитывая,
a) что библиотеки выдают машины во многих странах;
b) что цены снижаются,
признавая далее,
что в сельских библиотеках мало машин,
решает,
1 что Союз должен вести список машин;
2 сделать список доступным для всех,
поручает Генеральному секретарю
1 опубликовать список;
2 ежегодно представлять доклад Совету,
поручает Директору Бюро развития электросвязи в сотрудничестве с Директорами других Бюро
1 собрать данные:
a) у министерств;
b) у библиотек;
2 представить доклад следующей Полномочной конференции,
решает поручить Директорам Бюро
оказать помощь библиотекам к 30 июня 2028 года,
поручает Совету
рассматривать результаты каждый год,
предлагает Государствам-Членам и Членам Сектора
1 направить свои данные;
2 разделить расходы.
""",
    "ar": """\
القرار 951 (المراجَع في تستفيل، 2026)
المكتبات التي تعير آلات القراءة
إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (تستفيل، 2026)،
إذ يضع في اعتباره
أ ) أن المكتبات تعير الآلات في بلدان كثيرة؛
ب) أن الأسعار تنخفض،
وإذ يدرك كذلك
أن المكتبات الريفية لديها آلات قليلة،
يقرر
1 أن على الاتحاد أن يحتفظ بقائمة بالآلات؛
2 إتاحة القائمة للجميع،
يكلف الأمين العام
1 بنشر القائمة؛
2 بتقديم تقرير إلى المجلس كل سنة،
يكلف مدير مكتب تنمية الاتصالات، بالتعاون مع مديري المكاتب الأخرى
1 بجمع البيانات:
أ ) من الوزارات؛
ب) من المكتبات؛
2 بتقديم تقرير إلى مؤتمر المندوبين المفوضين المقبل،
يقرر تكليف مديري المكاتب
بمساعدة المكتبات بحلول 30 يونيو 2028،
يكلف المجلس
بالنظر في النتائج كل سنة،
يدعو الدول الأعضاء وأعضاء القطاع إلى
1 إرسال بياناتها؛
2 تقاسم التكاليف.
""",
    "zh": """\
第951号决议（2026年，泰斯特维尔，修订版）
出借阅读机的图书馆
国际电信联盟全权代表大会（2026年，泰斯特维尔），
考虑到
a) 许多国家的图书馆出借阅读机；
b) 价格正在下降，
进一步认识到
农村图书馆的机器很少，
做出决议
1 国际电联应保存一份机器清单；
2 向所有人提供该清单，
责成秘书长
1 公布该清单；
2 每年向理事会提交一份报告，
责成电信发展局主任与其他各局主任协作
1 收集以下来源的数据：
a) 各部委；
b) 图书馆；
2 向下一届全权代表大会提交一份报告，
决定责成各局主任
在2028年6月30日之前帮助图书馆，
责成理事会
每年审议结果，
请成员国和部门成员
1 发送其数据；
2 分担费用。
""",
}  # fmt: skip
OTHERS = ("fr", "es", "ru", "ar", "zh")


def document(language: str) -> Document:
    """Return the resolution in a language."""
    return read(RESOLUTION[language].encode(), name="a.txt")


@pytest.mark.parametrize("language", OTHERS)
def test_ids_are_those_of_english(language: str) -> None:
    found, english = document(language), document("en")
    assert [(p.id, p.kind, p.parent, p.heading) for p in found.paragraphs] == [
        (p.id, p.kind, p.parent, p.heading) for p in english.paragraphs
    ]


@pytest.mark.parametrize("language", OTHERS)
def test_metadata_is_that_of_english(language: str) -> None:
    found, english = document(language).metadata, document("en").metadata
    assert (found.symbol, found.body, found.date, found.kind) == (
        english.symbol, english.body, english.date, english.kind,
    )  # fmt: skip
    assert found.title and not any(sign.isdigit() for sign in found.title)


@pytest.mark.parametrize("language", OTHERS)
def test_mandates_are_those_of_english(language: str) -> None:
    def told(one: str) -> list[tuple[object, ...]]:
        return [
            (m.paragraph, m.verb, m.strength, m.bodies, m.due, m.report_to, m.implied)
            for m in find_mandates(document(one))
        ]

    assert told(language) == told("en")


@pytest.mark.parametrize("language", OTHERS)
def test_words_are_quoted_from_their_paragraph(language: str) -> None:
    found = document(language)
    for mandate in find_mandates(found):
        for phrase in (mandate.verb_phrase, mandate.action, *mandate.addressees):
            assert found.by_id[phrase.paragraph].text[phrase.start : phrase.end] == phrase.text


LINES = [
    # the adverb stands behind the verb
    ("décide en outre", "resolves-further"),
    ("invite également les Membres de Secteur", "invites-also-SM"),
    # whom the speaker decides to ask
    ("resuelve encargar al Secretario General", "instructs-SG"),
    ("решает поручить Директору Бюро радиосвязи", "instructs-BR"),
    # partners are not asked
    ("encarga al Director de la BDT, en colaboración con los Estados Miembros", "instructs-BDT"),
    # vowel signs are no part of an Arabic word; "to" joins the items
    ("يكلِّف الأمين العام", "instructs-SG"),
    ("يدعو الدول الأعضاء وأعضاء القطاع إلى", "invites-MS-SM"),
    # no blanks in Chinese
    ("进一步做出决议", "resolves-further"),
    ("请成员国、部门成员和学术成员", "invites-MS-SM-Ac"),
    # Russian has a comma before the clause below
    ("отмечая,", "noting"),
    # the length of "États" with its accent
    ("encourage les États Membres", "encourages-MS"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "slug"), LINES)
def test_keyword_lines(line: str, slug: str) -> None:
    keyword = parse_keyword(line)
    assert keyword is not None and keyword.slug == slug


NONE = [
    # a clause goes on
    "décide de créer un groupe de travail",
    # it stops
    "charge le Secrétaire général de publier la liste.",
    # an action follows the name
    "请秘书长公布清单",
    "يدعو الدول الأعضاء إلى إرسال بياناتها",
    # a title begins with a capital
    "Invite les Membres de Secteur",
    # a preambular clause
    "considérant que les prix baissent",
    "",
    ":",
]  # fmt: skip


@pytest.mark.parametrize("line", NONE)
def test_other_lines(line: str) -> None:
    assert parse_keyword(line) is None


TITLES = [
    ("Résolution 12 (Rév. Testville, 2026)", ("RESOLUTION", "12")),
    ("ACUERDO 5 (Testville, 2026)", ("DECISION", "5")),
    ("第12号决议（2026年，泰斯特维尔）", ("RESOLUTION", "12")),
    # a sentence that names one
    ("Résolution 12 de la Conférence sur les bibliothèques", None),
]


@pytest.mark.parametrize(("text", "found"), TITLES)
def test_titles(text: str, found: tuple[str, str] | None) -> None:
    assert itu_languages.read_title(text) == found


# "2 to instruct the Secretary-General to publish the list": the speaker asks another in an item of its own
NESTED = [
    ("fr", "2 de charger le Secrétaire général de publier la liste;", "publier la liste"),
    ("es", "2 encargar al Secretario General que publique la lista;", "publique la lista"),
    ("ru", "2 поручить Генеральному секретарю опубликовать список;", "опубликовать список"),
    ("ar", "2 تكليف الأمين العام بنشر القائمة؛", "نشر القائمة"),
    ("zh", "2 责成秘书长公布清单；", "公布清单"),
]


@pytest.mark.parametrize(("language", "item", "action"), NESTED)
def test_an_item_may_ask_another(language: str, item: str, action: str) -> None:
    lines = RESOLUTION[language].split("\n")
    lines[next(at for at, line in enumerate(lines) if line.startswith("2 "))] = item
    found = find_mandates(read("\n".join(lines).encode(), name="a.txt"))[1]
    assert (found.verb, found.bodies, found.action.text) == ("instruct", ("itu-secretary-general",), action)


def test_what_joins_an_arabic_item_is_no_part_of_its_action() -> None:
    found = {mandate.paragraph: mandate.action.text for mandate in find_mandates(document("ar"))}
    assert found["instructs-SG.1"] == "نشر القائمة"


FORMULAS = [
    # the Council names no place
    ("Le Conseil de l'UIT,", ("C", "")),
    ("Совет МСЭ,", ("C", "")),
    ("国际电联理事会，", ("C", "")),
    # another conference of the Union, with its year
    ("La Conférence mondiale de développement des télécommunications (Testville, 2026),", ("WTDC", "2026")),
    # no organ of the Union
    ("L'Assemblée générale,", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FORMULAS)
def test_enacting_formulas(text: str, found: tuple[str, str] | None) -> None:
    assert itu_languages.read_enacting(text) == found


def test_several_are_asked_by_one_line() -> None:
    text = RESOLUTION["fr"].replace(
        "charge le Secrétaire général\n", "charge le Secrétaire général et les Directeurs des trois Bureaux\n"
    )
    (found, *_) = (one for one in find_mandates(read(text.encode(), name="a.txt")) if one.verb == "instruct")
    assert found.paragraph == "instructs-SG-Directors.1"
    assert found.bodies == ("itu-secretary-general", "itu-directors")
