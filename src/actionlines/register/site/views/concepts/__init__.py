"""Pages of one concept: its facilitators, what is asked and done for it, and what is missing.

lines            /lines/        /lines/C5/
goals            /goals/        /goals/9/    /targets/   /targets/9.c/   /commitments/   /commitments/11a/
bodies           /bodies/       /bodies/itu/
record_preview   a few records of a list, with the address of the whole list
related          concepts that occur together with a concept, and where its indicators lag
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.concepts import bodies, goals, lines

urlpatterns: list[URLPattern] = [*lines.urlpatterns, *goals.urlpatterns, *bodies.urlpatterns]
