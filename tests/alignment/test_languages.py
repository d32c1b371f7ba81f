"""The language of a short text: one of the six, or none where it is another one in the same script."""

from __future__ import annotations

import pytest

from actionlines.alignment.languages import quick_language

SIX = {
    "en": "Telemedicine",
    "fr": "Les écoles rurales ont accès à l'Internet par satellite",
    "es": "Las escuelas rurales tienen acceso a Internet por satélite",
    "ru": "Объекты связи и объявления о подъёме сети в школах: съезд учителей поддержал решение министерства",
    "ar": "أطلقت الوزارة منصة للتعليم عن بعد في المدارس الريفية",
    "zh": "农村学校接入宽带互联网，学生可以远程上课。",
}
OTHERS = {
    "de": "Die Schulen auf dem Land werden an das Netz angeschlossen, und das ist für alle gut.",
    "nl": "Het netwerk wordt aangelegd voor de scholen die nog niet aangesloten zijn.",
    "it": "La rete delle scuole è estesa ai comuni della montagna.",
    "pt": "As escolas não têm acesso à rede, mas os alunos são ligados pela rádio.",
    "sv": "Skolorna på landet får bredband och lärarna utbildas för att använda det.",
    "tr": "Köy okulları için internet ve bilgisayar sağlandı.",
    "id": "Sekolah di desa mendapat akses internet dan guru dilatih untuk memakai komputer.",
    "uk": "Школи отримали доступ до Інтернету, а вчителі пройшли навчання.",
    "bg": "Училищата получиха достъп до мрежата, а учителите бяха обучени със съдействие на държавата.",
    "kk": "Ауыл мектептеріне интернет жүргізілді, мұғалімдер оқытылды.",
    "fa": "مدارس روستایی به اینترنت پرسرعت دسترسی پیدا کردند و معلمان آموزش دیدند.",
    "ur": "دیہی اسکولوں کو انٹرنیٹ تک رسائی دی گئی اور اساتذہ کی تربیت ہوئی۔",
    "ja": "農村の学校がブロードバンドに接続され、生徒は遠隔授業を受けられる。",
    "hi": "ग्रामीण विद्यालयों को इंटरनेट से जोड़ा गया।",
    "ko": "농촌 학교가 인터넷에 연결되었다.",
}


@pytest.mark.parametrize(("code", "text"), SIX.items(), ids=SIX)
def test_the_six_are_told(code: str, text: str) -> None:
    assert quick_language(text) == code


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_languages_are_none_of_them(text: str) -> None:
    assert quick_language(text) == ""


def test_a_foreign_name_leaves_the_language() -> None:
    assert quick_language("Делегация Украины (Київ) поддержала доступ школ к сети и обучение учителей.") == "ru"
    assert quick_language("The delegation of the Netherlands (Het Loo) spoke of the network for schools.") == "en"
