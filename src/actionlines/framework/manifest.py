"""The manifest of the data files: version, date, and the SHA-256 of each file.

`python -m actionlines.framework.manifest 2026.2` writes it again after a change to the data.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from actionlines.errors import FrameworkError
from actionlines.framework.tables import DATA

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release of the data holds; `files` maps a file name to its SHA-256."""

    version: str
    date: str
    files: dict[str, str]


def read_manifest(folder: Path = DATA) -> Manifest:
    """Return the manifest of `folder`. Raises FrameworkError when it is absent or not of this form."""
    try:
        data = json.loads((folder / NAME).read_text("utf-8"))
        return Manifest(str(data["version"]), str(data["date"]), dict(data["files"]))
    except (OSError, ValueError, KeyError, TypeError) as cause:
        advice = "Write it: python -m actionlines.framework.manifest VERSION"
        raise FrameworkError(NAME, f"cannot be read ({type(cause).__name__})", advice) from cause


def hash_files(folder: Path = DATA) -> dict[str, str]:
    """SHA-256 of every CSV file of the folder, by name in order."""
    files = sorted(folder.glob("*.csv"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_manifest(version: str, on: date, folder: Path = DATA) -> Path:
    """Write the manifest of the files and return its path."""
    content = {"version": version, "date": on.isoformat(), "files": hash_files(folder)}
    path = folder / NAME
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path


if __name__ == "__main__":
    version = sys.argv[1] if len(sys.argv) > 1 else read_manifest().version
    print(write_manifest(version, date.today()))
