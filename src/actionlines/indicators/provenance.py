"""What a source says of its values beside the number: estimated, provisional, a break; survey or estimate.

`status` is the code of the source where it gives one, else what its note or source says in words. Codes of
several lists meet there (SDMX CL_OBS_STATUS, the nature of UNSD, the flags of Eurostat); `obs_status` gives the
code of SDMX for all of them.

>>> status_in("", "ITU estimate."), status_in("Preliminary; to be revised", "BPS"), status_in("", "Census bureau")
('E', 'P', '')
>>> obs_status("M"), obs_status("b"), obs_status("estimated value"), obs_status("")
('E', 'B', 'E', 'A')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from types import MappingProxyType

import polars as pl

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
# Points with one of them are drawn hollow.
HOLLOW = frozenset("DEFIPU")
# UNSD: country data, adjusted, global monitoring, modelled, not available. Eurostat: estimated by Eurostat.
# UNESCO: estimated by its institute of statistics, by the country; nil.
_OTHERS = MappingProxyType(
    {"C": "A", "CA": "A", "G": "A", "M": "E", "NA": "A", "S": "E", "R": "A"}
    | {"UIS_EST": "E", "NAT_EST": "E", "NIL": "A"}
)
_WORDS = (
    ("B", r"break in (?:the )?(?:time )?(?:series|comparab)|series break|rupture de s[ée]rie|ruptura de"
          r"|разрыв (?:во? )?(?:ряд|временн|динам)"),
    ("F", r"\bforecast|\bprojection|\bprojected|pr[ée]visions?\b|proyecci|прогноз|预测|توقع"),
    ("P", r"\bprelim|\bprovisional|\bprovisoire|предварит|初步|أولي"),
    ("I", r"\bimput(?:ed|ation)"),
    ("E", r"\bestim[aé]|\bmodell?ed\b|\bextrapolat|\binterpolat|оцен(?:ка|ен|оч)|估计|估算|تقدير"),
)  # fmt: skip
_ORDER = "BFPIEUD"  # of several letters the gravest
_FLAGS = frozenset(_ORDER + "CNRSZ")  # Eurostat joins its flags: "be", "bep"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(words, re.I)) for code, words in _WORDS)


@cache
def _hint() -> re.Pattern[str]:
    """Return what is in every text that a pattern finds; without boundaries, six times as fast as they are."""
    return re.compile("|".join(words.replace(r"\b", "") for _, words in _WORDS))


@lru_cache(maxsize=65_536)
def status_in(note: str, source: str) -> str:
    """Return the code that the words of a note or source mean; "" where they say nothing."""
    text = f"{note} | {source}"
    if not _hint().search(text.casefold()):
        return ""
    return next((code for code, words in _patterns() if words.search(text)), "")


@lru_cache(maxsize=4_096)
def obs_status(given: str) -> str:
    """Return the code of CL_OBS_STATUS for a status as a source gives it; A for none and for what is unknown."""
    code = given.strip().upper()
    if code in _OTHERS:
        return _OTHERS[code]
    if code in STATUSES:
        return code
    if len(code) <= 3 and set(code) <= _FLAGS:
        return next((letter for letter in _ORDER if letter in code), "A")
    return status_in(given, "") or "A"


def obs_statuses(table: pl.DataFrame) -> pl.Expr:
    """Return the codes of CL_OBS_STATUS for the column `status` of a table."""
    codes = {one: obs_status(one) for one in table["status"].unique()}
    return pl.col("status").replace_strict(codes, return_dtype=pl.String)
