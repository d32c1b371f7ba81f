"""Sign-on in Chromium against the providers of the npm packages `oidc-provider` and `samlp`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import PATIENCE
from tests.node import package
from tests.register.site.sign_on.provider import CLIENT, SECRET
from tests.register.site.sign_on.saml_provider import SamlProvider, needs_xmlsec1
from tests.register.site.sign_on.served import Served, served
from tests.register.site.test_serve import free_port

pytestmark = [pytest.mark.long, pytest.mark.browser]

RULE = """
[[provider.roles]]
group = "reviewers-of-c5"
role = "reviewer"
scope = "C5"
"""


def test_real_redirects_lead_in_and_out(browser, tmp_path):
    modules = package("oidc-provider")
    port = free_port()
    file = f"""
[[provider]]
id = "one"
name = "House account"
issuer = "http://127.0.0.1:{port}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
trust_email = true
{RULE}
"""
    with served(tmp_path, file) as register:
        callback = f"{register.url}/account/oidc/one/login/callback/"
        with provider_of_node(modules, "provider.mjs", str(port), CLIENT, SECRET, callback):
            at_house(browser, register, there=_oidc)


def _oidc(page: Page) -> None:
    page.get_by_placeholder("Enter any login").fill("ana")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_saml_leads_in_and_out_too(browser, tmp_path):
    needs_xmlsec1()
    package("express")
    modules = package("samlp")
    port = free_port()
    made = SamlProvider(tmp_path / "provider", f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{port}/sso")
    file = f"""
[[provider]]
id = "one"
name = "House account"
issuer = "{made.issuer}"
metadata = "{made.metadata}"
trust_email = true
{RULE}
"""
    with served(tmp_path, file) as register:
        answer = f"{register.url}/account/saml/one/answer/"
        files = (str(made.key), str(made.certificate))
        with provider_of_node(modules, "saml.mjs", str(port), *files, answer):
            at_house(browser, register, there=_saml)


def _saml(page: Page) -> None:
    page.get_by_label("Name").fill("ana")
    page.get_by_role("button", name="Sign in there").click()


@contextmanager
def provider_of_node(modules: Path, script: str, *given: str) -> Iterator[None]:
    """Run a provider from its packages until the block ends."""
    command = ["node", str(Path(__file__).with_name(script)), *given]
    node = subprocess.Popen(command, cwd=modules, stdout=subprocess.PIPE, text=True)
    try:
        assert node.stdout is not None and "ready" in node.stdout.readline()
        yield
    finally:
        node.terminate()
        node.wait()
        node.stdout.close()


def at_house(browser: Browser, register: Served, there: Callable[[Page], None]) -> None:
    """Sign in as Ana: `there` does what the pages of the provider ask."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    page.goto(f"{register.url}/account/login/?next=/me/")
    page.get_by_role("button", name="House account").click()
    there(page)
    page.wait_for_url(f"{register.url}/me/")
    assert "ana@example.org" in page.content()
    assert "Reviewer C5" in page.content()
    assert wrong == []
    context.close()
