"""The old entry for a WSGI server: `granian --interface wsgi actionlines.site.wsgi:application`."""

from actionlines.register.site.wsgi import application
from actionlines.site import warn_of_old_entry

__all__ = ["application"]

warn_of_old_entry(".wsgi")
