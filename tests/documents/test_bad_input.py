"""Bad and hostile input: one clear error with a code and the file's name, or read right, within bounds."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents import Limits, read
from actionlines.errors import (
    ActionlinesError,
    DamagedInput,
    EmptyInput,
    EncryptedInput,
    InputNotFound,
    InputTooLarge,
    NoTextLayer,
    UnknownFormat,
    UnsafeInput,
)
from tests.documents.docx_builder import W, docx, para
from tests.effort import examples

OPEN = f'<w:document xmlns:w="{W}"><w:body>'.encode()
CLOSE = b"</w:body></w:document>"
UTF_16 = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def document(body: bytes, before: bytes = b"") -> bytes:
    """A DOCX with this body and these bytes before its root element."""
    return archive({"word/document.xml": before + OPEN + body + CLOSE})


def words(size: int) -> bytes:
    """Words that do not compress well, so that no ratio gives them away."""
    generator = random.Random(7)
    return b" ".join(b"%x" % generator.getrandbits(64) for _ in range(size // 17))


def pdf(*objects: str, trailer: str = "") -> bytes:
    """A PDF of these objects, with a right table of places."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    return bytes(
        out + f"trailer\n<</Size {len(places) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )


PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{0}>>"
SCANNED = pdf(
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    PAGE.format("/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R"),
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length"
    " 1>>\nstream\n0\nendstream",
    "<</Length 27>>\nstream\nq 500 0 0 700 40 40 cm /I Do Q\nendstream",
)
LOCKED = pdf(
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    PAGE.format(""),
    "<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>",
    trailer="/Encrypt 4 0 R /ID[<00><00>]",
)


@pytest.mark.parametrize(
    ("data", "error", "problem"),
    [
        # Nothing, in several ways.
        (b"", EmptyInput, "no bytes"),
        (b" \n\t\r\n", EmptyInput, "nothing but blanks"),
        (b"\x00" * 500, EmptyInput, "nothing but blanks"),
        (docx("<w:p/>"), EmptyInput, "no text"),
        (b"<html><body><script>x</script></body></html>", EmptyInput, "no text"),
        # Things that are no documents, told by their first bytes.
        (b"{\\rtf1 text}", UnknownFormat, "an RTF file"),
        (b"\x89PNG\r\n\x1a\n", UnknownFormat, "a PNG picture"),
        (b"\x1f\x8b\x08" + b"x" * 50, UnknownFormat, "a gzip archive"),
        (OLE, UnknownFormat, "an old binary Office file"),
        (archive({"a.txt": b"x"}), UnknownFormat, "a zip archive"),
        (archive({"xl/workbook.xml": b"<x/>"}), UnknownFormat, "a spreadsheet"),
        (archive({"ppt/presentation.xml": b"<x/>"}), UnknownFormat, "a presentation"),
        (archive({"content.xml": b"<x/>"}), UnknownFormat, "an OpenDocument file"),
        (b'<?xml version="1.0"?><register/>', UnknownFormat, "an XML file"),
        (bytes(range(256)) * 40, UnknownFormat, "unsupported format"),
        (random.Random(3).randbytes(20_000), UnknownFormat, "unsupported format"),
        # Letters lost, and UTF-8 in a wrong encoding that cannot be turned back.
        ("1. D\ufffdcide de cr\ufffder un comit\ufffd;".encode(), UnknownFormat, "cannot be decoded"),
        ("1. DÃ©cide de crÃ©er un comitÃ© gÃ©nÃ©ral\u0142;".encode(), UnknownFormat, "cannot be decoded"),
        # Locked.
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedInput, "password"),
        (LOCKED, EncryptedInput, "password"),
        # Pictures of text.
        (SCANNED, NoTextLayer, ""),
        # Broken containers.
        (docx(para("words"))[:-30], DamagedInput, "zip container is broken"),
        (docx(para("words " * 500))[:300], DamagedInput, "zip container is broken"),
        (b"PK\x05\x06" + b"\x00" * 18, DamagedInput, "without content"),
        (archive({"[Content_Types].xml": b"<x/>"}), DamagedInput, "no document in it"),
        (archive({"word/document.xml": b"<w:document>"}), DamagedInput, "not well-formed XML"),
        (archive({"word/document.xml": b"<x/>"}), DamagedInput, "no body"),
        (b"%PDF-1.7\n" + b"junk" * 200, DamagedInput, ""),
        # Bombs: told by the directory, before anything is unpacked.
        (document(b"<w:p/>" * 2_000_000), UnsafeInput, "is packed"),
        (archive({f"part{n}": b"" for n in range(5_001)}), UnsafeInput, "parts in the container"),
        (archive({"word/document.xml": OPEN + CLOSE, "../../x": b"x"}), UnsafeInput, "leaves its folder"),
        # Entities, in UTF-8 and UTF-16, inside and outside of the file.
        (document(b"", b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), UnsafeInput, "document type"),
        (document(b"", b'<!-- <a --><!DOCTYPE x [<!ENTITY a "ha">]>'), UnsafeInput, "document type"),
        (document(b"", b"<!-- <a --><!DOCTYPE x SYSTEM 'x.dtd'>"), UnsafeInput, "document type"),
        (document(b"", b'<!DOCTYPE x SYSTEM "file:///etc/hostname">'), UnsafeInput, "document type"),
        (
            archive({"word/document.xml": UTF_16}),
            UnsafeInput,
            "document type",
        ),
        # Depth of XML.
        (document(b"<w:sdt>" * 400 + words(2_000) + b"</w:sdt>" * 400), UnsafeInput, "nested too deeply"),
    ],
)  # fmt: skip
def test_one_error_that_names_the_file(data: bytes, error: type[ActionlinesError], problem: str) -> None:
    with pytest.raises(error) as caught:
        read(data, name="report.pdf")
    assert str(caught.value).startswith(f"{error.code} report.pdf: ")
    assert problem in caught.value.problem
    assert "\n" not in str(caught.value)


