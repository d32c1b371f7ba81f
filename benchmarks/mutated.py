"""Damaged inputs given to every reader: each is read, or refused with one error of Actionlines.

    python -m benchmarks.mutated --each N [--seed S] [--only pdf docx html text] [--data DIR]

N inputs of each format are made from the examples, from small documents written here, and from the small ones
of the shared documents below DIR. Each is changed by a generator of the seed: bytes turned, cut, doubled, moved,
numbers made huge, words of a format put in. A worker process reads them, so that one which dies or hangs in
the PDF library is noticed. What is read goes on to citations, and its spans must quote it. The command prints
how many were read and refused, and every failure with the seed that makes it again.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import subprocess
import sys
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORMATS = ("text", "html", "docx", "pdf")
# A worker reads so many; one that works longer than SECONDS on them hangs. Its own time counts, so that a busy
# machine makes nothing fall; WAIT is for one that waits and does nothing.
BATCH = 500
SECONDS = 120
WAIT = 3600
# Larger ones cost time, and teach no more.
_LARGEST = 20_000
_TOKENS = {
    "text": (
        b"(aaa) ", b"aaa) ", b"1. ", b"\n\n", b"\x0c", b"_____\n", b"resolves\n", b"\xff\xfe", b"\x00",
        b"Annex\n", "٣- ".encode(), "第1段".encode(), b"(i) ", b"A/RES/70/1", b"\r", "\u202e".encode(), b"1/2\n",
    ),
    "html": (
        b"<table>", b"</td>", b"<li>", b"<ol start=99999999999>", b"<td colspan=9999>", b"<h1>", b"<br><br>",
        b"<a href='#fn1'>1</a>", b"&#0;", b"<!--", b"<main>", b"</p>", b"<pre>",
        b"<a href='https://undocs.org/A/RES/70/1'>",
    ),
    "docx": (
        b"<w:p/>", b"<w:tbl>", b"</w:p>", b"<w:numId w:val='-9'/>", b"<w:ins>", b"w:val='99999999999'", b"\x00",
        b"<w:footnoteReference w:id='9'/>", b"<w:gridSpan w:val='0'/>", b"<w:hyperlink>", b"&#x1;",
    ),
    "pdf": (
        b"/Kids [1 0 R]", b"0 0 0 0 0 0 cm", b"/MediaBox [0 0 0 0]", b"/Rotate 90", b"/F1 0 Tf", b"<<", b">>",
        b"99999999 0 R", b"endobj", b"1e38 0 0 1e-38 0 0 Tm", b"0 Tz", b"/StructParents -1", b"-1", b"BT", b"ET",
        b"0.0",
    ),
}  # fmt: skip


def seeds(form: str, data: Path | None) -> list[bytes]:
    """Return small documents of a format that are well formed."""
    suffix = {"text": "txt", "html": "html", "docx": "docx", "pdf": "pdf"}[form]
    folders = [ROOT / "examples", *([data / "documents"] if data else [])]
    files = sorted(path for folder in folders for path in folder.rglob(f"*.{suffix}"))
    found = [path.read_bytes() for path in files if path.stat().st_size <= _LARGEST][:40]
    texts = [_SAMPLE, *(text.decode("utf-8", "replace") for text in found if form == "text")]
    if form == "html":
        found += [_page(text) for text in texts]
    elif form == "docx":
        found += [_word(text) for text in texts]
    elif form == "pdf":
        found += [_pdf(text) for text in texts]
    else:
        found += [text.encode(encoding) for text in texts[:1] for encoding in ("utf-8", "utf-16")]
    return found


_SAMPLE = """The General Assembly,

Recalling its resolution 70/1 of 25 September 2015,

1. Requests the Secretary-General to report by 2030:
(a) on wells;
(i) deep ones;
2. Invites the Council and the Board to help.

