"""A public record as Dublin Core (oai_dc), DataCite 4 and MARC 21, for harvesters."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lxml import etree

from actionlines.papers.names import identify_instrument
from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import kinds
from actionlines.register.core.schema import Data
from actionlines.register.doors.citing import MARC, Reference, make_marc, of_record
from actionlines.register.doors.oai.harvest import Harvested
from actionlines.register.preferences.schema import current
from actionlines.xml_maker import Maker, xml_text

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_DC, _DC = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://purl.org/dc/elements/1.1/"
_DATACITE = "http://datacite.org/schema/kernel-4"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Described(NamedTuple):
    """What both forms say of a record. subjects: (identifier, name) of the concepts that it is linked to."""

    reference: Reference
    types: tuple[str, str]
    word: str
    summary: str
    subjects: list[tuple[str, str]]
    places: list[str]
    partners: list[str]
    related: list[str]
    changed: str
    status: str


def described(item: Harvested, data: Data, site: str) -> Described:
    """Return what is said of a record out of its public form."""
    harvest = kinds()[item.kind].harvest
    assert harvest, item.kind
    links = [link["concept"] for link in data.get("links", ()) if link["status"] == "confirmed"]
    links += [addressee["body"] for addressee in data.get("addressees", ())]
    return Described(
        reference=replace(of_record(item.kind, data, site, item.path, item.names), **item.text),
        types=harvest.types,
        word=harvest.word(data) if harvest.word else item.kind,
        summary=data.get(harvest.summary) or "",
        subjects=[(identify_instrument(link), name_of(link, "en")) for link in links],
        places=[name_of(place, "en") for place in data.get("places", ())],
        partners=[item.names[number] for number in data.get("partners", ()) if number in item.names],
        related=[identify_instrument(harvest.related(data))] if harvest.related else [],
        changed=str(data["changed_at"] or "")[:10],
        status=f"Status: {str(data['status']).replace('_', ' ')}" if data.get("status") else "",
    )


def oai_dc(item: Described) -> etree._Element:
    """Return a record as unqualified Dublin Core."""
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    for name, value in _dc(item):
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = xml_text(value)
    return root


def _dc(item: Described) -> Iterator[tuple[str, str]]:
    reference = item.reference
    yield "title", reference.title
    yield "creator", reference.author
    for address, name in item.subjects:
        yield "subject", name
        yield "subject", address
    yield "description", item.summary
    yield "description", item.status
    yield "publisher", current().name
    yield from (("contributor", partner) for partner in item.partners)
    yield "date", reference.issued or item.changed
    yield "type", item.types[0]
    yield "type", item.word
    yield "identifier", reference.address
    yield "identifier", reference.number
    yield "source", reference.official
    yield "language", reference.language
    yield from (("relation", address) for address in item.related)
    yield from (("coverage", place) for place in item.places)
    yield "rights", current().licence or current().say_missing("licence")


def datacite(item: Described) -> etree._Element:
    """Return a record by the schema of DataCite, version 4."""
    reference, make = item.reference, Maker(_DATACITE, xsi=XSI)
    terms = {"rightsURI": current().licence} if current().licence else {}
    language = {_XML_LANG: reference.language} if reference.language else {}
    author = reference.author or current().name

    def group(name: str, inner: Iterable[etree._Element]) -> list[etree._Element]:
        """Return a list of elements in its parent, nothing where it is empty."""
        held = list(inner)
        return [make(name, *held)] if held else []

    return make.resource(
        {f"{{{XSI}}}schemaLocation": f"{_DATACITE} http://schema.datacite.org/meta/kernel-4/metadata.xsd"},
        make.identifier(reference.address, identifierType="URL"),
        make.creators(make.creator(make.creatorName(author, nameType="Organizational"))),
        make.titles(make.title(reference.title, language)),
        make.publisher(current().name),
        make.publicationYear((reference.issued or item.changed)[:4]),
        make.resourceType(item.word, resourceTypeGeneral=item.types[1]),
        *group("subjects", (make.subject(name, valueURI=address) for address, name in item.subjects)),
        *group(
            "contributors",
            (make.contributor(make.contributorName(name), contributorType="Other") for name in item.partners),
        ),
        *group("dates", _dates(make, item)),
        *([make.language(reference.language)] if reference.language else []),
        *group("alternateIdentifiers", _other_identifiers(make, reference)),
        *group(
            "relatedIdentifiers",
            (
                make.relatedIdentifier(address, relatedIdentifierType="URL", relationType="IsPartOf")
                for address in item.related
                if address.startswith("http")
            ),
        ),
        *([make.version(str(reference.version))] if reference.version else []),
        *group(
            "descriptions",
            [
                *([make.description(item.summary, language, descriptionType="Abstract")] if item.summary else []),
                *([make.description(item.status, descriptionType="Other")] if item.status else []),
            ],
        ),
        *group("rightsList", [make.rights(current().say_missing("licence"), **terms)]),
        *group("geoLocations", (make.geoLocation(make.geoLocationPlace(place)) for place in item.places)),
    )


def _dates(make: Maker, item: Described) -> Iterator[etree._Element]:
    if item.reference.issued:
        yield make.date(item.reference.issued, dateType="Issued")
    if item.changed:
        yield make.date(item.changed, dateType="Updated")


def _other_identifiers(make: Maker, reference: Reference) -> Iterator[etree._Element]:
    if reference.number:
        yield make.alternateIdentifier(reference.number, alternateIdentifierType="symbol")


def marcxml(item: Described) -> etree._Element:
    """Return a record of MARC 21."""
    day = date.fromisoformat(item.changed) if item.changed else date.min
    notes = [text for text in (item.summary, item.status) if text]
    return make_marc(item.reference, day, notes, [name for _address, name in item.subjects])


class Form(NamedTuple):
    """A form of metadata: its schema and namespace, and what writes it."""

    schema: str
    namespace: str
    write: Callable[[Described], etree._Element]


FORMS = {
    "oai_dc": Form("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC, oai_dc),
    "datacite": Form("http://schema.datacite.org/meta/kernel-4/metadata.xsd", _DATACITE, datacite),
    "marcxml": Form("http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd", MARC, marcxml),
}
