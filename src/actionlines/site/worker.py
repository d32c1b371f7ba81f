"""The background worker: `python -m actionlines.site.worker`; `actionlines serve` starts one.

It ends cleanly on SIGTERM or Ctrl-C, and when the `serve` that started it is gone: an import stops after the chunk
it is at and goes on at the next start.
"""

from __future__ import annotations

import logging
import uuid

from actionlines.site import processes
from actionlines.site.setup import ready

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


if __name__ == "__main__":
    run_worker()
