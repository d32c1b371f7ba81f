"""Every address of the site: each room of views has its own list. A record's address is permanent, and so are the
names by which pages link.
"""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import include, path, re_path

from actionlines.register.activities import edit as activities
from actionlines.register.consultations import urls as consultations
from actionlines.register.core.imports import batch_views
from actionlines.register.core.pages import records
from actionlines.register.doors import files as data
from actionlines.register.instruments import urls as instruments
from actionlines.register.mandates import urls as mandates
from actionlines.register.organisations import views as organisations
from actionlines.register.pages import concepts, home, inbox, places, search, sharing
from actionlines.register.people import views as people
from actionlines.register.preferences import views as administration
from actionlines.register.reports import edit as report_edit
from actionlines.register.reports import views as reports
from actionlines.register.resources import views as resources
from actionlines.register.roadmaps import builder as roadmap_builder
from actionlines.register.roadmaps import views as roadmaps
from actionlines.register.site.api import api
from actionlines.register.site.assistants import server
from actionlines.register.site.middleware import errors
from actionlines.register.standings import views as progress

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
    *people.follow_urls,
    *home.frames_urls,
    *batch_views.urlpatterns,
    *mandates.urlpatterns,
    *organisations.urlpatterns,
    *home.own_pages_urls,
    *people.urlpatterns,
    *places.urlpatterns,
    *progress.urlpatterns,
    *records.urlpatterns,
    *reports.new_urls,
    *reports.pages_urls,
    *report_edit.urlpatterns,
    *reports.builds_urls,
    *resources.urlpatterns,
    *inbox.urlpatterns,
    *roadmap_builder.urlpatterns,
    *roadmaps.parts_urls,
    *roadmaps.pages_urls,
    *search.urlpatterns,
    *sharing.urlpatterns,
    *instruments.urlpatterns,
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
handler429 = errors.too_many  # asked for by allauth
