"""The packs of the languages: each pattern of English names roles that exist."""

from __future__ import annotations

import re

import pytest

from actionlines.mandates.languages.grammar import english, grammar

ROLES = grammar("en").roles


@pytest.mark.parametrize("role", ROLES)
def test_patterns_of_english_compile_and_name_roles_that_exist(role: str) -> None:
    assert english(role)
    named = re.findall(r"\{([a-z][a-z -]*)\}", ROLES[role])
    # The finder of dates fills in the names of conferences.
    assert [one for one in named if one not in ROLES and one != "cycle"] == []
