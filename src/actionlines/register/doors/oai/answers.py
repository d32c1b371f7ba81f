"""The six verbs of OAI-PMH 2.0 and its errors (http://www.openarchives.org/OAI/openarchivesprotocol.html)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils import timezone, translation
from lxml import etree

from actionlines.register.doors.bulk import list_names
from actionlines.register.doors.oai import harvest
from actionlines.register.doors.oai.forms import FORMS, XSI, described
from actionlines.register.doors.oai.harvest import Harvested, Place
from actionlines.register.preferences.schema import current
from actionlines.xml_maker import Maker, xml_text

_OAI = "http://www.openarchives.org/OAI/2.0/"
_LOCATION = {f"{{{XSI}}}schemaLocation": f"{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"}
_DAY, _MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NO_DATE = "1970-01-01"
make = Maker(_OAI, xsi=XSI)
Elements = list[etree._Element]


class OaiError(Exception):
    """A request that the protocol refuses; `code` is the protocol's word for the reason."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


class _Verb(NamedTuple):
    answer: Callable[[_Asked], Elements]
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    listed: bool = False  # goes on with a resumption token, which is alone


class _Asked:
    """A request of a harvester to the register at `site`."""

    def __init__(self, fields: Mapping[str, str], site: str, address: str) -> None:
        self.given, self.site, self.address = fields, site, address
        self.domain = urlsplit(site).hostname or "localhost"

    def name_of(self, item: Harvested) -> str:
        """Return the identifier of a record."""
        return f"oai:{self.domain}:{item.kind}/{item.number}"

    def record(self) -> Harvested:
        """Return the record that the request names."""
        wanted = re.fullmatch(rf"oai:{re.escape(self.domain)}:(\w+)/(\d{{1,18}})", self.given["identifier"])
        matches = harvest.one(wanted[1], int(wanted[2])) if wanted and wanted[1] in list_names() else None
        if matches is None:
            raise OaiError("idDoesNotExist", "This register has no such record.")
        return matches

    def prefix(self) -> str:
        """Return the form of metadata that the request names."""
        if self.given["metadataPrefix"] not in FORMS:
            raise OaiError("cannotDisseminateFormat", f"The forms are: {', '.join(FORMS)}.")
        return self.given["metadataPrefix"]

    def place(self) -> Place:
        """Return where the list begins or goes on."""
        if "resumptionToken" in self.given:
            if (place := harvest.place_of(self.given["resumptionToken"])) is None:
                raise OaiError("badResumptionToken", "This register did not give this token.")
            return place
        if (wanted := self.given.get("set", "")) and wanted not in harvest.list_sets():
            raise OaiError("noRecordsMatch", f"The sets are: {', '.join(harvest.list_sets())}.")
        since, until = self.given.get("from", ""), self.given.get("until", "")
        if since and until and len(since) != len(until):
            raise OaiError("badArgument", "from and until differ in granularity.")
        place = Place(
            self.prefix(),
            (wanted,) if wanted else tuple(list_names()),
            _moment(since, "00:00:00"),
            _moment(until, "23:59:59"),
        )
        if since and until and place.since > place.until:
            raise OaiError("badArgument", "from is later than until.")
        return place


