"""What country teams of the United Nations plan and do, as UN INFO states it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from actionlines.framework import load
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.programmes.model import LINES, Sum, Sums
from actionlines.register.core.concepts import name_of

# What happened; %(value)s is what the file says. The place and the number of times follow.
_WORDS = {
    "no-money": gettext_noop("The file gives no amount for any activity."),
    "no-activities": gettext_noop("The file lists no activity; its totals cannot be followed to anything."),
    "agency": gettext_noop("No body is known by the name of the agency “%(value)s”."),
    "currencies": gettext_noop("The amounts are in several currencies (%(value)s); they are added up apart."),
    "total": gettext_noop("The file states another total than its activities add up to: %(value)s."),
    "results": gettext_noop("The priorities state another total than the activities add up to: %(value)s."),
    "output": gettext_noop("An activity names an output that the priorities of the file do not hold."),
    "amount": gettext_noop("“%(value)s” is not an amount and is ignored."),
    "cents": gettext_noop("The amount %(value)s has more than two decimals and is rounded to the cent."),
    "date": gettext_noop("“%(value)s” is not a date and is ignored."),
    "period": gettext_noop("An activity ends before it begins: %(value)s."),
    "language": gettext_noop("A text is in none of the six languages: no action line or target is proposed."),
}


def flaw(item: JsonMapping) -> str:
    """Return a flaw as a sentence with its place and how often it occurs."""
    texts = _(_WORDS[item["code"]]) % {"value": item["value"]} if item["code"] in _WORDS else str(item["code"])
    times = ngettext("%(n)d time, at %(place)s", "%(n)d times, first at %(place)s", item["count"])
    return f"{texts} ({times % {'n': item['count'], 'place': item['place']}})"


WORLD = "world"
ITU = "ITU"  # as UN INFO writes it


class CooperationFramework(models.Model):
    """The framework of one country, as its file says.

    member   name of the country file inside `file`
    digest   SHA-256 of the country file
    model    version of the aligner that proposed what the activities are about
    stated   {"totals": {name: amount}, "goals": {number of the SDG: {name: amount}}}
    results  list of {"place", "level", "code", "name", "description", "required", "available", "spent"}
    flaws    list of {"code", "value", "place", "count"}, see `programmes.model.FLAWS`
    """

    country = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=200)
    workspace = models.BigIntegerField(default=0)
    file = models.ForeignKey("StoredFile", on_delete=models.PROTECT, related_name="frameworks")
    member = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    model = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    stated = models.JSONField(default=dict)
    results = models.JSONField(default=list)
    flaws = models.JSONField(default=list)

    class Meta:
        """Countries in the order of their codes."""

        ordering: ClassVar = ["country"]

    def __str__(self) -> str:
        return str(name_of(self.country)) if name_of(self.country) != self.country else self.name

    def get_absolute_url(self) -> str:
        """Return the address of the page with the priorities and activities."""
        return reverse("cooperation-country", args=[self.country])

    @property
    def remarks(self) -> list[str]:
        """Return what is wrong with the file in words, each with its place."""
        return [flaw(item) for item in self.flaws]


class CooperationActivity(models.Model):
    """The part of one agency in an activity; known again by country, number of UN INFO, agency and `nth`.

    place    pointer into the country file: `/projects/5`
    links    [{"concept", "level", "p", "quote"}]: proposals of the aligner, none of them confirmed
    """

    framework = models.ForeignKey(CooperationFramework, on_delete=models.CASCADE, related_name="activities")
    place = models.CharField(max_length=40)
    number = models.BigIntegerField()
    agency = models.CharField(max_length=200)
    nth = models.PositiveIntegerField(default=0)
    body = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=200, blank=True)
    name = models.TextField()
    description = models.TextField(blank=True)
    output = models.TextField(blank=True)
    starts = models.CharField(max_length=10, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    currency = models.CharField(max_length=20, blank=True)
    required = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    available = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    spent = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    language = models.CharField(max_length=2, blank=True)
    links = models.JSONField(default=list)

    class Meta:
        """In the order in which they came in; each part once."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number", "agency", "nth"], name="cooperation_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """Return the place of the activity in its file."""
        return f"{self.framework.member}#{self.place}"


class CooperationChange(models.Model):
    """What a file changed in the framework of a country that was held before.

    rows   [{"number", "agency", "nth", "name", "what": new | gone | changed, "fields": {field: [before, after]}}]
    """

    framework = models.ForeignKey(CooperationFramework, on_delete=models.CASCADE, related_name="changes")
    file = models.ForeignKey("StoredFile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        """The newest entry comes first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.at:%Y-%m-%d}"


class CooperationSums(models.Model):
    """The sums of a country, a region or the world ("world"), kept so that no page adds up.

    heads   {currency: {"all", "lines", "itu", "itu_lines": sum}}: what is beside other areas
    sums    see `programmes.sums`
    """

    area = models.CharField(max_length=40, unique=True)
    frameworks = models.PositiveIntegerField()
    heads = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)

    class Meta:
        """Rows in the order of their areas."""

        ordering: ClassVar = ["area"]

    def __str__(self) -> str:
        return self.area


def heads_of(sums: Sums) -> dict[str, dict[str, Sum]]:
    """Return what an area has in all and on action lines, of all agencies and of ITU."""
    none = [0, 0, 0, 0]
    out = {}
    for currency, held in sums.items():
        lines: JsonObject = held["concepts"].get(LINES, {"all": none, "agencies": {}})
        out[currency] = {
            "all": held["all"],
            "lines": lines["all"],
            "itu": held["agencies"].get(ITU, none),
            "itu_lines": lines["agencies"].get(ITU, none),
        }
    return out


def amount(cents: int) -> Decimal:
    """Return whole cents of a sum as an amount."""
    return Decimal(cents) / 100


def speaking(rows: models.QuerySet[CooperationActivity], wanted: Iterable[str]) -> models.QuerySet[CooperationActivity]:
    """Return the activities of one country that are about all of these concepts; LINES represents any action line.

    Links are a list inside JSON, which SQLite cannot ask for; a country has some hundred activities.
    """
    every, query = set(load().action_lines), set(wanted)
    keys = []
    for key, links in rows.values_list("pk", "links"):
        held = {link["concept"] for link in links}
        if query - {LINES} <= held and (LINES not in query or held & every):
            keys.append(key)
    return rows.filter(pk__in=keys)
