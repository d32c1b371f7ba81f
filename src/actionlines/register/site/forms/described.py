"""A form made from the description of its fields: one field of the page for each rule of a schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language_info

from actionlines.register.core.rules import Choice, Flag, InLanguages, Line, Many, Rule, Text, Whole
from actionlines.register.core.schema import Data, Input, rules
from actionlines.register.site.kinds import Words
from actionlines.register.site.views.edit import RecordForm

_AREA = partial(forms.Textarea, attrs={"rows": 4, "dir": "auto"})


class DescribedForm(RecordForm):
    """The fields of `described`. A text in several languages has a field for each: `about_fr`.

    words    name -> (label, help)
    choices  name -> (value, words) of the entries of a list
    """

    def __init__(
        self, described: type[Input], words: Mapping[str, tuple[Words, Words]],
        choices: Mapping[str, list[tuple[str, Words]]], data: QueryDict | None, initial: Mapping[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial))
        self.rules = rules(described)
        for name, rule in self.rules.items():
            label, helps = words[name]
            if isinstance(rule, InLanguages):
                for one in rule.of():
                    field = forms.CharField(
                        label=f"{label}: {get_language_info(one)['name_local']}", max_length=rule.most,
                        required=False, widget=_AREA(), help_text=helps,
                    )  # fmt: skip
                    field.widget.attrs["lang"] = one
                    self.fields[f"{name}_{one}"] = field
                    self.initial[f"{name}_{one}"] = initial[name].get(one, "")
            else:
                self.fields[name] = _field(rule, choices.get(name, []), label=label, help_text=helps)

    def given(self) -> Data:
        """Return name -> value of each setting, as the action takes them."""
        return {
            name: {one: self.cleaned_data[f"{name}_{one}"] for one in rule.of()}
            if isinstance(rule, InLanguages)
            else self.cleaned_data[name]
            for name, rule in self.rules.items()
        }


def _field(rule: Rule, choices: list[tuple[str, Words]], **shown: Any) -> forms.Field:
    shown["required"] = bool(rule.needed)
    match rule:
        case Many():
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shown)
        case Choice():
            return forms.ChoiceField(choices=choices, **{**shown, "required": True})
        case Flag():
            return forms.BooleanField(**shown)
        case Whole():
            shown["required"] = True
            return forms.IntegerField(min_value=rule.least, max_value=rule.greatest, **shown)
        case Text():
            return forms.CharField(max_length=rule.most, widget=_AREA(), **shown)
        case Line():
            widget = forms.TextInput(attrs={"dir": "auto"})
            return forms.CharField(max_length=rule.most, widget=widget, **shown)
    raise TypeError(type(rule).__name__)
