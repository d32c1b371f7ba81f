"""The same paragraph in six languages gives the same mandates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.mandates import Mandate, find_mandates
from tests.mandates.build import document

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
# Each case: what it shows, then the same paragraph in English, French, Spanish, Russian, Arabic and Chinese.
CASES: list[tuple[str, ...]] = [
    (
        "a report to the Assembly at a numbered session",
        "Requests the Secretary-General to submit to the General Assembly at its eighty-third session a report "
        "on the implementation of the present resolution;",
        "Prie le Secrétaire général de lui présenter, à sa quatre-vingt-troisième session, un rapport sur "
        "l’application de la présente résolution ;",
        "Solicita al Secretario General que le presente, en su octogésimo tercer período de sesiones, un informe "
        "sobre la aplicación de la presente resolución;",
        "просит Генерального секретаря представить Генеральной Ассамблее на ее восемьдесят третьей сессии доклад "
        "об осуществлении настоящей резолюции;",
        "تطلب إلى الأمين العام أن يقدم إلى الجمعية العامة في دورتها الثالثة والثمانين تقريرا عن تنفيذ هذا القرار؛",
        "请秘书长向大会第八十三届会议提交一份关于本决议执行情况的报告；",
    ),
    (
        "several who are asked, partners who are not, every year",
        "Encourages Member States, United Nations entities and the private sector, in consultation with civil "
        "society, to publish their maps every year;",
        "Encourage les États Membres, les entités des Nations Unies et le secteur privé, en consultation avec la "
        "société civile, à publier leurs cartes chaque année ;",
        "Alienta a los Estados Miembros, las entidades de las Naciones Unidas y el sector privado a que, en "
        "consulta con la sociedad civil, publiquen sus mapas cada año;",
        "рекомендует государствам-членам, структурам Организации Объединенных Наций и частному сектору в "
        "консультации с гражданским обществом публиковать свои карты каждый год;",
        "تشجع الدول الأعضاء وكيانات الأمم المتحدة والقطاع الخاص، بالتشاور مع المجتمع المدني، على نشر خرائطها كل سنة؛",
        "鼓励会员国、联合国各实体和私营部门与民间社会协商，每年公布其地图；",
    ),
    (
        "by a year",
        "Urges all States to open their wells by 2033;",
        "Demande instamment à tous les États d’ouvrir leurs puits d’ici à 2033 ;",
        "Insta a todos los Estados a que abran sus pozos a más tardar en 2033;",
        "настоятельно призывает все государства открыть свои колодцы к 2033 году;",
        "تحث جميع الدول على أن تفتح آبارها بحلول عام 2033؛",
        "敦促所有国家至迟于2033年开放其水井；",
    ),
    (
        "by a day",
        "Requests the Secretary-General to open the register by 15 March 2031;",
        "Prie le Secrétaire général d’ouvrir le registre au plus tard le 15 mars 2031 ;",
        "Pide al Secretario General que abra el registro a más tardar el 15 de marzo de 2031;",
        "просит Генерального секретаря открыть реестр не позднее 15 марта 2031 года;",
        "تطلب إلى الأمين العام أن يفتح السجل في موعد أقصاه 15 آذار/مارس 2031؛",
        "请秘书长至迟在2031年3月15日开放登记册；",
    ),
    (
        "a decision of the speaker's own",
        "Decides to include in the provisional agenda of its eighty-second session the item entitled “Maps”;",
        "Décide d’inscrire à l’ordre du jour provisoire de sa quatre-vingt-deuxième session la question intitulée "
        "« Cartes » ;",
        "Decide incluir en el programa provisional de su octogésimo segundo período de sesiones el tema titulado "
        "“Mapas”;",
        "постановляет включить в предварительную повестку дня своей восемьдесят второй сессии пункт, "
        "озаглавленный «Карты»;",
        'تقرر أن تدرج في جدول الأعمال المؤقت لدورتها الثانية والثمانين البند المعنون "الخرائط"؛',
        "决定将题为“地图”的项目列入大会第八十二届会议临时议程；",
    ),
    (
        "international, regional and subregional organizations are two groups; the list goes on",
        "Invites international, regional and subregional organizations and the World Bank to share their tools;",
        "Invite les organisations internationales, régionales et sous-régionales et la Banque mondiale à partager "
        "leurs outils ;",
        "Invita a las organizaciones internacionales, regionales y subregionales y al Banco Mundial a que "
        "compartan sus herramientas;",
        "предлагает международным, региональным и субрегиональным организациям и Всемирному банку делиться "
        "своими инструментами;",
        "تدعو المنظمات الدولية والإقليمية ودون الإقليمية والبنك الدولي إلى تبادل أدواتها؛",
        "邀请国际、区域和次区域组织以及世界银行分享其工具；",
    ),
    (
        "two verbs, two bodies; an acronym",
        "Requests the Secretary-General to keep a register, and invites UNESCO to publish it;",
        "Prie le Secrétaire général de tenir un registre, et invite l’UNESCO à le publier ;",
        "Solicita al Secretario General que lleve un registro e invita a la UNESCO a que lo publique;",
        "просит Генерального секретаря вести реестр и предлагает ЮНЕСКО опубликовать его;",
        "تطلب إلى الأمين العام أن يحتفظ بسجل، وتدعو اليونسكو إلى نشره؛",
        "请秘书长保存登记册，并邀请教科文组织予以公布；",
    ),
    (
        "a second duty in the next report",
        "Urges States parties to open their wells and to submit information thereon in their next report;",
        "Demande instamment aux États parties d’ouvrir leurs puits et de présenter, dans leur prochain rapport, "
        "des informations à ce sujet ;",
        "Insta a los Estados partes a que abran sus pozos y a que, en su próximo informe, presenten información "
        "al respecto;",
        "настоятельно призывает государства-участники открыть свои колодцы и представить в своем следующем "
        "докладе информацию об этом;",
        "تحث الدول الأطراف على أن تفتح آبارها وأن تقدم في تقريرها المقبل معلومات عن ذلك؛",
        "敦促缔约国开放其水井，并在下次报告中提供有关资料；",
    ),
    (
        "a statement asks nobody",
        "Takes note of the report of the Secretary-General;",
        "Prend note du rapport du Secrétaire général ;",
        "Toma nota del informe del Secretario General;",
        "принимает к сведению доклад Генерального секретаря;",
        "تحيط علما بتقرير الأمين العام؛",
        "注意到秘书长的报告；",
    ),
]


def find(text: str, language: str) -> list[Mandate]:
    """The mandates of one paragraph in a document of that language."""
    made = document(text)
    return find_mandates(replace(made, metadata=replace(made.metadata, language=language)))


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_six_texts_give_the_same(case: tuple[str, ...]) -> None:
    said = [
        [(one.strength, one.bodies, one.due, one.report_to) for one in find(text, language)]
        for language, text in zip(LANGUAGES, case[1:], strict=True)
    ]
    assert all(one == said[0] for one in said), dict(zip(LANGUAGES, said, strict=True))


@pytest.mark.parametrize(
    ("language", "text", "addressees", "action"),
    [
        # the prepositions and articles before a name are none of it
        ("fr", "Demande aux États et à l’OMS d’agir vite ;", ["États", "OMS"], "agir vite"),
        ("es", "Pide a los Estados y a la OMS que actúen;", ["Estados", "OMS"], "actúen"),
        # Arabic particles are joined to the word
        ("ar", "تهيب بالحكومات والبنك الدولي أن تتعاون؛", ["الحكومات", "البنك الدولي"], "تتعاون"),
        # an adverb between addressee and verb is left out
        ("zh", "请秘书长酌情考虑此事；", ["秘书长"], "考虑此事"),
        # "able to do so" does not end the addressee
        ("fr", "Invite les États en mesure de le faire à verser des fonds ;", ["États en mesure de le faire"],
         "verser des fonds"),
        # a relative clause belongs to the addressee
        ("ru", "призывает государства, которые еще не сделали этого, открыть колодцы;", ["государства"],
         "открыть колодцы"),
    ],
)  # fmt: skip
def test_words_as_written(language: str, text: str, addressees: list[str], action: str) -> None:
    (found,) = find(text, language)
    assert [phrase.text for phrase in found.addressees] == addressees
    assert found.action.text == action


@pytest.mark.parametrize(
    ("language", "text", "bodies"),
    [
        # a pronoun is the body that the paragraph asked last
        ("fr", "Prie l’UNICEF de compter les puits et le prie aussi de les ouvrir ;", ["unicef", "unicef"]),
        ("es", "Pide al UNICEF que cuente los pozos y lo alienta a abrirlos;", ["unicef", "unicef"]),
        ("ru", "просит ЮНИСЕФ сосчитать колодцы и предлагает ему открыть их;", ["unicef", "unicef"]),
        # the one who speaks behind an Arabic verb is not asked
        ("ar", "توصي اللجنة الدولة الطرف بفتح الآبار.", ["states-parties"]),
        # "Please explain": nobody is named
        ("zh", "请说明采取了哪些措施。", []),
    ],
)
def test_who_is_meant(language: str, text: str, bodies: list[str]) -> None:
    assert [one.bodies[0] for one in find(text, language)] == bodies


def test_a_paragraph_is_read_in_its_own_language() -> None:
    made = document(
        "Requests the Secretary-General to open the register of all wells and to publish it;",
        "Prie les gouvernements de tous les États de publier les cartes des puits dans les deux ans ;",
        "просит правительства опубликовать карты всех колодцев в ближайшее время;",
    )
    found = [(one.paragraph, one.bodies) for one in find_mandates(made)]
    assert found == [("1", ("secretary-general",)), ("2", ("governments",)), ("3", ("governments",))]


def test_the_council_is_the_organ_of_the_document() -> None:
    made = document("Prie le Comité de l’informer de tout fait nouveau ;", symbol="S/RES/2999 (2031)")
    made = replace(made, metadata=replace(made.metadata, language="fr", body="security-council"))
    (found,) = find_mandates(made)
    assert (found.bodies, found.report_to) == (("sc-sanctions-committees",), ("security-council",))
