"""Mastheads in the six languages of the United Nations: symbol, body, date, session."""

from __future__ import annotations

import pytest
import typst

from actionlines.documents import Document, read
from actionlines.documents.masthead import find_date, find_speaker, is_head_line, session_number
from tests.documents.pdf_maker import Put, make_pdf

# organization, body, distribution, day, session, item, who adopted, title, formula, preamble, decision
_HEADS = {
    "en": ("United Nations", "General Assembly", "Distr.: General", "17 December 2044",
           "Ninety-ninth session", "Agenda item 20",
           "Resolution adopted by the General Assembly on 16 December 2044", "99/173. Bridges of wood",
           "The General Assembly,", "Recalling the bridges,", "1. Decides to paint;"),
    "fr": ("Nations Unies", "Assemblée générale", "Distr. générale", "17 décembre 2044",
           "Quatre-vingt-dix-neuvième session", "Point 20 de l’ordre du jour",
           "Résolution adoptée par l’Assemblée générale le 16 décembre 2044", "99/173. Les ponts de bois",
           "L’Assemblée générale,", "Rappelant les ponts,", "1. Décide de les peindre;"),
    "es": ("Naciones Unidas", "Asamblea General", "Distr. general", "17 de diciembre de 2044",
           "Nonagésimo noveno período de sesiones", "Tema 20 del programa",
           "Resolución aprobada por la Asamblea General el 16 de diciembre de 2044", "99/173. Los puentes",
           "La Asamblea General,", "Recordando los puentes,", "1. Decide pintarlos;"),
    "ru": ("Организация Объединенных Наций", "Генеральная Ассамблея", "Distr.: General", "17 December 2044",
           "Девяносто девятая сессия", "Пункт 20 повестки дня",
           "Резолюция, принятая Генеральной Ассамблеей 16 декабря 2044 года", "99/173. Деревянные мосты",
           "Генеральная Ассамблея,", "вспоминая о мостах,", "1. постановляет красить их;"),
    "ar": ("الأمم المتحدة", "الجمعية العامة", "Distr.: General", "17 December 2044",
           "الدورة التاسعة والتسعون", "البند 20 من جدول الأعمال",
           "قرار اتخذته الجمعية العامة في 16 كانون الأول/ديسمبر 2044", "99/173 - جسور من خشب",
           "إن الجمعية العامة،", "إذ تشير إلى الجسور،", "1 - تقرر طلاءها؛"),
    "zh": ("联合国", "大会", "Distr.: General", "17 December 2044", "第九十九届会议", "议程项目20",
           "2044年12月16日大会通过的决议", "99/173. 木桥", "大会，", "回顾桥梁，", "1. 决定粉刷桥梁；"),
}  # fmt: skip


def _read(lines: list[str], form: str) -> Document:
    text = "\n".join(lines)
    if form == "html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    return read(text.encode())


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("language", list(_HEADS))
def test_a_whole_masthead(language: str, form: str) -> None:
    lines = list(_HEADS[language])
    metadata = _read([lines[0], "A/RES/99/173", *lines[1:]], form).metadata
    assert (metadata.symbol, metadata.body, metadata.date, metadata.session, metadata.kind) == (
        "A/RES/99/173", "general-assembly", "2044-12-16", "99", "resolution",
    )  # fmt: skip
    assert metadata.title == lines[7].split(maxsplit=1)[1].lstrip("- ")
    assert metadata.language == language


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("language", list(_HEADS))
def test_symbol_beside_the_organization_and_the_day_of_issue(language: str, form: str) -> None:
    lines = list(_HEADS[language])
    metadata = _read([f"{lines[0]} A/99/L.7", *lines[1:6], *lines[8:]], form).metadata
    assert (metadata.symbol, metadata.body, metadata.date, metadata.session, metadata.title) == (
        "A/99/L.7", "general-assembly", "2044-12-17", "99", "",
    )  # fmt: skip


