"""The old name of the settings: DJANGO_SETTINGS_MODULE=actionlines.site.settings."""

from actionlines.register.site.settings import *  # noqa: F403
from actionlines.site import warn_of_old_entry

warn_of_old_entry(".settings")
