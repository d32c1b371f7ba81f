"""A paragraph of an instrument as the reader shows it: its text, what it asks and what it cites.

By hand, for a page has hundreds of each: everything that is not of this module is escaped here.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from actionlines.register.core.concepts import name_of
from actionlines.register.core.texts import isolated, join
from actionlines.register.instruments.compare import Cited
from actionlines.register.instruments.views import Line
from actionlines.register.mandates.models import Mandate
from actionlines.register.site.templatetags.common import cited, status
from actionlines.register.site.templatetags.mandates import deadline, deliverable, due, not_owed, strength, to_check

register = template.Library()


@register.simple_tag
def opening(line: Line, text_language: str) -> SafeString:
    """The section of a paragraph as far as its text goes, which is in `text_language`."""
    paragraph = line.paragraph
    is_heading = paragraph.kind == "heading"
    classes = ["para"]
    if is_heading:
        classes.append(f"heading h{paragraph.level}")
    if line.waiting:
        classes.append("waiting")
    if paragraph.level and not is_heading:
        classes.append(f"in{paragraph.level}")
    anchor, label = escape(paragraph.anchor), ""
    if not paragraph.number:
        words = gettext("Link to paragraph %(name)s") % {"name": isolated(paragraph.anchor)}
        label = f' aria-label="{escape(words)}"'
    tag = "h2" if is_heading else "p"
    return mark_safe(  # noqa: S308
        f'<section class="{" ".join(classes)}" id="p{anchor}" tabindex="-1">'
        f'<a class="no" href="#p{anchor}"{label}><bdi>{escape(paragraph.number or "¶")}</bdi></a>'
        f'<{tag} class="text" lang="{escape(text_language)}" dir="auto">{line.words}</{tag}>'
    )


@register.simple_tag
def cites(matches: Iterable[Cited]) -> SafeString:
    """Return the citations of a paragraph as chips."""
    if not (items := "".join(f"<li>{_cited(item)}</li>" for item in matches)):
        return mark_safe("")
    return mark_safe(f'<ul class="chips" aria-label="{escape(gettext("Cites"))}">{items}</ul>')  # noqa: S308


def _cited(item: Cited) -> str:
    words = f"<bdi>{escape(cited(item.symbol, item.place))}</bdi>"
    if item.outside:
        texts = escape(gettext("outside the register"))
        words += f' <span aria-hidden="true">↗</span><span class="vh">{texts}</span>'
    if not item.url:
        return f'<span class="chip" title="{escape(item.name)}">{words}</span>'
    outside = ' rel="external noreferrer"' if item.outside else ""
    return f'<a class="chip" href="{escape(item.url)}" title="{escape(item.name)}"{outside}>{words}</a>'


@register.simple_tag
def asks(mandates: Iterable[Mandate]) -> SafeString:
    """What a paragraph asks beside its text: each mandate (with `asked`, the list of its addressees) folded up."""
    return mark_safe("\n".join(_ask(mandate) for mandate in mandates))  # noqa: S308


def _ask(mandate: Any) -> str:
    who = join(f'<span class="who">{escape(name_of(item.body))}</span>' for item in mandate.addressees.all())
    head = f"{status(mandate.shown_status, mandate.get_status_display())} {not_owed(mandate)} {who}"
    if mandate.due_on:
        words = gettext("due %(day)s") % {"day": deadline(mandate)}
        head += f' <span class="small">{escape(words)}</span>'
    about = [escape(strength(mandate.strength))]
    if mandate.deliverable != "none":
        about.append(escape(deliverable(mandate.deliverable)))
    if mandate.due:
        about.append(escape(due(mandate.due)))
    if mandate.report_to:
        names = join(escape(name_of(item)) for item in mandate.report_to)
        about.append(f"{escape(gettext('reports to'))} {names}")
    if mandate.lead:
        url, name = escape(mandate.lead.get_absolute_url()), escape(str(mandate.lead))
        about.append(f'{escape(gettext("lead"))} <a href="{url}">{name}</a>')
    check = ""
    if mandate.checks:
        words = gettext("To check: %(reasons)s.") % {"reasons": to_check(mandate)}
        check = f'<p class="small check"><span aria-hidden="true">?</span> {escape(words)}</p>'
    return (
        f'<details class="ask" data-ask="m{mandate.pk}"><summary>{head}</summary>'
        f'<p class="small">{" · ".join(about)}</p>{check}'
        f'<p><a href="{escape(mandate.get_absolute_url())}">{escape(gettext("Open the mandate"))}</a></p>'
        "</details>"
    )
