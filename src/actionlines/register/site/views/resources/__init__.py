"""Envelopes, allocations and the three checks.

envelopes    /resources/       /resources/12/
forms        /resources/new/   …/12/edit/   …/12/allocate/   …/12/take-back/
budgets      /budgets/         /budgets/3/      sections of programme budgets
checks       /checks/          counts and lists by line, region, organisation; downloads
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.resources import budgets, checks, envelopes, forms

urlpatterns: list[URLPattern] = [
    *forms.urlpatterns,
    *envelopes.urlpatterns,
    *budgets.urlpatterns,
    *checks.urlpatterns,
]
