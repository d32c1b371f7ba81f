"""Originals in a bucket of S3, or of a server that speaks its protocol: ACTIONLINES_FILES=s3://BUCKET/PREFIX.

Keys, region and address of the server are those of boto3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
AWS_ENDPOINT_URL_S3, or a role of the machine. Neither an error nor a line of the log holds a key: of what boto3
raises, both name the kind alone.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from django.conf import settings
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from actionlines.errors import SetupError
from actionlines.json_types import JsonObject
from actionlines.register.core.imports.originals import FilesAway

CONNECT, READ = 3, 20  # seconds until a server that does not answer is away, while a request waits
ATTEMPTS = 2
_AWAY = (BotoCoreError, ClientError, Boto3Error, RetriesExceededError)
_log = logging.getLogger(__name__)


class Bucket(S3Storage):
    """The storage of django-storages, whose errors are FilesAway, and whose files are fetched when opened."""

    def get_default_settings(self) -> JsonObject:
        """Return the settings of this storage: short waits, one thread for each file, no public addresses."""
        waits = {"connect_timeout": CONNECT, "read_timeout": READ}
        own = {
            "client_config": Config(**waits, retries={"total_max_attempts": ATTEMPTS, "mode": "standard"}),
            "transfer_config": TransferConfig(use_threads=False, num_download_attempts=ATTEMPTS),
            "max_memory_size": settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
            "file_overwrite": True,
            "gzip": False,
        }
        return {**super().get_default_settings(), **own}

    def must_answer(self) -> None:
        """Raise SetupError (AL708) where the bucket cannot be used, with what to do."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except (*_AWAY, ValueError) as error:
            raise SetupError(settings.FILES, *_reason(error)) from None

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _answering():
            # Whole: an outage later would cut an answer that has begun.
            return super()._open(name, mode).open()

    def _save(self, name: str, content: object) -> str:
        with _answering():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Return whether the bucket has the original."""
        with _answering():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files below a name."""
        with _answering():
            matches: tuple[list[str], list[str]] = super().listdir(name)
            return matches

    def delete(self, name: str) -> None:
        """Delete an original, where it is there."""
        with _answering():
            super().delete(name)


@contextmanager
def _answering() -> Iterator[None]:
    """Turn what boto3 raises into FilesAway, and write the reason to the log."""
    try:
        yield
    except _AWAY as error:
        problem, advice = _reason(error)
        _log.error("%s: %s. %s", settings.FILES, problem, advice)
        raise FilesAway(problem) from None


def _reason(error: Exception) -> tuple[str, str]:
    """Return (problem, advice) for the person who runs the server, without what the store wrote."""
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        advice = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role."
        return "there are no keys for the bucket", advice
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status == 404:
            return "there is no such bucket", "Make it, or correct ACTIONLINES_FILES and AWS_ENDPOINT_URL_S3."
        if status in (401, 403):
            advice = "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the policy of the bucket."
            return "the keys may not use the bucket", advice
        return f"the store answers with status {status}", "Look at the store."
    advice = "Check AWS_ENDPOINT_URL_S3, AWS_REGION and the network."
    return f"the store cannot be reached ({type(error).__name__})", advice
