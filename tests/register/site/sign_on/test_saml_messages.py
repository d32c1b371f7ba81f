"""Answers of a provider of SAML: the good one is read, each wrong one is refused for its own reason."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from lxml import etree

from actionlines.errors import SetupError
from actionlines.register.site.saml_messages import LARGEST, AnswerRefused, Party
from tests.register.site.sign_on.saml_provider import PERSISTENT, WEAK, SamlProvider, needs_xmlsec1, question

SITE = "https://register.example.org/account/saml/house"
ENTITY, TAKES = f"{SITE}/metadata/", f"{SITE}/answer/"
SETTINGS = {"subject_claim": "", "email_claim": "", "name_claim": "", "groups_claim": "groups"}
_A = "{urn:oasis:names:tc:SAML:2.0:assertion}"
_POLICY = "{urn:oasis:names:tc:SAML:2.0:protocol}NameIDPolicy"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamlProvider]:
    needs_xmlsec1()
    yield SamlProvider(tmp_path_factory.mktemp("saml"))


@pytest.fixture(scope="module")
def party(provider: SamlProvider) -> Party:
    return Party({**SETTINGS, "issuer": provider.issuer, "metadata": str(provider.metadata)}, ENTITY, TAKES)


def encoded(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def test_a_signed_answer_names_the_person(provider, party):
    number, where = party.question()
    assert where.startswith(f"{provider.issuer}/sso?") and question(where).get("ID") == number
    assert question(where).find(_POLICY).get("Format") == PERSISTENT
    found = party.answer(provider.answer(number, TAKES, ENTITY, groups=("desk", "canteen")))
    assert found.claims == {
        "sub": "ana", "nonce": number, "email": "ana@example.org", "name": "Ana", "groups": ["desk", "canteen"],
    }  # fmt: skip


def test_metadata_that_are_too_old_are_named(tmp_path):
    needs_xmlsec1()
    old = SamlProvider(tmp_path)
    over = old.metadata.read_text().replace("entityID", 'validUntil="2020-01-01T00:00:00Z" entityID')
    old.metadata.write_text(over)
    own = {**SETTINGS, "issuer": old.issuer, "metadata": str(old.metadata)}
    with pytest.raises(SetupError, match=r"AL708 .*metadata\.xml: .*validUntil is over"):
        Party(own, ENTITY, TAKES).question()


def test_each_question_has_another_number(party):
    assert party.question()[0] != party.question()[0]


def test_the_register_says_what_it_is(party):
    root = etree.fromstring(party.description().encode())
    (takes,) = root.iter("{urn:oasis:names:tc:SAML:2.0:metadata}AssertionConsumerService")
    (own,) = root
    assert (root.get("entityID"), takes.get("Location")) == (ENTITY, TAKES)
    assert own.get("WantAssertionsSigned") == "true"
    assert "sha1" not in party.description()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"audience": "https://other.example.org/"}, "pysaml2 refuses it"),
        ({"audience": ""}, "for somebody else"),
        ({"recipient": "https://other.example.org/answer/"}, "for this address and question"),
        ({"ends": -10, "begins": -20}, "pysaml2 refuses it: ResponseLifetimeExceed"),
        ({"begins": 10, "ends": 20}, "pysaml2 refuses it: ToEarly"),
        ({"answers": "id-of-another"}, "pysaml2 refuses it: UnsolicitedResponse"),
        ({"issuer": "https://other.example.org/"}, "pysaml2 refuses it"),
        ({"algorithms": WEAK}, "weak"),
        ({"subject": ""}, "it names nobody"),
        ({"subject": "a" * 300}, "too many signs"),
        ({"form": PERSISTENT.replace("persistent", "transient")}, "subject_claim"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(provider, party, wrong, says):
    number, _where = party.question()
    with pytest.raises(AnswerRefused, match=says):
        party.answer(provider.answer(number, TAKES, ENTITY, **wrong))


def test_an_answer_to_nobody_is_refused(provider, party):
    with pytest.raises(AnswerRefused, match="Unsolicited"):
        party.answer(provider.answer("", TAKES, ENTITY))


def test_an_answer_sent_to_another_address_is_refused(provider, party):
    number, _where = party.question()
    said = provider.assertion(number, TAKES, ENTITY)
    elsewhere = provider.sign(provider.response(number, "https://other.example.org/", said))
    with pytest.raises(AnswerRefused, match="sent to another address"):
        party.answer(encoded(elsewhere))


@pytest.mark.parametrize(("part", "says"), [("Conditions", "it has no end"), ("Issuer", "another provider made it")])
def test_an_answer_without_an_end_or_by_two_is_refused(provider, party, part, says):
    number, _where = party.question()
    root = etree.fromstring(provider.response(number, TAKES, provider.assertion(number, TAKES, ENTITY)))
    if part == "Conditions":
        said = root.find(f"{_A}Assertion")
        said.remove(said.find(f"{_A}{part}"))
    else:
        root.find(f"{_A}{part}").text = "https://other.example.org/"
    with pytest.raises(AnswerRefused, match=says):
        party.answer(encoded(provider.sign(etree.tostring(root, encoding="unicode"))))


def test_a_signature_by_another_key_is_refused(provider, party, tmp_path):
    number, _where = party.question()
    thief = SamlProvider(tmp_path, provider.issuer)
    with pytest.raises(AnswerRefused, match="SignatureError"):
        party.answer(thief.answer(number, TAKES, ENTITY))


@pytest.mark.parametrize("signed", ["nothing", "the response"])
def test_an_assertion_without_a_signature_is_refused(provider, party, signed):
    number, _where = party.question()
    root = etree.fromstring(provider.response(number, TAKES, provider.assertion(number, TAKES, ENTITY)))
    said = root.find(f"{_A}Assertion")
    (signature,) = said.iter("{http://www.w3.org/2000/09/xmldsig#}Signature")
    said.remove(signature)
    if signed == "the response":
        (reference,) = signature.iter("{http://www.w3.org/2000/09/xmldsig#}Reference")
        reference.set("URI", f"#{root.get('ID')}")
        root.insert(1, signature)
        text = provider.sign(etree.tostring(root, encoding="unicode"), "Response")
    else:
        text = etree.tostring(root, encoding="unicode")
    with pytest.raises(AnswerRefused, match="SignatureError"):
        party.answer(encoded(text))


def test_a_changed_assertion_is_refused(provider, party):
    number, _where = party.question()
    text = base64.b64decode(provider.answer(number, TAKES, ENTITY, groups=("canteen",))).decode()
    assert text.count("canteen") == 1
    with pytest.raises(AnswerRefused, match="SignatureError"):
        party.answer(encoded(text.replace("canteen", "desk")))


def _wrapped(text: str, place: str) -> bytes:
    """A signed answer with a second assertion that nobody signed, in the places that attacks have used."""
    root = etree.fromstring(text.encode())
    good = root.find(f"{_A}Assertion")
    bad = etree.fromstring(etree.tostring(good))
    for one in bad.iter(f"{_A}NameID"):
        one.text = "boss"
    signature = bad.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    if place != "the same number":
        bad.set("ID", "_bad")
    if place in ("before", "the same number"):
        bad.remove(signature)
        root.insert(2, bad)
    elif place == "after":
        bad.remove(signature)
        root.append(bad)
    else:  # the signed one moves into the signature, or the extensions, of the other
        root.remove(good)
        if place == "object":
            etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object").append(good)
        else:
            names = "{urn:oasis:names:tc:SAML:2.0:protocol}Extensions"
            hidden = etree.Element(names)
            hidden.append(good)
            root.insert(1, hidden)
        root.append(bad)
    return etree.tostring(root)


@pytest.mark.parametrize("place", ["before", "after", "the same number", "object", "extensions"])
def test_a_wrapped_signature_is_refused(provider, party, place):
    number, _where = party.question()
    text = base64.b64decode(provider.answer(number, TAKES, ENTITY)).decode()
    with pytest.raises(AnswerRefused, match="one plain assertion"):
        party.answer(encoded(_wrapped(text, place)))


def test_two_parts_with_one_number_are_refused(provider, party):
    number, _where = party.question()
    root = etree.fromstring(base64.b64decode(provider.answer(number, TAKES, ENTITY)))
    root.set("ID", root.find(f"{_A}Assertion").get("ID"))
    with pytest.raises(AnswerRefused, match="the same ID"):
        party.answer(encoded(etree.tostring(root)))


def test_a_comment_in_a_name_changes_nobody(provider, party):
    number, _where = party.question()
    text = base64.b64decode(provider.answer(number, TAKES, ENTITY, subject="boss.evil")).decode()
    found = party.answer(encoded(text.replace("boss.evil</a:NameID>", "boss<!-- -->.evil</a:NameID>")))
    assert found.claims["sub"] == "boss.evil"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "AL105"),
        ("no letters of base64!", "AL105|base64|padding"),
        (encoded("<Response/>"), "one plain assertion"),
        (encoded('<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>'), "AL107"),
        (encoded('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>'), "AL107"),
        ("A" * (LARGEST + 1), "too large"),
    ],
)
def test_what_is_no_answer_is_refused(party, given, says):
    with pytest.raises(AnswerRefused, match=says):
        party.answer(given)


def test_an_attribute_may_name_the_person_and_the_address(provider):
    own = {**SETTINGS, "issuer": provider.issuer, "metadata": str(provider.metadata)}
    party = Party({**own, "subject_claim": "mail", "email_claim": "none", "name_claim": "mail"}, ENTITY, TAKES)
    number, where = party.question()
    transient = PERSISTENT.replace("persistent", "transient")
    found = party.answer(provider.answer(number, TAKES, ENTITY, form=transient)).claims
    assert (found["sub"], found["email"], found["name"]) == ("ana@example.org", "", "ana@example.org")
    assert question(where).find(_POLICY) is None
