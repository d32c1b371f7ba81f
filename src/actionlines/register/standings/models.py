"""Where a country or region is on one indicator, worked out when figures are imported."""

from typing import ClassVar

from django.db import models

from actionlines.papers.progress.model import Break
from actionlines.register.core.schema import Data
from actionlines.register.preferences.schema import current
from actionlines.register.standings import wording


class Standing(models.Model):
    """One area on one series: what pages of countries, targets and lines show, with its evidence.

    concepts   ids that the series is about: its target, goal, and lines through the matrix
    aim_year, aim_direction   of the aim; 1 where more is better, -1 where less is, 0 for no aim
    verdicts   [{"method", "verdict", "words", "score"}], one per method (of a region "arrives", "slow", "away" in
               place of words); where they disagree, that is shown
    why        [{"code", ...values}]: the reasons, worded for the reader by `standing_words`
    beside     of the values: {"statuses", "notes", "sources"}, each with its texts and the years of each; statuses
               are codes of SDMX CL_OBS_STATUS, normal ones left out; "aside" has values set aside, which are no values
    breaks     fields of `progress.model.Break`, with `crossed`: whether a verdict compares years on both sides
    age        years from the newest value to the newest of the file; None of a file read by an earlier release
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
    beside = models.JSONField(default=dict)
    breaks = models.JSONField(default=list)
    age = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """By area, largest lag first; a breakdown of a series occurs once in an area."""

        ordering: ClassVar = ["area", "-lag"]
        indexes: ClassVar = [models.Index(fields=["area", "-lag"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "series", "breakdown"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.area} {self.series}"

    @property
    def state(self) -> str:
        """Return the state of the series, as `review` names it (`follow_up.standing.model.State`)."""
        codes = {item.get("code") for item in self.why}
        if self.lag is None:
            return "moving" if self.withheld == "no-number" and "methods" in codes else "unjudged"
        rest = "met" if "aim_met" in codes else "moving" if codes & {"more", "less"} else "on-course"
        return "lags" if self.lag else rest

    def _reason(self, code: str) -> Data:
        return next((item for item in self.why if item.get("code") == code), {})

    @property
    def aim_source(self) -> str:
        """Return where the aim was agreed; "" where the source says it, as an earlier release wrote it."""
        return str(self._reason("aim_source").get("text", ""))

    @property
    def verdict(self) -> str:
        """Return the verdict that is published (`indicators.gate.VERDICTS`)."""
        of_state = {"met": "reached", "on-course": "on-course", "lags": "too-slow"}.get(self.state, "withheld")
        return str(self._reason("verdict").get("verdict", of_state))

    @property
    def withheld(self) -> str:
        """Return the code of the rule that withholds the verdict; "" for none."""
        return str(self._reason("verdict").get("withheld", ""))

    @property
    def break_year(self) -> int:
        """Return the year of the break that withholds the verdict; 0 for none."""
        return int(self._reason("verdict").get("break_year", 0))

    def _by_year(self, name: str) -> list[str]:
        held = {year: text for text, years in self.beside.get(name, {}).items() for year in years}
        return [held.get(year, "") for year in self.years] if held else []

    @property
    def statuses(self) -> list[str]:
        """Return the status of each value, "" for a normal one; [] where all are normal."""
        return self._by_year("statuses")

    @property
    def notes(self) -> list[str]:
        """Return the note of each value; [] where no value has one."""
        return self._by_year("notes")

    @property
    def sources(self) -> list[str]:
        """Return the source of each value; [] where the file names none."""
        return self._by_year("sources")

    @property
    def rows(self) -> list[tuple[int, float, str, str, str]]:
        """Return (year, value, status, note, source) of each value, "" for none."""
        nothing = [""] * len(self.years)
        statuses, notes = self.statuses or nothing, self.notes or nothing
        sources = [source or self.source for source in self.sources or nothing]
        return list(zip(self.years, self.values, statuses, notes, sources, strict=True))

    @property
    def crossed(self) -> list[Break]:
        """Return the breaks inside the years that a verdict compares."""
        return [Break(**{k: v for k, v in item.items() if k != "crossed"}) for item in self.breaks if item["crossed"]]

    @property
    def old(self) -> bool:
        """Return whether the newest value is older than the setting of the site allows."""
        return (self.age or 0) > current().years_old

    @property
    def marks(self) -> list[str]:
        """Return the status of the newest value in the reader's language, and that it is old."""
        return wording.marks(self)

    @property
    def broken(self) -> str:
        """Return the breaks that verdicts cross, in the reader's language; "" for none."""
        return wording.broken(self)

    @property
    def break_years(self) -> str:
        """Return the years of the breaks that verdicts cross, in the reader's language; "" for none."""
        return wording.break_years(self)

    @property
    def origin(self) -> str:
        """Return the sources with their years and the note of the newest value; "" for one source."""
        return wording.origin(self)

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
        """Return the aim in words, in the reader's language."""
        return wording.aim(self.aim, self.aim_year, self.aim_direction, self.unit)

    @property
    def breakdown_words(self) -> str:
        """Return the breakdown in the reader's language."""
        return wording.breakdown(self.breakdown)

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """(method, what it says in the reader's language, its own English words where these say more)."""
        return [(str(verdict.get("method", "")), *wording.verdict(verdict)) for verdict in self.verdicts]
