"""The entry for a WSGI server: `granian --interface wsgi actionlines.site.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.site.settings")

application = get_wsgi_application()

# Only now: it needs settings.
from actionlines.site import processes  # noqa: E402

processes.freeze_loaded_objects()
processes.end_with_parent()
