"""Places within an instrument: "paragraph 71 of ...", "..., annex II", "section III of its ...".

Treaty Series, "Ibid.", "paragraph 62 thereof", "of the same resolution": words that point back.
"""

import re
from collections.abc import Iterator

from actionlines.citations.model import Mention, Unit
from actionlines.lazily import expression

_ITEM = r"\(?[a-zа-я]{1,4}\)"
_NUMBER = rf"\d{{1,3}}(?:\.\d{{1,3}})?(?:\s?(?:bis|ter))?(?:\s?{_ITEM}){{0,2}}"
_ROMAN = r"[IVXLC]{1,7}"
_JOINT = r"(?:\s{0,3},\s{0,3}|\s{1,3}(?:and|or|to|et|y|и|à|al?|و)\s{1,3}|\s?-\s?){1,2}(?:and\s{1,3})?"
_LIST = rf"(?:{_NUMBER})(?:{_JOINT}(?:{_NUMBER}|{_ITEM})){{0,12}}"
_ONE = rf"(?:{_ROMAN}|\d{{1,2}}|[A-Z])"
_ROMANS = rf"{_ONE}(?:\.[A-Z\d])?(?![\w.]\w)(?!/)(?:{_JOINT}{_ONE}(?![\w/])){{0,6}}"
_OF = r"(?i:(?:\s{1,3}|'\s{0,2})(?:of|in|to|from|de|du|del|des|من)\s{1,3})"
_THE = r"(?i:(?:the|its|their|la|le|sa|su|ses|sus|los|las)\s{1,3}){0,2}"
_PARAGRAPH = (
    r"(?i:(?:operative|preambular|sub)[\s-]{1,3})?"
    r"(?i:paragraphs?|paras?\.?|subparagraphs?|párrafos?|párrs?\.|paragraphes?|par\.|[بولف]?(?:ال|لل)?فقر(?:ات|تين|تان|ة))"
)
_BEFORE = (
    ("p", expression(rf"§{{1,2}}\s{{0,3}}(?P<list>{_LIST}){_OF}{_THE}$")),
    ("p", expression(rf"(?<!\w){_PARAGRAPH}\s{{1,3}}(?P<list>{_LIST}){_OF}{_THE}$")),
    (
        "p",
        expression(
            rf"(?<!\w)(?i:пункт[а-я]{{0,3}})\s{{1,3}}(?P<list>{_LIST})\s{{1,3}}(?i:(?:ее|своей|этой)\s{{1,3}})?$"
        ),
    ),
    (
        "annex",
        expression(rf"(?i:(?<!\w)the\s{{1,3}})?(?<!\w)(?i:annex(?:es)?)(?:\s{{1,3}}(?P<list>{_ROMANS}))?{_OF}{_THE}$"),
    ),
    ("s", expression(rf"(?<!\w)(?i:sections?|sect\.)\s{{1,3}}(?P<list>{_ROMANS}){_OF}{_THE}$")),
    ("ch", expression(rf"(?<!\w)(?i:chapters?|chap\.)\s{{1,3}}(?P<list>{_ROMANS}){_OF}{_THE}$")),
    ("part", expression(rf"(?<!\w)(?i:parts?)\s{{1,3}}(?P<list>{_ROMANS}){_OF}{_THE}$")),
)
_AFTER = (
    ("p", expression(rf"(?i:paragraphs?|paras?\.?|§{{1,2}})\s{{0,3}}(?P<list>{_LIST})(?![\d/])")),
    (
        "annex",
        expression(
            rf"(?i:the\s)?(?i:annex(?:es)?|annexes?|anexos?|приложени[еяю]|المرفق|附件)(?!\w)(?:\s{{1,3}}(?P<list>{_ROMANS}))?(?!\w)"
        ),
    ),
    ("ch", expression(rf"(?i:chapters?|chaps?\.)\s{{0,3}}(?P<list>{_ROMANS})")),
    ("s", expression(rf"(?i:sections?|sects?\.)\s{{0,3}}(?P<list>{_ROMANS})")),
    ("part", expression(rf"(?i:part)\s{{1,3}}(?P<list>{_ROMAN})(?!\w)")),
)
# "resolution 61/75, paragraph 2 of resolution 62/43": the place belongs to what follows
_NEXT = expression(r"\s{1,3}(?:of|to|in)\s{1,3}(?!which|whom|that\s{1,3}resolution)")
_COMMA = expression(r"\.?\)?\s{0,3},\s{0,3}|\s{1,3}\(?(?=(?i:paras?\.|paragraphs?)\s{0,3}\d|§)")
_WHO = {
    "secretary-general": "SG",
    "deputy secretary-general": "DSG",
    "director of the telecommunication development bureau": "BDT",
    "director of bdt": "BDT",
    "director of the radiocommunication bureau": "BR",
    "director of br": "BR",
    "director of the telecommunication standardization bureau": "TSB",
    "director of tsb": "TSB",
    "directors of the bureaux": "Directors",
    "directors of the three bureaux": "Directors",
    "council": "Council",
    "itu council": "Council",
    "member states": "MS",
}
_READY = expression(
    r"(?:of|in|to|from|de|du|del|des|من)(?:\s{1,4}(?:the|its|their|la|le|sa|su|ses|sus|los|las)){0,2}\s{1,4}$"
    r"|пункт[а-я]{0,3}\s[\d\s,()a-zа-я-]{1,16}(?:ее|своей|этой)?\s{1,3}$",
    re.I,
)
_TREATY = expression(
    r"Treaty\s{1,4}Series,?\s{1,4}vols?\.\s{0,4}(?P<volume>\d{1,4}|(?P<league>[IVXLC]{1,9}))(?:(?:\s{0,3}(?:,|and|-|to)\s{0,3}){1,2}\d{1,4}){0,4}"
    r"[,.]?\s{1,4}Nos?\.\s{0,4}(?P<number>[IA\d]{1,3}-?\d{1,6}|\d{1,6})"
)
_IBID = expression(r"Ibid(?:em)?\.?")
_VOLUME = expression(
    r",?\s{1,4}vols?\.\s{0,4}(?P<volume>\d{1,4})(?:(?:\s{0,3}(?:,|and|-)\s{0,3}){1,2}\d{1,4}){0,4},?\s{1,4}No\.\s{0,4}(?P<number>I-\d{1,6}|\d{1,6})"
)
_RECORDS = expression(r",\s{1,4}(?:\d{4},\s{1,3})?[^.;()]{0,120}?(?:Session|Supplement|Year|Meetings?|Annexes)\b")
_THEREOF = expression(
    r"(?:paragraphs?|paras?\.?)\s{1,3}(?P<list>\d{1,3}(?:\s?\([a-z]{1,4}\))?(?:(?:\s{0,3},\s{0,3}|\s{1,3}(?:and|to)\s{1,3}|-)\d{1,3}){0,6})\s{1,3}$",
    re.I,
)
_THAT = expression(r"(?:that|same|said|aforementioned|above-mentioned|aforesaid)\s{1,3}$", re.I)
_THAT_START = expression(r"(?:the\s{1,3})?(?:that|same|said|aforementioned|above-mentioned|aforesaid)\s{1,3}$", re.I)


