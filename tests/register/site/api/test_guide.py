"""The guide of the API: its examples run, its tables are complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actionlines.register.core.api.lists import STATUSES, Problem
from actionlines.register.core.api.operations import TOKEN, VISITOR
from actionlines.register.site.api import api
from actionlines.register.site.middleware.limits import COUNTS
from tests.register.site.api.world import published, token

pytestmark = pytest.mark.django_db
GUIDE = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "http-api.md").read_text("utf-8")
EXAMPLES = [
    " ".join(found.replace("\\\n", " ").split()) for found in re.findall(r"```\n(curl .+?)\n```", GUIDE, re.DOTALL)
]


def send(example: str, secret: str):
    """The answer to what a command of the guide sends."""
    words = shlex.split(example.replace("TOKEN", secret))[1:]
    method, head, data, address = "", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            head[name] = value
        elif word == "-d":
            data = words.pop(0)
        elif word == "-F":
            name, _equal, value = words.pop(0).partition("=")
            data = data or {}
            data[name] = SimpleUploadedFile(value[1:], b"title\nLetters\n") if value.startswith("@") else value
        else:
            address = word.removeprefix("http://localhost:8000")
    method = (method or ("POST" if data else "GET")).lower()
    more = {"data": data} if data is not None else {}
    if isinstance(data, str):
        more["content_type"] = head.pop("Content-Type")
    return getattr(Client(), method)(address, headers=head, **more)


def test_the_examples_run():
    COUNTS.clear()
    secret, statuses = token("member"), []
    first = send(next(one for one in EXAMPLES if "-X POST" in one), secret).json()
    for one in EXAMPLES:
        answer = send(one.replace("/api/activities/1'", f"/api/activities/{first['id']}'"), secret)
        statuses.append(answer.status_code)
        assert answer.status_code < 300, (one, answer.content)
    assert statuses == [200, 200, 200, 200, 200, 201, 200, 202]


def test_every_operation_is_in_the_guide():
    for _prefix, router in api._routers:
        for path in router.path_operations:
            short = f"`/{path.rsplit('/', 1)[1]}`"
            named = f"/api{path}" in GUIDE or short in GUIDE or f"…/{'/'.join(path.split('/')[4:])}" in GUIDE
            assert named, path


def test_every_field_and_status_of_errors_is_in_the_guide():
    assert all(f'"{name}"' in GUIDE for name in Problem.model_fields)
    assert all(f"\n| {status} |" in GUIDE for status in STATUSES)
    assert f"{VISITOR.most} requests a minute" in GUIDE
    assert f"tokens {TOKEN.most};" in GUIDE


def test_the_description_is_served_to_everybody():
    published()
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Actionlines"
