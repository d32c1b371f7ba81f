"""What things are called in the six languages: one function for pages, files and the API.

Official names of bodies and areas are in data/names.csv, usual short forms of bodies in data/short_names.csv,
others that people write in data/body_forms.csv, our own short titles of targets, commitments, objectives and
indicators in data/titles.csv (docs/decisions/0013); lines, goals and countries have their names in their own tables.
Countries go by the list of the United Nations; after `use_list("itu")` their English names are those of ITU
(data/itu_names.csv). `fold` brings letters into one form: case, accents, ligatures, Arabic letters, look-alikes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from unicodedata import combining, normalize

from actionlines.framework import load
from actionlines.framework.bodies import NAMED, body_of, by_title, is_label
from actionlines.framework.model import LANGUAGES
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

if TYPE_CHECKING:
    from actionlines.framework.framework import Framework

WORLD = "m49:001"
ROOM = 34  # characters that a short English name has at most, where there is no usual short form
CountryList = Literal["un", "itu"]
_list: CountryList = "un"


def use_list(name: CountryList) -> None:
    """Call countries by this list from now on, in the whole process."""
    global _list
    _list = name


def list_in_use() -> CountryList:
    """Return the list by which countries are called: part of the key of what is kept with their names."""
    return _list


def name_in(identifier: str, language: str = "en") -> tuple[str, str]:
    """(name, language that it is in): the reader's where there is one, else English; ("", "") for what is unknown.

    >>> name_in("itu", "fr"), name_in("un-commission:ECA", "es")[0], name_in("sdg:9.c", "fr")[1]
    (('Union internationale des télécommunications', 'fr'), 'Comisión Económica para África', 'fr')
    >>> name_in("nobody", "fr")
    ('', '')
    """
    names = in_all(identifier)
    if _list == "itu" and language == "en" and (own := load().itu_names.get(identifier)):
        return own, "en"
    if language in names:
        return names[language], language
    return (names["en"], "en") if names else ("", "")


def short_name_in(body: str, language: str = "en") -> tuple[str, str]:
    """Return a name of a body that fits a table, with its language: the usual short form, else the name.

    A long English name gives way to an acronym where there is one. A body that the framework does not know is
    called by its label in words.

    >>> short_name_in("member-states"), short_name_in("itu", "ru"), short_name_in("ungis")
    (('Member States', 'en'), ('МСЭ', 'ru'), ('UNGIS', 'en'))
    """
    if usual := load().short_names.get(body, {}).get(language):
        return usual, language
    name, own = name_in(body, language)
    if own != "en":
        return (name, own) if name else (body.replace("-", " ").capitalize(), "en")
    acronyms = load().bodies[body].acronyms if body in load().bodies else ()
    return (name if len(name) <= ROOM or not acronyms else acronyms[0]), "en"


def find_bodies(words: str) -> tuple[str, ...]:
    """Return ids of the bodies with this id, or this name, short form or acronym in any of the six languages.

    A title names an organ of the organisation beside it. Capitals, accents and articles do not matter. () for words
    that name none; two ids where two bodies have the name. The label of a body without an id stays.

    >>> find_bodies("МСЭ"), find_bodies("the International Telecommunication Union"), find_bodies("the wells")
    (('itu',), ('itu',), ())
    >>> find_bodies("l'UIT"), find_bodies("Director of BDT"), find_bodies("conseil economique et social")
    (('itu',), ('itu-bdt-director',), ('ecosoc',))
    """
    words = " ".join(words.split())
    if is_label(words):
        return (words,)
    folded = fold_name(words)
    return _ids_by_name().get(folded) or by_title(words) or _ids_by_name().get(_ARTICLE.sub("", folded), ())


@cache
def list_body_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, id) of the bodies in a language: official and usual names, others in use, acronyms.

    A body without a name in the language has its acronyms alone. An office comes before the official who is called
    by the same acronym.
    """
    forms = {row["body"]: row[language].split("|") for row in read_table("body_forms")}
    pairs: dict[tuple[str, str], None] = {}
    for body in sorted(load().bodies.values(), key=lambda body: body.kind.endswith("official")):
        usual = load().short_names.get(body.id, {})
        names = (in_all(body.id).get(language), usual.get(language), *forms.get(body.id, ()), *body.acronyms)
        pairs |= {(name, body.id): None for name in names if name}
    return tuple(pairs)


