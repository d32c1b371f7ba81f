"""The addresses of records, which papers lead to: the pages of each kind, and of countries and regions."""

from __future__ import annotations

from actionlines.register.core.kinds import kinds
from actionlines.register.core.pages.entered import make_pages
from actionlines.register.pages import places

urlpatterns = [
    *(address for kind in kinds().values() for addresses in kind.load(kind.pages) for address in addresses),
    *(address for kind in kinds().values() if kind.inputs and not kind.pages for address in make_pages(kind)),
    *places.urlpatterns,
]
