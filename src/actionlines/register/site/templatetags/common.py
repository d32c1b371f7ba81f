"""Tags and filters that every template has: concepts as chips, statuses, days, amounts, marks, permissions."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from html import escape

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from actionlines.framework.called import CountryList, list_in_use, name_in
from actionlines.framework.starter import summary_in
from actionlines.papers.names import name_series, write_percent
from actionlines.papers.sections.narrative import strip_questions
from actionlines.papers.words import Words as ReaderWords
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, grade_words, name_of
from actionlines.register.core.kinds import Words, done, kinds
from actionlines.register.core.models import Record
from actionlines.register.core.pages.facets import Value, language_name
from actionlines.register.core.pages.icons import draw_icon
from actionlines.register.core.permissions import decide
from actionlines.register.core.texts import isolated, join, reader_words
from actionlines.register.preferences.schema import is_sample
from actionlines.register.resources.models import Allocated
from actionlines.register.standings.models import Standing

register = template.Library()
register.filter("isolated", isolated)
register.filter("done", done)
register.simple_tag(draw_icon, name="icon")

# Meaning of a status -> the class of its colour and the icon that goes with it; never colour alone.
MEANING = {
    "proposed": ("proposed", "diamond"),
    "draft": ("plain", "circle"),
    "submitted": ("proposed", "diamond"),
    "changes": ("due", "pen"),
    "confirmed": ("confirmed", "agreed"),
    "published": ("confirmed", "agreed"),
    "under_way": ("confirmed", "clock"),
    "delivered": ("delivered", "tick"),
    "pass": ("delivered", "tick"),
    "doubt": ("plain", "unknown"),
    "fail": ("overdue", "cross"),
    "overdue": ("due", "clock"),
    "rejected": ("plain", "cross"),
    "superseded": ("plain", "arrow"),
    "withdrawn": ("plain", "cross"),
    "held": ("proposed", "diamond"),
    "removed": ("plain", "cross"),
    "accepted": ("delivered", "tick"),
    "partly": ("due", "clock"),
    "not": ("plain", "cross"),
    "orphaned": ("overdue", "alert"),
    "mapped": ("confirmed", "arrow"),
    "open": ("confirmed", "clock"),
}


@register.simple_tag
def chip(identifier: str, p: float | None = None) -> str:
    """A concept as a chip that leads to its page; with `p`, a proposal with its grade."""
    if (entry := concept(identifier)) is None:
        return format_html('<span class="chip">{}</span>', identifier)
    start = format_html("<i>{} </i>", entry.source) if entry.source else ""
    parts = entry.url, entry.name, start, entry.code
    if p is None:
        return format_html('<a class="chip" href="{}" title="{}">{}<bdi>{}</bdi></a>', *parts)
    words = '<a class="chip chip-proposed" href="{}" title="{}">{}<bdi>{}</bdi> <small>{}</small></a>'
    return format_html(words, *parts, grade_words(identifier, p))


@register.simple_tag
def status(value: str, words: str) -> str:
    """A status with its icon: `{% status mandate.status mandate.get_status_display %}`."""
    meaning, shape = MEANING.get(value, ("plain", "circle"))
    return format_html('<span class="status {}">{} {}</span>', meaning, draw_icon(shape), words)


@register.simple_tag
def sample(item: object) -> str:
    """Return a mark for an invented text (its symbol) or organisation, "" for another."""
    key = item if isinstance(item, str) else f"org:{getattr(item, 'pk', '')}"
    return format_html(' <span class="sample">{}</span>', gettext("Sample")) if is_sample(key) else ""


@register.simple_tag
def written_in(code: str) -> str:
    """Return a note of the language of a text, "" for the reader's own."""
    if code in ("", (get_language() or "en")[:2]):
        return ""
    return format_html('<span class="small">{}</span>', gettext("Language of the text: %s") % language_name(code))


@register.filter
def pairs(table: Mapping[str, object] | None) -> Iterable[tuple[str, object]]:
    """The names and values of a table. `table.items` is a value where a name is "items", as a person may write it."""
    return table.items() if table else ()


@register.filter
def cited(symbol: str, place: str = "") -> str:
    """An instrument, or a paragraph of it, as people cite it in the reader's language."""
    return isolated(reader_words().cite(symbol, place))


@register.filter
def full_name(identifier: str) -> str:
    """The code and the name of a concept in the reader's language: "C5 Building confidence …", "C7 E-health"."""
    entry = concept(identifier)
    return entry.full if entry else identifier


@register.filter
def named(identifier: str) -> str:
    """The name of a concept, body, country or region in the reader's language."""
    return name_of(identifier)


@register.simple_tag
def titled(identifier: str) -> str:
    """The name of a concept, body, country or region, or the title of an indicator or objective; marked as English
    where it is, and the page is not.
    """
    reader = (get_language() or "en")[:2]
    name, language = name_in(identifier, reader)
    if not name or language == reader:
        return format_html("{}", name or name_of(identifier))
    return format_html('<span lang="{}" dir="ltr">{}</span>', language, name)


@register.simple_tag
def starter_words(text: str, own: str) -> str:
    """A summary or title of the starter register in the reader's language; other text as it is, `own` its language."""
    words, language = summary_in(text, reader_words().language, own)
    return words if language == own else format_html('<span lang="{}" dir="auto">{}</span>', language, words)


@register.simple_tag
def series_title(standing: Standing) -> str:
    """Return the title of a series: that of its indicator where it is its name, else as its file has it."""
    name, language = name_series(standing.indicator, standing.name, reader_words().language)
    return format_html('<span lang="{}" dir="auto">{}</span>', language, name) if language else name


