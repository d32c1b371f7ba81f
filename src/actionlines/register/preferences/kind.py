"""The settings of the site, as the rooms that all kinds share know them."""

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind, MenuEntry
from actionlines.register.core.schema import Data, Head, plain
from actionlines.register.preferences.models import SiteSettings


def values_of(record: SiteSettings) -> Data:
    """Return the settings that somebody set."""
    return {**plain(Head, record), **record.given, "logo": record.logo.sha256 if record.logo else None}


KIND = Kind(
    model=SiteSettings,
    values=values_of,
    name=_("Settings"),
    plural=_("Settings"),
    listed="settings",
    done={"settings": _("Settings changed")},
    has_versions=False,
    pages=("views.urlpatterns",),
    menu=(MenuEntry("admin", 40, "settings", _("Settings"), "site.settings"),),
    readings={
        "logo": "actionlines.register.preferences.views.read_logo",
        "list": "actionlines.register.core.pages.downloads.keep_list",
    },
)
