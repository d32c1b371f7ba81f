"""What was aimed at, in numbers: SDG targets, connectivity for 2030, parity, and a user's own targets.

`agreed` has each aim with its source, the book of all, and the long table with its aims; `own` a user's targets from
YAML. docs/explanation/aims.md has the form of each.
"""

from actionlines.errors import BadAims
from actionlines.indicators.aims.agreed import Agreed, Aimed, Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.aims.own import read_aims

__all__ = ["Agreed", "Aimed", "BadAims", "Book", "aimed", "connectivity_aims", "read_aims", "sdg_aims"]
