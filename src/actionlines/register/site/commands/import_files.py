"""`actionlines import` and `fetch`: bring files in one after the other, and report the outcome of their rows."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actionlines.documents.fetch import fetch_document
from actionlines.errors import ActionlinesError, FetchError, InputError, InputNotFound, NoSuchRecord, Offline
from actionlines.register.site.setup import start

Say = Callable[[str], None]
OnProgress = Callable[[str, int, int], None]  # name of the file, rows done, rows in all
PAUSE = 1.0  # seconds between two requests to the document service
ATTEMPTS = 3  # symbols that the service may fail one after the other
# Rows that are listed one by one; the others are counted.
TOLD = 50
# Remarks on rows that went in: a few show what they are about.
REMARKS = 5


@dataclass(frozen=True)
class ImportRequest:
    """What the command was asked for: see `actionlines import --help`. what "" is found out for each file."""

    what: str = ""
    mapping: Mapping[str, str] | None = None
    country: str = ""
    dry_run: bool = False
    publish: bool = False
    email: str = ""


def import_files(
    files: Sequence[Path], data: Path | None, request: ImportRequest, say: Say, wrong: Say, on_progress: OnProgress
) -> int:
    """The exit code: 0, or 1 when a file failed or a row was refused. Raises SetupError, NoSuchRecord."""
    start(data)
    actor = _actor(request.email)
    return max([_one(path, request, actor, say, wrong, on_progress) for path in files], default=0)


def fetch_starter_texts(data: Path | None, language: str, say: Say, wrong: Say, on_progress: OnProgress) -> int:
    """Fetch the texts of the starter register that are not there yet, and import each as it comes.

    Returns the exit code: 0, or 1 when a text could not be had or a row was refused. Ends early where the service
    fails ATTEMPTS times one after the other. Raises SetupError.
    """
    start(data)
    from actionlines.register.mandates.starter import load_starter, starter_symbols_without_text

    load_starter()
    missing = starter_symbols_without_text()
    served = [symbol for symbol in missing if ":" not in symbol]  # others are of no document service
    code = failures = 0
    for symbol in served:
        try:
            document = fetch_document(symbol, language=language)
        except (FetchError, InputError) as error:
            wrong(str(error))
            code, failures = 1, failures + 1 if isinstance(error, Offline) else 0
            if failures == ATTEMPTS:
                wrong("The service cannot be reached. Run the command again later: it goes on from here.")
                break
            continue
        failures = 0
        code |= import_files([document.path], None, ImportRequest("document"), say, wrong, on_progress)
        time.sleep(0 if document.cached else PAUSE)
    if others := len(missing) - len(served):
        say(f"{others} texts are of no document service: import their files.")
    return code


def _actor(email: str) -> Any:
    """Who brings it in; nobody is the system itself."""
    from actionlines.register.people.models import User

    if not email:
        return None
    if (user := User.objects.filter(email__iexact=email, is_active=True).first()) is None:
        raise NoSuchRecord(email, "nobody has an account with this address", "Check it, or leave out --as.")
    return user


def _one(path: Path, import_request: ImportRequest, actor: Any, say: Say, wrong: Say, on_progress: OnProgress) -> int:
    from actionlines.register.core.imports.actions import started
    from actionlines.register.core.imports.files import store
    from actionlines.register.core.imports.originals import FilesAway
    from actionlines.register.core.imports.run import run
    from actionlines.register.core.imports.tables import guess

    try:
        if path.is_dir():
            raise InputNotFound(str(path), "this is a folder", "Name the files in it.")
        if not path.is_file():
            raise InputNotFound(str(path), "no such file", "Check the path.")
        file = store(path, path.name, actor, import_request.what)
        what = import_request.what or ("cooperation" if import_request.country else guess(file))
        fields: dict[str, Any] = {
            "mapping": dict(import_request.mapping or {}) if what == "activities" else {},
            "country": import_request.country if what in ("cooperation", "uninfo") else "",
            "dry_run": import_request.dry_run,
            "publish": import_request.publish and what == "activities",
        }
        number = started(actor, file, what, **fields).pk
        done = run(number, lambda rows, total: on_progress(path.name, rows, total))
    except FilesAway as error:
        wrong(str(error.for_operators()))
        return 1
    except ActionlinesError as error:
        wrong(str(error))
        return 1
    return _say_outcome(done, path.name, say, wrong)


def _say_outcome(done: Any, name: str, say: Say, wrong: Say) -> int:
    if done.error:
        error = done.error
        wrong(f"{error['code']} {error['subject']}: {error['problem'].rstrip('.')}. {error['advice']}".rstrip())
        return 1
    if done.status in ("waiting", "running"):
        say(f"{name}: another process is importing it (import {done.pk}).")
        return 0
    counts = ", ".join(f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in done.counts.items() if count)
    head = "trial" if done.dry_run else "import"
    say(f"{name}: {done.get_what_display()}, {head} {done.pk}: {counts or 'nothing'}.")
    texts = done.rows.exclude(problems=[])
    context = [*texts.exclude(outcome="warned")[:TOLD], *texts.filter(outcome="warned")[:REMARKS]]
    for line in _alike(context):
        wrong(line)
    if (rest := texts.count() - len(context)) > 0:
        wrong(f"  {rest:,} more rows have problems: see import {done.pk} on the site.")
    return 1 if done.counts.get("refused") else 0


def _alike(rows: Iterable[Any]) -> Iterator[str]:
    """A line for each thing that is wrong, with the rows in which it is."""
    matches: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        for item in row.problems:
            texts = (item["field"], row.outcome, item["problem"].rstrip("."), item["advice"])
            matches.setdefault(texts, []).append(row.row)
    for (field, outcome, problem, advice), numbers in matches.items():
        where = f"row{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
        yield f"  {where}{f', {field}' if field else ''} ({outcome}): {problem}. {advice}".rstrip()
