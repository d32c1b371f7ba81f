"""What an entry of the index has: words, facets, and numbers to sort by. Change FORMAT with anything here or in
the analysers: an index of another format is made anew.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import tantivy

FORMAT = 7

# Facets that are one word each in the index; docs/reference/search.md says what they hold.
FACETS = (
    "kind", "status", "type", "good_practice", "language", "country", "region", "area", "action_line", "goal",
    "target", "commitment", "body", "speaker", "instrument", "strength", "deliverable", "due_year", "year",
    "stakeholder", "organisation", "partner", "technology", "beneficiary", "lead", "document_kind", "mandate",
    "check_process", "check_mandate", "check_resources", "force", "to_check",
)  # fmt: skip
# Facets that are counted from other fields: the countries of a record are few, its regions are many.
COUNTED_FROM = {"country": ("nation", "region")}
# `text` holds all words of a record; `title` and `summary` hold some of them once more, to weigh more; `names` are
# the names of its concepts in six languages, by which it is found too, but not as well.
WEIGHTS = {"title": 3.0, "summary": 1.0}
NAMES_WEIGHT = 0.5
RANGES = ("due", "starts")  # days since 1 January of the year 1
NO_DAY = 9_999_999  # a due date that is not known sorts last


@cache
def schema() -> Any:
    """The schema of the index.

    key      `activity:12`; parent: of what it is a part (`instrument:3` for a paragraph)
    shown    JSON of what a page shows of it: title, summary, text, language
    digest   of all that is in the entry: equal digests, equal entries
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("parent", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    builder.add_bytes_field("digest", stored=True)
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in ("summary", "names"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in FACETS:
        fast = name not in COUNTED_FROM
        builder.add_text_field(name, fast=fast, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("nation", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("by_title", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("by_due", fast=True)
    builder.add_integer_field("checks", fast=True)
    for name in RANGES:
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()
