"""Resolutions, decisions and reports as they were read, paragraph by paragraph."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.documents.model import Kind
from actionlines.framework.starter import starter_instruments
from actionlines.papers.names import find_url
from actionlines.register.core.models import ConceptLink, Record
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.preferences.schema import is_sample


class Instrument(Record):
    """One document that has been read.

    symbol   canonical (`A/RES/80/173`, `itu:PP/RES/140@2022`), or `file:` and 12 digits of its SHA-256
    family   what its versions share: the symbol without the part after `@`, or the symbol itself
    body     id of the framework's body that speaks
    country  whose document it is, for the cooperation framework of a country; else ""
    """

    kind = "instrument"

    symbol = models.CharField(_("Symbol"), max_length=120, unique=True)
    family = models.CharField(max_length=120, db_index=True)
    title = models.TextField(_("Title"))
    body = models.CharField(_("Body"), max_length=60, blank=True, db_index=True)
    date = models.DateField(_("Date"), null=True, blank=True, db_index=True)
    session = models.CharField(_("Session"), max_length=80, blank=True)
    language = models.CharField(_("Language"), max_length=2, blank=True)
    document_kind = models.CharField(_("Kind"), max_length=40, blank=True)
    country = models.CharField(_("Country"), max_length=3, blank=True, db_index=True)
    file = models.ForeignKey("StoredFile", null=True, blank=True, on_delete=models.PROTECT)
    warnings = models.JSONField(default=list, blank=True)

    class Meta:
        """Newest date first, then by symbol."""

        ordering: ClassVar = ["-date", "symbol"]

    def __str__(self) -> str:
        return self.symbol

    @property
    def label(self) -> str:
        """Return the short name of the instrument, as people cite it in the reader's language."""
        return isolated(reader_words().cite(self.symbol, title=self.title))

    @property
    def official_text(self) -> str:
        """The address of the official text, by the starter register or the symbol; "" where neither gives one."""
        row = starter_instruments().get(self.symbol)
        return row.source if row else "" if is_sample(self.symbol) else find_url(self.symbol)

    def is_public(self) -> bool:
        """What was read from a public document is public."""
        return True

    def scopes(self) -> set[str]:
        """The country whose cooperation framework it is: a focal point imports that of their own country."""
        return {self.country} - {""}

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the instrument."""
        return reverse("instrument", args=[self.symbol])


class Paragraph(models.Model):
    """One paragraph. `anchor` is the id that the reader gave it (`113`, `3(b)`), unique in the instrument."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="paragraphs")
    anchor = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    kind: models.CharField[str, Kind] = models.CharField(max_length=12)
    number = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    page = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()

    class Meta:
        """In the order of the text; an instrument has each anchor once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["instrument", "anchor"], name="anchor_in_instrument")]

    def __str__(self) -> str:
        return f"{self.instrument_id}#{self.anchor}"

    @property
    def citation(self) -> str:
        """The paragraph as people cite it, in the reader's language."""
        return self.cite_in(self.instrument)

    def cite_in(self, instrument: Instrument) -> str:
        """Return the same where the instrument was read before."""
        return isolated(reader_words().cite(instrument.symbol, self.anchor, instrument.title))

    def get_absolute_url(self) -> str:
        """The place of the paragraph on the instrument's page."""
        return f"{self.instrument.get_absolute_url()}#p{self.anchor}"


class ParagraphCitation(models.Model):
    """`paragraph.text[start:end]` cites `symbol`, at `place` (`p113`) or as a whole ("")."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=20)
    symbol = models.CharField(max_length=160, db_index=True)
    place = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.symbol


class ParagraphLink(ConceptLink):
    """A paragraph is about a concept; always as the system proposed it."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="links")

    class Meta:
        """A paragraph links to a concept once; pages search by concept."""

        indexes: ClassVar = [models.Index(fields=["concept"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paragraph", "concept"], name="paragraph_concept_once")
        ]


class DocumentTable(models.Model):
    """A table of the document: rows of cells [text, columns, rows that it spans].

    after   anchor of the paragraph behind which it is, "" where it opens the document
    order   place among the tables of the document
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="tables")
    order = models.PositiveIntegerField()
    after = models.CharField(max_length=80, blank=True)
    caption = models.TextField(blank=True)
    rows = models.JSONField(default=list)

    class Meta:
        """In the order of the document; an instrument has each place once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["instrument", "order"], name="table_in_instrument")]

    def __str__(self) -> str:
        return f"{self.instrument_id} table {self.order}"
