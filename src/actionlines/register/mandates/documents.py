"""Documents become instruments with their mandates.

ImportInstrument    a document that was read becomes an instrument with its mandates, or corrects the one held
ImportCooperation   the same for the cooperation framework of a country
"""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed, NoTextLayer
from actionlines.framework import load
from actionlines.lineage.comparison import compare_draft
from actionlines.papers.follow_up.collect import Extract
from actionlines.papers.reports.agenda import agenda_paper
from actionlines.papers.reports.comparison import comparison_paper
from actionlines.papers.writers.as_json import as_dict
from actionlines.register.budgets.imports import write as write_budget
from actionlines.register.core.action import Action
from actionlines.register.core.imports.actions import actor_of
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.models import ImportRun, Reading, StoredFile
from actionlines.register.core.imports.readings import file_of
from actionlines.register.core.imports.run import OnProgress, keep_one_row
from actionlines.register.core.imports.sandbox import plain
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data
from actionlines.register.instruments import imports as instrument_imports
from actionlines.register.instruments.document_reader import read_document, read_draft, read_text, read_words
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates import imports as mandate_imports
from actionlines.register.mandates.life import standing
from actionlines.register.people.models import User


class ImportInstrument(Action):
    """A document that was read. `found`: what was read; `file`: where it is kept; `symbol`: under which name.

    The record, where one is given, is brought to what was read. Its mandates follow (`import_document`).
    """

    code = "instrument.import"
    changes: instrument_imports.Written

    @property
    def country(self) -> str:
        """Return the country of a cooperation framework; "" for all other documents."""
        return ""

    def effect(self) -> None:
        """Instrument, paragraphs, citations and alignments."""
        matches, file, symbol = (self.given[name] for name in ("found", "file", "symbol"))
        self.changes = instrument_imports.write(self.record, matches, file, symbol, self.country)
        self.record = self.changes.instrument
        if matches.fascicle:
            write_budget(self.record, matches.fascicle)


class ImportCooperation(ImportInstrument):
    """The cooperation framework of `country` (ISO 3166 alpha-3)."""

    code = "cooperation.import"

    @property
    def country(self) -> str:
        """Return the country that owns the cooperation framework."""
        return str(self.given["country"])

    def check(self) -> None:
        """Also that it is a country, and one that the actor answers for."""
        if self.country not in load().countries:
            raise InvalidFields("cooperation framework", {"country": _("choose the country covered")})
        super().check()
        allowed = decide(self.actor, self.code, Instrument(country=self.country)) if self.actor else True
        if not allowed:
            raise NotAllowed(self.country, allowed.why)  # type: ignore[union-attr]


def import_document(
    actor: User | None, extract: Extract, file: StoredFile, country: str = "", reason: str = ""
) -> tuple[Instrument, str, dict[str, int]]:
    """(the instrument, `made`, `updated` or `same`, counts of mandates). The same file changes nothing, unless
    the finder has learned something since. The mandates are written a few at a time, so that others can save
    meanwhile; an import that was cut off there is done again.

    Raises NotAllowed and InvalidFields.
    """
    for attempt in (1, 2):
        symbol = instrument_imports.symbol_of(extract, file.sha256)
        held = Instrument.objects.filter(symbol=symbol).first()
        same = held and held.file_id == file.pk and country in ("", held.country)
        same = same and (extract.fascicle is None or hasattr(held, "budget"))
        if held and same and mandate_imports.as_found(held, extract):
            return held, "same", {}
        kind = ImportCooperation if country else ImportInstrument
        action = kind(actor, held, found=extract, file=file, symbol=symbol, country=country, reason=reason)
        group = uuid4()
        try:
            with transaction.atomic() if held else nullcontext():
                action.do(group)
                counts, write_others = mandate_imports.write(action.changes, extract, actor, action.code, group)
            write_others()
        except IntegrityError:
            # Somebody brought in the same symbol at the same moment: then theirs is corrected.
            if attempt == 2:
                raise
            continue
        return action.record, "updated" if held else "made", counts
    raise AssertionError


def bring_in(run: ImportRun, on_progress: OnProgress | None) -> None:
    """Import a document, which is one row. A dry run reads it and says what is in it."""
    ImportRun.objects.filter(pk=run.pk).update(rows_total=1)
    settled(run.file, run.what)
    read = read_document(path_of(run.file), run.file.name)
    counts: Counter[str] = Counter()
    outcome, record = "read", None
    for extract in (read, *read.others):
        counts.update(paragraphs=len(extract.document.lines), citations=len(extract.citations))
        if run.dry_run:
            counts["mandates"] += len(extract.mandates)
            continue
        country = run.country if run.what == "cooperation" else ""
        reason = f"Import {run.pk}"
        instrument, done, mandates = import_document(actor_of(run), extract, run.file, country, reason)
        # The row is of the first instrument; what changed in any of them says the outcome.
        record, outcome = record or instrument.pk, done if outcome in ("read", "same") else outcome
        counts.update({f"mandates_{name}": count for name, count in mandates.items()})
    keep_one_row(run, outcome, record, counts)
    if on_progress:
        on_progress(1, 1)


BEGINNING = 600  # characters that the page shows of a file


def read_stored_text(reading: Reading) -> Data:
    """Return the paragraphs of a stored file."""
    file = settled(file_of(reading), "document")
    return plain(read_text(path_of(file), file.name))


def read_typed_words(reading: Reading) -> Data:
    """Return the paragraphs of what a person typed."""
    return plain(read_words(reading.given["words"], reading.given["name"]))


def read_evidence(reading: Reading) -> Data:
    """Return what a file begins with. A scan shows something too, though there is no text to read."""
    file = settled(file_of(reading), "evidence")
    if file.type == "xlsx":
        return {"begins": ""}
    try:
        text = read_text(path_of(file), file.name)
    except NoTextLayer:
        return {"begins": ""}
    return {"begins": "\n".join(paragraph.text for paragraph in text.paragraphs)[:BEGINNING]}


def compare_stored_draft(reading: Reading) -> Data:
    """Return the paper that compares a draft, or the documents of a meeting, with the mandates that stand."""
    question, files = reading.given, [file_of(reading)]
    others = StoredFile.objects.in_bulk(question.get("others", []))
    files += [others[number] for number in question.get("others", []) if number in others]
    drafts = [read_draft(path_of(settled(file, "document")), file.name) for file in files]
    texts = standing(replaced=True)
    comparisons = [compare_draft(draft, texts) for draft in drafts]
    if len(comparisons) > 1 or question.get("subject"):
        return {"paper": as_dict(agenda_paper(comparisons, question.get("subject", ""), question["language"]))}
    return {"paper": as_dict(comparison_paper(comparisons[0], question["language"]))}
