"""A register in a process of its own, with sign-on by a file of providers: the app is loaded at its start."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.register.site.test_serve import free_port


@dataclass
class Served:
    """The register: its address, and its database to look into."""

    url: str
    folder: Path

    def rows(self, question: str, *given: Any) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with sqlite3.connect(self.folder / "actionlines.sqlite3") as held:
            return held.execute(question, given).fetchall()

    def client(self) -> httpx.Client:
        """Return a browser without scripts: cookies and redirects."""
        return httpx.Client(base_url=self.url, follow_redirects=True, timeout=600, trust_env=False)

    def sign_on(
        self, client: httpx.Client, provider: str = "one", speaks: str = "oidc", follow: bool = True, **more: str
    ) -> httpx.Response:
        """Press the button of a provider on the page of sign-in."""
        page = client.get("/account/login/", params=more)
        token = page.text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        form = {"csrfmiddlewaretoken": token, **more}
        there = f"/account/{speaks}/{provider}/login/"
        return client.post(there, data=form, follow_redirects=follow)


def until_refused(send: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Return the answers up to the first 429. A limit gives room back while a slow machine sends."""
    answers = [send()]
    while answers[-1].status_code != 429:
        assert len(answers) < 600, "nothing is limited"
        answers.append(send())
    return answers


@contextmanager
def served(folder: Path, providers: str, *python: str) -> Iterator[Served]:
    """Run a register on providers in TOML; `python` is code that fills it before."""
    file = folder / "sign-on.toml"
    file.write_text(providers)
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment = {
        **kept,
        "ACTIONLINES_SIGN_ON": str(file),
        "ACTIONLINES_DATA": str(folder / "data"),
        "ACTIONLINES_ADDRESS": f"http://127.0.0.1:{port}",
    }
    code = "from actionlines.register.site.setup import start; start()\n" + "\n".join(python)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    command = [sys.executable, "-m", "actionlines", "serve", "--data", str(folder / "data"), "--no-worker"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        while "The register is at" not in (line := process.stdout.readline()):
            assert line, "the register did not start"
        found = Served(f"http://127.0.0.1:{port}", folder / "data")
        with httpx.Client(transport=httpx.HTTPTransport(retries=20), trust_env=False, timeout=600) as probe:
            probe.get(found.url)
        yield found
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def two_providers(issuer: str, own: str, local: str) -> str:
    """Return a file of two providers at one place; the second is not trusted with addresses and makes no accounts.

    own    the lines that the way of signing on needs
    local  whether accounts with passwords stay: true or false
    """
    return f"""
local_accounts = {local}
[[provider]]
id = "one"
name = "House account"
issuer = "{issuer}"
{own}
trust_email = true
[[provider.roles]]
group = "reviewers-of-c5"
role = "reviewer"
scope = "C5"
[[provider.roles]]
group = "desk"
role = "secretariat"
[[provider]]
id = "two"
name = "Other account"
issuer = "{issuer}"
{own}
new_accounts = false
"""
