"""What a source says of its values beside the number: estimated, provisional, a break; survey or estimate.

`status` is the code of the source where it gives one, else what its note or source says in words. Codes of
several lists meet there (SDMX CL_OBS_STATUS, the nature of UNSD, the flags of Eurostat); `obs_status` gives the
code of SDMX for all of them.

>>> status_in("", "ITU estimate."), status_in("Preliminary; to be revised", "BPS"), status_in("", "Census bureau")
('E', 'P', '')
>>> obs_status("M"), obs_status("b"), obs_status("estimated value"), obs_status("")
('E', 'B', 'E', 'A')

Whether two names of a source mean the same office and the same way of counting.

Sources are written by hand, year by year: spelling, language, acronyms and new names of the same ministry are no
change. An estimate that gives way to a survey is one, and so is a regulator after a company.

>>> find_change("ITU estimate.", "Uganda Bureau of Statistics")
'method'
>>> find_change("RURA", "Rwanda Utilities Regulatory Authority")
''
>>> find_change("Bahrain Telecommunications Company", "Telecommunications Regulatory Authority (TRA)")
'source'

Where a series cannot be compared with its past: another source or way of counting, or a fall against its trend.

    status  the source marks the value as a break
    note    a note says so
    method  an estimate gives way to a count, or the other way about; another age group
    source  another office
    fall    a step against what the series did in all other years, far larger than its usual ones

Only what files say can be found: a file without sources and notes shows falls alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import polars as pl

from actionlines.indicators.check import find_jumps, identify_series
from actionlines.indicators.model import KEY

# Codes of SDMX CL_OBS_STATUS that a value can have, with their names in the code list.
STATUSES = MappingProxyType(
    {
        "A": "Normal value",
        "B": "Time series break",
        "D": "Definition differs",
        "E": "Estimated value",
        "F": "Forecast value",
        "I": "Imputed value",
        "N": "Not significant",
        "P": "Provisional value",
        "U": "Low reliability",
    }
)
# UNSD: country data, adjusted, global monitoring, modelled, not available. Eurostat: estimated by Eurostat.
# UNESCO: estimated by its institute of statistics, by the country; nil.
_OTHERS = MappingProxyType(
    {"C": "A", "CA": "A", "G": "A", "M": "E", "NA": "A", "S": "E", "R": "A"}
    | {"UIS_EST": "E", "NAT_EST": "E", "NIL": "A"}
)
_WORDS = (
    (
        "B",
        r"break in (?:the )?(?:time )?(?:series|comparab)|series break|rupture de s[ée]rie|ruptura de"
        r"|разрыв (?:во? )?(?:ряд|временн|динам)",
    ),
    ("F", r"\bforecast|\bprojection|\bprojected|pr[ée]visions?\b|proyecci|прогноз|预测|توقع"),
    ("P", r"\bprelim|\bprovisional|\bprovisoire|предварит|初步|أولي"),
    ("I", r"\bimput(?:ed|ation)"),
    ("E", r"\bestim[aé]|\bmodell?ed\b|\bextrapolat|\binterpolat|оцен(?:ка|ен|оч)|估计|估算|تقدير"),
)
_ORDER = "BFPIEUD"  # of several letters the gravest
_FLAGS = frozenset(_ORDER + "CNRSZ")  # Eurostat joins its flags: "be", "bep"


@cache
def _read_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(words, re.I)) for code, words in _WORDS)


@cache
def _compile_hint() -> re.Pattern[str]:
    """Return what is in every text that a pattern finds; without boundaries, six times as fast as they are."""
    return re.compile("|".join(words.replace(r"\b", "") for _, words in _WORDS))


@lru_cache(maxsize=65_536)
def status_in(note: str, source: str) -> str:
    """Return the code that the words of a note or source mean; "" where they say nothing."""
    text = f"{note} | {source}"
    if not _compile_hint().search(text.casefold()):
        return ""
    return next((code for code, words in _read_patterns() if words.search(text)), "")


@lru_cache(maxsize=4_096)
def obs_status(text: str) -> str:
    """Return the code of CL_OBS_STATUS for a status as a source gives it; A for none and for what is unknown."""
    if (code := text.strip().upper()) in _OTHERS:
        return _OTHERS[code]
    if code in STATUSES:
        return code
    if len(code) <= 3 and set(code) <= _FLAGS:
        return next((letter for letter in _ORDER if letter in code), "A")
    return status_in(text, "") or "A"


def obs_statuses(table: pl.DataFrame) -> pl.Expr:
    """Return the codes of CL_OBS_STATUS for the column `status` of a table."""
    codes = {text: obs_status(text) for text in table["status"].unique()}
    return pl.col("status").replace_strict(codes, return_dtype=pl.String)


Change = Literal["", "source", "method", "note"]

# Class of office -> what its name holds, folded, in the languages in which sources are written. The first counts.
_CLASSES = tuple(
    (name, re.compile(words))
    for name, words in (
        ("abroad", r"\b(?:eurostat|oecd|world bank|gsma|unicef|itu|unesco|esis|findex)\b"),
        ("survey", r"\bdhs\b|\bmics\b|indicator cluster|demographic and health|\bafrobarometer\b"),
        ("statistics", r"statis|estad|estat|\binsee\b|\bcensus\b|статис|стат|احصا|统计|instat\b|\bnso\b|\bine\b"),
        ("ministry", r"\bminist|министер|وزار|\bsecretari|部\b"),
        ("authority", r"regul|authori|autori|\bcommission|\bcomis|\bagenc|\bcouncil|\bautorid|регул|هيئ"),
        ("company", r"\bltd\b|\bcompany\b|\boperator|\bs a\b|\binc\b|telefonica|\bcable wireless"),
    )
)
# Beginnings of words that name no subject: `National Communications Authority` shares only one with another.
_SOURCE_WORDS = """natio nacio repub offic burea insti depar gener state gover servi autho autor agenc commi comis
    minis centr counc secre direc admin regul unite kingd islam arab organ feder"""
_GENERIC = frozenset(_SOURCE_WORDS.split())
_SHORT = "of the and de des du la le les el los las y et for e da do das dos in on a an to por para und der die"
_EMPTY = frozenset(_SHORT.split())
# The same beginning in the languages of sources.
_STEMS = {"comun": "commu", "tecno": "techn", "estad": "stati", "estat": "stati", "autor": "autho"}
_COMMON = frozenset(("ICT", "TIC", "IT", "NSO", "ITU", "LTE", "GSM"))  # acronyms that tell no office
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z]{1,7}\b")
_AGES = re.compile(
    r"\b(?:age[ds]?|ages|years?)\D{0,12}(\d{1,2})\s*(?:\+|-|to|and (?:over|above|older))|\b(\d{1,2})\s*\+"
)
_SAYS = re.compile(
    r"(?:new|change[ds]?|revised|different|improved)\W+(?:\w+\W+){0,3}(?:method|tool|definition|questionnaire)"
    r"|methodolog\w*\W+(?:\w+\W+){0,3}(?:change|revis|was|is)|not (?:fully )?comparable"
    r"|nouvelle m[ée]thod|changement de m[ée]thod|cambio (?:de|en la) metod|nueva metod",
    re.I,
)


@lru_cache(maxsize=65_536)
def find_change(before: str, after: str, note_before: str = "", note_after: str = "") -> Change:
    """Return what changed between two values: the way of counting, the office, what a note says; "" for nothing.

    A source that is not named on one side says nothing.
    """
    if note_after != note_before and says_break(note_after):
        return "note"
    if before and after:
        guessed = [status_in("", text) in ("E", "F") for text in (before, after)]
        if guessed[0] != guessed[1]:
            return "method"
        if not guessed[0] and not is_same_source(before, after):
            return "source"
    ages = [_youngest_year(note) for note in (note_before, note_after)]
    return "method" if None not in ages and ages[0] != ages[1] else ""


def says_break(note: str) -> bool:
    """Return whether a note says that the values before cannot be compared."""
    return bool(note) and (status_in(note, "") == "B" or _SAYS.search(note) is not None)


def _youngest_year(note: str) -> int | None:
    match = _AGES.search(note.casefold())
    return int(match[1] or match[2]) if match else None


@lru_cache(maxsize=65_536)
def is_same_source(source: str, other: str) -> bool:
    """Return whether two names mean the same office. Of several parted by `;` the first counts."""
    first, second = (text.partition(";")[0].strip(" .") for text in (source, other))
    a, b = _list_stems(first), _list_stems(second)
    if not a or not b or a == b or a <= b or b <= a:
        return True
    short = [_list_acronyms(text) for text in (first, second)]
    if (short[0] & short[1]) - _COMMON or _stands_for(short[0], second) or _stands_for(short[1], first):
        return True
    classes = (_source_class(first), _source_class(second))
    if all(classes) and classes[0] != classes[1]:
        return False
    if classes[0] == classes[1] == "statistics":
        return True  # a country has one, which changes its name
    shared = (a & b) - _GENERIC
    if all(classes):
        return bool(shared)
    return len(shared) * 2 >= min(len(a - _GENERIC), len(b - _GENERIC)) > 0 and bool(shared)


@cache
def _fold_text(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _list_stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a name, which many languages share."""
    words = (word[:5] for word in _fold_text(text).split() if word not in _EMPTY)
    return frozenset(_STEMS.get(word, word) for word in words)