Prie le Secrétaire général de présenter un rapport.
请秘书长提交报告。
تطلب إلى الأمين العام أن يقدم تقريرا.
"""


def _page(text: str) -> bytes:
    lines = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    table = "<table><tr><th>Resolution</th><td rowspan=2>68/196</td></tr><tr><td>x</td></tr></table>"
    notes = "<ol><li>a<li>b<ol type=i><li>c</ol></ol><a href='#fn1'>1</a><p id=fn1>See A/RES/70/1.</p>"
    return f"<html><head><title>T</title></head><body><main>{lines}{table}{notes}</main></body></html>".encode()


def _word(text: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{_escaped(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    cells = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>70/1</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cells}{cells}</w:tr></w:tbl>"
    body = f"<w:document xmlns:w='{name}'><w:body>{lines}{table}</w:body></w:document>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", body)
    return stream.getvalue()


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _pdf(text: str) -> bytes:
    lines = [line.encode("latin-1", "replace") for line in text.split("\n")]
    shown = b"".join(
        b"BT /F1 10 Tf 1 0 0 1 72 %d Tm (%s) Tj ET\n"
        % (740 - 14 * number, line.replace(b"(", b"\\(").replace(b")", b"\\)"))
        for number, line in enumerate(lines[:50])
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.5\n" + body + b"trailer << /Size 6 /Root 1 0 R >>\n%%EOF\n"


def mutated(form: str, made: list[bytes], seed: int) -> bytes:
    """Return the input that a seed makes."""
    generator = random.Random(f"{form} {seed}")
    data = bytearray(generator.choice(made))
    if form == "docx" and generator.random() < 0.8:
        return _inside(bytes(data), generator)
    for _ in range(generator.choice((1, 1, 2, 4, 12))):
        _change(data, generator, _TOKENS[form])
    return bytes(data)


def _inside(data: bytes, generator: random.Random) -> bytes:
    """Return the package with one of its parts changed: a change of the container rarely reaches the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    words = [name for name in parts if name.endswith(".xml") and "word/" in name] or list(parts)
    name = generator.choice([*words, *(one for one in words if one.endswith("document.xml"))])
    part = bytearray(parts[name])
    for _ in range(generator.choice((1, 1, 2, 3))):
        if generator.random() < 0.6:
            _swap_numbers(part, generator)
        else:
            _change(part, generator, _TOKENS["docx"])
    parts[name] = bytes(part)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for one, content in parts.items():
            package.writestr(one, content)
    return stream.getvalue()


def _swap_numbers(data: bytearray, generator: random.Random) -> None:
    """Put another number in the place of one, so that XML stays well formed."""
    digits = [index for index in range(0, len(data), 7) if 48 <= data[index] <= 57]
    if digits:
        at = generator.choice(digits)
        data[at : at + 1] = generator.choice((b"0", b"-1", b"99999999999", b"1e9", b"", b"7"))


def _change(data: bytearray, generator: random.Random, tokens: tuple[bytes, ...]) -> None:
    """Change some bytes in place."""
    at = generator.randrange(len(data) + 1)
    length = generator.choice((1, 1, 2, 8, 60, 400))
    match generator.randrange(8):
        case 0 if data:
            data[min(at, len(data) - 1)] ^= 1 << generator.randrange(8)
        case 1:
            del data[at : at + length]
        case 2:
            data[at:at] = data[at : at + length] * generator.choice((1, 3, 40))
        case 3:
            del data[at:]
        case 4:
            other = generator.randrange(len(data) + 1)
            data[at:at] = data[other : other + length]
        case 5:
            _swap_numbers(data, generator)
        case 6:
            data[at : at + length] = generator.randbytes(length)
        case _:
            data[at:at] = generator.choice(tokens)


def check(data: bytes) -> str:
    """Read one input: "read" or "refused". Raises whatever is neither."""
    from actionlines.citations import find_citations
    from actionlines.documents import read
    from actionlines.errors import ActionlinesError

    try:
        document = read(data, name="mutated")
    except ActionlinesError:
        return "refused"
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
    for one in find_citations(document):
        assert one.text_in(document)[one.start : one.end] == one.quote
    return "read"


def work(form: str, first: int, last: int, data: Path | None) -> None:
    """Read the inputs of seeds first..last, one line of standard output for each."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    made = seeds(form, data)
    for seed in range(first, last):
        try:
            print(seed, check(mutated(form, made, seed)), flush=True)
        except Exception:
            lines = traceback.format_exc().strip().splitlines()
            print(seed, "FAILED", " | ".join(line.strip() for line in lines[-5:]), flush=True)


def run(form: str, first: int, count: int, data: Path | None) -> Iterator[str]:
    """Return what workers say of `count` inputs from seed `first` on; a worker that dies names its last seed."""
    done = first
    while done < first + count:
        last = min(done + BATCH, first + count)
        command = [sys.executable, "-m", "benchmarks.mutated", "--work", form, str(done), str(last)]
        command += ["--data", str(data)] if data else []
        try:
            finished = subprocess.run(command, capture_output=True, text=True, timeout=WAIT, check=False)
            said, code = finished.stdout.splitlines(), str(finished.returncode)
        except subprocess.TimeoutExpired as expired:
            said, code = (expired.stdout or b"").decode("utf-8", "replace").splitlines(), "a hang"
        yield from said
        done += len(said)
        if done < last:
            yield f"{done} FAILED the worker ended with {code}"
            done += 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        form, first, last = asked.work
        work(form, int(first), int(last), asked.data)
        return 0
    failed = 0
    for form in asked.only:
        counts: Counter[str] = Counter()
        for line in run(form, asked.seed, asked.each, asked.data):
            seed, verdict, *more = line.split(" ", 2)
            counts[verdict] += 1
            if verdict == "FAILED":
                print(form, seed, *more, flush=True)
        failed += counts["FAILED"]
        print(f"{form:5} {asked.each:,} inputs: {counts['read']:,} read, {counts['refused']:,} refused,"
              f" {counts['FAILED']:,} failed", flush=True)  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
