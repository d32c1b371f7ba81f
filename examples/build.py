"""Build the examples from their sources: one resolution as PDF, DOCX and text; a contribution as DOCX.

    python examples/build.py

All words are our own; session 99 and the places named have not happened. The outputs are kept in the
repository, so this is run only when a source changes (it needs the PyPI package `typst`).
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
NOTE = re.compile(r"\{(\d+)\}")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EPOCH = (2024, 1, 1, 0, 0, 0)  # a fixed date keeps the archives byte-identical

TYPST = """\
#set document(title: {title}, author: "Actionlines examples", date: none)
#set page(paper: "a5", margin: (x: 1.8cm, top: 2.2cm, bottom: 2cm),
  header: context if counter(page).get().first() > 1 [
    #text(9pt)[*{symbol}* #h(1fr) {short}]
    #line(length: 100%, stroke: 0.4pt)],
  footer: context [#text(9pt)[{job} #h(1fr)
    #counter(page).display((n, all) => [#n/#all], both: true)]])
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en")
#set par(justify: true, leading: 0.62em, first-line-indent: 2em)
#show heading: it => block(above: 1.4em, below: 1em, text(size: 12pt, it.body))
#grid(columns: (1fr, auto), [#text(14pt)[United Nations]], [*{symbol}*])
#line(length: 100%, stroke: 1pt)
#grid(columns: (1fr, auto), [#text(16pt)[*{organ}*]], [Distr.: General #linebreak() {distribution}])
#v(1em)
*{session}* #linebreak() {item}
#v(1.5em)
#align(center)[*{adopted}*]
= {title_text}
"""


def typst_source(data: dict[str, Any]) -> str:
    """The resolution as a typst document."""

    def words(text: str) -> str:
        safe = re.sub(r"([#*_$@<>`\\])", r"\\\1", text)
        return NOTE.sub(lambda m: f"#footnote[{data['notes'][int(m[1]) - 1]}];", safe)

    def lead(text: str) -> str:
        verb, _, rest = text.partition(" ")
        return f"#h(2em);_{verb}_ {words(rest)}"

    head = TYPST.format(
        title=json.dumps(data["title"]), short=data["title"].split(". ", 1)[1], title_text=data["title"], **{
            key: data[key] for key in ("symbol", "job", "organ", "distribution", "session", "item", "adopted")
        },
    )  # fmt: skip
    parts = [head, f"_{data['opening'].rstrip(',')}_,", *map(lead, data["preamble"])]
    for number, entry in enumerate(data["operative"], 1):
        chapeau, *items = [entry] if isinstance(entry, str) else entry
        verb, _, rest = chapeau.partition(" ")
        parts.append(f"#h(2em){number}.#h(1.2em);_{verb}_ {words(rest)}")
        parts += [f"#h(2em);({chr(97 + n)})#h(1em);{words(item)}" for n, item in enumerate(items)]
    parts.append(f"#align(right)[_{data['closing']}_]")
    return "\n\n".join(parts)


def run(text: str) -> str:
    """A run, with a note reference wherever `{n}` stands."""
    out = []
    for piece in re.split(r"(\{\d+\})", text):
        mark = NOTE.fullmatch(piece)
        if mark:
            out.append(f'<w:r><w:footnoteReference w:id="{mark[1]}"/></w:r>')
        elif piece:
            out.append(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(out)


def para(text: str, style: str = "", level: int | None = None) -> str:
    """A paragraph, automatically numbered when `level` is given."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>"""
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def write_docx(path: Path, body: list[str], notes: list[str]) -> None:
    """A small, valid DOCX with fixed dates."""
    parts = ("styles", "numbering", "footnotes")
    footnotes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{run(" " + text)}</w:p></w:footnote>'
        for n, text in enumerate(notes, 1)
    )
    overrides = "".join(f'<Override PartName="/word/{p}.xml" ContentType="{TYPES}.{p}+xml"/>' for p in parts)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{p}" Target="{p}.xml"/>' for n, p in enumerate(parts, 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": f"<w:footnotes {W}>{footnotes}</w:footnotes>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'
            archive.writestr(zipfile.ZipInfo(name, EPOCH), xml, zipfile.ZIP_DEFLATED)


def front(data: dict[str, Any]) -> list[str]:
    """The first-page block, line by line."""
    return [
        f"United Nations {data['symbol']}",
        f"{data['organ']} Distr.: General",
        data["distribution"],
        data["session"],
        data["item"],
        data["adopted"],
    ]


def resolution_docx(data: dict[str, Any], path: Path) -> None:
    """The resolution with automatic numbering and real footnotes."""
    body = [para(line) for line in front(data)]
    body += [para(data["title"], "Heading1"), para(data["opening"]), *map(para, data["preamble"])]
    for entry in data["operative"]:
        chapeau, *items = [entry] if isinstance(entry, str) else entry
        body += [para(chapeau, level=0), *(para(item, level=1) for item in items)]
    write_docx(path, [*body, para(data["closing"])], data["notes"])


def resolution_text(data: dict[str, Any]) -> str:
    """The resolution as plain text, one paragraph a line, notes at the end."""
    lines = [*front(data), data["title"], data["opening"]]
    lines += [NOTE.sub(lambda m: m[1], text) for text in data["preamble"]]
    for number, entry in enumerate(data["operative"], 1):
        chapeau, *items = [entry] if isinstance(entry, str) else entry
        lines += [f"{number}. {chapeau}", *(f"({chr(97 + n)}) {item}" for n, item in enumerate(items))]
    lines += [data["closing"], "_______________"]
    return "\n".join([*lines, *(f"{n} {text}" for n, text in enumerate(data["notes"], 1))]) + "\n"


def contribution_docx(data: dict[str, Any], path: Path) -> None:
    """A contribution in the layout of working group papers, with one tracked change in its last proposal."""
    body = [para(data["title"], "Heading1")]
    for title, paragraphs in data["sections"]:
        body += [para(title, "Heading1"), *map(para, paragraphs)]
    body += [para(text, level=0) for text in data["proposals"]]
    mark = 'w:id="90" w:author="Drafting group" w:date="2026-01-15T09:00:00Z"'
    change = (
        f'<w:del {mark}><w:r><w:delText xml:space="preserve"> as soon as possible</w:delText></w:r></w:del>'
        f'<w:ins {mark}><w:r><w:t xml:space="preserve"> by June 2027</w:t></w:r></w:ins>'
    )
    body[-1] = body[-1].replace(".</w:t></w:r></w:p>", f"</w:t></w:r>{change}<w:r><w:t>.</w:t></w:r></w:p>")
    write_docx(path, body, [])


def main() -> None:
    """Build everything beside this file."""
    import typst

    data = json.loads((HERE / "source" / "resolution.json").read_text("utf-8"))
    (HERE / "resolution.pdf").write_bytes(typst.compile(typst_source(data).encode()))
    resolution_docx(data, HERE / "resolution.docx")
    (HERE / "resolution.txt").write_text(resolution_text(data), "utf-8")
    contribution = json.loads((HERE / "source" / "contribution.json").read_text("utf-8"))
    contribution_docx(contribution, HERE / "contribution.docx")


if __name__ == "__main__":
    main()
