"""Any upload is refused with advice or read within 256 MB."""

import time

import pytest

from actionlines.errors import ActionlinesError, UploadRefused
from actionlines.registry.activities.imports import sheet
from actionlines.registry.imports.files import clean_name, path_of, store
from actionlines.registry.imports.sandbox import _answer, bounded
from actionlines.registry.instruments.document_reader import MEMORY, extracted
from actionlines.registry.models import StoredFile
from actionlines.registry.standings import figures
from tests.registry.imports.hostile import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.sandbox]

MB = 2**20
RSS = 256 * MB
# One of each kind of import, in every run; all the others in `make test-all`.
SOME = {
    ("document", "zip bomb of 1000 to 1"),
    ("document", "external entity"),
    ("activities", "laughing workbook"),
    ("indicators", "Parquet of nothing"),
}


def read(what, file, target, peak):
    """As an import does it."""
    if what == "document":
        return bounded(extracted, path_of(file), file.name, memory=MEMORY, seconds=60, peak=peak)
    if what == "activities":
        given = (path_of(file), target, file.type, file.name)
        return bounded(sheet.convert, *given, memory=sheet.MEMORY, seconds=60, peak=peak)
    return bounded(figures.work_out, path_of(file), file.name, memory=figures.MEMORY, seconds=60, peak=peak)


@pytest.mark.parametrize(
    ("what", "name"),
    [pytest.param(*one, marks=[] if one in SOME else pytest.mark.long, id="-".join(one)) for one in FILES],
)
def test_refused_or_read_within_bounds(what, name, tmp_path):
    make, refused = FILES[what, name]
    data = make()
    peak: list[int] = []
    told = None
    try:
        read(what, store(data, f"{name}.bin", what=what), tmp_path / "rows.jsonl", peak)
    except ActionlinesError as error:
        told = error
    assert refused is None or refused == (told is not None), told
    assert told is None or (told.problem and told.advice), "it says what to do"
    assert not peak or peak[0] < RSS, f"{peak[0] / MB:.0f} MB"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.docx", "plan.docx"),
        ("plan\r\nSet-Cookie: a=b.pdf", "planSet-Cookie: a=b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u200b\u2066.\u2069", "file"),
        ("..", "file"),
        ("", "file"),
        ("a" * 500 + ".pdf", "a" * 116 + ".pdf"),
        ("Pl\u00e1n \u8ba1\u5212.pdf", "Pl\u00e1n \u8ba1\u5212.pdf"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert clean_name(given) == kept


def test_the_same_bytes_are_kept_once_and_whole(settings):
    one, other = store(b"Masts for islands.", "a.txt"), store(b"Masts for islands.", "b.txt")
    assert one == other
    assert path_of(one).read_bytes() == b"Masts for islands."
    assert path_of(one).name == one.sha256
    assert not list((settings.DATA / "files").glob(".incoming-*"))


def test_what_is_too_large_says_how_large_it_may_be(settings):
    settings.UPLOAD_LIMIT = 2 * MB
    with pytest.raises(UploadRefused, match="at most 2 MB"):
        store(b"x" * (3 * MB), "a.txt")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("function", "args", "said"),
    [(time.sleep, (9,), "seconds"), (bytearray, (10**10,), "memory"), (sum, (range(10**12),), "seconds")],
)
def test_bounds_hold(function, args, said):
    with pytest.raises(UploadRefused, match=said):
        bounded(function, *args, seconds=1.0)


def test_a_fault_of_ours_is_not_taken_for_one_of_the_file():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        bounded(divmod, 1, 0)


def test_a_library_that_aborts_for_want_of_memory_is_told_as_such():
    with pytest.raises(UploadRefused, match="memory"):
        _answer(b"", -6, "x.csv", 1.0, MB, b"memory allocation of 49152 bytes failed\n", None)
