"""All methods side by side, for one series and for many, and whether they say the same.

Methods use different words and cuts, so they are compared by what they say in plain terms (GROUPS): that the
aim is reached or will be, that the series moves but not fast enough, or that it is still or moves away.
The current status index of ESCAP says where a series stands, not where it goes; it is shown and not counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from actionlines.indicators import methods
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.model import Aim, Ints, Series, SeriesProgress, Spans, Verdict, Verdicts
from actionlines.indicators.spans import from_series

Group = Literal["", "arrives", "too-slow", "away"]
Agreement = Literal["none", "one", "agree", "differ", "contradict"]

# Common verdict -> what it says in plain terms.
GROUPS: Mapping[Verdict, Group] = MappingProxyType(
    {
        "achieved": "arrives",
        "on-track": "arrives",
        "moderate": "too-slow",
        "limited": "too-slow",
        "marginal": "too-slow",
        "stagnation": "away",
        "regression": "away",
    }
)
PHRASES: Mapping[Group, str] = MappingProxyType(
    {
        "arrives": "that the aim is reached or will be",
        "too-slow": "that it moves, but not fast enough",
        "away": "that it stands still or moves away",
    }
)
# Methods that say where a series stands, not where it goes.
STATUS = frozenset({"escap-status"})
# Methods that project to the target year, inside the natural limits: they alone say whether an aim is reached.
ARRIVAL = frozenset({"escap-anticipated", "linear", "logit", "pooled"})
AGREEMENTS: tuple[Agreement, ...] = ("none", "one", "agree", "differ", "contradict")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One series by all methods, and what they say together.

    agreement  none judged, only one did, all agree, they differ, or one sees arrival where another sees none
    words      the same in a sentence that names the methods
    """

    rows: Mapping[str, SeriesProgress]
    agreement: Agreement
    words: str


def judge_spans(
    spans: Spans, names: Iterable[str] | None = None, cuts: Mapping[str, Cuts] | None = None
) -> dict[str, Verdicts]:
    """Return verdicts of all methods (or of `names`) by name; rows in the order of `spans`.

    `cuts` are thresholds in place of the published ones, by method and name (`methods.CUTS`).
    """
    own = cuts or {}
    every = methods.ALL if names is None else names
    kinds = methods.ends.list_kinds(spans)
    return {name: methods.assess(name, spans, own.get(name), kinds) for name in every}


def judge_one(
    series: Series, aim: Aim, names: Iterable[str] | None = None, cuts: Mapping[str, Cuts] | None = None
) -> Judgement:
    """Return all methods that need no other areas (or `names`) side by side for one series."""
    spans = from_series([series], [aim])
    return make_judgement(judge_spans(spans, methods.OWN if names is None else names, cuts), spans, 0)


def make_judgement(verdicts: Mapping[str, Verdicts], spans: Spans, index: int) -> Judgement:
    """Return one row of the verdicts as a judgement in words."""
    rows = {name: methods.row(verdict, spans, index) for name, verdict in verdicts.items()}
    by_group: dict[Group, list[str]] = {group: [] for group in PHRASES}
    for name, row in rows.items():
        if row.verdict and name not in STATUS:
            by_group[GROUPS[row.verdict]].append(methods.ALL[name].TITLE)
    silent = [methods.ALL[name].TITLE for name, row in rows.items() if not row.verdict and name not in STATUS]
    named = {group: names for group, names in by_group.items() if names}
    agreement = _find_agreement({group: len(names) for group, names in named.items()})
    return Judgement(MappingProxyType(rows), agreement, _agreement_sentence(agreement, named, silent))


def _find_agreement(votes: Mapping[Group, int]) -> Agreement:
    """Return what `count_agreements` says of one series, from the number of methods in each group that has any."""
    if sum(votes.values()) < 2:
        return "one" if votes else "none"
    if len(votes) == 1:
        return "agree"
    return "contradict" if {"arrives", "away"} <= votes.keys() else "differ"


def _agreement_sentence(agreement: Agreement, named: Mapping[Group, list[str]], silent: list[str]) -> str:
    count = sum(len(names) for names in named.values())
    parts = [
        f"{_count_words(len(names), count)} {PHRASES[group]} ({', '.join(names)})" for group, names in named.items()
    ]
    head = {
        "none": "No method can judge this series.",
        "one": f"Only one method can judge this series: it says {PHRASES[next(iter(named), 'away')]}.",
        "agree": f"All {count} methods that can judge agree {PHRASES[next(iter(named), 'away')]}.",
        "differ": f"The methods differ: {'; '.join(parts)}.",
        "contradict": f"The methods contradict each other: {'; '.join(parts)}.",
    }[agreement]
    return head if not silent else f"{head} Not judged by: {', '.join(silent)}."


def _count_words(some: int, of: int) -> str:
    return f"{some} of {of} {'says' if some == 1 else 'say'}"


def count_groups(verdicts: Mapping[str, Verdicts]) -> Ints:
    """Return the number of methods in each of PHRASES (rows) for every series (columns); STATUS has no vote."""
    order = list(PHRASES)
    size = len(next(iter(verdicts.values())).verdict) if verdicts else 0
    votes = np.zeros((len(order), size), dtype=np.int32)
    for name, count in verdicts.items():
        if name in STATUS:
            continue
        codes = [order.index(GROUPS[verdict]) for verdict in methods.ALL[count.method].COMMON]
        group = np.where(count.verdict >= 0, np.array(codes)[count.verdict], -1)
        votes += group == np.arange(len(order))[:, None]
    return votes


def count_agreements(verdicts: Mapping[str, Verdicts]) -> Ints:
    """Index into AGREEMENTS for every series."""
    votes, order = count_groups(verdicts), list(PHRASES)
    total, kinds = votes.sum(axis=0), (votes > 0).sum(axis=0)
    opposed = (votes[order.index("arrives")] > 0) & (votes[order.index("away")] > 0)
    several = np.where(kinds == 1, 2, np.where(opposed, 4, 3))
    return np.where(total == 0, 0, np.where(total == 1, 1, several)).astype(np.int32)
