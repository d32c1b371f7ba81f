"""Files made to harm whoever opens them, built small and quickly."""

from __future__ import annotations

import io
import json
import stat
import zipfile
import zlib

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>'


def box(parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(document, **more):
    return box({"[Content_Types].xml": TYPES, "word/document.xml": document, **more})


def xlsx(sheet):
    return box({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet})


def symlink():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", BODY % "x")
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def pdf(objects):
    """As many objects as asked, one empty page."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    heads = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]  # fmt: skip
    for number in range(1, objects + 1):
        places.append(out.tell())
        body = heads[number - 1] if number <= len(heads) else b"<</A[1 2 3]>>"
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (objects + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (objects + 1, start))
    return out.getvalue()


def png(side):
    """A picture of so many pixels each way, nearly nothing when packed."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def laughs():
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lines}]>' + BODY % "&l9;"


EXTERNAL = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + BODY % "&e;"
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
)

# kind of import, what it is -> the file, and whether it must be refused (None: may be read, within bounds)
FILES = {
    ("document", "zip bomb of 1000 to 1"): (lambda: docx(" " * 100_000_000), True),
    ("document", "bomb that lies about no size"): (lambda: docx(BODY % ("a" * 23_000_000)), None),
    ("document", "nested zip"): (lambda: docx(BODY % "x", **{"word/inner.zip": box({"a": "b"})}), True),
    ("document", "100,000 parts"): (lambda: box({f"word/{n}": b"" for n in range(100_000)}, 0), True),
    ("document", "path that leaves its folder"): (lambda: docx(BODY % "x", **{"../../evil.sh": "x"}), True),
    ("document", "link"): (symlink, True),
    ("document", "picture that says it is a PDF"): (lambda: png(30_000), True),
    ("document", "PDF with a zip behind"): (lambda: pdf(3) + box({"a.txt": "x"}), None),
    ("document", "external entity"): (lambda: docx(EXTERNAL), True),
    ("document", "remote template"): (
        lambda: docx(BODY % "Masts for islands.", **{"word/_rels/settings.xml.rels": TEMPLATE}), False,
    ),
    ("document", "billion laughs"): (lambda: docx(laughs()), True),
    ("document", "PDF of 100,000 objects"): (lambda: pdf(100_000), True),
    ("document", "no byte"): (lambda: b"", True),
    ("document", "deep markup"): (lambda: b"<html><body>" + b"<div>" * 100_000 + b"x", True),
    ("document", "one line of 30 MB"): (lambda: b"word " * 6_000_000, True),
    ("document", "one line of 5 MB"): (lambda: b"word " * 1_000_000, None),
    ("activities", "bomb of a workbook"): (lambda: xlsx(" " * 100_000_000), True),
    ("activities", "laughing workbook"): (lambda: xlsx(laughs()), True),
    ("activities", "workbook of nothing"): (lambda: xlsx("<worksheet/>"), True),
    ("activities", "deep JSON"): (lambda: b"[" * 100_000, True),
    ("activities", "JSON of numbers"): (lambda: json.dumps([[1] * 1000] * 2000).encode(), True),
    ("activities", "100,000 columns"): (lambda: b"a," * 100_000 + b"\n1\n", True),
    ("activities", "one cell of 30 MB"): (lambda: b'Title\n"' + b"x" * 30_000_000 + b'"\n', None),
    ("activities", "a quote that never ends"): (lambda: b'Title,Summary\n"' + b"x,y\n" * 2_000_000, None),
    ("indicators", "laughing message"): (lambda: laughs().encode(), True),
    ("indicators", "Parquet of nothing"): (lambda: b"PAR1" + b"\0" * 100 + b"PAR1", True),
}  # fmt: skip
