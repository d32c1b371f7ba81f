"""What `actionlines compare` asks of a register."""

from pathlib import Path

from actionlines.lineage.overlap import Provision
from actionlines.register.site.setup import open_to_read


def standing_of(data: Path) -> tuple[Provision, ...]:
    """Return the mandates that are in the register of a folder. Raises SetupError (AL708)."""
    open_to_read(data)
    from actionlines.register.mandates.life import standing

    return standing(replaced=True)