@pytest.mark.parametrize("language", list(_HEADS))
def test_the_number_of_the_title_where_no_symbol_is_printed(language: str) -> None:
    document = _read(list(_HEADS[language][6:]), "text")
    assert document.metadata.symbol == "A/RES/99/173"
    assert [paragraph.id for paragraph in document.paragraphs][1:] == ["intro", "preamble-1", "1"]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_pdf_without_its_masthead(language: str) -> None:
    lines = list(_HEADS[language])
    places = [(72, 750), (72, 720), (400, 720), (400, 708), (72, 670), (72, 655), (72, 620), (72, 580)]
    head = [Put(x, y, line) for (x, y), line in zip(places, lines, strict=False)]
    body = [Put(72, 540 - 30 * place, line) for place, line in enumerate(lines[8:])]
    document = read(make_pdf([[*head, Put(400, 750, "A/RES/99/173"), *body]]))
    metadata = document.metadata
    assert (metadata.symbol, metadata.date, metadata.session) == ("A/RES/99/173", "2044-12-16", "99")
    text = document.text
    assert not any(line in text for line in (lines[0], lines[2], lines[3]))


def test_a_formula_of_another_writing_stands_alone_in_a_pdf() -> None:
    document = read(typst.compile("大会，\n\n回顾桥梁，\n\n1\\. 决定粉刷桥梁；".encode()))
    assert [paragraph.id for paragraph in document.paragraphs] == ["intro", "preamble-1", "1"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("17 December 2025", "2025-12-17"),
        ("le 1er août 2025", "2025-08-01"),
        ("17 de marzo de 2025", "2025-03-17"),
        ("17 марта 2025 года", "2025-03-17"),
        # both names of a month, one of them, figures of the east
        ("17 آذار/مارس 2025", "2025-03-17"),
        ("في 17 آذار 2025", "2025-03-17"),
        ("١٧ مارس ٢٠٢٥", "2025-03-17"),
        # as some fonts give lam with alef to readers
        ("16 كانون األول/ديسمبر 2025", "2025-12-16"),
        ("2025年3月17日", "2025-03-17"),
        # no such day
        ("31 février 2025", ""),
        ("17 bridges 2025", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("Eightieth session", "80"),
        ("One hundred and first session", "101"),
        ("Resumed tenth emergency special session", "ES-10"),
        ("Soixante et onzième session", "71"),
        ("Quatre-vingt-dix-septième session", "97"),
        ("Dixième session extraordinaire d’urgence", "ES-10"),
        ("Septuagésimo primer período de sesiones", "71"),
        ("Décimo período extraordinario de sesiones de emergencia", "ES-10"),
        ("79º período de sesiones", "79"),
        ("Семьдесят первая сессия", "71"),
        ("Двадцать девятая специальная сессия", "S-29"),
        ("الدورة الحادية والثمانون", "81"),
        ("الدورة الاستثنائية الطارئة العاشرة", "ES-10"),
        ("第十一届会议", "11"),
        ("第一百零一届会议", "101"),
        ("第29届特别会议", "S-29"),
        # a meeting, a report on a session, a session without number
        ("第一次会议", ""),
        ("Rapport sur sa première session", ""),
        ("Resumed session", ""),
    ],
)
def test_sessions(text: str, session: str) -> None:
    assert session_number(text) == session


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Le Conseil de sécurité,", "security-council"),
        ("Экономический и Социальный Совет,", "ecosoc"),
        ("إن مجلس حقوق الإنسان،", "human-rights-council"),
        ("人权理事会，", "human-rights-council"),
        # a line of a masthead, a sentence
        ("Conseil de sécurité", ""),
        ("Le Conseil de sécurité décide,", ""),
    ],
)
def test_who_speaks(line: str, body: str) -> None:
    assert find_speaker(line) == body


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Original : français", True),
        ("Español", True),
        ("A/HRC/99/L.7/Rev.1", True),
        ("17 декабря 2044 года", True),
        # words of a text
        ("Le 17 décembre 2044 est un jour de fête", False),
        ("Point de vue", False),
        ("大会决定粉刷桥梁", False),
    ],
)
def test_lines_of_the_head(line: str, expected: bool) -> None:
    assert is_head_line(line) is expected
