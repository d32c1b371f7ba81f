"""A file of UN INFO becomes frameworks of the register: each country whole or not at all.

Activities are known again by country, number of UN INFO and agency. The aligner reads new and changed texts only;
a file that says what is held changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionlines.alignment import Aligner, Alignment
from actionlines.alignment.languages import quick_language
from actionlines.alignment.model import LEVELS
from actionlines.documents.blocks import MB
from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.programmes import model as m
from actionlines.programmes.uninfo import read_uninfo
from actionlines.register.activities.proposals import LEAST_P, MOST
from actionlines.register.cooperation.models import (
    WORLD,
    CooperationActivity,
    CooperationChange,
    CooperationFramework,
    CooperationSums,
    heads_of,
)
from actionlines.register.core.bulk import insert
from actionlines.register.core.concepts import KIND_OF_LEVEL, countries_of
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.models import ImportRow, ImportRun, StoredFile
from actionlines.register.core.imports.run import OnProgress
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.kinds import ImportFormat
from actionlines.register.core.schema import Data

MADE, UPDATED, SAME = "made", "updated", "same"
MEMORY, SECONDS = 2048 * MB, 120.0
REGIONS = ("itu-region", "un-commission", "un-region", "un-subregion", "group")
_FIELDS = (
    "place", "body", "code", "name", "description", "output", "starts", "ends", "currency", *m.AMOUNTS, "language",
    "links",
)  # fmt: skip
# What a change shows: neither the place in the file nor what follows from the texts.
_SHOWN = ("code", "name", "description", "output", "starts", "ends", "currency", *m.AMOUNTS)
# The least p of an action line. Most of what a framework lists is about no ICT: see docs/decisions/0026.
_OF_ITU, _ON_ICT, _OTHER = 0.0, 0.5, 2.0
_Key = tuple[int, str, int]
_Text = tuple[str, str, str, bool]
_Said = tuple[str, list[Data]]


def read(file: StoredFile, country: str = "") -> tuple[m.Framework, ...]:
    """Return the frameworks of a stored file, read in the sandbox. Raises InputError and UploadRefused."""
    settled(file, "uninfo")
    matches = bounded(
        f"{read_uninfo.__module__}:read_uninfo", m.UnInfo, path_of(file), file.name, country,
        memory=MEMORY, seconds=SECONDS, name=file.name,
    )  # fmt: skip
    return matches.frameworks


def write(fields: m.Framework, file: StoredFile, at: datetime | None = None) -> tuple[CooperationFramework, str]:
    """Bring the framework of one country to what its file says. Return it with MADE, UPDATED or SAME."""
    at, model = at or timezone.now(), Aligner.load().weights.version
    held = CooperationFramework.objects.filter(country=fields.country).first()
    if held and (held.digest, held.model) == (fields.digest, model):
        return held, SAME
    rows, flaws = _rows(fields, _known(held, model))
    with transaction.atomic():
        framework = held or CooperationFramework(country=fields.country)
        for name, value in _head(fields, flaws).items():
            setattr(framework, name, value)
        framework.file, framework.model, framework.read_at = file, model, at
        framework.save()
        changed = _replace(framework, rows)
        if held and changed:
            counts = Counter(row["what"] for row in changed)
            CooperationChange.objects.create(
                framework=framework, file=file, at=at, rows=changed,
                new=counts["new"], changed=counts["changed"], gone=counts["gone"],
            )  # fmt: skip
        _sum_up(fields.country, rows)
    return framework, UPDATED if held else MADE


def add_regions() -> None:
    """Add up regions, commissions, groups and the world from the activities of their countries."""
    rows: dict[str, list[m.Row]] = {
        framework: [] for framework in CooperationFramework.objects.values_list("country", flat=True)
    }
    held = CooperationActivity.objects.order_by("pk").values_list(
        "framework__country", "number", "place", "agency", "currency", "links", *m.AMOUNTS
    )
    for country, number, place, agency, currency, links, *amounts in held.iterator():
        concepts = [link["concept"] for link in links]
        key = number or (country, place)
        rows[country].append((key, agency, currency, concepts, dict(zip(m.AMOUNTS, amounts, strict=True))))
    areas = group_areas()
    CooperationSums.objects.exclude(area__in=[WORLD, *areas, *rows]).delete()
    for area, inside in ((WORLD, rows), *areas.items()):
        parts = [rows[item] for item in inside if item in rows]
        _store(area, len(parts), m.add_up((row for part in parts for row in part), load().action_lines))


def group_areas() -> dict[str, tuple[str, ...]]:
    """Return the regions, commissions and groups of countries that are added up, with their countries."""
    return {area.id: countries_of(area.id) for area in load().areas.values() if area.kind in REGIONS}


def load_sums() -> int:
    """Write the numbers of UN INFO that the framework holds, where the register has none. Return of how many areas.

    They say nothing of action lines and targets: nobody has read the activities.
    """
    if CooperationSums.objects.exists():
        return 0
    areas: dict[str, Data] = {}
    for row in read_table("cooperation"):
        held = areas.setdefault(
            row["area"], {"all": [0, 0, 0, 0], "agencies": {}, "concepts": {}, "source": row["source"]}
        )
        numbers = [int(row["activities"] or 0), *(int(Decimal(row[name] or 0) * 100) for name in m.AMOUNTS)]
        if row["goal"]:
            held["concepts"][row["goal"]] = {"all": numbers, "agencies": {}}
        elif row["agency"]:
            held["agencies"][row["agency"]] = numbers
        else:
            held["all"] = numbers
    groups = group_areas()
    rows = []
    for area, held in areas.items():
        inside = (
            len(areas.keys() - {WORLD, *groups})
            if area == WORLD
            else len(areas.keys() & set(groups.get(area, (area,))))
        )
        heads = {"": {name: value for name, value in heads_of({"": held})[""].items() if "lines" not in name}}
        rows.append(CooperationSums(area=area, frameworks=inside, sums={"": held}, heads=heads))
    CooperationSums.objects.bulk_create(rows)
    return len(rows)


def _head(framework: m.Framework, flaws: list[Data]) -> Data:
    results = [
        {**{k: v for k, v in asdict(result).items() if k != "money"}, **_plain(result.money)}
        for result in framework.results
    ]
    stated = {"totals": _plain(framework.stated), "goals": {goal: _plain(money) for goal, money in framework.goals}}
    return {
        "name": framework.name,
        "workspace": framework.workspace,
        "member": framework.member,
        "digest": framework.digest,
        "stated": stated,
        "results": results,
        "flaws": flaws,
    }


def _plain(money: m.Money) -> Data:
    matches = {name: getattr(money, name) for name in m.AMOUNTS}
    return {name: None if value is None else str(value) for name, value in matches.items()}


def _key(activity: m.PlannedActivity | CooperationActivity) -> _Text:
    """Return what proposals depend on: the words, and whether ITU acts, whose activities are about ICTs."""
    return (activity.name, activity.description, activity.output, activity.body == "itu")


def _known(held: CooperationFramework | None, model: str) -> dict[_Text, _Said]:
    """Return texts -> (language, links) as they are held, where the same model made them."""
    if held is None or held.model != model:
        return {}
    return {_key(item): (item.language, item.links) for item in held.activities.all()}


def _rows(framework: m.Framework, known: dict[_Text, _Said]) -> tuple[dict[_Key, Data], list[Data]]:
    """Return the rows by their keys, each with what it is about, and the flaws of the file."""
    new = [item for item in dict.fromkeys(map(_key, framework.activities)) if item not in known]
    groups: dict[float, list[_Text]] = defaultdict(list)
    for text in new:
        groups[_least(text)].append(text)
    for least, chosen in groups.items():
        known |= dict(zip(chosen, _proposed([_whole(*item[:3]) for item in chosen], least), strict=True))
    rows: dict[_Key, Data] = {}
    silent = []
    for activity in framework.activities:
        language, links = known[_key(activity)]
        rows[activity.number, activity.agency, activity.nth] = _row(activity, language, links)
        if not language:
            silent.append(activity.place)
    flaws = [asdict(flaw) for flaw in framework.flaws]
    if silent:
        flaws.append({"code": "language", "value": "", "place": silent[0], "count": len(silent)})
    return rows, flaws


def _least(text: _Text) -> float:
    """Return the least p of an action line: what ITU does is about ICTs; of others, only what names an ICT is."""
    name, description, _output, of_itu = text
    return _OF_ITU if of_itu else _ON_ICT if m.names_ict(f"{name}\n{description}") else _OTHER


def _proposed(wholes: Sequence[str], least: float) -> list[_Said]:
    """Return the language of each text and what it is about; where there may be lines, with their words."""
    languages = [quick_language(item) for item in wholes]
    alignments = Aligner.load().align_all(wholes, languages=languages, with_evidence=least < _OTHER)
    return [
        (language, _links(whole, alignment, least) if language else [])
        for whole, language, alignment in zip(wholes, languages, alignments, strict=True)
    ]


def _whole(name: str, description: str, output: str) -> str:
    """Return what the aligner reads: repeated words once, and the output, which says what it is for."""
    if description.startswith(name):
        name = ""
    elif name.startswith(description):
        description = ""
    return "\n\n".join(item for item in (name, description, output) if item)


def _links(whole: str, alignment: Alignment, least: float) -> list[Data]:
    words = {item.label: item for item in sorted(alignment.evidence, key=lambda item: item.weight)}
    return [
        {
            "concept": label.id,
            "level": KIND_OF_LEVEL[level],
            "p": round(label.p, 4),
            "quote": whole[words[label.id].start : words[label.id].end] if label.id in words else "",
        }
        for level in LEVELS
        for label in alignment.labels(level)[:MOST]
        # Money is not added up by what a text perhaps is about.
        if label.grade != "perhaps"
        and (label.stated or label.p >= (least if level == "action_lines" else LEAST_P.get(level, 0.0)))
    ]


def _row(planned_activity: m.PlannedActivity, language: str, links: list[Data]) -> Data:
    matches = {name: getattr(planned_activity, name) for name in _FIELDS if hasattr(planned_activity, name)}
    money = {name: getattr(planned_activity.money, name) for name in m.AMOUNTS}
    return {**matches, **money, "currency": planned_activity.money.currency[:20], "language": language, "links": links}


def _replace(framework: CooperationFramework, rows: Mapping[_Key, Data]) -> list[Data]:
    """Write the rows that are new or different, delete those that are gone. Return what changed, in words."""
    held = {(item.number, item.agency, item.nth): item for item in framework.activities.all()}
    out: list[Data] = []
    new, touched = [], []
    for key, row in rows.items():
        if (old := held.pop(key, None)) is None:
            new.append((framework.pk, *key, *(row[name] for name in _FIELDS)))
            out.append(_said(key, row["name"], "new"))
            continue
        differs = {name: [getattr(old, name), row[name]] for name in _FIELDS if getattr(old, name) != row[name]}
        if differs:
            for name, (_before, after) in differs.items():
                setattr(old, name, after)
            touched.append(old)
            if context := {name: pair for name, pair in differs.items() if name in _SHOWN}:
                out.append(_said(key, row["name"], "changed", context))
    insert(CooperationActivity, ("framework", "number", "agency", "nth", *_FIELDS), new)
    CooperationActivity.objects.bulk_update(touched, _FIELDS, batch_size=500)
    out += [_said(key, item.name, "gone") for key, item in held.items()]
    CooperationActivity.objects.filter(pk__in=[item.pk for item in held.values()]).delete()
    return out


def _said(key: _Key, name: str, what: str, fields: Mapping[str, list[object]] | None = None) -> Data:
    context = {field: [str(v) if isinstance(v, Decimal) else v for v in pair] for field, pair in (fields or {}).items()}
    return {"number": key[0], "agency": key[1], "nth": key[2], "name": name, "what": what, "fields": context}


def _sum_up(country: str, rows: Mapping[_Key, Data]) -> None:
    sums = m.add_up(
        (
            (number or row["place"], agency, row["currency"], [link["concept"] for link in row["links"]],
             {name: row[name] for name in m.AMOUNTS})
            for (number, agency, _nth), row in rows.items()
        ),
        load().action_lines,
    )  # fmt: skip
    _store(country, 1, sums)


def _store(area: str, frameworks: int, sums: m.Sums) -> None:
    matches = {"frameworks": frameworks, "sums": sums, "heads": heads_of(sums)}
    CooperationSums.objects.update_or_create(area=area, defaults=matches)


def bring_in_run(run: ImportRun, on_progress: OnProgress | None) -> None:
    """Import a file, one row for each country; the regions are added up with the last."""
    frameworks = read(run.file, run.country)
    ImportRun.objects.filter(pk=run.pk).update(rows_total=len(frameworks))
    counts = Counter(run.counts)
    for row, as_read in enumerate(frameworks[run.rows_done :], start=run.rows_done + 1):
        with transaction.atomic():
            if run.dry_run:
                framework, outcome = None, "read"
            else:
                framework, outcome = write(as_read, run.file)
                if row == len(frameworks):
                    add_regions()
            counts[outcome] += 1
            remarks = framework.remarks if framework else []
            problems = [{"field": as_read.country, "problem": text, "advice": ""} for text in remarks]
            saved = {"outcome": outcome, "record": framework and framework.pk, "problems": problems}
            ImportRow.objects.update_or_create(run=run, row=row, defaults=saved)
            ImportRun.objects.filter(pk=run.pk).update(rows_done=row, counts=counts)
        if on_progress:
            on_progress(row, len(frameworks))


FORMAT = ImportFormat("uninfo", 50, _("Activities of UN INFO"), "uninfo.import", f"{__name__}.bring_in_run")
