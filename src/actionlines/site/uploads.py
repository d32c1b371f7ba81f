"""A request with more than any upload may have is refused before a byte of it is read, on whatever page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

_FORM = 2**20  # bytes of a form beside its file


class Bounded(FileUploadHandler):
    """First of the upload handlers; it keeps nothing, the others do."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raises RequestDataTooBig, which is answered with 400."""
        if content_length > settings.UPLOAD_LIMIT + _FORM:
            raise RequestDataTooBig(f"{content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """On to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of its own."""
