"""The words of papers and their writers in six languages: data/words.csv, plural forms parted by `|`.

Babel chooses plural forms. It does not write numbers and days: United Nations documents have other Arabic months
(كانون الثاني/يناير) and another Russian year (2025 года) than CLDR, and they group 1.234 in Spanish.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from actionlines.lazily import expression, read_rows
from actionlines.papers.citing import cite_place, cite_text

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

# Categories of Unicode CLDR for whole numbers, in the order of the forms; any other category has the last form.
PLURALS = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "en": ("one", "other"),
    "es": ("one", "other"),
    "fr": ("one", "other"),
    "ru": ("one", "few", "many"),
    "zh": ("other",),
}
# Languages that run from right to left, of those that a text in a paper may be in.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
_SPAN = expression(r"([0-9]{1,3})-(day|week|month|year)s?")
_NTH_SESSION = expression(r"session-([0-9]{1,4})-of-")
_ARABIC = expression(r"[\u0600-\u06ff]")
_DATE = expression(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Due:
    """A due value in words, with the dates to sort by.

    raw    as the mandate states it (`year:2027`, `session:81`)
    label  in words ("in 2027")
    date   ISO date to sort by and to draw, "" where there is none (`next-report`)
    until  ISO date after which it has passed, "" where it cannot pass (`recurring:annual`, `from:2026`)
    """

    raw: str
    label: str
    date: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with `{name}` filled in. Raises KeyError for a key that is not there."""
        return self.table[key].format(**values) if values else self.table[key]

    def counted(self, number: int, key: str) -> str:
        """Return a number with its noun.

        >>> words("en").counted(1234, "mandate"), words("ru").counted(3, "mandate")
        ('1,234 mandates', '3 мандата')
        """
        return self.in_form(f"count.{key}", number)

    def in_form(self, key: str, number: int) -> str:
        """Return the words of a key with a number, in the form that the language asks for."""
        forms = self.table[key].split("|")
        form = forms[min(plural_form(self.language, number), len(forms) - 1)]
        return form.format(n=self.number(number))

    def apart(self, name: str) -> str:
        """Return a name or symbol of another direction than the report, with marks that keep it in one piece.

        >>> words("en").apart("A/L.1"), words("ar").apart("A/L.1") == "\u200eA/L.1\u200e"
        ('A/L.1', True)
        """
        return f"\u200e{name}\u200e" if self("language.direction") == "rtl" and name else name

    def called(self, name: str) -> str:
        """Return a name before a figure: closed where it runs in the direction of the report, else kept apart.

        >>> words("ar").called("C2") == words("ar").apart("C2")
        True
        >>> words("ar").called("المجلس") == words("ar").closed("المجلس")
        True
        """
        return self.closed(name) if _ARABIC.search(name) else self.apart(name)

    def closed(self, name: str) -> str:
        """Return a name after which the line goes on in its own direction: a figure behind it is not drawn to it.

        >>> words("en").closed("C2"), words("ar").closed("C2") == "C2\u200f"
        ('C2', True)
        """
        return f"{name}\u200f" if self("language.direction") == "rtl" and name else name

    def number(self, number: int) -> str:
        """Return a whole number with its thousands apart."""
        return self._written(f"{number:,}")

    def figure(self, value: float | str, unit: str = "") -> str:
        r"""Return a value as readers of the language write it, with the sign of a percentage.

        unit  `year` is not grouped, a currency (three capitals) not rounded; other units are left to the text

        >>> words("fr").figure(1234567), words("ru").figure(72.46, "percent"), words("en").figure(2023, "year")
        ('1\u202f234\u202f567', '72,5\xa0%', '2023')
        >>> words("en").figure(0.01234), words("en").figure(1234.5, "CHF")
        ('0.0123', '1,234.50')
        """
        if isinstance(value, str):
            return value
        if unit == "year":
            return str(int(value))
        if unit.isupper() and len(unit) == 3:
            return self.amount(value)
        if is_share(unit):
            text = self("percent", n=f"{value:.3g}" if abs(value) < 99.95 or value > 100 else "100")
        elif isinstance(value, int) or abs(value) >= 1000 or value == round(value):
            text = f"{value:,.0f}"
        else:
            text = f"{value:.3g}"
        return self._written(text)

    def amount(self, value: float | Decimal) -> str:
        """Return an amount of money with its thousands apart, without decimals where they are zero."""
        return self._written(f"{value:,.0f}" if value == int(value) else f"{value:,.2f}")

    def money(self, value: str, currency: str) -> str:
        """Return an amount (decimal text) with its currency: "2,400,000 USD"; "" for none."""
        return f"{self.amount(Decimal(value))} {currency}".strip() if value else ""

    def exact(self, value: float | str) -> str:
        """Return a value of a table behind a chart: four significant digits, whole numbers and years ungrouped.

        >>> words("en").exact(2023), words("fr").exact(16.63333), words("en").exact("Kenya")
        ('2023', '16,63', 'Kenya')
        """
        if isinstance(value, str):
            return value
        return f"{value:.0f}" if value == round(value) else self._written(f"{value:.4g}")

    def _written(self, text: str) -> str:
        return text.translate({ord(","): self("number.group"), ord("."): self("number.decimal")})

    def date(self, date: str) -> str:
        """Return an ISO date, month or year in words; anything else as it is.

        >>> words("en").date("2025-12-17"), words("en").date("2026-07"), words("en").date("n.d.")
        ('17 December 2025', 'July 2026', 'n.d.')
        >>> words("zh").date("2025-12-17"), words("fr").date("2025-05-01")
        ('2025年12月17日', '1er mai 2025')
        """
        if not _DATE.fullmatch(date):
            return date
        year, month, day = (int(part) for part in (date + "-0-0").split("-")[:3])
        if not month or f"month.{month}" not in self.table:
            return date
        name = self.table[f"month.{month}"]
        if not day:
            return self("date.month", month=name, year=year)
        first = day == 1 and self.language == "fr"
        return self("date.day", day="1er" if first else day, month=name, year=year)

    def place(self, paragraph: str) -> str:
        """Return a paragraph id in the words one would cite it with.

        >>> words("fr").place("annex-I.38"), words("en").place("3(b)")
        ('annexe I, par. 38', 'para. 3 (b)')
        >>> words("ar").place("3(b)") == f"الفقرة {words('ar').apart('3 (b)')}"
        True
        """
        return cite_place(paragraph, self.table, self.language, lambda n: n if n.isdecimal() else self.apart(n))

    def cite(self, symbol: str, paragraph: str = "", title: str = "") -> str:
        """Return a document, or a paragraph of it, as people cite it. `title`: of the document.

        >>> words("en").cite("E/RES/2024/901", "3(c)"), words("ru").cite("itu:PP/RES/140@2018", "instructs-Council.5")
        ('E/RES/2024/901, para. 3 (c)', 'Резолюция 140 (Пересм. Дубай, 2018 г.), поручает Совету 5')
        """
        name = cite_text(symbol, self.table, self.language, title)
        name = name if _ARABIC.search(name) else self.apart(name)
        if not paragraph:
            return name
        # A paragraph runs in the direction of the language, also where its symbol opens it.
        begin = "\u200f" if self("language.direction") == "rtl" and not _ARABIC.search(name) else ""
        return begin + self("place.in", symbol=name, place=self.place(paragraph))

    def due(self, due: Due) -> str:
        """Return a due value in words; what the catalogue has no words for stays in English."""
        if self.language == "en":
            return due.label
        kind, _, value = due.raw.partition(":")
        if kind == "session" and value.isascii() and value.isdigit() and len(value) <= 3:
            year = 1945 + int(value)  # session S opens in September of 1945 + S
            return self("due.session", n=int(value), year=year, next=year + 1)
        if kind in {"year", "from"} or _DATE.fullmatch(due.raw):
            return self("due.from" if kind == "from" else "due.on", date=self.date(value or due.raw))
        if kind == "recurring":
            return self.table.get(f"recurring.{value}", due.label)
        if kind == "relative" and (match := _SPAN.fullmatch(value)):
            return self("due.within", span=self.in_form(f"span.{match[2]}", int(match[1])))
        if kind == "event":
            return self.event(value) or due.label
        return self("due.next-report") if kind == "next-report" else due.label

    def event(self, value: str) -> str:
        r"""Return the session of a body in words; "" for an event that is only in the words of a text.

        >>> words("fr").event("next-session-of-the-itu-council"), words("fr").event("the-fair-of-wells")
        ('prochaine session\xa0: Conseil de l’UIT', '')
        """
        from actionlines.framework.called import find_bodies, short_name_in

        if match := _NTH_SESSION.match(value):
            return self("due.nth-session", n=int(match[1]))
        name = value.removeprefix("next-session-of-the-")
        bodies = find_bodies(name.replace("-", " "))
        if len(bodies) != 1:
            return ""
        body = short_name_in(bodies[0], self.language)[0]
        return body if name == value else self("due.next-session", name=body)

    def unit(self, unit: str) -> str:
        """Return a unit in words; "" for shares, whose sign stands with the number, for years and counts.

        >>> words("en").unit("percent_gni_pc"), words("en").unit("percent"), words("fr").unit("CHF")
        ('% of GNI per person', '', 'CHF')
        """
        known = self.table.get(f"unit.{unit.lower()}", unit.replace("_", " "))
        return "" if unit in ("year", "number") or is_share(unit) else known

    def deliverable(self, made: str) -> str:
        """Return the name of a deliverable, "" for none."""
        return "" if made == "none" else self.table.get(f"made.{made}", made.replace("-", " "))


