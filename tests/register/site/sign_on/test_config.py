"""The file of providers: what it says is taken as it is meant, and an error names the field."""

from __future__ import annotations

import pytest

from actionlines.errors import ActionlinesError, SetupError
from actionlines.register.site.sign_on_file import PROVIDER, SAML, read
from tests.register.site.sign_on.saml_provider import ISSUER, SamlProvider

GOOD = """
[[provider]]
id = "house"
name = "House account"
issuer = "https://login.example.org/realms/house"
client_id = "register"
client_secret = "in the file"
form_origins = ["https://forms.example.org"]
trust_email = true
[[provider.roles]]
group = "desk"
role = "secretariat"
"""


def test_a_file_becomes_settings(tmp_path):
    file = tmp_path / "sign-on.toml"
    file.write_text(GOOD)
    found = read(str(file))
    (app,) = found.settings()[PROVIDER]["APPS"]
    assert found.local_accounts
    assert found.origins == ("https://forms.example.org", "https://login.example.org")
    assert (app["provider_id"], app["secret"]) == ("house", "in the file")
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert app["settings"]["roles"] == [{"group": "desk", "role": "secretariat"}]


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path):
    (tmp_path / "secret").write_text("of the file\n")
    file = tmp_path / "sign-on.toml"
    file.write_text(GOOD.replace("trust_email", f'client_secret_file = "{tmp_path}/secret"\ntrust_email'))
    (app,) = read(str(file)).settings()[PROVIDER]["APPS"]
    assert app["secret"] == "of the file"


def test_no_file_means_accounts_with_passwords_alone():
    found = read("")
    assert found.local_accounts and found.providers == () and found.origins == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (GOOD, "", "it names no provider"),
        (GOOD, "[[provider", "it cannot be read"),
        ('client_id = "register"', "", "client_id is missing"),
        ("https://login", "http://login", "is not an address with https"),
        ("trust_email", "trust_mail", "there is no field 'trust_mail'"),
        ('"secretariat"', '"king"', "a role that is none of"),
        ('id = "house"', 'id = "the house"', "has other signs than"),
        ("trust_email = true", 'trust_email = "false"', "provider 1: trust_email is neither true nor false"),
        ("trust_email = true", "new_accounts = 0", "new_accounts is neither true nor false"),
        ("trust_email = true", 'scopes = "openid email"', "scopes is not a list of texts"),
        ('["https://forms.example.org"]', '"https://forms.example.org"', "form_origins is not a list of texts"),
        ("[[provider.roles]]", "[provider.roles]", "roles is not a list of tables"),
        ('role = "secretariat"', 'role = "reviewer"\nscop = "C5"', "roles: there is no field 'scop'"),
        (GOOD, GOOD + GOOD, "two providers have the same id"),
        (GOOD, "local_account = false\n" + GOOD, r"sign-on\.toml: there is no field 'local_account'"),
        (GOOD, "local_accounts = 1\n" + GOOD, "neither true nor false"),
    ],
)
def test_an_error_names_what_is_wrong(tmp_path, old, new, says):
    file = tmp_path / "sign-on.toml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(SetupError, match=says):
        read(str(file))


def test_a_file_that_is_absent_is_named(tmp_path):
    with pytest.raises(SetupError, match=r"sign-on\.toml: it cannot be read"):
        read(str(tmp_path / "sign-on.toml"))


@pytest.fixture
def saml(tmp_path, monkeypatch):
    """A file with a provider of SAML, on a machine that has the program."""
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    SamlProvider(tmp_path)
    file = tmp_path / "sign-on.toml"
    metadata = f'metadata = "{tmp_path}/metadata.xml"\nsubject_claim = "uid"'
    file.write_text(
        GOOD.replace('client_id = "register"\nclient_secret = "in the file"', metadata).replace(
            "https://login.example.org/realms/house", ISSUER
        )
    )
    return file


def test_a_provider_with_metadata_speaks_saml(saml):
    found = read(str(saml), "https://register.example.org")
    (app,) = found.settings()[SAML]["APPS"]
    assert found.saml and found.settings()[PROVIDER] == {"APPS": []}
    assert found.origins == ("https://forms.example.org", "https://login.example.org")
    assert app["settings"] == {
        "issuer": ISSUER, "metadata": f"{saml.parent}/metadata.xml", "site": "https://register.example.org",
        "subject_claim": "uid", "email_claim": "", "name_claim": "", "groups_claim": "groups",
        "trust_email": True, "new_accounts": True, "roles": [{"group": "desk", "role": "secretariat"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("sign-on.toml", f'"{ISSUER}"', '"urn:other"', f"describes “{ISSUER}”, not “urn:other”"),
        ("sign-on.toml", "subject_claim", "client_id", "there is no field 'client_id'"),
        ("sign-on.toml", "metadata.xml", "absent.xml", r"absent\.xml: it cannot be read"),
        ("metadata.xml", "HTTP-Redirect", "HTTP-POST", "has no SingleSignOnService by HTTP-Redirect"),
        ("metadata.xml", 'use="signing"', 'use="encryption"', "has no key for signatures"),
        ("metadata.xml", 'Location="https', 'Location="http', "is not an address with https"),
        ("metadata.xml", "<EntityDescriptor", "<!DOCTYPE x><EntityDescriptor", "document type"),
    ],
)  # fmt: skip
def test_an_error_names_what_is_wrong_with_saml(saml, file, old, new, says):
    changed = saml.parent / file
    assert old in changed.read_text()
    changed.write_text(changed.read_text().replace(old, new))
    with pytest.raises(ActionlinesError, match=says):
        read(str(saml), "https://register.example.org")


def test_saml_needs_the_address_of_the_register(saml):
    with pytest.raises(SetupError, match="ACTIONLINES_ADDRESS"):
        read(str(saml))


def test_saml_needs_the_program_that_checks_signatures(saml, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SetupError, match="Install the Debian package xmlsec1"):
        read(str(saml), "https://register.example.org")


def test_saml_needs_its_extra(saml, monkeypatch):
    monkeypatch.setattr("actionlines.register.site.sign_on_file.find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"pip install 'actionlines\[saml\]'"):
        read(str(saml), "https://register.example.org")
