"""Files of UN INFO in the register: known again, changed, added up, and what is wrong said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from actionlines.errors import NotAllowed
from actionlines.register.cooperation.models import (
    CooperationActivity,
    CooperationChange,
    CooperationFramework,
    CooperationSums,
)
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.imports.run import run
from actionlines.register.reports.account import funded
from actionlines.register.site.commands.papers import _account
from tests.people import person
from tests.programmes.samples import activity, country, packed

pytestmark = pytest.mark.django_db


def bring(folder: Path, files: dict[str, object], name: str = "uninfo.tar.gz", **given: object) -> ImportRun:
    """The import of an archive of country files."""
    file = store(packed(folder, files, name), name, None, "uninfo")
    return run(started(None, file, "uninfo", **given).pk)


def kenya(*more: dict[str, object]) -> dict[str, object]:
    """Kenya with an activity of ITU and one of FAO."""
    fields = {"name": "Distribute seeds of sorghum to farmers of dry districts", "outcome": "Output 2. Harvests grow"}
    return country(activity(1), activity(2, "FAO", **fields), *more)


def test_an_import_keeps_activities_with_proposals_and_adds_up_areas(tmp_path: Path) -> None:
    files = {"KEN.json": kenya(), "UGA.json": country(activity(9), name="Uganda")}
    # Two islands share a framework: an activity with two agencies, repeated under a second output.
    shared = [activity(4), activity(4, outcome="Output 2. Repeated"), activity(4, "UNDP", required=7)]
    files |= {f"{code}.json": country(*shared, name=code) for code in ("KIR", "NRU")}
    done = bring(tmp_path, files)
    assert (done.status, done.counts) == ("done", {"made": 4})
    itu, fao = CooperationFramework.objects.get(country="KEN").activities.all()
    assert itu.source == "KEN.json#/projects/0" and str(itu.available) == "600.25" and itu.language == "en"
    lines = {link["concept"] for link in itu.links if link["level"] == "action_line"}
    assert {"C2", "C4"} & lines and not [link for link in fao.links if link["level"] == "action_line"]
    assert all(link["quote"] in f"{itu.name}\n\n{itu.output}" for link in itu.links)
    heads = {one.area: one.heads[""] for one in CooperationSums.objects.filter(frameworks__gt=0)}
    assert heads["KEN"]["all"] == [2, 200000, 120050, 20100] and heads["KEN"]["itu"] == [1, 100000, 60025, 10050]
    assert (heads["itu-region:AFR"]["all"][0], heads["world"]["all"][0], heads["world"]["lines"][0]) == (3, 4, 3)
    assert heads["KIR"] == heads["NRU"] == heads["itu-region:ASP"]
    pacific = [heads[area] for area in ("m49:009", "m49:057")]  # Oceania and Micronesia
    assert pacific == [heads["KIR"], heads["KIR"]], "what islands share counts once in each region that has them"
    assert heads["KIR"]["all"] == [1, 100700, 120050, 20100] and heads["KIR"]["itu"][:2] == [1, 100000]
    assert [one.id for one in funded({"KEN"})] == ["KEN/0", "KEN/1"]


def test_the_same_again_changes_nothing_and_a_new_file_shows_what_changed(tmp_path: Path) -> None:
    bring(tmp_path, {"KEN.json": kenya()})
    keys = list(CooperationActivity.objects.values_list("pk", flat=True))
    again = bring(tmp_path, {"KEN.json": kenya()}, "again.tar.gz")
    assert again.counts == {"same": 1} and not CooperationChange.objects.exists()
    newer = country(activity(1, available=700), activity(3, "UNDP", required=5))
    done = bring(tmp_path, {"KEN.json": newer}, "newer.tar.gz")
    assert done.counts == {"updated": 1}
    change = CooperationChange.objects.get()
    assert (change.new, change.changed, change.gone) == (1, 1, 1)
    said = {one["what"]: one for one in change.rows}
    assert said["changed"]["fields"] == {"available": ["600.25", "700.00"]}
    assert said["gone"]["agency"] == "FAO" and said["new"]["agency"] == "UNDP"
    assert CooperationActivity.objects.get(agency="ITU").pk == keys[0], "known again by the number of UN INFO"
    assert CooperationSums.objects.get(area="world").heads[""]["all"] == [2, 100500, 130025, 20100]


def test_what_is_wrong_is_a_remark_of_the_country(tmp_path: Path) -> None:
    text = {"name": "Die Schulen der ländlichen Bezirke werden mit Büchern und einer Bibliothek ausgestattet",
            "outcome": "Die Kinder lesen gern und haben Zugang zu Büchern"}  # fmt: skip
    data = country(activity(1, "Bureau of Lakes", currency="EUR"), activity(2, **text))
    done = bring(tmp_path, {"KEN.json": data})
    said = " ".join(problem["problem"] for row in done.rows.all() for problem in row.problems)
    assert "agency “Bureau of Lakes”" in said and "several currencies (–, EUR)" in said
    assert "none of the six languages" in said and "/projects/1" in said
    assert CooperationActivity.objects.get(number=2).links == []
    assert set(CooperationSums.objects.get(area="KEN").sums) == {"", "EUR"}


def test_a_trial_changes_nothing_and_a_broken_file_says_why(tmp_path: Path) -> None:
    tried = bring(tmp_path, {"KEN.json": kenya()}, dry_run=True)
    assert tried.counts == {"read": 1} and not CooperationFramework.objects.exists()
    file = store(b'{"projects": 4}', "KEN.json", None, "uninfo")
    failed = run(started(None, file, "uninfo").pk)
    assert failed.status == "failed" and "projects" in json.dumps(failed.error)


def test_only_the_secretariat_and_administrators_bring_it_in(tmp_path: Path) -> None:
    file = store(packed(tmp_path, {"KEN.json": kenya()}), "uninfo.tar.gz", None, "uninfo")
    for who in ("member", "reviewer", "focal"):
        with pytest.raises(NotAllowed):
            started(person(who), file, "uninfo")
    assert started(person("secretariat"), file, "uninfo").what == "uninfo"


def test_all_road_maps_at_once_hold_what_un_info_has_of_their_lines(tmp_path: Path) -> None:
    """`roadmap --all` and `roadmap LINE` say the same of the activities of UN INFO."""
    bring(tmp_path, {"KEN.json": kenya()})
    assert [item.id for item in _account([("C2",), ("C4",)], every=True).funded] == ["KEN/0"]
    assert [item.id for item in _account([("C2",)], every=False).funded] == ["KEN/0"]


def test_pages_of_a_body_and_a_line_show_what_frameworks_hold_of_them(tmp_path: Path, client: Client) -> None:
    bring(tmp_path, {"KEN.json": kenya()})
    for address in ("/itu/", "/C2/"):
        html = client.get(address).content.decode()
        assert "UN INFO lists 1 activity of cooperation frameworks here" in html and "(currency not given)" in html
    assert "UN INFO lists" not in client.get("/upu/").content.decode()
