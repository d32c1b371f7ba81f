"""A paper with every kind of block, in each language; and one whose every text is hostile."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from actionlines.reports.measure.charts.model import Chart
from actionlines.reports.palette import TOKENS
from actionlines.reports.paper.model import (
    Cite,
    Column,
    Evidence,
    Fact,
    Figure,
    Link,
    Listing,
    Made,
    Missing,
    Number,
    Paper,
    Para,
    Proposal,
    Quote,
    Row,
    Section,
    See,
    Table,
    Text,
)
from actionlines.reports.spec import spec

# Texts of the sample by key: en, ar, es, fr, ru, zh.
SAID: dict[str, tuple[str, str, str, str, str, str]] = {
    "title": (
        "Road map of Action Line C5: Building confidence and security in the use of ICTs",
        "خارطة طريق خط العمل جيم5: بناء الثقة والأمن في استعمال تكنولوجيا المعلومات والاتصالات",
        "Hoja de ruta de la línea de acción C5: Crear confianza y seguridad en la utilización de las TIC",
        "Feuille de route de la grande orientation C5 : Établir la confiance et la sécurité dans l’utilisation des TIC",
        "Дорожная карта по Направлению деятельности C5: Укрепление доверия и безопасности при использовании ИКТ",
        "行动方面C5的路线图：树立使用信息通信技术的信心并提高安全性",
    ),
    "subtitle": (
        "As requested in A/RES/80/173, para. 113",
        "وفقا لما طُلب في A/RES/80/173، الفقرة 113",
        "Conforme a lo solicitado en A/RES/80/173, párr. 113",
        "Comme demandé dans A/RES/80/173, par. 113",
        "В соответствии с A/RES/80/173, пункт 113",
        "根据A/RES/80/173第113段的要求编制",
    ),
    "status": ("Draft", "مسودة", "Borrador", "Projet", "Проект", "草案"),
    "item": ("Agenda item", "بند جدول الأعمال", "Punto del orden del día", "Point de l’ordre du jour", "Пункт повестки дня", "议程项目"),
    "from": ("Source", "المصدر", "Origen", "Source", "Источник", "来源"),
    "facilitator": ("Facilitator of Action Line C5", "ميسّر خط العمل جيم5", "Facilitador de la línea de acción C5", "Facilitateur de la grande orientation C5", "Содействующая организация по Направлению C5", "行动方面C5推进方"),
    "mandates": ("What was asked", "ما طُلب", "Lo que se pidió", "Ce qui a été demandé", "Что было поручено", "所提要求"),
    "of-members": ("Of Member States", "من الدول الأعضاء", "A los Estados Miembros", "Aux États Membres", "Государствам-членам", "对成员国的要求"),
    "progress": ("Targets, indicators and metrics", "الغايات والمؤشرات والمقاييس", "Metas, indicadores y parámetros", "Cibles, indicateurs et mesures", "Задачи, показатели и параметры", "具体目标、指标和衡量标准"),
    "gaps": ("Gaps", "الثغرات", "Carencias", "Lacunes", "Пробелы", "差距"),
    "asked": ("mandates touch this line; they are listed in", "ولاية تتصل بهذا الخط؛ وهي مدرجة في", "mandatos se refieren a esta línea; figuran en el", "mandats touchent à cette orientation ; ils figurent au", "поручений относятся к этому направлению; их перечень:", "项任务涉及本行动方面，见"),
    "narrative": (
        "The facilitator met with partners and agreed on the order of work that follows.",
        "اجتمع الميسّر مع الشركاء واتفقوا على ترتيب العمل التالي.",
        "El facilitador se reunió con los asociados y acordó el orden de trabajo que figura a continuación.",
        "Le facilitateur a rencontré les partenaires et est convenu de l’ordre des travaux ci-après.",
        "Содействующая организация встретилась с партнерами и согласовала следующий порядок работы.",
        "推进方与合作伙伴举行会议，商定了以下工作顺序。",
    ),
    "speaks": ("This line speaks to target", "ويتصل هذا الخط بالغاية", "Esta línea guarda relación con la meta", "Cette orientation se rapporte à la cible", "Это направление связано с задачей", "本行动方面对应具体目标"),
    "see": ("See also", "انظر أيضا", "Véase también", "Voir aussi", "См. также", "另见"),
    "table": ("Mandates of the line, in the order of the instruments", "ولايات خط العمل بترتيب الصكوك", "Mandatos de la línea, en el orden de los instrumentos", "Mandats de l’orientation, dans l’ordre des instruments", "Поручения по направлению в порядке документов", "本行动方面的任务，按文书顺序排列"),
    "where": ("Where", "الموضع", "Dónde", "Où", "Где", "出处"),
    "who": ("Who is asked", "الجهة المطلوب منها", "A quién se pide", "À qui", "Кому", "要求对象"),
    "what": ("What is asked", "المطلوب", "Qué se pide", "Ce qui est demandé", "Что поручено", "要求内容"),
    "due": ("Due", "الموعد", "Plazo", "Échéance", "Срок", "期限"),
    "money": ("Cost (US$)", "التكلفة (دولار)", "Costo (USD)", "Coût (dollars É.-U.)", "Стоимость (долл. США)", "费用（美元）"),
    "members": ("Member States", "الدول الأعضاء", "Estados Miembros", "États Membres", "Государства-члены", "成员国"),
    "note": ("Costs as given by the organisations.", "التكاليف كما قدمتها المنظمات.", "Costos facilitados por las organizaciones.", "Coûts communiqués par les organisations.", "Расходы по данным организаций.", "费用由各组织提供。"),
    "empty": ("No own metric has been chosen.", "لم يُختر أي مقياس خاص.", "No se ha elegido ningún parámetro propio.", "Aucune mesure propre n’a été choisie.", "Собственные параметры не выбраны.", "尚未选定自有衡量标准。"),
    "own": ("Own metrics", "المقاييس الخاصة", "Parámetros propios", "Mesures propres", "Собственные параметры", "自有衡量标准"),
    "chart": ("Individuals using the Internet, Kenya", "الأفراد الذين يستخدمون الإنترنت، كينيا", "Personas que utilizan Internet, Kenya", "Utilisateurs d’Internet, Kenya", "Лица, пользующиеся Интернетом, Кения", "互联网使用人数比例，肯尼亚"),
    "sentence": ("From 16.6 % in 2015 to 35 % in 2023.", "من 16.6 % في عام 2015 إلى 35 % في عام 2023.", "Del 16,6 % en 2015 al 35 % en 2023.", "De 16,6 % en 2015 à 35 % en 2023.", "С 16,6 % в 2015 году до 35 % в 2023 году.", "从2015年的16.6%增至2023年的35%。"),
    "observed": ("observed", "مرصود", "observado", "observé", "наблюдение", "观测值"),
    "year": ("Year", "السنة", "Año", "Année", "Год", "年份"),
    "value": ("Value", "القيمة", "Valor", "Valeur", "Значение", "数值"),
    "items": ("Train national response teams", "تدريب أفرقة الاستجابة الوطنية", "Capacitar a los equipos nacionales de respuesta", "Former les équipes nationales d’intervention", "Подготовка национальных групп реагирования", "培训国家应急小组"),
    "items2": ("Share good practices among regions", "تبادل الممارسات الجيدة بين المناطق", "Compartir buenas prácticas entre regiones", "Échanger les bonnes pratiques entre régions", "Обмен передовым опытом между регионами", "在各区域间分享良好做法"),
    "missing": ("No series measures target 16.9 in this area.", "لا توجد سلسلة تقيس الغاية 16.9 في هذا المجال.", "Ninguna serie mide la meta 16.9 en esta zona.", "Aucune série ne mesure la cible 16.9 dans cette zone.", "Ни один ряд не измеряет задачу 16.9 в этом районе.", "本地区没有衡量具体目标16.9的数据系列。"),
    "advice": ("Load a file of figures, or choose an own metric.", "حمّل ملف أرقام أو اختر مقياسا خاصا.", "Cargue un archivo de datos o elija un parámetro propio.", "Chargez un fichier de données ou choisissez une mesure propre.", "Загрузите файл данных или выберите собственный параметр.", "请导入数据文件或选择自有衡量标准。"),
    "by": ("secretariat", "الأمانة", "secretaría", "secrétariat", "секретариат", "秘书处"),
    "para": ("A/RES/80/173, para. 113", "A/RES/80/173، الفقرة 113", "A/RES/80/173, párr. 113", "A/RES/80/173, par. 113", "A/RES/80/173, пункт 113", "A/RES/80/173，第113段"),
    "activity": ("Activity 12: Digital skills for all, version 3", "النشاط 12: المهارات الرقمية للجميع، الصيغة 3", "Actividad 12: Competencias digitales para todos, versión 3", "Activité 12 : Compétences numériques pour tous, version 3", "Мероприятие 12: Цифровые навыки для всех, версия 3", "活动12：全民数字技能，第3版"),
    "method": ("Method", "الطريقة", "Método", "Méthode", "Метод", "方法"),
}  # fmt: skip
ORDER = ("en", "ar", "es", "fr", "ru", "zh")
WORDS_OF_113 = (
    "Requests the action line facilitators to develop result-oriented road maps that link the action lines with "
    "the Sustainable Development Goals and the commitments of the Global Digital Compact"
)


def said(language: str) -> dict[str, str]:
    """The texts of the sample in one language."""
    return {key: texts[ORDER.index(language)] for key, texts in SAID.items()}


def chart(title: str, sentence: str, source: str, header: tuple[str, ...], what: str) -> Chart:
    """A line chart."""
    points = [
        {"year": y, "value": v}
        for y, v in ((2015, 16.6), (2017, 17.8), (2019, 22.6), (2021, 28.8), (2023, 35.0))
    ]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [2015, 2030], "nice": False, "zero": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 100]},
        "axis": {"tickCount": 5},
    }
    line = {"type": "line", "color": TOKENS["accent"], "strokeWidth": 2.5}
    text = {"type": "text", "align": "right", "dx": -2, "dy": -12, "fontWeight": "bold"}
    label = [{"year": 2023, "value": 35.0, "label": f"{what} 35 %"}]
    layer = [
        {"data": {"values": points}, "mark": line, "encoding": {"x": x, "y": y}},
        {"data": {"values": label}, "mark": text, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]
    rows = tuple((what, one["year"], one["value"]) for one in points)
    return Chart("line-1", title, sentence, spec(height=220, layer=layer), source, header, rows)


def sample(language: str = "en") -> Paper:
    """A road map with every kind of block."""
    t = said(language)
    row = (
        (Text("A/RES/80/173, 113", name=True), Cite(("A/RES/80/173#113",))),
        (Text(t["members"], bold=True),),
        (Text(WORDS_OF_113, language="en"),),
        (Text(t["status"], muted=True), Text(" "), Proposal("83 %")),
        (Number("1,250,000", "cost"),),
    )
    blocks = (
        Section("s-mandates", t["mandates"]),
        Para(
            (Number("12", "mandates"), Text(f" {t['asked']} "), See("t-mandates"), Text(". "), Cite(("A/RES/80/173#113", "activity:12@3"))),
            id="p-first",
            numbered=True,
        ),
        Para((Text(t["narrative"]),), numbered=True, by=t["by"]),
        Quote(WORDS_OF_113, "en", (Text(t["para"]), Text(" "), Cite(("A/RES/80/173#113",)))),
        Section("s-members", t["of-members"], 2),
        Para((Text(f"{t['see']} "), See("f-internet"), Text(", "), See("s-gaps"), Text(", "), See("p-first"), Text(". "),
              Link("A/RES/80/173", "https://undocs.org/A/RES/80/173")), numbered=True),
        Table(
            "t-mandates", t["table"],
            (Column(t["where"], 16), Column(t["who"], 16), Column(t["what"], 40), Column(t["due"], 15), Column(t["money"], 13, number=True)),
            (Row(((Text("A/RES/80/173", bold=True),),), head=True), Row(row), Row(row), Row((*row[:4], (Number("−5", "down"),)))),
            note=(Text(t["note"]),),
        ),
        Section("s-progress", t["progress"]),
        Para((Text(f"{t['speaks']} "), Text("17.8", name=True), Text(" "), Proposal("71 %"), Text(": "), Number("35 %", "internet"), Text(". "), Cite(("series:KEN/IT_NET_USER/2023",))), numbered=True),
        Figure(
            "f-internet",
            chart(t["chart"], t["sentence"], f"{t['from']}: ITU.", (t["what"], t["year"], t["value"]), t["observed"]),
            ("series:KEN/IT_NET_USER/2023",),
        ),
        Table("t-own", t["own"], (Column(t["what"]), Column(t["value"], number=True)), (), empty=t["empty"]),
        Section("s-gaps", t["gaps"], 2),
        Listing(((Text(t["items"]),), (Text(t["items2"]), Text(" "), Cite(("activity:12@3",))))),
        Listing(((Text(t["items"]),), (Text(t["items2"]),)), ordered=True),
        Missing(t["missing"], t["advice"]),
        Section("s-annex", t["see"], 1, numbered=False),
        Para((Text(t["narrative"], italic=True), Text(" "), See("t-own"))),
    )  # fmt: skip
    evidence = (
        Evidence("activity:12@3", "activity", t["activity"], url="https://register.example.org/activities/12"),
        Evidence("series:KEN/IT_NET_USER/2023", "series", "IT_NET_USER, KEN, 2023", "35 %",
                 details=((t["method"], "CAGR"), ("SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))),
        Evidence("A/RES/80/173#113", "paragraph", t["para"], WORDS_OF_113, "en", "https://undocs.org/A/RES/80/173"),
    )  # fmt: skip
    facts = (
        Fact("mandates", 12, "", t["mandates"]),
        Fact("cost", 1_250_000, "USD", t["money"], ("activity:12@3",)),
        Fact("down", -5, "", t["money"]),
        Fact("internet", 35.0, "percent", t["chart"], ("series:KEN/IT_NET_USER/2023",)),
    )
    annex = (
        Table("a-all", t["table"], (Column(t["where"]), Column(t["money"], number=True)), (Row(((Text("A/RES/80/173", name=True),), (Number("1,250,000", "cost"),))),)),
    )  # fmt: skip
    return Paper(
        "roadmap", "roadmap-C5", t["title"], language, blocks, t["subtitle"], t["status"],
        ((t["item"], "PL 3"), (t["from"], t["facilitator"])), evidence, facts, annex,
        Made("2026-11-20", (("indicators.csv", "sha256:9f86d081884c"),), (("mandates", 12), ("activities", 3)), "model-1", "0.1.0"),
    )  # fmt: skip


HOSTILE = (
    '<script>alert(1)</script> & "q" #panic("x") $x^2$ *bold* @ref `raw` \\ [link](x) //c /*c*/ <b>\u202eabc\u202c\x00\x07 {{7*7}} '
    "=cmd|' /C calc'!A0 \ud800 ]]> <!-- 😀 _u_ ~ -- --- ... -1"
)


def hostile() -> Paper:
    """The sample with hostile words in the place of every text; ids that lead somewhere stay."""
    bad = _with(sample(), HOSTILE)
    blocks = (
        *bad.blocks,
        Para((Link(HOSTILE, "javascript:alert(1)"), Link("data", "data:text/html,x"), Link("", "file:///etc/passwd"))),
        Para((Text("w" * 10_000),)),
        Table("t-long", "=1+1", (Column("@SUM(A1)"), Column("-2")), (Row(((Text("x" * 10_000),), (Text("+1"),))),)),
    )  # fmt: skip
    evidence = tuple(replace(one, url="javascript:alert(1)") for one in bad.evidence)
    return replace(bad, id="../../etc/" + HOSTILE, blocks=blocks, evidence=evidence)


KEPT = frozenset({"id", "block", "fact", "evidence", "kind", "language", "spec", "as_of", "url"})


def _with(value: Any, words: str, name: str = "") -> Any:
    if name in KEPT and not (name == "evidence" and value and is_dataclass(value[0])):
        return value
    if isinstance(value, str):
        return words if value else value
    if isinstance(value, tuple):
        return tuple(_with(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _with(getattr(value, f.name), words, f.name) for f in fields(value)})
    return value


def big(rows: int = 3_000, entries: int = 1_000) -> Paper:
    """A long paper: a table of `rows` rows, `entries` of evidence, each cited."""
    first = sample()
    evidence = tuple(
        Evidence(f"ev:{n}", "paragraph", f"A/RES/80/173, para. {n}", WORDS_OF_113, "en", f"https://undocs.org/A/RES/80/{n}")
        for n in range(entries)
    )  # fmt: skip
    table = Table(
        "t-big", "All of them", tuple(Column(f"Column {n}", 20) for n in "abcde"),
        tuple(
            Row(tuple((Text(f"{WORDS_OF_113[: 60 + n % 40]} {n}", name=True), Cite((f"ev:{n % entries}",))) if column == 2 else (Text(f"A/RES/{n}/{column}", name=True),) for column in range(5)))
            for n in range(rows)
        ),
    )  # fmt: skip
    return replace(first, id="big", blocks=(*first.blocks, table), evidence=(*first.evidence, *evidence))
