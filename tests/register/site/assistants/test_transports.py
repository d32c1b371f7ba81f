"""Both transports, by the SDK's client and by the protocol's inspector: HTTP, and a process on its pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from django.urls import reverse

from tests.indexed import reindex
from tests.node import package
from tests.register.mandates.samples import instrument
from tests.register.site.assistants.test_tools import token_of

MESSAGE = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


def run_apart(run: Callable[[], Awaitable[Any]]) -> Any:
    """What `run` gives, from a thread of its own: a test of the browser leaves a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


def post(client: Any, message: Any = MESSAGE, **more: str) -> Any:
    given = {**HEADERS, **more}
    return client.post(reverse("mcp"), json.dumps(message), content_type="application/json", headers=given)


@pytest.mark.django_db
def test_one_message_gets_one_answer(client):
    answer = post(client)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    assert len(answer.json()["result"]["tools"]) == 8
    assert "Set-Cookie" not in answer.headers


@pytest.mark.django_db
def test_what_is_no_message_is_refused(client):
    assert client.get(reverse("mcp")).status_code == 405
    refused = post(client, Origin="https://evil.example")
    assert refused.status_code == 403 and "https://evil.example" in refused.json()["error"]["message"]
    assert "http://testserver" in refused.json()["error"]["message"]
    assert client.post(reverse("mcp"), "{", content_type="application/json", headers=HEADERS).status_code == 400
    assert post(client, {**MESSAGE, "method": "tools/none"}).json()["error"]["code"] == -32601


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_client_of_the_sdk_speaks_to_the_site(live_server, mode):
    from mcp.client.client import Client
    from mcp.client.streamable_http import streamable_http_client

    instrument()
    reindex()
    secret = token_of("stranger")

    async def run() -> Any:
        head = {"Authorization": f"Bearer {secret}"}
        async with httpx2.AsyncClient(headers=head, timeout=600) as http:
            transport = streamable_http_client(f"{live_server.url}/api/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await client.list_tools(), await client.call_tool("mandates", {})

    tools, found = run_apart(run)
    assert len(tools.tools) == 8
    assert found.structured_content["total"] > 0


@pytest.fixture
def register(tmp_path):
    """The folder of a register with one document, made by the commands."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment = {**kept, "ACTIONLINES_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "actionlines", "import", "examples/itu-resolution.txt"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return environment


@pytest.mark.long
def test_the_command_speaks_on_its_pipes(register):
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    async def run() -> Any:
        given = StdioServerParameters(command=sys.executable, args=["-m", "actionlines", "mcp"], env=register)
        async with Client(stdio_client(given)) as client:
            return await client.call_tool("mandates", {})

    # The address at which the register was last served.
    (Path(register["ACTIONLINES_DATA"]) / "work" / "address").write_text("http://127.0.0.1:8017", "ascii")
    found = run_apart(run)
    assert found.structured_content["total"] > 0
    assert all(one["quote"] for one in found.structured_content["records"])
    assert found.structured_content["records"][0]["address"].startswith("http://127.0.0.1:8017/")


def inspected(modules: Any, *words: str, environment: Any = None) -> Any:
    command = ["npx", "--no-install", "mcp-inspector", "--cli", *words]
    done = subprocess.run(command, cwd=modules, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.long
def test_the_inspector_reads_the_command(register):
    modules = package("@modelcontextprotocol/inspector")
    command = (sys.executable, "-m", "actionlines", "mcp")
    listed = inspected(modules, *command, "--method", "tools/list", environment=register)
    assert {one["name"] for one in listed["tools"]} >= {"search", "fetch", "mandates"}
    called = ("--method", "tools/call", "--tool-name", "mandates")
    found = inspected(modules, *command, *called, environment=register)
    assert json.loads(found["content"][0]["text"])["total"] > 0


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_inspector_reads_the_site(live_server):
    modules = package("@modelcontextprotocol/inspector")
    instrument()
    reindex()
    address = (f"{live_server.url}/api/mcp", "--transport", "http")
    listed = inspected(modules, *address, "--method", "tools/list")
    assert len(listed["tools"]) == 8