def test_declared_sizes_that_lie_do_not_help() -> None:
    data = bytearray(document(words(300_000)))
    # The directory says that the part is small; unpacking stops at the limit all the same.
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    limits = Limits(part_bytes=100_000)
    with pytest.raises((UnsafeInput, DamagedInput)):
        read(bytes(data), name="a.docx", limits=limits)


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (b"words " * 1_000, Limits(file_bytes=5_000)),
        (b"a\n" * 2_000, Limits(lines=1_000)),
        (b"<html>" + b"<p>x" * 3_000, Limits(page_elements=1_000)),
        (document(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 3_000), Limits(elements=1_000)),
    ],
)
def test_limits_are_held(data: bytes, limits: Limits) -> None:
    with pytest.raises(InputTooLarge, match="AL106 a: "):
        read(data, name="a", limits=limits)


def test_container_beyond_the_limit_of_unpacked_bytes() -> None:
    data = archive({"word/document.xml": OPEN + words(200_000) + CLOSE}, zipfile.ZIP_STORED)
    with pytest.raises(UnsafeInput, match="would unpack to"):
        read(data, name="a.docx", limits=Limits(unpacked_bytes=100_000))


@pytest.mark.parametrize("name", ["missing.pdf", "folder", "nul\x00name"])
def test_paths_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputNotFound, match="AL108"):
        read(str(tmp_path) + "/" + name)


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.pdf", docx(para("The Assembly decides.")), "docx"),
        ("a.docx", b"<!DOCTYPE html><p>The Assembly decides.", "html"),
        ("a.html", b"The Assembly decides.", "text"),
        ("noext", b"\xef\xbb\xbf\n <HTML><p>The Assembly decides.", "html"),
        # A text about markup is no page, and a text that names PDF is none.
        ("b.txt", b"The Assembly decides.", "text"),
    ],
)
def test_wrong_names_are_read_right(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = read(path)
    assert (found.name, found.format, found.text) == (name, form, "The Assembly decides.")


def test_pdf_with_a_wrong_name(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "resolution.docx"
    path.write_bytes((shared / "data" / "documents" / "pdf" / "A_80_L.24.pdf").read_bytes())
    assert read(path).format == "pdf"


def test_ten_megabytes_without_a_line_break() -> None:
    data = b"word " * 2_000_000
    found = read(data, name="a.txt")
    assert len(found.paragraphs) == 1


# Two gigabytes of address space would not hold what these files ask for.
_MEMORY = 2 * 1024**3
_CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({0}, {0}))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from actionlines.documents import read
from actionlines.errors import ActionlinesError
try:
    print("read", len(read(sys.stdin.buffer.read(), name="a").text))
except ActionlinesError as error:
    print(error.code)
# Not ru_maxrss: that counts the parent's memory too, from before this program began.
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "outcome", "megabytes"),
    [
        # 10^5 objects that mean nothing, beside a page that does: read, or refused, but soon.
        ("pdf", ("read", "AL104", "AL106"), 256),
        # A bomb of 100 MB in 100 kB, a page of elements within elements, one line of 10 MB.
        ("bomb", ("AL107",), 256),
        ("page", ("AL107",), 256),
        ("line", ("read",), 256),
    ],
)
def test_time_and_memory_are_bounded(kind: str, outcome: tuple[str, ...], megabytes: int) -> None:
    if kind == "pdf":
        page = PAGE.format("/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R")
        text = "BT /F 12 Tf 72 700 Td (The Assembly decides to meet again.) Tj ET"
        data = pdf(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *("<</A 1>>" for _ in range(100_000)),
        )
    elif kind == "bomb":
        data = document(b"<w:p><w:r><w:t>" + b"a" * 100_000_000 + b"</w:t></w:r></w:p>")
    elif kind == "page":
        data = b"<html>" + b"<div><b><font>" * 200_000
    else:
        data = b"a" * 10_000_000
    child = subprocess.run([sys.executable, "-c", _CHILD.format(_MEMORY)], input=data, capture_output=True, check=False)
    result, peak = child.stdout.decode().splitlines() or [child.stderr.decode()[-300:], "0"]
    assert result.split()[0] in outcome
    assert int(peak) < megabytes


