"""What harvesters get of organisations."""

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Harvest
from actionlines.register.organisations.actions import public

HARVEST = Harvest(title=_("Organisations"), rows=public, types=("Collection", "Other"), summary="description")
