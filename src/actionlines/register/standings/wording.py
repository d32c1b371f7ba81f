"""Where an area stands, its aim, and what each method says, in the reader's language.

A standing keeps codes and values (`Standing.why`); the sentences are made when a page or the API shows them.

    stands        value, year                      the latest figure
    aim_met       aim                              it is at or past its aim
    aim_away      away, aim, by                    how far it is from it
    more, less                                     only a direction was agreed
    methods       arrives, slow, away              how many methods say so
    no_method                                      none can judge it
    behind        behind, judged                   of a region: how many of its countries lag
    coverage      reporting, members, latest, age, as_of
    nobody        members                          no country of it reports
    verdict       verdict, withheld, break_year    the published verdict
    aim_source    text                             where the aim was agreed; no sentence
    text          text                             English words of an earlier release, or a note on the aim
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actionlines.papers.progress import words
from actionlines.papers.progress.model import Valued
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import Words
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import reader_words

SAID: Mapping[str, Promise] = {
    "stands": _("It was %(value)s in %(year)s."),
    "aim_met": _("It meets the aim of %(aim)s."),
    "aim_away": _("It is %(away)s away from the aim of %(aim)s by %(by)s."),
    "more": _("No number was agreed; more is better."),
    "less": _("No number was agreed; less is better."),
    "methods": _("Methods by verdict: on track %(arrives)s; too slow %(slow)s; no progress or worsening %(away)s."),
    "no_method": _("No method can judge it."),
    "coverage": _(
        "Countries that report: %(reporting)s of %(members)s. Latest value: %(latest)s. Median age of the data in "
        "%(as_of)s, in years: %(age)s."
    ),
    "nobody": _("None of its countries reports."),
}
_YEARS = frozenset({"year", "by", "latest", "as_of"})


def reasons(why: Iterable[Data]) -> list[tuple[str, str]]:
    """(sentence, its language where that is not the reader's or ""), in order."""
    return [_sentence(data) for data in why if data.get("code") != "aim_source"]


def reason(why: Iterable[Data]) -> str:
    """Return the sentences of the reasons as one text."""
    return " ".join(text for text, _language in reasons(why))


def _sentence(data: Data) -> tuple[str, str]:
    code, values = (str(data.get("code", "")), {name: _shown(name, data[name]) for name in data if name != "code"})
    if code == "behind":
        texts = ngettext(
            "Of %(judged)s country that can be judged, %(behind)s lags.",
            "Of %(judged)s countries that can be judged, %(behind)s lag.",
            int(data["judged"]),
        )
        return texts % values, ""
    if code == "verdict":
        return f"{words.word_outcome(data['verdict'], data['withheld'], data['break_year'], _words())}.", ""
    if code in SAID:
        return str(SAID[code]) % values, ""
    return str(data.get("text", "")), "" if reader_words().language == "en" else "en"


def _shown(name: str, value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if name in _YEARS else reader_words().figure(float(value))
    return str(value)


def aim(value: float | None, year: int | None, direction: int, unit: str = "") -> str:
    """Return the aim of a series in words: value and year, or the direction."""
    words = _words()
    if value is not None:
        return words("standing.aim", value=words.figure(value, unit), year=year or "–")
    if not direction:
        return words("standing.no-aim")
    return words("standing.more" if direction > 0 else "standing.less")


def verdict(data: Data) -> tuple[str, str]:
    """(what a method says in the reader's language, its own English words where these are others)."""
    words = _words()
    if "arrives" in data:
        return words("standing.tally", arrives=data["arrives"], slow=data["slow"], away=data["away"]), ""
    own = str(data.get("words", ""))
    if f"verdict.{data.get('verdict')}" not in words.table:
        return (own, "") if own else (words("verdict.none"), "")
    texts = words(f"verdict.{data['verdict']}")
    return texts, "" if own.casefold() == texts.casefold() else own


def breakdown(text: str) -> str:
    """`sex=F;location=rural` in words; what has none stays as it is. "" for the total."""
    table = _words().table
    pairs = [part.partition("=") for part in text.split(";") if part]
    return ", ".join(table.get(f"breakdown.{name}={value}", f"{name} {value}".strip()) for name, _sign, value in pairs)


def marks(item: Valued, at: int = -1) -> list[str]:
    """Return the status of a value, which has its year beside it; of the newest that it is old, and what is aside."""
    gone = getattr(item, "beside", {}).get("aside", {}) if at in (-1, len(item.years) - 1) else {}
    texts = [f"{text} ({', '.join(map(str, years))})" for text, years in gone.items()]
    more = [_words()("page.aside", list="; ".join(texts))] if texts else []
    return [*words.list_marks(item, _words(), at, "gap.too-old"), *more]


def break_years(item: Valued) -> str:
    """Return the years of the breaks that verdicts cross, with the word for a break; "" for none."""
    return words.break_years(item, _words())


def broken(item: Valued) -> str:
    """Return that verdicts compare years on both sides of a break, and each break; "" for none."""
    return words.describe_breaks(item, _words())


def origin(item: Valued) -> str:
    """Return the sources of the values with their years, and the note of the newest value; "" for one source."""
    parts = words.list_origins(item, _words())
    return " · ".join(parts) if len(parts) > 1 else ""


def _words() -> Words:
    return catalogue(reader_words().language)
