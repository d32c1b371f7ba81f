"""Django's own commands for this site: `python -m actionlines.register.site migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

from actionlines.errors import ActionlinesError
from actionlines.register.site.setup import must_be_migratable, must_be_register

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
# Commands that look at a register and make none: the settings alone would make a folder and a key.
READING = ("check", "dbshell", "diffsettings", "dumpdata", "inspectdb", "showmigrations", "sqlmigrate")


def main(arguments: list[str]) -> None:
    """Run one of Django's commands. An error of Actionlines is one line, and the exit code 1."""
    try:
        if arguments and arguments[0] in READING:
            must_be_register()
        if arguments[:1] == ["migrate"]:
            must_be_migratable()
        execute_from_command_line(["actionlines.register.site", *arguments])
    except ActionlinesError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
