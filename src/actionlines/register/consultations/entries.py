"""Consultations as entries of the search: what is asked, the text as it is now, and each of its paragraphs.

Comments are not in the index. One that is removed or withdrawn has to be gone from everywhere at once; the
dictionary of an index, from which words are completed and corrected, forgets a word only when parts of it merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, Prefetch

from actionlines.register.consultations.models import Consultation, TextVersion
from actionlines.register.core.search.concepts import names_of
from actionlines.register.core.search.entries import Entry, shown, widened
from actionlines.register.core.search.sources import Source, holding


def consultations(ids: Iterable[int]) -> Iterator[Entry]:
    """Consultations that are public, each followed by the paragraphs of its current text."""
    current = TextVersion.objects.filter(number=F("consultation__text")).prefetch_related("paragraphs")
    rows = Consultation.objects.filter(pk__in=list(ids), status="published").select_related("organisation")
    for one in rows.prefetch_related(Prefetch("texts", current)):
        text = next(iter(one.texts.all()), None)
        paragraphs = list(text.paragraphs.all()) if text else []
        spoken = (text.language if text else "") or one.language
        results = one.results if one.results_at else ""
        besides = [
            *(row.text for row in paragraphs if row.kind == "heading"),
            *([results] if results else ()),
        ]
        facets = {
            "status": ("published",),
            "language": (one.language,),
            "action_line": widened(one.lines),
            "organisation": (str(one.organisation_id),) if one.organisation_id else (),
            "stakeholder": (one.organisation.type,) if one.organisation else (),
            "year": (str(one.published_at.year),) if one.published_at else (),
        }
        newest = one.published_at.timestamp() if one.published_at else 0.0
        carrier = ((one.organisation.name, ""), (one.organisation.acronym, "")) if one.organisation else ()
        yield Entry(
            kind="consultation",
            id=one.pk,
            title=((one.title, one.language),),
            summary=((one.summary, one.language),),
            text=(*((row.text, spoken) for row in paragraphs), (results, one.language), *carrier),
            names=names_of(one.lines),
            facets=facets,
            newest=newest,
            by_title=one.title,
            shown=shown(one.title, one.summary, "\n".join(besides), one.language),
        )
        for row in paragraphs:
            if row.kind == "heading":
                continue  # nobody looks for one alone
            yield Entry(
                kind="passage",
                id=row.pk,
                text=((row.text, spoken),),
                facets={**facets, "language": (spoken,)},
                newest=newest,
                by_title=f"{one.title[:60]} {row.order:06}",
                shown=shown(f"{one.title}, {row}", "", row.text, spoken),
                parent=f"consultation:{one.pk}",
            )


SOURCES = (
    Source(
        "consultation", Consultation, consultations, parts=True,
        follows={"organisation": holding("consultation", "organisation")},
    ),
)  # fmt: skip
