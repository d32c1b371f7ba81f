"""A provider of SAML for tests: its answers are written here and signed by xmlsec1, right or wrong in any part."""

from __future__ import annotations

import base64
import secrets
import shutil
import subprocess
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

ISSUER = "https://login.example.org/saml"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_NAMES = (
    'xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"'
    ' xmlns:d="http://www.w3.org/2000/09/xmldsig#"'
)
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_STRONG = ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256")
WEAK = (f"{_DSIG}rsa-sha1", f"{_DSIG}sha1")


def needs_xmlsec1() -> None:
    """Skip a test on a machine without the program that signs and checks."""
    if shutil.which("xmlsec1") is None:
        pytest.skip("no xmlsec1 on this machine (Debian package xmlsec1): SAML is not tried")


def moment(minutes: float) -> str:
    """Return the time so many minutes from now, as SAML writes it."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def question(address: str) -> etree._Element:
    """Return the question that an address of the provider carries."""
    given = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(given), -15))


class SamlProvider:
    """Key, certificate and metadata in a folder."""

    def __init__(self, folder: Path, issuer: str = ISSUER, sso: str = f"{ISSUER}/sso") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.issuer, self.folder = issuer, folder
        self.metadata, self.key, self.certificate = (
            folder / name for name in ("metadata.xml", "key.pem", "certificate.pem")
        )
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "login.example.org")])
        day = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(day - timedelta(days=1))
            .not_valid_after(day + timedelta(days=30))
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        plain = serialization.NoEncryption()
        self.key.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
        self.certificate.write_bytes(certificate.public_bytes(pem))
        held = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
        self.metadata.write_text(
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}">'
            '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            f'<KeyDescriptor use="signing"><KeyInfo xmlns="{_DSIG}"><X509Data><X509Certificate>{held}'
            "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
            '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
            f' Location="{sso}"/></IDPSSODescriptor></EntityDescriptor>'
        )

    def assertion(
        self, number: str, takes: str, entity: str, *, subject: str = "ana", email: str = "",
        groups: tuple[str, ...] = (), issuer: str = "", ends: float = 5, begins: float = -5,
        audience: str | None = None, recipient: str | None = None, answers: str | None = None,
        form: str = PERSISTENT, algorithms: tuple[str, str] = _STRONG,
    ) -> str:  # fmt: skip
        """Return an assertion with the place for its signature."""
        own = f"_{secrets.token_hex(12)}"
        values = "".join(f"<a:AttributeValue>{one}</a:AttributeValue>" for one in groups)
        audience = entity if audience is None else audience
        limit = f"<a:AudienceRestriction><a:Audience>{audience}</a:Audience></a:AudienceRestriction>"
        return (
            f'<a:Assertion {_NAMES} ID="{own}" Version="2.0" IssueInstant="{moment(0)}">'
            f"<a:Issuer>{issuer or self.issuer}</a:Issuer>"
            f'<d:Signature><d:SignedInfo><d:CanonicalizationMethod Algorithm="{_EXCLUSIVE}"/>'
            f'<d:SignatureMethod Algorithm="{algorithms[0]}"/><d:Reference URI="#{own}"><d:Transforms>'
            f'<d:Transform Algorithm="{_DSIG}enveloped-signature"/><d:Transform Algorithm="{_EXCLUSIVE}"/>'
            f'</d:Transforms><d:DigestMethod Algorithm="{algorithms[1]}"/><d:DigestValue/></d:Reference>'
            "</d:SignedInfo><d:SignatureValue/></d:Signature>"
            f'<a:Subject><a:NameID Format="{form}">{subject}</a:NameID>'
            '<a:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<a:SubjectConfirmationData InResponseTo="{number if answers is None else answers}"'
            f' Recipient="{takes if recipient is None else recipient}" NotOnOrAfter="{moment(ends)}"/>'
            "</a:SubjectConfirmation></a:Subject>"
            f'<a:Conditions NotBefore="{moment(begins)}" NotOnOrAfter="{moment(ends)}">'
            f"{limit if audience else ''}</a:Conditions>"
            f'<a:AuthnStatement AuthnInstant="{moment(0)}"><a:AuthnContext><a:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</a:AuthnContextClassRef></a:AuthnContext>"
            "</a:AuthnStatement><a:AttributeStatement>"
            f'<a:Attribute Name="mail"><a:AttributeValue>{email or f"{subject}@example.org"}'
            f"</a:AttributeValue></a:Attribute>"
            f'<a:Attribute Name="displayName"><a:AttributeValue>{subject.title()}</a:AttributeValue>'
            f'</a:Attribute><a:Attribute Name="groups">{values or "<a:AttributeValue/>"}</a:Attribute>'
            "</a:AttributeStatement></a:Assertion>"
        )

    def response(self, number: str, takes: str, assertion: str) -> str:
        """Return the answer around an assertion; no number makes one that nobody asked for."""
        answers = f' InResponseTo="{number}"' if number else ""
        return (
            f'<p:Response {_NAMES} ID="_{secrets.token_hex(12)}" Version="2.0" IssueInstant="{moment(0)}"'
            f' Destination="{takes}"{answers}><a:Issuer>{self.issuer}</a:Issuer><p:Status><p:StatusCode'
            f' Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>{assertion}</p:Response>'
        )

    def sign(self, text: str, part: str = "Assertion") -> str:
        """Return an answer with the signature of one part filled in."""
        file = self.folder / f"{secrets.token_hex(8)}.xml"
        file.write_text(text)
        command = ["xmlsec1", "--sign", "--privkey-pem", str(self.key), "--id-attr:ID", part, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def answer(self, number: str, takes: str, entity: str, **wrong: object) -> str:
        """Return a signed answer as the form of the provider carries it; `wrong` changes its assertion."""
        said = self.assertion(number, takes, entity, **wrong)  # type: ignore[arg-type]
        return base64.b64encode(self.sign(self.response(number, takes, said)).encode()).decode()
