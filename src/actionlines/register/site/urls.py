"""Every address of the site: each room of views has its own list. A record's address is permanent, and so are the
names by which pages link.
"""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import include, path, re_path

from actionlines.register.site.api import api
from actionlines.register.site.assistants import server
from actionlines.register.site.middleware import errors
from actionlines.register.site.views import (
    activities,
    administration,
    concepts,
    consultations,
    data,
    follows,
    frames,
    home,
    imports,
    instruments,
    mandates,
    organisations,
    own_pages,
    people,
    places,
    progress,
    records,
    reports,
    resources,
    review,
    roadmaps,
    searching,
    sharing,
)

# Without local accounts only what passwords need is closed: an address of a provider may still be confirmed.
_NO_PASSWORDS = [] if settings.SIGN_ON.local_accounts else [
    re_path(r"^account/(?:signup|password|email)/", errors.not_found, {"exception": None})
]  # fmt: skip

urlpatterns = [
    path("", home.home, name="home"),
    *_NO_PASSWORDS,
    path(
        "account/sessions/",
        reauthentication_required(list_usersessions, allow_get=True),
        name="usersessions_list",
    ),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^api/mcp/?$", server.http, name="mcp"),  # clients of the protocol write no slash
    path("api/", api.urls),
    # The order matters to `instruments` alone: a symbol may hold slashes, so its addresses stand last.
    *activities.urlpatterns,
    *administration.urlpatterns,
    *concepts.urlpatterns,
    *consultations.urlpatterns,
    *data.urlpatterns,
    *follows.urlpatterns,
    *frames.urlpatterns,
    *imports.urlpatterns,
    *mandates.urlpatterns,
    *organisations.urlpatterns,
    *own_pages.urlpatterns,
    *people.urlpatterns,
    *places.urlpatterns,
    *progress.urlpatterns,
    *records.urlpatterns,
    *reports.urlpatterns,
    *resources.urlpatterns,
    *review.urlpatterns,
    *roadmaps.urlpatterns,
    *searching.urlpatterns,
    *sharing.urlpatterns,
    *instruments.urlpatterns,
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
handler429 = errors.too_many  # asked for by allauth
