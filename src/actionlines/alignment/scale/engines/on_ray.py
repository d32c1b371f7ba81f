"""Ray: parts as tasks of a cluster (RAY_ADDRESS), of a session that is open, or of this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from actionlines.alignment.scale.engines import Mapped

# Tasks under way for each core.
_AHEAD = 4


@contextlib.contextmanager
def started(processes: int) -> Iterator[Mapped]:
    """Use the session that is open, or one of its own with as many cores as `processes`."""
    ray = import_module("ray")
    own = not ray.is_initialized()
    if own:
        local = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": processes, "include_dashboard": False}
        ray.init(configure_logging=False, log_to_driver=False, **local)
    try:
        yield _mapped
    finally:
        if own:
            ray.shutdown()


def _mapped(
    function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
) -> Iterator[Any]:
    ray = import_module("ray")
    task = ray.remote(max_retries=1)(_call)
    # One copy of what is the same for all.
    shared = ray.put(function)
    most = max(1, int(ray.cluster_resources().get("CPU", 1))) * _AHEAD
    left = list(reversed(items))
    running: dict[Any, Any] = {}
    while left or running:
        while left and len(running) < most:
            item = left.pop()
            running[task.remote(shared, item)] = item
        (ready, *_), _ = ray.wait(list(running))
        item = running.pop(ready)
        try:
            yield ray.get(ready)
        except ray.exceptions.WorkerCrashedError:
            yield crashed(item)


def _call(function: Callable[[Any], Any], item: Any) -> Any:
    return function(item)
