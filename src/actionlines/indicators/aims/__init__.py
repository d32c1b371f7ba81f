"""What was aimed at, in numbers: SDG targets, connectivity for 2030, parity, and a user's own targets.

| module | what |
|---|---|
| `agreed` | `Agreed`, one aim with its source; `Book`, all of them and which one a series takes |
| `sdg` | the 2030 Agenda, indicator by indicator (data/sdg.csv) |
| `connectivity` | universal and meaningful connectivity (framework), where a series measures it |
| `own` | a user's targets from YAML |
| `limits` | natural limits by unit |
| `apply` | the long table with its aims as Spans, aims that count from the base year worked out |

docs/explanation/aims.md has the form of each.
"""

from __future__ import annotations

from actionlines.errors import BadAims
from actionlines.indicators.aims.agreed import Agreed, Book, connectivity_aims, sdg_aims
from actionlines.indicators.aims.apply import Aimed, aimed
from actionlines.indicators.aims.own import read_aims

__all__ = ["Agreed", "Aimed", "BadAims", "Book", "aimed", "connectivity_aims", "read_aims", "sdg_aims"]
