"""Country files of UN INFO: every number with its place, and what is wrong said there."""

from __future__ import annotations

import json
import tarfile
from decimal import Decimal
from pathlib import Path

import pytest

from actionlines.errors import DamagedInput, EmptyInput, UnknownFormat, UnsafeInput
from actionlines.programmes.model import LINES, add_up, names_ict
from actionlines.programmes.uninfo import read_uninfo
from tests.programmes.samples import activity, country, packed, written


def test_a_country_file_gives_results_activities_and_money_with_their_places(tmp_path: Path) -> None:
    path = written(tmp_path, "KEN.json", country(activity(1), activity(2, "UN ESCAP", required=None)))
    (found,) = read_uninfo(path).frameworks
    assert (found.country, found.name, found.member, found.flaws) == ("KEN", "Kenya", "KEN.json", ())
    assert [(one.level, one.place) for one in found.results] == [
        ("priority", "/framework/0"),
        ("outcome", "/framework/0/children/0"),
        ("output", "/framework/0/children/0/children/0"),
    ]
    first, second = found.activities
    assert (first.place, first.number, first.agency, first.body) == ("/projects/0", 1, "ITU", "itu")
    assert (first.money.required, first.money.available, first.money.spent) == (
        Decimal("1000.00"), Decimal("600.25"), Decimal("100.50"),
    )  # fmt: skip
    assert (second.body, second.money.required) == ("escap", None)
    assert found.goals[0][0] == "9" and found.stated.required == Decimal("1000.00")


def test_the_same_agency_twice_with_one_number_stays_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "KEN.json", country(activity(1), activity(1), activity(1, "FAO")))
    found = read_uninfo(path).frameworks[0].activities
    assert [(one.agency, one.nth) for one in found] == [("ITU", 0), ("ITU", 1), ("FAO", 0)]


@pytest.mark.parametrize(
    ("given", "flaw"),
    [
        ({"agency": "Bureau of Lakes"}, ("agency", "Bureau of Lakes", "/projects/0/agency")),
        ({"required": "1,5 Mio"}, ("amount", "1,5 Mio", "/projects/0/required")),
        ({"spent": -4}, ("amount", "-4", "/projects/0/spent")),
        ({"available": 10.005}, ("cents", "10.005", "/projects/0/available")),
        ({"start": "2026-13-01"}, ("date", "2026-13-01", "/projects/0/start")),
        ({"end": "2025-01-01"}, ("period", "2026-01-01 – 2025-01-01", "/projects/0/end")),
        ({"outcome": "Another output"}, ("output", "", "/projects/0/outcome")),
        ({"required": 0, "available": None, "spent": None}, ("no-money", "", "/projects")),
    ],
)
def test_what_is_wrong_is_named_at_its_place_and_not_guessed(tmp_path, given, flaw) -> None:
    row = activity(1, **given)
    found = read_uninfo(written(tmp_path, "KEN.json", country(row))).frameworks[0]
    assert flaw in [(one.code, one.value, one.place) for one in found.flaws]
    if flaw[0] == "amount":
        assert getattr(found.activities[0].money, flaw[2].rpartition("/")[2]) is None


def test_amounts_in_several_currencies_are_kept_apart(tmp_path: Path) -> None:
    data = country(activity(1), activity(2, currency="EUR"), activity(3, currency="CHF"))
    found = read_uninfo(written(tmp_path, "KEN.json", data)).frameworks[0]
    assert [one.money.currency for one in found.activities] == ["", "EUR", "CHF"]
    assert [(one.code, one.value) for one in found.flaws] == [("currencies", "–, CHF, EUR")]


def test_totals_that_no_activity_explains_are_said(tmp_path: Path) -> None:
    data = country(activity(1))
    data["totals"]["required"] = 5000
    found = read_uninfo(written(tmp_path, "KEN.json", data)).frameworks[0]
    assert ("total", "/totals/required") in [(one.code, one.place) for one in found.flaws]
    empty = read_uninfo(written(tmp_path, "TZA.json", country())).frameworks[0]
    assert [one.code for one in empty.flaws] == ["no-activities"]


def test_an_archive_and_a_folder_say_the_same_in_the_order_of_countries(tmp_path: Path) -> None:
    files = {"UGA.json": country(activity(1), name="Uganda"), "KEN.json": country(activity(2))}
    archive = packed(tmp_path, {**files, "README.md": b"no country"})
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in files.items():
        written(folder, name, data)
    assert [one.country for one in read_uninfo(archive).frameworks] == ["KEN", "UGA"]
    assert read_uninfo(archive) == read_uninfo(folder)


