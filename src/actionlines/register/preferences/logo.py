"""The logo of the site, drawn again from the file that somebody uploaded."""

from actionlines.register.core.imports.files import path_of
from actionlines.register.core.imports.models import Reading
from actionlines.register.core.imports.readings import file_of
from actionlines.register.core.imports.sandbox import bounded, plain
from actionlines.register.core.schema import Data
from actionlines.register.preferences.picture import Picture


def read_logo(reading: Reading) -> Data:
    """Return the picture of a stored file as it was drawn again."""
    file = file_of(reading)
    picture = bounded(f"{Picture.__module__}:drawn_again", Picture, path_of(file), name=file.name)
    picture.must_be_good(file.name)
    return plain(picture)
