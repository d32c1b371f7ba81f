"""The background worker: `python -m actionlines.site.worker`; `actionlines serve` starts one.

It ends cleanly on SIGTERM or Ctrl-C, and when the `serve` that started it is gone: an import stops after the chunk
it is at and goes on at the next start.
"""

from __future__ import annotations

import logging
import sys
import uuid

from actionlines.errors import ActionlinesError
from actionlines.site import processes
from actionlines.site.setup import open_to_read, ready

INTERVAL = 1.0  # seconds between looks for work


def run_worker(batch: bool = False) -> None:
    """Work until told to stop. `batch`: until nothing waits."""
    ready()
    from django_tasks_db.management.commands.db_worker import Worker

    from actionlines.registry import tasks
    from actionlines.site.exchange import nightly

    class _StoppedWorker(Worker):
        def shutdown(self, signum, frame):  # type: ignore[no-untyped-def]
            """Let a task stop after its chunk, then end the worker."""
            tasks.STOP.set()
            super().shutdown(signum, frame)

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker = _StoppedWorker(
        queue_names=["default"],
        interval=INTERVAL,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    tasks.STOP.clear()
    worker.configure_signals()
    processes.end_with_parent()
    tasks.begin()
    nightly.begin()
    worker.run()


def main() -> None:
    """Work on a register that is there: a mistyped folder, or tables of another release, are one line."""
    try:
        open_to_read()
    except ActionlinesError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    run_worker()


if __name__ == "__main__":
    main()