def test_the_reader_itself_is_small() -> None:
    """Reading does not load what only other formats need."""
    code = "import sys, actionlines.documents; print(sorted({'lxml', 'pypdfium2', 'selectolax'} & set(sys.modules)))"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert child.stdout.decode().strip() == "[]"


SAMPLE = docx(para("The Assembly,") + para("1. Decides to meet;") + para("2. Requests a report."))


@examples(150)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_harmed_containers_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for place, value in changes:
        data[place] = value
    try:
        read(bytes(data), name="a.docx")
    except ActionlinesError as error:
        assert error.subject == "a.docx"


@examples(150)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"<p>"]))
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes) -> None:
    try:
        found = read(head + data, name="a")
    except ActionlinesError as error:
        assert error.subject == "a"
    else:
        assert all(found.text[p.start : p.end] == p.text for p in found.paragraphs)


def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(InputNotFound, match="not a regular file"):
            read(path)


def test_an_empty_path_is_told_as_such() -> None:
    with pytest.raises(InputNotFound, match="the path is empty"):
        read("")


@pytest.mark.parametrize("place", ["0 0 0 0 72 700 Tm", "1e38 0 0 1e-38 0 0 Tm", "0.001 0 0 0.001 72 700 Tm"])
def test_text_without_a_size(place: str) -> None:
    """Lines are told by shares of the size, which ended in a division by zero."""
    shown = f"BT /F1 10 Tf {place} (one two) Tj 1 0 0 1 72 600 Tm (three) Tj ET"
    data = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    )
    assert "three" in read(data, name="a.pdf").text


@pytest.mark.long
def test_some_changed_inputs_of_each_reader() -> None:
    """A few of the inputs of `benchmarks.mutated`, which reads many more."""
    from benchmarks import mutated

    for form in mutated.FORMATS:
        made = mutated.seeds(form, None)
        for seed in range(60):
            assert mutated.check(mutated.mutated(form, made, seed)) in ("read", "refused")


@pytest.mark.parametrize(
    ("text", "wrong", "times"),
    [
        # French, Russian, Arabic and Chinese, read as Windows-1252, Latin-1 or Windows-1251; twice.
        ("1. Décide de créer un comité à Genève;", "cp1252", 1),
        ("1. Просит Комитет представить доклад;", "latin-1", 1),
        ("1. Просит Комитет — «МСЭ» — представить доклад;", "cp1251", 1),
        ("1. تطلب إلى اللجنة أن تقدم تقريرا؛", "latin-1", 1),
        ("1. 请委员会提交报告；", "latin-1", 1),
        ("1. Décide de créer un comité à Genève;", "cp1252", 2),
    ],
)
def test_text_saved_in_a_wrong_encoding_is_repaired(text: str, wrong: str, times: int) -> None:
    garbled = text
    for _ in range(times):
        garbled = "".join(bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in garbled.encode())
    found = read(garbled.encode(), name="letter.txt")
    assert (found.text, found.warnings[0][:30]) == (text[3:], "repaired: UTF-8 read as cp125" + found.warnings[0][29])


@pytest.mark.parametrize(
    "text",
    [
        # Capitals before quotation marks and no-break blanks look like it, and are none.
        "Décide d'appeler «QUALITÉ» ce projet, et «SANTÉ» le suivant.",
        'The project "CAFÉ” follows the project "SANTɔ.',
        "«США», «ООН» и «МСЭ» представляют доклад В\u00a0срок.",
        "The price is 5 £ or 3 €, at 20 °C ± 1.",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    found = read(text.encode(), name="letter.txt")
    assert (found.text.replace("\xa0", " "), found.warnings) == (text.replace("\xa0", " "), ())
