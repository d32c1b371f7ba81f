"""What somebody follows: the page with changes and removal, the link that ends one subscription, and webhooks."""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.follows import hooks, pages

urlpatterns = [
    path("follows/", pages.follows, name="follows"),
    path("follows/new/", pages.follow, name="follow-new"),
    path("follows/<int:pk>/", pages.change, name="follow-change"),
    path("follows/end/<str:key>/", pages.end, name="follow-end"),
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/<int:pk>/", hooks.hook, name="hook"),
]
