"""Organisations that one import brought in are one row of the inbox."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from actionlines.register.organisations.actions import CreateOrganisation
from actionlines.register.organisations.models import Organisation
from tests.people import person

pytestmark = pytest.mark.django_db


def test_hundreds_of_organisations_of_one_import_are_one_row():
    CreateOrganisation(person("stranger"), fields={"name": "Entered by hand", "type": "academia"}).do()
    member, boss = person("member"), Client()
    rows = [Organisation(name=f"Trust {number}", type="other", owner=member) for number in range(499)]
    CreateOrganisation.do_many(member, rows, group=uuid4(), reason="Import")
    boss.force_login(person("secretariat"))
    text = boss.get("/review/").content.decode()
    assert "Entered by hand" in text and "Trust 0" in text and "Trust 1<" not in text
    assert "and 498 more" in text and "2 submissions wait" in text
    assert "Trust 12" in boss.get("/review/?kind=organisation").content.decode()
