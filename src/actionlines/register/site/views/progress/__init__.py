"""Progress to explore: the world, one series on a map, countries beside each other.

pages        /progress/   /progress/series/IT_USE_ii99/   /progress/compare/?area=KEN&area=NGA
charts.py    the charts of these pages, each by the question in its address
taking.py    a chart as a picture, table or page to embed: /progress/chart.png?chart=tiles&series=IT_USE_ii99
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.progress import pages, taking

urlpatterns: list[URLPattern] = [*taking.urlpatterns, *pages.urlpatterns]
