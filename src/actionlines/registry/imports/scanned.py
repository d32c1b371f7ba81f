"""An upload is given to the scanner for viruses that the site names (ACTIONLINES_SCANNER), before it is kept."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from actionlines.errors import UploadRefused

SECONDS = 60.0
_FOUND = 1  # how clamscan and clamdscan say that there is something
_log = logging.getLogger(__name__)


def scan(path: Path, name: str) -> None:
    """Nothing where no scanner is named, or it finds nothing. Raises UploadRefused for a file that it refuses, and
    where it does not answer: a file that nobody looked at is not kept.
    """
    command: list[str] = settings.SCANNER
    if not command:
        return
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=SECONDS)  # noqa: S603 - set by the site
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.error("The scanner of uploads does not answer: %s", error)
        code = -1
    else:
        code = done.returncode
    if code == _FOUND:
        problem = _("the scanner found something harmful in it")
        raise UploadRefused(name, problem, _("Clean the file on your machine, and send it again."))
    if code:
        problem = _("it could not be scanned")
        raise UploadRefused(name, problem, _("Send it again later, or tell the administrator."))
