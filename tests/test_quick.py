"""The list of `make quick` names files of every room."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LISTED = (ROOT / "tests" / "quick.txt").read_text("utf-8").split()
# The folders of tests that are named as a room of src.
FOLDERS = {
    "/".join(path.relative_to(ROOT).parts[:2])
    for path in (ROOT / "tests").glob("*/**/test_*.py")
    if path.relative_to(ROOT).parts[1] in {one.name for one in (ROOT / "src" / "actionlines").iterdir()}
}


def test_every_file_of_the_list_is_there() -> None:
    assert [name for name in LISTED if not (ROOT / name).is_file()] == []
    assert len(set(LISTED)) == len(LISTED)


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_every_room_has_a_file_in_the_list(folder: str) -> None:
    assert any(name.startswith(f"{folder}/") for name in LISTED)