def flexible_pattern(name: str) -> str:
    """Return a pattern for a name in which every blank may be a line break."""
    return r"\s{1,4}".join(re.escape(word) for word in name.split())


_BODIES = "|".join(flexible_pattern(who) for who in sorted(_WHO, key=len, reverse=True))
_PROVISION = expression(
    r"(?<!\w)(?P<verb>(?:(?:further|also)\s{1,3})?(?:resolves|instructs|invites|requests|encourages|considering"
    r"|recognizing|noting|recalling|decides))(?:\s{1,3}to\s{1,3}(?P<then>instruct|invite|request))?"
    rf"(?:\s{{1,3}}the\s{{1,3}}(?P<who>{_BODIES}))?"
    r"(?:\s{1,3}(?P<list>\d{1,2}(?:\.\d{1,2})?(?:(?:,\s|\s(?:and|to)\s)\d{1,2}){0,6}|[a-z]\)))?\s{1,3}(?:of|in)\s{1,3}(?:the\s{1,3})?$",
    re.I,
)


# letters of sub-items in Cyrillic that look like Latin ones
_TWINS = str.maketrans("асе", "ace")


def list_numbers(words: str) -> str:
    """`69 to 71` -> `69-71`, `3 and 5` -> `3,5`, `4 (a) and (b)` -> `4(a),(b)`."""
    words = words.translate(_TWINS)
    words = re.sub(r"(?<![a-z(])([a-z]{1,4})\)", r"(\1)", words)
    compact = re.sub(r"\s{0,3}(?:-|\b(?:to|à|al)\b)\s{0,3}", "-", words.strip())
    compact = re.sub(r"\s{0,3}(?:,|\b(?:and|or|et|y)\b|(?<=\s)[иو](?=\s)|&)\s{0,3}", ",", compact)
    return re.sub(r",+", ",", "".join(compact.split()))


