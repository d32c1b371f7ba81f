"""The whole register in one file, and back: on SQLite and PostgreSQL alike, and from one to the other.

A backup is a ZIP with

    manifest.json        release, form, day; rows and SHA-256 of every table, size and SHA-256 of every file
    tables/TABLE.jsonl   one row a line, a list of values in the order of the table's columns, ordered by key;
                         the keys of JSON values are sorted
    files/NAME           the originals of the data folder

The search index is not in it: it is built again. Nor is the secret key, so that the finder of a backup cannot
make sessions or links; people sign in again after a restore on a new machine.
"""

from actionlines.register.site.backup.restore import checked, restore
from actionlines.register.site.backup.write import backup

__all__ = ["backup", "checked", "restore"]
