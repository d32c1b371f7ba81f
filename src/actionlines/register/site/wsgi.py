"""The entry for a WSGI server: `granian --interface wsgi actionlines.register.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # others read no file of the register
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")

site = get_wsgi_application()

# Only now: they need settings.
from django.conf import settings  # noqa: E402

from actionlines.register.core.search.index_writer import leave_building_to_workers  # noqa: E402
from actionlines.register.site import processes  # noqa: E402
from actionlines.register.site.request_queue import RequestQueue  # noqa: E402
from actionlines.register.site.telemetry import traced, tracer  # noqa: E402
from actionlines.register.site.watch import Watched  # noqa: E402

application = Watched(traced(RequestQueue(site, settings.THREADS, settings.QUEUE), tracer()))
processes.limit_pools()
leave_building_to_workers()
processes.freeze_loaded_objects()
processes.end_with_parent()
