"""DOCX files for tests, written part by part."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def part(name: str, content: str) -> str:
    """A part of WordprocessingML with the given root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_OPEN}>{content}</w:{name}>'


def docx(body: str, *, parts: dict[str, str] | None = None, **word_parts: str) -> bytes:
    """A DOCX: `body` is the content of w:body; `numbering`, `styles`, … that of the other parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, content in word_parts.items():
            archive.writestr(f"word/{name}.xml", part(name, content))
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def run(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, style: str = "", num: tuple[int, int] | None = None, look: str = "") -> str:
    """A paragraph; plain words become a run. `num` is (numId, level)."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}{look}</w:pPr>{inner}</w:p>"


def level(index: int, fmt: str, text: str, start: int | None = 1, extra: str = "") -> str:
    """A level of an abstract list."""
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{index}">{begin}<w:numFmt w:val="{fmt}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(ident: int, *levels: str) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{ident}">{"".join(levels)}</w:abstractNum>'


def num(ident: int, abstract_id: int, overrides: str = "") -> str:
    """A list that uses an abstract one."""
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


def restart(index: int, start: int) -> str:
    """An override that starts a level anew."""
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
