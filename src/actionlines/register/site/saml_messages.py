"""Messages of SAML 2.0: the question to a provider, its answer, and how this register describes itself.

pysaml2 makes and reads them; the program xmlsec1 checks signatures. pysaml2 takes some answers that this module
refuses: an answer for nobody, for another address, or with a weak signature (`_problems`).
"""

import base64
import binascii
import logging
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from actionlines.documents.blocks import Limits
from actionlines.documents.xml_tree import parse_xml
from actionlines.errors import ActionlinesError, SetupError
from actionlines.register.core.limits import most_of
from actionlines.register.site.sign_on_file import Claims, Table

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of ciphers, for encrypted answers, which nobody can send here
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, SAMLError
    from saml2.client import Saml2Client
    from saml2.config import SPConfig
    from saml2.metadata import entity_descriptor
    from saml2.response import AuthnResponse
    from saml2.saml import NAMEID_FORMAT_EMAILADDRESS, NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT

# It logs whole answers, with names and addresses of people.
logging.getLogger("saml2").setLevel(logging.CRITICAL + 1)

LARGEST = most_of("saml-characters")
_LONGEST = 191  # signs of a person's number that allauth keeps
_SLACK = 60  # seconds by which two clocks may differ
_ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
_RESPONSE = "{urn:oasis:names:tc:SAML:2.0:protocol}Response"
# RFC 9231 names them by their digest: SHA-1 and MD5 can be forged.
_STRONG = ("sha256", "sha384", "sha512")
# Names of attributes: as people write them, by the number of LDAP, and as Microsoft writes them.
_EMAIL = (
    "mail",
    "email",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)
_NAME = (
    "displayName",
    "name",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "cn",
    "urn:oid:2.5.4.3",
)


class AnswerRefused(ValueError):
    """An answer of a provider that does not prove who signs in here, now, because this register asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says of a person, once its answer is checked.

    claims  `sub`, `email`, `name` and the list of groups, as a provider of OpenID Connect names them;
            `nonce` is the number of the question
    number  of the assertion, which is taken once
    until   seconds since 1970 from which the assertion is too old
    """

    claims: Claims
    number: str
    until: int


