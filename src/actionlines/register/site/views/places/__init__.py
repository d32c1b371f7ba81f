"""Countries and regions: gaps, activities, what others did, offices, groups.

countries    /countries/   /countries/KEN/
regions      /regions/     /regions/itu-region:AFR/
cooperation  /cooperation/ /cooperation/KEN/
chart.py     the values of a series as a small line
gaps.py      where a country lags, and what a cooperation framework leaves out
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.places import cooperation, countries, regions

urlpatterns: list[URLPattern] = [
    *cooperation.urlpatterns,
    *countries.urlpatterns,
    *regions.urlpatterns,
]