def answer(fields: Sequence[tuple[str, str]], site: str, address: str) -> bytes:
    """Return the answer to a request.

    given    arguments in their order, with those that repeat
    address  of this interface
    """
    arguments = {name: xml_text(value) for name, value in fields}
    try:
        verb = _checked(fields, arguments)
        with translation.override("en"):
            inner = _VERBS[verb].answer(_Asked(arguments, site, address))
        request = make.request(address, **arguments)
        content: Elements = [make(verb, *inner)]
    except OaiError as error:
        # The protocol leaves out arguments that it refuses as such.
        context = {} if error.code in ("badVerb", "badArgument") else arguments
        request, content = make.request(address, **context), [make.error(str(error), code=error.code)]
    root = make("OAI-PMH", _LOCATION, make.responseDate(_written(timezone.now())), request, *content)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _checked(fields: Sequence[tuple[str, str]], arguments: Mapping[str, str]) -> str:
    """Return the verb of a request whose arguments are allowed."""
    names = [name for name, _value in fields]
    verb = arguments.get("verb", "")
    if verb not in _VERBS or names.count("verb") > 1:
        raise OaiError("badVerb", f"The verbs are: {', '.join(_VERBS)}.")
    rest, known = set(names) - {"verb"}, _VERBS[verb]
    if len(set(names)) < len(names):
        raise OaiError("badArgument", "An argument is given twice.")
    if known.listed and "resumptionToken" in rest:
        if len(rest) > 1:
            raise OaiError("badArgument", "resumptionToken goes without other arguments.")
        return verb
    if missing := known.required - rest:
        raise OaiError("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if rest - known.required - known.allowed:
        raise OaiError("badArgument", f"The arguments are: {', '.join(sorted(known.required | known.allowed))}.")
    return verb


def _moment(text: str, time: str) -> str:
    """Return a day or moment as ISO 8601 with its time zone, "" for none."""
    if not text:
        return ""
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(f"{text}T{time}+00:00").isoformat()
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise OaiError("badArgument", "Write a day as 2027-05-31 or a moment as 2027-05-31T12:00:00Z.")


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identify(ask: _Asked) -> Elements:
    contact = current().contact
    return [
        make.repositoryName(current().name),
        make.baseURL(ask.address),
        make.protocolVersion("2.0"),
        make.adminEmail(contact if "@" in contact else f"postmaster@{ask.domain}"),
        make.earliestDatestamp(_written(harvest.earliest())),
        make.deletedRecord("persistent"),
        make.granularity("YYYY-MM-DDThh:mm:ssZ"),
    ]


def _formats(ask: _Asked) -> Elements:
    if "identifier" in ask.given:
        ask.record()
    return [
        make.metadataFormat(
            make.metadataPrefix(prefix), make.schema(form.schema), make.metadataNamespace(form.namespace)
        )
        for prefix, form in FORMS.items()
    ]


def _sets(ask: _Asked) -> Elements:
    if "resumptionToken" in ask.given:
        raise OaiError("badResumptionToken", "The list of sets is whole.")
    return [make.set(make.setSpec(spec), make.setName(name)) for spec, name in harvest.list_sets().items()]


def _get(ask: _Asked) -> Elements:
    return [_record(ask, ask.record(), ask.prefix())]


def _records(ask: _Asked) -> Elements:
    return _listed(ask, lambda item, prefix: _record(ask, item, prefix))


def _identifiers(ask: _Asked) -> Elements:
    return _listed(ask, lambda item, _prefix: _header(ask, item))


def _listed(ask: _Asked, write: Callable[[Harvested, str], etree._Element]) -> Elements:
    place = ask.place()
    matches, further = harvest.page(place)
    if not matches and not place.given:
        raise OaiError("noRecordsMatch", "Nothing public changed then.")
    made = [write(item, place.prefix) for item in matches]
    if further or place.given:
        # The last part of a list has an empty token.
        made.append(make.resumptionToken(further.token() if further else "", cursor=str(place.given)))
    return made


def _header(ask: _Asked, item: Harvested) -> etree._Element:
    return make.header(
        {"status": "deleted"} if item.data is None else {},
        make.identifier(ask.name_of(item)),
        make.datestamp(_written(item.stamp)),
        make.setSpec(item.spec),
    )


def _record(ask: _Asked, item: Harvested, prefix: str) -> etree._Element:
    made = make.record(_header(ask, item))
    if item.data is not None:
        made.append(make.metadata(FORMS[prefix].write(described(item, item.data, ask.site))))
    return made


_SELECTED = frozenset(("from", "until", "set"))
_VERBS = {
    "Identify": _Verb(_identify),
    "ListMetadataFormats": _Verb(_formats, allowed=frozenset(("identifier",))),
    "ListSets": _Verb(_sets, listed=True),
    "GetRecord": _Verb(_get, frozenset(("identifier", "metadataPrefix"))),
    "ListIdentifiers": _Verb(_identifiers, frozenset(("metadataPrefix",)), _SELECTED, listed=True),
    "ListRecords": _Verb(_records, frozenset(("metadataPrefix",)), _SELECTED, listed=True),
}
