"""A process that changes records and brings the index up to them, until it is killed: `python dying.py FOLDER`.

The first time it makes the database. It prints one line for each turn, so that its parent knows that it lives.
"""

from __future__ import annotations

import itertools
import os
import sys

os.environ["ACTIONLINES_DATA"] = sys.argv[1]
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "actionlines.register.site.settings"


def main() -> None:
    """Make the database, then change and catch up for ever; or say what is unequal."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from actionlines.register.core.search import catch_up, index_writer
    from tests.register.search.samples import published

    call_command("migrate", verbosity=0)
    if len(sys.argv) > 2:
        catch_up()
        print(index_writer.unequal())
        return
    for turn in itertools.count(1):
        with transaction.atomic():
            for number in range(5):
                published(f"Radio {turn} {number} of {os.getpid()}", organisation=None)
        catch_up()
        print(turn, flush=True)


main()