@cache
def _source_class(text: str) -> str:
    folded = _fold_text(text)
    return next((name for name, words in _CLASSES if words.search(folded)), "")


@cache
def _list_acronyms(text: str) -> frozenset[str]:
    if text.isupper() and " " in text:
        return frozenset()  # a whole name in capitals
    return frozenset(word.upper() for word in _ACRONYM.findall(text))


def _stands_for(short: Iterable[str], name: str) -> bool:
    """Return whether one of the acronyms is made of the first letters of a name, or of its beginnings."""
    words = [word for word in _fold_text(name).split() if word not in _EMPTY]
    first, whole = "".join(word[0] for word in words), "".join(words)
    return len(words) > 1 and any(
        (len(text) > 2 and text[0].casefold() == first[0] and _is_inside(text.casefold(), first))
        or (len(text) > 4 and text[0].casefold() == first[0] and _is_inside(text.casefold(), whole))
        for text in short
        if text not in _COMMON
    )


def _is_inside(letters: str, text: str) -> bool:
    """Return whether the letters are in the text in this order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


Kind = Literal["status", "note", "method", "source", "fall"]
KINDS: tuple[Kind, ...] = ("status", "note", "method", "source", "fall")
SCHEMA: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "kind": pl.String,
    "before": pl.String,
    "after": pl.String,
    "value_before": pl.Float64,
    "value": pl.Float64,
}
_SAID = ["source_before", "source", "note_before", "note", "status"]


def find_breaks(table: pl.DataFrame) -> pl.DataFrame:
    """Return all breaks of the long table, in the columns of SCHEMA; a year of a series has one of them."""
    if table.is_empty():
        return pl.DataFrame(schema=dict(SCHEMA))
    rows = pl.concat([_breaks_in_words(table), _breaks_by_fall(table)])
    order = {kind: at for at, kind in enumerate(KINDS)}
    return rows.sort(*KEY, "year", pl.col("kind").replace_strict(order, return_dtype=pl.Int8)).unique(
        [*KEY, "year"], keep="first", maintain_order=True
    )


def _breaks_in_words(table: pl.DataFrame) -> pl.DataFrame:
    """Return the breaks that sources, notes and statuses tell."""
    has_words = (pl.col("source") != "") | (pl.col("note") != "") | (pl.col("status") != "")
    if not table.select(has_words.any()).item():
        return pl.DataFrame(schema=dict(SCHEMA))
    # One number for the key: windows over five columns of text take four times as long.
    ordered = table.with_columns(_key=table.select(KEY).hash_rows(seed=1)).sort("_key", "year", maintain_order=True)
    same = pl.col("_key") == pl.col("_key").shift()
    named = pl.when(pl.col("source") != "").then(pl.col("source"))
    # a year without a source takes nothing away from the one before
    before = named.forward_fill().shift().over("_key") if (table["source"] != "").any() else pl.lit(None, pl.String)
    rows = ordered.with_columns(
        value_before=pl.when(same).then(pl.col("value").shift()),
        note_before=pl.when(same).then(pl.col("note").shift()),
        source_before=before.fill_null(""),
    ).filter(has_words & pl.col("value_before").is_not_null())
    kinds = rows.select(_SAID).unique()
    what = [_break_kind(*row) for row in kinds.iter_rows()]
    marked = kinds.with_columns(kind=pl.Series(what, dtype=pl.String)).filter(pl.col("kind") != "")
    matches = rows.join(marked, on=_SAID, how="inner", maintain_order="left")
    by_note = pl.col("kind").is_in(["note", "status"])
    # of one office only the notes can tell of another method
    same_office = (
        (pl.col("source") == "") | (pl.col("source_before") == "") | (pl.col("source_before") == pl.col("source"))
    )
    by_notes = (pl.col("kind") == "method") & same_office
    return matches.with_columns(
        before=pl.when(by_note).then(pl.lit("")).when(by_notes).then("note_before").otherwise("source_before"),
        after=pl.when(by_notes | (by_note & (pl.col("note") != ""))).then("note").otherwise("source"),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _break_kind(source_before: str, source: str, note_before: str, note: str, status: str) -> str:
    if status and obs_status(status) == "B" and status_in(note, "") != "B":
        return "status"
    return find_change(source_before, source, note_before, note)


def _breaks_by_fall(table: pl.DataFrame) -> pl.DataFrame:
    rows = find_jumps(table, identify_series(table)).filter("back")
    return rows.with_columns(
        kind=pl.lit("fall"), before=pl.lit(""), after=pl.lit(""), value_before=pl.col("before").cast(pl.Float64)
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
