"""Plain text of a resolution in Arabic and Chinese: masthead, title, preamble, paragraphs and items."""

from __future__ import annotations

import pytest

from actionlines.documents import Document, read
from actionlines.mandates import find_mandates

TEXTS = {
    # items by letters, "1 - …", a day between the chapeau and its items
    "ar": """\
A/RES/80/999
الجمعية العامة
الدورة الثمانون
القرار الذي اتخذته الجمعية العامة في 17 كانون الأول/ديسمبر 2025
المكتبات الريفية
إن الجمعية العامة،
إذ تشير إلى قرارها 79/900 المؤرخ 2 كانون الأول/ديسمبر 2024 بشأن المكتبات،
وإذ تلاحظ أن المكتبات الريفية لديها آلات قليلة،
1 - تطلب إلى الأمين العام أن يحتفظ بقائمة بالمكتبات؛
2 - تدعو الدول الأعضاء إلى القيام بما يلي بحلول 30 حزيران/يونيه 2027:
(أ) فتح مكتباتها؛
(ب) نشر قوائمها؛
3 - تقرر أن تدرج في جدول الأعمال المؤقت لدورتها الحادية والثمانين بندا بعنوان المكتبات.
""",
    # a day before the items and in an action, the day of adoption in the line above the title
    "zh": """\
联合国
A/RES/80/999
大会
第八十届会议
2025年12月17日大会决议
农村图书馆
大会，
回顾其2024年12月2日关于图书馆的第79/900号决议，
注意到农村图书馆的机器很少，
1. 请秘书长保存一份图书馆清单；
2. 鼓励会员国在2027年6月30日之前：
(a) 开放其图书馆；
(b) 公布其清单；
3. 请秘书长于2027年6月30日之前向大会提交一份报告；
4. 决定将题为“图书馆”的项目列入大会第八十一届会议临时议程。
""",
}


def document(language: str) -> Document:
    """Return the resolution in a language."""
    return read(TEXTS[language].encode(), name="a.txt")


@pytest.mark.parametrize("language", TEXTS)
def test_the_masthead_is_no_title(language: str) -> None:
    metadata = document(language).metadata
    assert (metadata.symbol, metadata.date, metadata.session) == ("A/RES/80/999", "2025-12-17", "80")
    assert metadata.title in ("المكتبات الريفية", "农村图书馆")


@pytest.mark.parametrize("language", TEXTS)
def test_parts(language: str) -> None:
    ids = [paragraph.id for paragraph in document(language).paragraphs]
    assert ids[1:5] == ["intro", "preamble-1", "preamble-2", "1"]
    assert [ident[:2] for ident in ids[5:8]] == ["2", "2(", "2("]


def test_arabic_mandates() -> None:
    found = [(m.paragraph, m.verb, m.bodies, m.due) for m in find_mandates(document("ar"))]
    assert found == [
        ("1", "request", ("secretary-general",), ()),
        ("2(أ)", "invite", ("member-states",), ("2027-06-30",)),
        ("2(ب)", "invite", ("member-states",), ("2027-06-30",)),
        ("3", "decide", ("general-assembly",), ("session:81",)),
    ]


def test_chinese_mandates() -> None:
    found = [(m.paragraph, m.verb, m.due, m.action.text[:2]) for m in find_mandates(document("zh"))]
    assert found == [
        ("1", "request", (), "保存"),
        ("2(a)", "encourage", ("2027-06-30",), "开放"),
        ("2(b)", "encourage", ("2027-06-30",), "公布"),
        ("3", "request", ("2027-06-30",), "向大"),
        ("4", "decide", ("session:81",), "将题"),
    ]


def test_each_paragraph_is_read_in_its_own_language() -> None:
    # Short paragraphs of four languages in one English document.
    text = """United Nations A/RES/79/901

The General Assembly,

1. Requests the Secretary-General to report to it at its eightieth session;

2. Prie le Secrétaire général de lui présenter un bilan à sa quatre-vingt-unième session;

3. Просит Генерального секретаря представить доклад Генеральной Ассамблее на ее восемьдесят второй сессии;

4. 请秘书长向大会第八十三届会议提交报告；
"""
    found = find_mandates(read(text.encode(), name="mixed.txt"))
    assert [(one.verb, one.bodies, one.due) for one in found] == [
        ("request", ("secretary-general",), (f"session:{session}",)) for session in (80, 81, 82, 83)
    ]