def _label_place(kind: str, words: str | None) -> str:
    return kind + list_numbers(words or "")


def place_before(text: str, start: int) -> tuple[int, str]:
    """Return where the place named before `start` begins, and its label; (start, "") where there is none."""
    labels: list[str] = []
    while len(labels) < 3 and _READY.search(text, max(0, start - 24), start) is not None:
        window = max(0, start - 150)
        for kind, pattern in _BEFORE:
            if (match := pattern.search(text, window, start)) is not None:
                labels.insert(0, _label_place(kind, match["list"]))
                start = match.start()
                break
        else:
            break
    labels.sort(key=lambda label: label.startswith("p") and not label.startswith("part"))
    return start, ".".join(labels)


def provision_before(text: str, start: int) -> tuple[int, str]:
    """Return the operative part of an ITU resolution named before `start`: "resolves 2 of", as `resolves.2`."""
    match = _PROVISION.search(text, max(0, start - 150), start)
    if match is None or not (match["list"] or match["who"]):
        return start, ""
    verb = "-".join(match["verb"].lower().split())
    if match["then"]:
        verb = {"instruct": "instructs", "invite": "invites", "request": "requests"}[match["then"].lower()]
    who = _WHO[" ".join(match["who"].lower().split())] if match["who"] else ""
    label = f"{verb}-{who}" if who else verb
    number = list_numbers(match["list"] or "").strip("()")
    return match.start(), f"{label}.{number}" if number else label


def place_after(text: str, end: int) -> tuple[int, str]:
    """Return where the place named behind `end` (", annex II", "), chap. I, sect. C") ends, and its label."""
    labels: list[str] = []
    while len(labels) < 3 and (comma := _COMMA.match(text, end)) is not None:
        for kind, pattern in _AFTER:
            match = pattern.match(text, comma.end(), comma.end() + 120)
            if match is not None and _NEXT.match(text, match.end()) is None:
                label = _label_place(kind, match["list"])
                labels.append(label[1:] if kind == "s" and labels and labels[-1].startswith("ch") else label)
                end = match.end()
                break
        else:
            break
    return end, ".".join(labels)


def find_treaties(unit: Unit) -> Iterator[Mention]:
    """ "United Nations, Treaty Series, vol. 1465, No. 24841"."""
    for position in unit.places("treaty"):
        if (match := _TREATY.match(unit.text, position, position + 140)) is not None:
            series = "lnts" if match["league"] else "unts"  # the League of Nations counted in roman numerals
            number = match["number"].removeprefix("I-")
            yield Mention(position, match.end(), "treaty", f"{series}:{match['volume']}/{number}")


def find_ibid(unit: Unit) -> Iterator[Mention]:
    """ "Ibid.", with its own volume or its own place; one that leads to a symbol is left to the symbol."""
    for position in unit.places("ibid"):
        if (match := _IBID.match(unit.text, position)) is None:
            continue
        if (volume := _VOLUME.match(unit.text, match.end(), match.end() + 100)) is not None:
            number = volume["number"].removeprefix("I-")
            yield Mention(position, volume.end(), "treaty", f"unts:{volume['volume']}/{number}")
        elif _RECORDS.match(unit.text, match.end(), match.end() + 180) is None:
            end, label = place_after(unit.text, match.end())
            yield Mention(position, end, "ibid", "", label, "ibid")


def find_pointers(unit: Unit) -> Iterator[Mention]:
    """ "paragraph 62 thereof", "paragraph 5 of that resolution", "resolves 2 of the same resolution"."""
    text = unit.text
    for position in unit.places("thereof"):
        if (match := _THEREOF.search(text, max(0, position - 60), position)) is not None:
            label = "p" + list_numbers(match["list"])
            yield Mention(match.start(), position + 7, "locator", "", label, "antecedent")
    for position in unit.places("resolution"):
        if not position or not text[position - 1].isspace():
            continue
        if _THAT.search(text, max(0, position - 20), position) is None:
            continue
        lead = _THAT_START.search(text, max(0, position - 26), position)
        begin = lead.start() if lead is not None else position
        start, label = place_before(text, begin)
        if not label:
            start, label = provision_before(text, begin)
        if label:
            yield Mention(start, position + len("resolution"), "locator", "", label, "antecedent")
