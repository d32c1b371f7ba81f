"""Road maps: the list, one with its check and its progress, the builder, files.

pages     /roadmaps/  /roadmaps/12/  …/12/file/
builder   /roadmaps/new/  …/12/edit/  …/12/save/
parts     …/12/metric/ milestone/ …  and one address for each action: …/12/submit/ publish/
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.roadmaps import builder, pages, parts

urlpatterns: list[URLPattern] = [*builder.urlpatterns, *parts.urlpatterns, *pages.urlpatterns]