def is_share(unit: str) -> bool:
    """Return whether figures in a unit are shares of a whole."""
    if not unit:
        return False
    # Here: the room of indicators loads polars, which texts without figures do not need.
    from actionlines.indicators.areas import units_of

    return unit in units_of("share")


def plural_form(language: str, n: int) -> int:
    """Return the index of the plural form that a language uses with a whole number.

    >>> plural_form("en", 1), plural_form("ru", 21), plural_form("ru", 3), plural_form("ar", 100)
    (0, 0, 1, 5)
    """
    forms = PLURALS[language]
    category = _plural_rule(language)(n)
    return forms.index(category) if category in forms else len(forms) - 1


@cache
def _plural_rule(language: str) -> Callable[[float], str]:
    # English counts without Babel: commands of the core need no more, and it takes a while to load.
    if language == "en":
        return lambda n: "one" if n == 1 else "other"
    from babel import Locale

    return Locale.parse(language).plural_form


def direction(language: str) -> str:
    """Return the direction of a language, `rtl` or `ltr`.

    >>> direction("ar"), direction("zh")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def read_catalogue(language: str, package: str, below: Words) -> Words:
    """Return the words of `data/words.csv` in a package on top of another catalogue.

    Raises KeyError for a language that is not one of LANGUAGES.
    """
    return Words(language, {**below.table, **_read_words(package, language)})


def _read_words(package: str, language: str) -> Mapping[str, str]:
    return {row["key"]: row[language] for row in read_rows(package, "data/words.csv")}


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than LANGUAGES."""
    return Words(language, _read_words("actionlines.papers", language))


ENGLISH = words("en")