@register.filter
def month(day: date) -> str:
    """The name of the month of a day, from the words that deadlines have."""
    return reader_words()(f"month.alone.{day.month}")


@register.filter
def term(identifier: str, name: str) -> str:
    """An entry of a vocabulary in the reader's language: `{{ activity.type|term:"activity" }}`."""
    return vocabulary.label(name, identifier)


@register.simple_tag
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The text with `<mark>` around spans (pairs of start and end); spans that overlap are joined."""
    parts: list[str] = []
    at = 0
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        if end <= at:
            continue
        start = max(start, at)
        parts.append(format_html("{}<mark>{}</mark>", text[at:start], text[start:end]))
        at = end
    parts.append(format_html("{}", text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part went through format_html


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, record: Record | None = None) -> bool:
    """Return whether the permission table allows `action` on `record` to the reader of this page."""
    request = context.get("request")
    return bool(decide(getattr(request, "user", None), action, record))


@register.simple_tag
def facet_values(facet: str, values: Iterable[Value]) -> SafeString:
    """A box to tick for each value of a filter, with its name and how many there would be."""
    name, words = escape(facet), reader_words()
    # Everything that is not of this module is escaped.
    return mark_safe("".join(_box(name, value, words) for value in values))  # noqa: S308


def _box(name: str, value: Value, reader: ReaderWords) -> str:
    identifier, checked = escape(value.id), " checked" if value.on else ""
    box = f'<input type="checkbox" name="{name}" value="{identifier}" id="f-{name}-{identifier}"{checked}>'
    words = f'<span dir="auto">{escape(value.name)}</span>'
    return f'<label>{box} {words} <span class="count">{reader.number(value.count)}</span></label>\n'


@register.simple_tag
def fragment(name: str, **values: Hashable) -> SafeString:
    """Render a template whose content follows from these values and the reader's language.

    It is rendered once for equal values: `{% fragment "parts/heat.html" heat=heat %}`.
    """
    return _rendered(name, get_language() or "en", list_in_use(), tuple(values.items()))


@lru_cache(maxsize=300)
def _rendered(
    name: str, _language: str, _countries: CountryList, values: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return render_to_string(name, dict(values))


ROLES: Mapping[str, Words] = {
    "lead": _("lead"),
    "co-facilitator": _("co-facilitator"),
    "partner": _("partner"),
    "former lead": _("former lead"),
    "proposed in 2005": _("proposed in 2005"),
}


@register.filter
def role(identifier: str) -> Words:
    """A facilitator's role in the reader's language."""
    return ROLES.get(identifier, identifier)


@register.filter
def written(value: object) -> str:
    """A day, a moment or an ISO day, written out as the reader's language does."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = localtime(value).date()
    if not isinstance(value, date):
        return ""
    return reader_words().date(value.isoformat())


@register.filter
def amount(value: object) -> str:
    """An amount of money with its thousands apart, without decimals where they are zero."""
    try:
        return reader_words().amount(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


@register.filter
def figure(value: float, unit: str = "") -> str:
    """A figure as the reader's language writes it, with the sign of a percentage."""
    return reader_words().figure(value, unit)


@register.simple_tag
def comma() -> str:
    """Return the sign between two names of a list, as the reader's language writes it."""
    return reader_words()("list.comma")


@register.simple_tag
def semicolon() -> str:
    """Return the sign between two entries of a list that have commas themselves."""
    return reader_words()("list.semicolon")


register.filter("joined", join)


@register.filter
def unit_words(unit: str) -> str:
    """A unit in the reader's language; "" for shares, years and counts."""
    return reader_words().unit(unit)


@register.filter
def exact(value: float | str) -> str:
    """Return a value of the table behind a chart, as readers of the language write it."""
    return reader_words().exact(value)


@register.filter
def graded(p: float, identifier: str) -> str:
    """Return how sure a proposal of a concept is, in a word."""
    return grade_words(identifier, p)


@register.filter
def probability(p: float) -> str:
    """A probability in whole per cent, with the sign of the reader's language."""
    return write_percent(p, reader_words())


@register.filter
def percentage(number: object) -> str:
    """A whole number of per cent with the sign of the reader's language."""
    return reader_words()("percent", n=number)


@register.filter
def item(held: Mapping[str, object], name: str) -> object:
    """The entry of a mapping; None where there is none."""
    return held.get(name)


@register.simple_tag
def address_of(identifier: str) -> str:
    """The address of the page of a country, region or concept; "" where there is none."""
    entry = concept(identifier)
    return entry.url if entry else ""


@register.filter
def left(envelope: Allocated) -> str:
    """Its amount less what is allocated (`given`, as the view counts it), written out; negative when over."""
    return amount(envelope.amount - envelope.given)


@register.filter
def without_questions(text: str) -> str:
    """Return what people wrote without its questions to the register."""
    return strip_questions(text)


@register.filter
def sdg_code(ref: str) -> str:
    """The number of an indicator or target without its prefix."""
    return ref.removeprefix("sdg:")


@register.filter
def slugged(ref: str) -> str:
    """An id that an address can hold after its #."""
    return ref.replace(":", "-")


@register.filter
def share(percent: int) -> float:
    """Return a percentage as a share of one."""
    return percent / 100


@register.filter
def plain_number(value: object) -> str:
    """A number without the signs between thousands, "" for nothing: a year, an id."""
    return "" if value is None else str(value)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The icon of a kind of record."""
    return draw_icon(kinds()[kind].icon if kind in kinds() else "")


@register.filter
def kind_name(kind: str) -> Words:
    """Return the name of a kind of record in the reader's language."""
    return kinds()[kind].name if kind in kinds() else kind
