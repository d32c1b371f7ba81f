"""Where a country or region stands on one indicator, worked out when figures are imported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Standing(models.Model):
    """One area on one series: what pages of countries, targets and lines show, with its evidence.

    concepts   ids that the series speaks to: its target, goal, and lines through the matrix
    verdicts   [{"method", "verdict", "words", "score"}], one per method; where they disagree, that is shown
    lag        0 (at its aim) .. 1 (furthest behind): what gaps are ranked by; None when it cannot be judged
    """

    area = models.CharField(max_length=40)
    series = models.CharField(max_length=120)
    indicator = models.CharField(max_length=40, db_index=True)
    breakdown = models.CharField(max_length=200, blank=True)
    name = models.TextField()
    unit = models.CharField(max_length=80, blank=True)
    concepts = models.JSONField(default=list)
    years = models.JSONField(default=list)
    values = models.JSONField(default=list)
    aim = models.FloatField(null=True)
    aim_words = models.CharField(max_length=300, blank=True)
    verdicts = models.JSONField(default=list)
    lag = models.FloatField(null=True, db_index=True)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("StoredFile", null=True, on_delete=models.CASCADE)

    class Meta:
        ordering: ClassVar = ["area", "-lag"]
        indexes: ClassVar = [models.Index(fields=["area", "-lag"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "series", "breakdown"], name="standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.series}"
