"""Where a country or region stands on one indicator, worked out when figures are imported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from actionlines.registry.standings import wording


class Standing(models.Model):
    """One area on one series: what pages of countries, targets and lines show, with its evidence.

    concepts   ids that the series speaks to: its target, goal, and lines through the matrix
    aim_year, aim_direction   of the aim; 1 where more is better, -1 where less is, 0 for no aim
    verdicts   [{"method", "verdict", "words", "score"}], one per method (of a region "arrives", "slow", "away" in
               place of words); where they disagree, that is shown
    why        [{"code", ...values}]: the reasons, worded for the reader by `standing_words`
    lag        above 0 where it lags (1: the furthest behind), else 0; None where it cannot be judged
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
    aim_year = models.PositiveIntegerField(null=True)
    aim_direction = models.SmallIntegerField(default=0)
    verdicts = models.JSONField(default=list)
    lag = models.FloatField(null=True, db_index=True)
    why = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("StoredFile", null=True, on_delete=models.CASCADE)

    class Meta:
        """By area, largest lag first; a breakdown of a series occurs once in an area."""

        ordering: ClassVar = ["area", "-lag"]
        indexes: ClassVar = [models.Index(fields=["area", "-lag"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "series", "breakdown"], name="standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.series}"

    @property
    def state(self) -> str:
        """Return the state of the series, as `review` names it (`follow_up.standing.model.State`)."""
        if not self.lag:
            codes = {one.get("code") for one in self.why}
            rest = "met" if "aim_met" in codes else "moving" if codes & {"more", "less"} else "on-course"
            return "unjudged" if self.lag is None else rest
        return "lags"

    @property
    def reason(self) -> str:
        """Why it lags or not, in the reader's language."""
        return wording.reason(self.why)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The same, sentence by sentence, each with its language where that is another."""
        return wording.reasons(self.why)

    @property
    def aim_words(self) -> str:
        """Where it should be, in the reader's language."""
        return wording.aim(self.aim, self.aim_year, self.aim_direction)

    @property
    def breakdown_words(self) -> str:
        """Return the breakdown in the reader's language."""
        return wording.breakdown(self.breakdown)

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """(method, what it says in the reader's language, its own English words where these say more)."""
        return [(str(one.get("method", "")), *wording.verdict(one)) for one in self.verdicts]