@cache
def list_country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (alpha-3 code, name) of countries in a language: official ones, those of CLDR where Babel is installed."""
    countries = load().countries.values()
    names = {(country.id, country.names[language]): None for country in countries if language in country.names}
    try:
        from babel import Locale
    except ImportError:
        return tuple(names)
    usual = Locale(language).territories
    names |= {(country.id, usual[country.iso2]): None for country in countries if country.iso2 in usual}
    return tuple(names)


@cache
def _ids_by_name() -> Mapping[str, tuple[str, ...]]:
    ids: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for name, body in list_body_names(language):
            ids.setdefault(fold_name(name), {})[body] = None
    return {name: tuple(bodies) for name, bodies in ids.items()}


_ARTICLE = expression(r"^(?:l |(?:the|les?|la|el|los|las) )")


def fold_name(name: str) -> str:
    """Return a name in small letters without accents and signs, to compare and to sort by; other scripts stay.

    >>> sorted(["Burundi", "Bélarus"], key=fold_name)
    ['Bélarus', 'Burundi']
    """
    plain = "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


@cache
def list_country_words() -> frozenset[str]:
    """Return the folded names of countries in Latin letters that are one word: no ending of them is another word.

    >>> "france" in list_country_words()
    True
    """
    names = (country.names.get(code, "") for country in load().countries.values() for code in ("en", "fr", "es"))
    return frozenset(fold(name) for name in names if name.isalpha())


@cache
def in_all(identifier: str) -> Mapping[str, str]:
    """Language -> name, in every language in which there is one; English first. {} for what is unknown."""
    return names_of(load(), identifier)


def names_of(f: Framework, identifier: str) -> Mapping[str, str]:
    """Return the same, of a framework read from another folder."""
    for table in (f.action_lines, f.goals, f.countries):
        if identifier in table:
            return table[identifier].names
    english = "World" if identifier == WORLD else ""
    if identifier.startswith(NAMED) and (unlisted := body_of(identifier)):
        english = unlisted.name
    for named in (f.bodies, f.areas):
        if identifier in named:
            english = named[identifier].name
    for titled in (f.targets, f.commitments, f.objectives, f.indicators):
        if identifier in titled:
            english = titled[identifier].title
    if not english:
        return MappingProxyType({})
    listed = f.indicators.get(identifier)
    own = f.names.get(listed.repeats or identifier if listed else identifier)
    return MappingProxyType({"en": english, **(own.names if own else {})})


_MARKS = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_FORMS = str.maketrans(
    {
        **{sign: str(i % 10) for i, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ؤ": "و",
        "ئ": "ي",
        "ة": "ه",
        "ک": "ك",
        "ی": "ي",
    }
)


def bare(word: str) -> str:
    """The word without vowel signs, its variable letters in one form.

    >>> bare("أُمَّة")
    'امه'
    """
    # مسؤول and مسئول, شؤون and شئون are the same words in two countries.
    return _MARKS.sub("", word).replace("ؤو", "ئو").translate(_FORMS)


_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
DROPPED = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u0640"))
_CYRILLIC, _ALIKE = re.compile("[а-яё]"), re.compile("[aceopxykmtbh]")
_LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def fold(word: str) -> str:
    """A word in small letters without what writers leave out or vary.

    >>> fold("ÉLÈVES"), fold("Œuvre"), fold("مُؤَسَّسَة")
    ('eleves', 'oeuvre', 'موسسه')
    """
    small = normalize("NFKC", word).translate(DROPPED).casefold().translate(_LIGATURES)
    if small.isascii():
        return small
    small = one_script(small)
    apart = normalize("NFD", bare(small))
    return "".join(sign for sign in apart if not combining(sign))


def one_script(small: str) -> str:
    """A Cyrillic word some of whose letters were typed as the Latin ones that look the same, all Cyrillic.

    >>> one_script("cеть") == "сеть"  # the first begins with a Latin letter
    True
    """
    return small.translate(_LOOK_ALIKE) if _CYRILLIC.search(small) and _ALIKE.search(small) else small
