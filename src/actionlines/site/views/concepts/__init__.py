"""Pages that answer for one concept: who facilitates it, what is asked, what is done, what is missing.

lines         /lines/        /lines/C5/
goals         /goals/        /goals/9/        targets  /targets/   /targets/9.c/
commitments   /commitments/  /commitments/11a/
bodies        /bodies/       /bodies/itu/

some.py       a few records of a list, with the way to the whole list
seen.py       what is seen together with a concept, and where it lags
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.site.views.concepts import bodies, commitments, goals, lines

urlpatterns: list[URLPattern] = [
    *lines.urlpatterns,
    *goals.urlpatterns,
    *commitments.urlpatterns,
    *bodies.urlpatterns,
]
