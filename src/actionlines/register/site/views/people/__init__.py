"""Users, their roles and tokens; the first administrator."""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.people import account, first, own_data, users

urlpatterns = [
    path("me/", account.account, name="account"),
    path("me/data.json", own_data.export, name="account-export"),
    path("me/delete/", own_data.delete, name="account-delete"),
    path("me/tokens/", account.make_token, name="token-new"),
    path("me/tokens/<int:pk>/end/", account.end_token, name="token-end"),
    path("people/", users.users, name="users"),
    path("people/invite/", users.invite, name="user-invite"),
    path("people/<int:pk>/", users.user, name="user"),
    path("first/<str:proof>/", first.first, name="first"),
]
