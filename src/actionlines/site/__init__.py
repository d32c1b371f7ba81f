"""The old entries of the site: each leads to `actionlines.register.site`, and says so on standard error.

They are for units and scripts that name `actionlines.site`, `.settings`, `.wsgi` or `.worker`.
"""

import sys
from datetime import date

from actionlines.deprecation import Deprecation


def warn_of_old_entry(module: str) -> None:
    """Write one line to standard error: which module to name instead, and until when the old one stays."""
    moved = Deprecation(date(2026, 11, 30), date(2027, 12, 31), f"Name actionlines.register.site{module} instead.")
    print(moved.sentence(f"actionlines.site{module}"), file=sys.stderr)
