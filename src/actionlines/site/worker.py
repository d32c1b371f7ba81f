"""The old entry of the worker: `python -m actionlines.site.worker`."""

from actionlines.register.site.worker import main
from actionlines.site import warn_of_old_entry

if __name__ == "__main__":
    warn_of_old_entry(".worker")
    main()
