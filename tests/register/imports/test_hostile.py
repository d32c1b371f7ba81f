"""Any upload is refused with advice or read within 256 MB beyond what its reader takes for a short file."""

import pytest

from actionlines.errors import ActionlinesError, UploadRefused
from actionlines.programmes.model import UnInfo
from actionlines.register.cooperation import imports
from actionlines.register.core.imports import sheet
from actionlines.register.core.imports.files import clean_name, path_of, settled, store
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.imports.sheet import Sheet
from actionlines.register.instruments.document_reader import MEMORY, USED
from actionlines.register.preferences.picture import Picture
from actionlines.register.standings import figures
from tests.register.imports.hostile import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.sandbox]

MB = 2**20
EXTRACTED = "actionlines.register.instruments.document_reader:extracted"
CONVERT = "actionlines.register.core.imports.sheet:convert"
WORK_OUT = "actionlines.register.standings.figures:work_out"
UNINFO = "actionlines.programmes.uninfo:read_uninfo"
DRAWN = "actionlines.register.preferences.picture:drawn_again"
RSS = (84 + 256) * MB  # the reader of a short text or table takes 84 MB
# One of each kind of import, in every run; all the others in `make test-all`.
SOME = {
    ("document", "zip bomb of 1000 to 1"),
    ("document", "external entity"),
    ("activities", "laughing workbook"),
    ("indicators", "Parquet of nothing"),
}


def read(what, file, target, reports):
    """As an import does it."""
    path = path_of(settled(file, what))
    if what == "document":
        return bounded(EXTRACTED, dict, path, file.name, memory=MEMORY, used=USED, seconds=60, reports=reports)
    if what == "activities":
        given = (path, target / "rows.jsonl", file.type, file.name)
        return bounded(CONVERT, Sheet, *given, memory=sheet.MEMORY, seconds=60, work=target, reports=reports)
    if what == "uninfo":
        return bounded(UNINFO, UnInfo, path, "KEN.json", "", memory=imports.MEMORY, seconds=60, reports=reports)
    if what == "logo":
        picture = bounded(DRAWN, Picture, path, reports=reports)
        return picture.must_be_good(file.name)
    return bounded(WORK_OUT, figures.Found, path, file.name, memory=figures.MEMORY, seconds=60, reports=reports)


@pytest.mark.parametrize(
    ("what", "name"),
    [pytest.param(*one, marks=[] if one in SOME else pytest.mark.long, id="-".join(one)) for one in FILES],
)
def test_refused_or_read_within_bounds(what, name, tmp_path):
    make, refused = FILES[what, name]
    data = make()
    reports = []
    told = None
    try:
        read(what, store(data, f"{name}.bin", what=what), tmp_path, reports)
    except ActionlinesError as error:
        told = error
    assert refused is None or refused == (told is not None), told
    assert told is None or (told.problem and told.advice), "it says what to do"
    assert not reports or reports[0].peak < RSS, f"{reports[0].peak / MB:.0f} MB"


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
