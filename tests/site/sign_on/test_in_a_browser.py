"""Sign-on in Chromium against the provider of the npm package `oidc-provider`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.browsing import PATIENCE
from tests.node import package
from tests.site.sign_on.provider import CLIENT, SECRET
from tests.site.sign_on.served import served
from tests.site.test_serve import free_port

pytestmark = [pytest.mark.long, pytest.mark.browser]


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
[[provider.roles]]
group = "reviewers-of-c5"
role = "reviewer"
scope = "C5"
"""
    with served(tmp_path, file) as register:
        callback = f"{register.url}/account/oidc/one/login/callback/"
        script = Path(__file__).with_name("provider.mjs")
        command = ["node", str(script), str(port), CLIENT, SECRET, callback]
        node = subprocess.Popen(command, cwd=modules, stdout=subprocess.PIPE, text=True)
        try:
            assert node.stdout is not None and "ready" in node.stdout.readline()
            context = browser.new_context()
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            wrong: list[str] = []
            page.on(
                "console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None
            )
            page.goto(f"{register.url}/account/login/?next=/me/")
            page.get_by_role("button", name="House account").click()
            page.get_by_placeholder("Enter any login").fill("ana")
            page.get_by_placeholder("and password").fill("any")
            page.get_by_role("button", name="Sign-in").click()
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url(f"{register.url}/me/")
            assert "ana@example.org" in page.content()
            assert "Reviewer C5" in page.content()
            assert wrong == []
            context.close()
        finally:
            node.terminate()
            node.wait()
            node.stdout.close()
