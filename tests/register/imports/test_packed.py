"""Files packed by gzip: what they hold is kept, within the limit of an upload."""

from __future__ import annotations

import gzip

import pytest

from actionlines.errors import UploadRefused
from actionlines.register.core.imports.files import path_of, store

pytestmark = pytest.mark.django_db
TABLE = b"series,area,year,value\ni99H,KEN,2024,40\n"


@pytest.mark.parametrize("as_file", [True, False])
def test_a_packed_table_is_kept_unpacked(tmp_path, as_file):
    (tmp_path / "sent").write_bytes(gzip.compress(TABLE))
    source = tmp_path / "sent" if as_file else gzip.compress(TABLE)
    file = store(source, "figures.csv.gz", None, "indicators")
    assert (file.name, file.type) == ("figures.csv", "text")
    assert path_of(file).read_bytes() == TABLE


def test_a_bomb_is_refused_before_it_fills_the_disk(settings):
    settings.UPLOAD_LIMIT = 1 << 20
    bomb = gzip.compress(b"0" * (50 << 20))
    with pytest.raises(UploadRefused) as error:
        store(bomb, "figures.csv.gz", None, "indicators")
    assert "2 MB" in error.value.problem or "3 MB" in error.value.problem  # it was read one chunk beyond the limit


@pytest.mark.parametrize("cut", [slice(0, 20), slice(0, -4)])
def test_a_damaged_file_says_so(cut):
    with pytest.raises(UploadRefused, match="cannot be unpacked"):
        store(gzip.compress(TABLE * 100)[cut], "figures.csv.gz", None, "indicators")


def test_an_archive_stays_packed():
    assert store(gzip.compress(b"no archive"), "countries.tar.gz", None, "uninfo").type == "gzip"
