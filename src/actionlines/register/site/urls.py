"""Every address of the site: each room of views has its own list. A record's address is permanent, and so are the
names by which pages link.
"""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import include, path, re_path

from actionlines.register.core.pages import records
from actionlines.register.core.pages.entered import list_addresses
from actionlines.register.doors import files as data
from actionlines.register.pages import concepts, home, import_batches, inbox, places, search, sharing, who, work
from actionlines.register.site.api import api
from actionlines.register.site.assistants import server
from actionlines.register.site.middleware import errors
from actionlines.register.standings import views as progress

# Without local accounts only what passwords need is closed: an address of a provider may still be confirmed.
_NO_PASSWORDS = (
    []
    if settings.SIGN_ON.local_accounts
    else [re_path(r"^account/(?:signup|password|email)/", errors.not_found, {"exception": None})]
)

urlpatterns = [
    path("", home.home, name="home"),
    *_NO_PASSWORDS,
    path("account/sessions/", reauthentication_required(list_usersessions, allow_get=True), name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^api/mcp/?$", server.http, name="mcp"),  # clients of the protocol write no slash
    path("api/", api.urls),
    # Before `data/<name>`: a kind has files there too.
    *list_addresses(),
    *concepts.urlpatterns,
    *data.urlpatterns,
    *home.frames_urls,
    *import_batches.urlpatterns,
    *home.own_pages_urls,
    *places.urlpatterns,
    *progress.urlpatterns,
    *records.urlpatterns,
    *inbox.urlpatterns,
    *work.urlpatterns,
    *search.urlpatterns,
    *sharing.urlpatterns,
    *who.urlpatterns,
    # Last: an address of one part, which names a line, a body or a country.
    *concepts.short_urls,
    *places.short_urls,
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
handler429 = errors.too_many  # asked for by allauth
