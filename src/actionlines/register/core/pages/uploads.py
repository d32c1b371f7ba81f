"""A field of a form that takes several files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext

from actionlines.documents.blocks import MB


class ManyFiles(forms.ClearableFileInput):
    """A field of a page that takes several files, chosen or dropped on it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of a form, each checked as one is; messages name the file."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent; raise ValidationError where one is empty or they are too many."""
        fields = [row for row in data or () if row]
        wrong = []
        if len(fields) > settings.UPLOAD_FILES:
            message = gettext("At most %(n)d files can be sent at once. Send “%(name)s” and those after it later.")
            wrong.append(message % {"n": settings.UPLOAD_FILES, "name": fields[settings.UPLOAD_FILES].name})
        whole = 0
        for item in fields:
            whole += item.size
            if whole > settings.UPLOAD_LIMIT:
                message = gettext(
                    "The files have more than %(limit)d MB together from “%(name)s” on. Send it and those after it"
                    " later."
                )
                wrong.append(message % {"limit": settings.UPLOAD_LIMIT // MB, "name": item.name})
                break
        cleaned = []
        for item in fields:
            try:
                cleaned.append(super().clean(item, initial))
            except forms.ValidationError as error:
                wrong += [f"{item.name}: {problem}" for problem in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return cleaned
