"""Pages for administrators: the trail of all actions, the state of the server, and the settings."""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.administration import site_settings, state, trail

urlpatterns = [
    path("trail/", trail.trail, name="all-actions"),
    path("state/", state.state, name="state"),
    path("settings/", site_settings.edit, name="settings"),
    path("settings/logo/", site_settings.upload_logo, name="settings-logo-upload"),
    path("settings/logo/<str:sha256>/", site_settings.check_logo, name="settings-logo"),
    path("settings/mail/", site_settings.try_mail, name="settings-mail"),
    path("logo/<str:sha256>/", site_settings.logo, name="logo"),
]