def test_the_country_comes_from_the_name_what_is_inside_or_the_caller(tmp_path: Path) -> None:
    data = country(activity(1), name="Kenya")
    assert read_uninfo(written(tmp_path, "a download.json", data)).frameworks[0].country == "KEN"
    nameless = written(tmp_path, "a download.json", {**data, "name": "Lakeland"})
    assert read_uninfo(nameless, country="TZA").frameworks[0].country == "TZA"
    with pytest.raises(UnknownFormat, match="Lakeland"):
        read_uninfo(nameless)


def test_broken_and_hostile_files_are_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match=r"KEN\.json"):
        (tmp_path / "KEN.json").write_text('{"projects": [NaN]}')
        read_uninfo(tmp_path / "KEN.json")
    with pytest.raises(UnknownFormat, match="projects"):
        read_uninfo(written(tmp_path, "KEN.json", {"name": "Kenya"}))
    with pytest.raises(DamagedInput, match="archive"):
        (tmp_path / "cut.tar.gz").write_bytes(packed(tmp_path, {"KEN.json": country()}).read_bytes()[:90])
        read_uninfo(tmp_path / "cut.tar.gz")
    with pytest.raises(DamagedInput, match="both of KEN"):
        read_uninfo(packed(tmp_path, {"a/KEN.json": country(), "b/KEN.json": country()}))
    with pytest.raises(EmptyInput):
        read_uninfo(packed(tmp_path, {"notes.txt": b"nothing"}))
    with tarfile.open(tmp_path / "link.tar.gz", "w:gz") as box:
        link = tarfile.TarInfo("KEN.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        box.addfile(link)
    with pytest.raises(UnsafeInput, match="link"):
        read_uninfo(tmp_path / "link.tar.gz")


def test_sums_are_exact_and_count_an_activity_on_lines_once() -> None:
    money = {"required": Decimal("0.10"), "available": Decimal("0.20"), "spent": None}
    rows = [
        (1, "ITU", "", ["C2", "C4"], money), (2, "FAO", "", ["sdg:2"], money), (3, "FAO", "EUR", [], money),
        # The same activity in the file of another country, under another output.
        (1, "ITU", "", ["C4", "C5"], money),
        # A second agency in it, and another amount of the first.
        (1, "UNDP", "", [], money), (1, "ITU", "", [], {**money, "spent": Decimal("0.05")}),
    ]  # fmt: skip
    found = add_up(rows, ["C2", "C4", "C5"])
    assert found[""]["all"] == [2, 40, 80, 5] and found["EUR"]["all"] == [1, 10, 20, 0]
    assert found[""]["agencies"] == {"ITU": [1, 20, 40, 5], "FAO": [1, 10, 20, 0], "UNDP": [1, 10, 20, 0]}
    assert found[""]["concepts"][LINES] == {"all": [1, 10, 20, 0], "agencies": {"ITU": [1, 10, 20, 0]}}


def test_the_published_files_add_up_to_the_cent(shared: Path) -> None:
    path = shared / "data" / "frameworks" / "uninfo_countries.tar.gz"
    if not path.exists():
        pytest.skip("no files of UN INFO")
    found = {one.country: one for one in read_uninfo(path).frameworks}
    with tarfile.open(path) as box:
        plain = json.load(box.extractfile(next(one for one in box if one.name.endswith("KEN.json"))))
    mine = sum(one.money.required or 0 for one in found["KEN"].activities)
    assert len(found) == 127 and mine == sum(round(row["required"] * 100) for row in plain["projects"]) / Decimal(100)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Solutions numériques pour les écoles", True), ("Semences et engrais pour les agriculteurs", False),
        ("Capacitación en línea para docentes", True), ("Vacunas y medicinas", False),
        ("数字技能培训", True), ("儿童疫苗接种", False), ("Цифровые навыки", True), ("Семена", False),
        ("المهارات الرقمية", True), ("بذور", False), ("AI in law", True), ("J'ai un puits", False),
    ],
)  # fmt: skip
def test_a_text_names_an_ict_in_six_languages(text: str, expected: bool) -> None:
    assert names_ict(text) is expected
