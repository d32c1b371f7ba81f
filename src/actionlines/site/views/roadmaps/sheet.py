"""The paper of a road map as its builder shows it: what the register says, with places for what people write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.core.cache import cache

from actionlines.papers.layout_builder import lay
from actionlines.papers.words import LANGUAGES
from actionlines.papers.writers.as_sheet import SheetSection, sheet
from actionlines.registry.core.schema import Serialised
from actionlines.registry.models import Event
from actionlines.registry.roadmaps.tracking import account_of, road_map
from actionlines.reports.account.model import Account
from actionlines.reports.roadmap import paper
from actionlines.reports.sections.narrative import FACT, pieces
from actionlines.reports.sections.proposals import proposals
from actionlines.reports.words import words

_KEPT = 24 * 3600
# Section of the paper -> the text that people write in it, or the table that they fill in.
FIELDS = {
    "s-glance": "purpose", "s-mandates": "mandates", "s-links": "targets", "s-activities": "activities",
    "s-resources": "resources", "s-milestones": "next-steps",
}  # fmt: skip
TABLES = {"s-metrics": "metrics", "s-milestones": "milestones"}
_PAPERS = ("roadmap", "report")  # kinds of record that papers do not draw on


def generated(data: Serialised) -> tuple[SheetSection, ...]:
    """Return the generated sections of a road map. They are kept until it or a record of the register changes."""
    newest = Event.objects.exclude(kind__in=_PAPERS).order_by("-pk").values_list("pk", flat=True).first()
    said = {name: value for name, value in data.items() if name not in _ASIDE}
    key = hashlib.sha256(json.dumps([said, newest], sort_keys=True, default=str).encode()).hexdigest()[:40]
    found: tuple[SheetSection, ...] | None = cache.get(f"roadmap-sheet-{key}")
    if found is None:
        account = account_of(data)
        made = paper(road_map({**data, "narratives": {}}, account), account, words(data["language"]))
        found = sheet(lay(made))
        cache.set(f"roadmap-sheet-{key}", found, _KEPT)
    return found


_ASIDE = frozenset({
    "narratives", "version", "changed_at", "status", "status_since", "status_reason", "tracked", "published_at",
    "published_version",
})  # fmt: skip


def figures(
    account: Account, lines: Sequence[str], language: str, texts: Sequence[str]
) -> list[dict[str, str]]:
    """Return figures that can stand in a text: those to choose from, and those that the texts have (`there`)."""
    catalogue = words(language if language in LANGUAGES else "en")
    out = {
        one.question: {
            "question": one.question,
            "label": one.label,
            "value": f"{one.value} {one.unit}".strip(),
        }
        for line in lines
        for one in proposals(account, catalogue, line=line)
    }
    for text in texts:
        asked = [one.strip() for one in FACT.findall(text)]
        shown = [piece for piece in pieces(text, account, catalogue) if piece.question]
        for question, piece in zip(asked, shown, strict=True):
            held = {
                "question": question,
                "label": piece.problem or piece.text,
                "value": piece.shown,
                "there": "1",
            }
            out.setdefault(question, held)
    return list(out.values())
