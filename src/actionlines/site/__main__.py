"""The old entry for Django's commands: `python -m actionlines.site migrate`."""

import sys

from actionlines.register.site.__main__ import main
from actionlines.site import warn_of_old_entry

if __name__ == "__main__":
    warn_of_old_entry("")
    main(sys.argv[1:])
