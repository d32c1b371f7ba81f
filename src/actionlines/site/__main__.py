"""Django's own commands for this site: `python -m actionlines.site migrate`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.site.settings")

if __name__ == "__main__":
    execute_from_command_line(["actionlines.site", *sys.argv[1:]])
