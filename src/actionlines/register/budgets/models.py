"""Sections of a programme budget as their fascicles say, and the instruments that each names as its mandate.

A fascicle is an instrument like any other. What `programmes.fascicle` reads of it is beside it, and is written
again with each import of the document. Nobody edits it.
"""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from actionlines.json_types import JsonObject


class BudgetSection(models.Model):
    """One section of a programme budget.

    year     of the budget, as printed ("2026")
    number   of the section ("12"); `programme` is the number and name of its programme
    scopes   [{"entity", "number", "name", "money": amounts, "posts": amounts, "deliverables": rows,
             "results": texts}]
             amount: {"source", "column", "year", "unit", "value", "printed", "table", "place"}
             row: {"label", "unit", "amounts": {column: printed}, "table"}
    flaws    [{"place", "row", "column", "stated", "found", "table"}]: totals that their rows do not make
    """

    instrument = models.OneToOneField("Instrument", on_delete=models.CASCADE, related_name="budget")
    year = models.CharField(max_length=20)
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=300)
    part = models.CharField(max_length=300, blank=True)
    programme = models.CharField(max_length=300, blank=True)
    scopes = models.JSONField(default=list)
    flaws = models.JSONField(default=list)

    class Meta:
        """The newest year first, then by place in the budget."""

        ordering: ClassVar = ["-year", "pk"]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        """Return the address of the page of the section."""
        return reverse("budget", args=[self.pk])


class BudgetMandate(models.Model):
    """One instrument of a row in a list of legislative mandates; `symbol` is "" where the row cites none.

    programme  "Subprogramme 4", "" for the section or entity as a whole
    issuer     heading of the list; `words` are the numbers as printed, `title` what is beside them
    table      order of the table in the document; `place` names the cell
    """

    section = models.ForeignKey(BudgetSection, on_delete=models.CASCADE, related_name="mandates")
    symbol = models.CharField(max_length=160, blank=True, db_index=True)
    entity = models.CharField(max_length=300, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=300)
    words = models.TextField()
    title = models.TextField(blank=True)
    table = models.PositiveIntegerField()
    place = models.CharField(max_length=60)

    class Meta:
        """Rows come in the order of the document."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.symbol or self.words

    @property
    def scope(self) -> JsonObject:
        """Return the programme that the mandate is for, or its entity, with what it costs; {} for none."""
        rows = self.section.scopes
        same = [row for row in rows if row["entity"] == self.entity]
        return next((item for item in same if item["number"] == self.programme), same[0] if same else {})