@dataclass(frozen=True)
class Party:
    """The register as one provider knows it.

    settings  of the provider: `issuer`, `metadata` (a file) and the names of attributes
    entity    how this register calls itself
    takes     the address that takes answers
    """

    settings: Table
    entity: str
    takes: str

    @cached_property
    def _config(self) -> SPConfig:
        service = {
            "endpoints": {"assertion_consumer_service": [(self.takes, BINDING_HTTP_POST)]},
            "name_id_format": [NAMEID_FORMAT_PERSISTENT],
            "want_assertions_signed": True,
            "want_response_signed": False,  # a signature of the assertion covers all that is read
            "allow_unsolicited": False,
            "authn_requests_signed": False,
        }
        fields = {
            "entityid": self.entity,
            "service": {"sp": service},
            "metadata": {"local": [self.settings["metadata"]]},
            "accepted_time_diff": _SLACK,
            "allow_unknown_attributes": True,
        }
        return SPConfig().load(fields)

    def description(self) -> str:
        """Return the metadata of this register, which the provider is given."""
        matches = entity_descriptor(self._config)
        matches.extensions = None  # a list of all that xmlsec1 can do, forgeable signatures too
        return str(matches)

    def question(self) -> tuple[str, str]:
        """Return the number of a new question, and the address that asks it. Raises SetupError (AL708)."""
        try:
            number, sent = Saml2Client(self._config).prepare_for_authenticate(
                entityid=self.settings["issuer"],
                binding=BINDING_HTTP_REDIRECT,
                response_binding=BINDING_HTTP_POST,
                # A provider that names people by an attribute gives numbers as it likes.
                nameid_format=None if self.settings["subject_claim"] else NAMEID_FORMAT_PERSISTENT,
                allow_create="true",
            )
        except SAMLError as error:
            problem = "the metadata give no way to ask the provider, or their validUntil is over"
            raise SetupError(self.settings["metadata"], problem, "Save new metadata, then restart.") from error
        return number, dict(sent["headers"])["Location"]

    def answer(self, text: str) -> Answer:
        """Return what an answer says. Raises AnswerRefused."""
        if len(text) > LARGEST:
            raise AnswerRefused("it is too large")
        try:
            data = base64.b64decode(text)
            root = parse_xml(data, "SAMLResponse", "the answer", Limits(depth=40, elements=4_000))
            _whole(root)
            query = root.get("InResponseTo") or ""
            # Which questions the browser asked, its session knows: the caller looks there.
            response = Saml2Client(self._config).parse_authn_request_response(
                base64.b64encode(data).decode(), BINDING_HTTP_POST, {query: "/"} if query else {}
            )
        except AnswerRefused:
            raise
        except (ActionlinesError, binascii.Error) as error:
            raise AnswerRefused(str(error)) from error
        except Exception as error:  # pysaml2 raises plain ones, with the answer in the message
            raise AnswerRefused(f"pysaml2 refuses it: {type(error).__name__}") from error
        if response is None or response.assertion is None:
            raise AnswerRefused("it was sent to another address, or at another time")
        for problem in self._problems(response):
            raise AnswerRefused(problem)
        return Answer(self._claims(response), response.assertion.id, int(response.not_on_or_after) + _SLACK)

    def _problems(self, authn_response: AuthnResponse) -> Iterator[str]:
        """Give what is wrong with an answer that pysaml2 takes."""
        assertion = authn_response.assertion
        issuers = [row.issuer for row in (assertion, authn_response.response) if row.issuer is not None]
        if assertion.issuer is None or any(
            (issuer.text or "").strip() != self.settings["issuer"] for issuer in issuers
        ):
            yield "another provider made it"
        signed = assertion.signature.signed_info
        methods = (signed.signature_method.algorithm, signed.reference[0].digest_method.algorithm)
        if not all(method.endswith(_STRONG) for method in methods):
            yield f"its signature is weak: {', '.join(methods)}"
        limits = assertion.conditions
        if limits is None or not limits.not_on_or_after:
            yield "it has no end"
        elif not limits.audience_restriction or not all(
            self.entity in [(audience.text or "").strip() for audience in row.audience]
            for row in limits.audience_restriction
        ):
            yield "it is for somebody else"
        for item in assertion.subject.subject_confirmation:
            to = item.subject_confirmation_data
            if (
                item.method.endswith(":bearer")
                and (to.recipient, to.in_response_to) == (self.takes, authn_response.in_response_to)
                and to.not_on_or_after
            ):
                break
        else:
            yield "nothing in it says that it is for this address and question"

    def _claims(self, authn_response: AuthnResponse) -> Claims:
        held: dict[str, list[str]] = {}
        for statement in authn_response.assertion.attribute_statement:
            for item in statement.attribute:
                texts = [(value.text or "").strip() for value in item.attribute_value]
                for name in {item.name, item.friendly_name} - {None}:
                    held.setdefault(name, []).extend(filter(None, texts))
        settings, person = self.settings, authn_response.name_id
        if of := settings["subject_claim"]:
            subject = _first(held, (of,))
        elif person is None or person.format == NAMEID_FORMAT_TRANSIENT:
            raise AnswerRefused("the number of the person is another at each sign-in: set subject_claim")
        else:
            subject = (person.text or "").strip()
        if not 0 < len(subject) <= _LONGEST:
            raise AnswerRefused("it names nobody, or somebody by too many signs")
        email = _first(held, (settings["email_claim"],) if settings["email_claim"] else _EMAIL)
        if not email and person is not None and person.format == NAMEID_FORMAT_EMAILADDRESS:
            email = (person.text or "").strip()
        return {
            "sub": subject,
            "nonce": authn_response.in_response_to,
            "email": email,
            "name": _first(held, (settings["name_claim"],) if settings["name_claim"] else _NAME),
            settings["groups_claim"]: held.get(settings["groups_claim"], []),
        }


def _first(held: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    return next((held[name][0] for name in names if held.get(name)), "")


def _whole(root: etree._Element) -> None:
    """Raise AnswerRefused where an answer has a place for a second, unsigned assertion."""
    parts = [item for item in root.iter() if str(item.tag).startswith(_ASSERTION)]
    kinds = Counter(str(part.tag).removeprefix(_ASSERTION) for part in parts)
    plain = root.tag == _RESPONSE and kinds["Assertion"] == 1 and not kinds["EncryptedAssertion"]
    if not plain or root.find(f"{_ASSERTION}Assertion") is None:
        raise AnswerRefused("it is not an answer with one plain assertion")
    numbers = Counter(item.get("ID") for item in root.iter() if item.get("ID"))
    if any(times > 1 for times in numbers.values()):
        raise AnswerRefused("two parts of it have the same ID")
