"""The chooser of due dates: a day, a year, a session, how often. Nobody types a canonical form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionlines.mandates.due import recurrences
from actionlines.register.mandates.wording import in_words

_LONGEST = 20  # characters of a part
_KEPT = 40  # forms that the chooser does not make, and keeps
# Part -> what stands before its value in a canonical form.
_PREFIX = {"day": "", "year": "year:", "session": "session:", "often": "recurring:", "from": "from:"}


def _part_of(form: str) -> str:
    """Return which part of the chooser shows a form; "" for one that is only kept, such as an event."""
    kind, colon, value = form.partition(":")
    if not colon:
        return "day" if len(form) == len("2027-03-31") and form[:1].isdigit() else ""
    if kind in ("year", "from"):
        return kind if len(value) == len("2027") else ""
    return {"session": "session", "recurring": "often"}.get(kind, "")


class DueWidget(forms.Widget):
    """A box for a day, a year and a session, a list of recurrences, and a tick for each other form."""

    def value_from_datadict(self, data: Any, files: object, name: str) -> list[str]:
        """Return the canonical forms of what was chosen, in the order of the parts."""
        given = [(prefix, str(data.get(f"{name}_{part}", "")).strip()) for part, prefix in _PREFIX.items()]
        kept = data.getlist(f"{name}_keep") if hasattr(data, "getlist") else data.get(f"{name}_keep", [])
        made = [f"{prefix}{value[:_LONGEST]}" for prefix, value in given if value]
        return list(dict.fromkeys((*made, *(one[:160] for one in kept[:_KEPT]))))

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return f"{id_}_day"

    def render(
        self,
        name: str,
        value: Sequence[str] | None,
        attrs: Mapping[str, str] | None = None,
        renderer: object = None,
    ) -> SafeString:
        """Return the parts; the first of each kind is shown in its box, the others are ticked to be kept."""
        held: dict[str, str] = {}
        kept = []
        for form in value or []:
            part = _part_of(form)
            if part and part not in held:
                held[part] = form.removeprefix(_PREFIX[part])
            else:
                kept.append(form)
        first = (attrs or {}).get("id", name)
        boxes = [
            ("day", _("Day"), "date", ""), ("year", _("Year"), "number", "2000"),
            ("session", _("Session of the General Assembly"), "number", "1"),
            ("from", _("Beginning in"), "number", "2000"),
        ]  # fmt: skip
        shown = format_html_join(
            "",
            '<label>{} <input type="{}" id="{}_{}" name="{}_{}" value="{}" min="{}"></label> ',
            (
                (words, kind, first, part, name, part, held.get(part, ""), least)
                for part, words, kind, least in boxes
            ),
        )
        often = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (
                    one.form,
                    format_html(" {}", "selected") if one.form == held.get("often") else "",
                    in_words([f"recurring:{one.form}"]),
                )
                for one in {row.form: row for row in recurrences()}.values()
            ),
        )
        ticks = format_html_join(
            "",
            '<label><input type="checkbox" name="{}_keep" value="{}" checked> {}</label> ',
            ((name, form, in_words([form]) or form) for form in kept),
        )
        return format_html(
            '<span class="due-parts">{}<label>{} <select id="{}_often" name="{}_often">'
            '<option value="">{}</option>{}</select></label> {}</span>',
            shown, _("How often"), first, name, _("once"), often, ticks,
        )  # fmt: skip


class DueField(forms.Field):
    """What a text says of time -> canonical due forms; whether each is one the action says."""

    widget = DueWidget

    def clean(self, value: list[str]) -> list[str]:
        """Return the forms that were chosen."""
        return value or []
