"""References to records, as a person cites them and as BibTeX, RIS and MARC 21 say it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from actionlines.papers.words import ENGLISH
from actionlines.register.core.concepts import Concept
from actionlines.register.core.kinds import kinds
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.organisations.actions import name_organisations
from actionlines.register.preferences.schema import current
from actionlines.xml_maker import Maker

_TITLE = 300  # letters of a title in a reference


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference to a page says.

    issued    ISO day or year of what is cited, "" where it is not known
    number    symbol of a document
    place     anchor of the paragraph in it
    version   of a record that has public versions, else 0
    address   permanent, with the host; `official` that of the document at its publisher
    """

    title: str
    address: str
    author: str = ""
    issued: str = ""
    number: str = ""
    place: str = ""
    version: int = 0
    language: str = ""
    official: str = ""

    @property
    def key(self) -> str:
        """Return a key for BibTeX: letters and digits of ASCII."""
        path = self.address.split("://")[-1].partition("/")[2]
        return re.sub(r"[^A-Za-z0-9]+", "-", unicodedata.normalize("NFKD", path)).strip("-") or "home"


def of_record(kind: str, data: Data, site: str, path: str, carriers: Mapping[int, str] | None = None) -> Reference:
    """Return the reference to a record out of its public form.

    path      its permanent address below `site`
    carriers  names of public organisations by their numbers, where the caller has read those of many records
    """
    declared = kinds()[kind]
    number = int(data["version"]) if declared.in_versions else 0
    title = data.get("title") or data.get("name") or f"{data.get('plan', '')}: {data.get('objective', '')}"
    fields: Data = {
        "title": title,
        "address": site + path,
        "issued": str(data.get("published_at") or "")[:10],
        "version": number,
        "language": data.get("language", ""),
        **(declared.reference(data) if declared.reference else {}),
    }
    if (organisation := fields.pop("organisation", None)) is not None:
        known = name_organisations([organisation]) if carriers is None else carriers
        fields["author"] = known.get(organisation, "")
    return Reference(**{**fields, "title": _cut(str(fields["title"]))})


def of_concept(concept: Concept, site: str) -> Reference:
    """Return the reference to the page of a country, region, line, body, goal or target."""
    return Reference(concept.name, site + concept.url, language=concept.language)


def _cut(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[:_TITLE].rstrip()}…"


def as_text(reference: Reference, today: date) -> str:
    """Return the reference as one line in the reader's language."""
    words = reader_words()
    where = words.cite(reference.number, reference.place) if reference.number else reference.place
    parts = (
        reference.author,
        reference.title,
        isolated(where),
        words.date(reference.issued) if reference.issued else "",
        _("version %(number)d") % {"number": reference.version} if reference.version else "",
        current().name,
    )
    line = ". ".join(part.rstrip(".") for part in parts if part)
    seen = _("accessed on %(day)s") % {"day": words.date(today.isoformat())}
    return f"{line}. {isolated(reference.address)} ({seen})"


def as_bibtex(reference: Reference, today: date) -> str:
    """Return the reference as an entry of BibTeX."""
    note = "; ".join(
        part
        for part in (
            ENGLISH.place(reference.place) if reference.place else "",
            f"version {reference.version}" if reference.version else "",
        )
        if part
    )
    fields = {
        "author": f"{{{_bib(reference.author)}}}" if reference.author else "",
        "title": f"{{{_bib(reference.title)}}}",
        "year": reference.issued[:4],
        "number": _bib(ENGLISH.cite(reference.number)),
        "note": _bib(note),
        "howpublished": _bib(current().name),
        "url": _address(reference.address),
        "urldate": today.isoformat(),
        "language": reference.language,
        "copyright": _address(current().licence),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def as_ris(reference: Reference, today: date) -> str:
    """Return the reference in the format RIS, as reference managers read it."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris(reference, today))


def _ris(reference: Reference, today: date) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    for tag, value in (
        ("AU", reference.author),
        ("TI", reference.title),
        ("PY", reference.issued[:4]),
        ("DA", reference.issued.replace("-", "/")),
        ("M1", ENGLISH.cite(reference.number)),
        ("SE", reference.place),
        ("ET", str(reference.version or "")),
        ("PB", current().name),
        ("LA", reference.language),
        ("UR", reference.address),
        ("L2", reference.official),
        ("Y2", today.strftime("%Y/%m/%d")),
    ):
        if value:
            yield tag, value
    yield "ER", ""


def _line(text: str) -> str:
    return " ".join(text.split())


_BIB = {item: f"\\{item}" for item in "&%$#_"} | {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def _bib(text: str) -> str:
    """Return a text in which no sign has a meaning for TeX."""
    return _line("".join(_BIB.get(sign, sign) for sign in text))


def _address(text: str) -> str:
    """Return an address that a field in braces can hold; `url` takes all other signs as they are."""
    return text.replace("{", "%7B").replace("}", "%7D")


MARC = "http://www.loc.gov/MARC21/slim"
# Codes of MARC 21 for languages; French and Chinese differ from ISO 639-3.
_SPOKEN = {"en": "eng", "fr": "fre", "es": "spa", "ru": "rus", "ar": "ara", "zh": "chi"}


def as_marcxml(reference: Reference, today: date) -> str:
    """Return the reference as a bibliographic record of MARC 21 in XML, as catalogues of libraries take it."""
    collection = Maker(MARC).collection(make_marc(reference, today))
    return etree.tostring(collection, encoding="unicode", pretty_print=True)


def make_marc(
    reference: Reference, today: date, notes: Sequence[str] = (), subjects: Sequence[str] = ()
) -> etree._Element:
    """Return the record of MARC 21. notes, subjects: further fields 500 and 650."""
    maker = Maker(MARC)
    year, language = reference.issued[:4], _SPOKEN.get(reference.language, "und")
    # 008, "Fixed-length data elements": day of entry, year, place unknown, form online, language.
    fixed = f"{today:%y%m%d}{'s' if year else 'n'}{year or 'uuuu'}    xx {'o':>6}{'':11}{language} d"
    subfields = (
        ("110", "2 ", {"a": reference.author}),
        ("245", "10" if reference.author else "00", {"a": reference.title}),
        ("264", " 1", {"b": current().name, "c": year}),
        (
            "500",
            "  ",
            {
                "a": "; ".join(
                    part
                    for part in (
                        reference.place and f"Paragraph {reference.place}",
                        reference.version and f"Version {reference.version}",
                    )
                    if part
                )
            },
        ),
        *(("500", "  ", {"a": note}) for note in notes),
        ("540", "  ", {"u": current().licence, "a": current().say_missing("licence")}),
        *(("650", " 4", {"a": subject}) for subject in subjects),
        ("856", "41", {"u": reference.official}),
        ("856", "40", {"u": reference.address}),
    )
    symbol = [("086", "8 ", {"a": reference.number, "2": "undocs"})] if reference.number else []
    record = maker.record(
        maker.leader("00000nam a2200000 i 4500"),
        maker.controlfield(reference.key, tag="001"),
        maker.controlfield(fixed, tag="008"),
    )
    for tag, signs, parts in (*symbol, *subfields):
        if held := {code: text for code, text in parts.items() if text}:
            cells = (maker.subfield(text, code=code) for code, text in held.items())
            record.append(maker.datafield(*cells, tag=tag, ind1=signs[0], ind2=signs[1]))
    return record


FORMS: Mapping[str, tuple[str, Callable[[Reference, date], str]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
    "txt": ("text/plain; charset=utf-8", as_text),
    "marcxml": ("application/marcxml+xml; charset=utf-8", as_marcxml),
}
