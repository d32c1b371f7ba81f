"""The register of the tests for a benchmark that asks it in its own process."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def register_of_tests() -> Iterator[Path]:
    """Start an empty register with the settings of the tests in a folder that goes away, and yield the folder.

    What needs models is imported after it.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        # The settings of the tests make a folder of their own for each worker, unless it has one.
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        os.environ.update(ACTIONLINES_DATA=folder, ACTIONLINES_TEST_WORKER=worker)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
        from actionlines.register.site.setup import start

        start(Path(folder))
        yield Path(folder)
