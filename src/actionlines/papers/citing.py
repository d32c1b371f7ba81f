"""Citations as people write them, in six languages: "A/RES/80/173, para. 3 (c)", "instructs the Council 5".

The words of ITU's lists ("instructs the Director of BDT") are those of the table by which its resolutions are read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from actionlines.framework.starter import summary_in
from actionlines.lazily import expression

Forms = Mapping[str, str]  # of data/words.csv in one language, by key

_ITU = expression(r"itu:([A-Z]{1,5})/(RES|DEC|REC)/([0-9A-Z-]{1,9})(?:@([0-9]{4}))?")
_BASIC = expression(r"itu:(CS|CV|GR)(?:/(?:art)?([0-9A-Z]+))?")
_REVISED = expression(r"\(\s*(?:rev|rév|пересм|المراجَ?ع)|修订版", re.I)
_LANGUAGE = expression(r"@(ar|en|es|fr|ru|zh)$")
_CITED = expression(r"p[0-9]")  # the place of a citation
_DIGITS = expression(r"[0-9]+(?:[-.][0-9]+)*")
_TITLE = 60  # letters of a title in place of a symbol
_ASK = 100  # letters of an ask in place of a title
_SHORTEST = 40


def cite_text(symbol: str, forms: Forms, language: str = "en", title: str = "") -> str:
    """Return an instrument as it is cited: its symbol, the number of an ITU resolution, else its title or name.

    title  of the instrument; it represents a text without a symbol, and says whether a resolution is a revision

    >>> from actionlines.papers.words import words
    >>> words("en").cite("itu:PP/RES/140@2018"), words("fr").cite("itu:WTDC/RES/30@2022")
    ('Resolution 140 (Rev. Dubai, 2018)', 'Résolution 30 (Rév. Kigali, 2022) de la CMDT')
    >>> words("es").cite("wsis:tunis-agenda"), words("en").cite("file:5ac03c9b22e8", title="Inputs to the review")
    ('Agenda de Túnez para la Sociedad de la Información', 'Inputs to the review')
    """
    symbol = _LANGUAGE.sub("", symbol)
    if match := _ITU.fullmatch(symbol):
        return _cite_itu(match.groups(), forms, language, title)
    if match := _BASIC.fullmatch(symbol):
        name, number = forms[f"cite.{match[1]}"], match[2]
        key = "cite.article" if "/art" in symbol else "cite.number"
        return forms[key].format(text=name, n=number) if number else name
    if symbol.startswith("file:"):
        clean = " ".join(title.split()) or symbol
        return clean if len(clean) <= _TITLE else f"{clean[:_TITLE].rstrip()}…"
    if symbol.startswith("wsis:"):
        return _names_of_outcomes(language).get(symbol) or _names_of_outcomes("en").get(symbol, symbol)
    return symbol.removeprefix("itu:")


def _cite_itu(parts: tuple[str, ...], forms: Forms, language: str, title: str) -> str:
    from actionlines.documents.structure.itu_languages import written_words
    from actionlines.framework.references import conference_of, conference_place

    body, kind, number, year = parts
    text = forms[f"cite.{kind}"].format(n=number)
    if year:
        held = conference_of(body, int(year))
        revised = bool(_REVISED.search(title)) or _is_revision(parts)
        key = ("cite.revised" if revised else "cite.adopted") if held else "cite.modified" if revised else "cite.year"
        place = conference_place(held, language) if held else ""
        text = forms[key].format(text=text, place=place, year=year)
    of = written_words(language).get(f"of-{body}", "")
    return forms["cite.of"].format(text=text, of=of) if of else text


def _is_revision(parts: tuple[str, ...]) -> bool:
    """Return whether a text has an earlier form: by the starter register, or by the numbers of the conference."""
    from actionlines.framework.references import conference_of
    from actionlines.framework.starter import starter_instruments

    body, kind, number, year = parts
    start = f"itu:{body}/{kind}/{number}@"
    earlier = any(symbol.startswith(start) and symbol < start + year for symbol in starter_instruments())
    held = conference_of(body, int(year))
    first = (held.first if kind == "RES" else held.first_decision if kind == "DEC" else 0) if held else 0
    return earlier or (number.isdecimal() and int(number) < first)


def cite_place(paragraph: str, forms: Forms, language: str = "en", apart: Callable[[str], str] = str) -> str:
    """Return a paragraph id in the words one would cite it with; `apart` keeps its number in one piece.

    >>> from actionlines.papers.words import words
    >>> [words("en").place(anchor) for anchor in ("113", "3(b)", "annex-I.38", "preamble-4")]
    ['para. 113', 'para. 3 (b)', 'annex I, para. 38', 'preambular para. 4']
    >>> words("en").place("instructs-SG.5"), words("en").place("further-invites-MS-SM.2.ii")
    ('instructs the Secretary-General 5', 'further invites Member States and Sector Members 2 ii)')
    >>> words("fr").place("instructs-SG-Directors.3"), words("es").place("considering.a")
    ('charge le Secrétaire général et les Directeurs des Bureaux 3', 'considerando a)')
    """
    for start, key in (("preamble-", "preamble"), ("op-", "operative"), ("fn-", "note"), ("text-", "text")):
        if paragraph.startswith(start):
            return forms[f"place.{key}"].format(n=apart(paragraph[len(start) :]))
    head, dot, rest = paragraph.partition(".")
    if head.startswith("annex-"):
        if dot:
            return forms["place.annex"].format(part=apart(head[6:]), n=apart(_space_brackets(rest)))
        return forms["place.annex-only"].format(n=apart(_space_brackets(head[6:])))
    if dot and head.isupper() and not set(head) - set("IVXLC"):
        return forms["place.section"].format(part=apart(head), n=apart(_space_brackets(rest)))
    if head.startswith("unheaded") and rest:
        paragraph = rest
    elif _CITED.match(paragraph):
        paragraph = paragraph[1:]
    if paragraph[:1].isdigit():
        return forms["place.para"].format(n=apart(_space_brackets(paragraph)))
    if words := _cite_list(head, forms, language):
        number = _write_items(rest)
        return f"{words}{'' if language == 'zh' else ' '}{apart(number)}" if number else words
    return apart(_space_brackets(paragraph.replace(".", " ").replace("-", " ")))


def _space_brackets(number: str) -> str:
    head, bracket, rest = number.partition("(")
    return f"{head} ({rest}" if bracket and head else number


def _write_items(rest: str) -> str:
    """Return the numbers below a list as ITU writes them: "3.ii" is "3 ii)"."""
    items: list[str] = []
    for item in filter(None, rest.split(".")):
        if _DIGITS.fullmatch(item) and items and _DIGITS.fullmatch(items[-1]):
            items[-1] += f".{item}"
        else:
            items.append(item if _DIGITS.fullmatch(item) else f"{item})")
    return " ".join(items)


def _cite_list(head: str, forms: Forms, language: str) -> str:
    """Return the words that open a list of an ITU resolution, "" where they are not known."""
    # Here: what reads documents is not loaded for figures.
    from actionlines.documents.structure.itu_languages import list_words, written_words

    text, again = head, ""
    last, _dash, digits = head.rpartition("-")
    if last and digits.isdecimal():  # the second list of a text with the same words
        text, again = last, f" ({digits})"
    if (opening := list_words(text, language)) is None:
        return ""
    words, verb, rest = opening
    table = written_words(language)
    form = -1 if verb in table.get("second-form", "").split("|") else 0
    names = [name.split("|")[form] for name in _name_addressees(rest, table)]
    if len(names) > 1:
        names = [forms["list.and"].format(first=forms["list.before-and"].join(names[:-1]), last=names[-1])]
    return ("" if language == "zh" else " ").join((words, *names)) + again


def _name_addressees(rest: str, table: Mapping[str, str]) -> Iterator[str]:
    """Yield the names in the end of a slug: "SG-BDT", "ITU-T", "study-groups"."""
    parts = [part for part in rest.split("-") if part]
    while parts:
        for count in (2, 1):
            if name := table.get("-".join(parts[:count])):
                yield name
                del parts[:count]
                break
        else:
            yield " ".join(parts)
            return


def title_ask(summary: str, action: str, language: str = "en") -> str:
    """Return what a mandate is called: its ask, in words of the register where there are any, else those of the text.

    language  in which the words of the register are wanted; those of the text stay as they are

    A long ask ends at the last comma that leaves enough, else at a word.

    >>> title_ask("", "report annually on progress to the Commission")
    'Report annually on progress to the Commission'
    >>> title_ask("", f"prepare a plan for the schools of remote areas, with partners, {'and so on ' * 9}")
    'Prepare a plan for the schools of remote areas, with partners…'
    """
    text = " ".join((summary_in(summary, language)[0] or action).split()).strip(" .;,؛،；。")
    if len(text) > _ASK:
        head = text[: _ASK + 1]
        cut = max(head.rfind(sign) for sign in (", ", "; ", "، ", "，", "；", " ("))
        blank = head.rfind(" ")
        end = next((place for place in (cut, blank) if place >= _SHORTEST), _ASK)
        text = f"{head[:end].rstrip(' ,;،')}…"
    return text[:1].upper() + text[1:]


@cache
def _names_of_outcomes(language: str) -> Mapping[str, str]:
    from actionlines.framework.references import list_instruments

    names: dict[str, str] = {}
    for instrument in list_instruments():  # the longest name comes first
        if instrument.language == language and instrument.find != "alias":
            names.setdefault(instrument.canonical, instrument.name)
    return names
