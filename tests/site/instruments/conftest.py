"""The same browser as for activities."""

from tests.site.activities.conftest import chromium, visit

__all__ = ["chromium", "visit"]
