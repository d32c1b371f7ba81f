"""Figures of time are told at a reference pace."""

import sys

import pytest
from benchmarks import pace


def test_the_workload_is_always_the_same() -> None:
    assert pace.workload() == pace.workload() == 715647


# On a machine twice as slow, what is measured and the workload both take twice as long: the figure stays.
@pytest.mark.parametrize("slow", [1, 2, 5])
def test_a_slow_machine_changes_nothing_and_slow_code_does(slow: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def work(seconds: float) -> int:
        clock[0] += seconds * slow
        return 0

    monkeypatch.setattr(pace.time, "process_time", lambda: clock[0])
    monkeypatch.setattr(pace, "workload", lambda: work(pace.REFERENCE))
    assert pace.pace() == pytest.approx(slow)
    assert pace.at_reference(lambda: work(0.1))[0] == pytest.approx(0.1)
    assert pace.at_reference(lambda: work(0.2), times=3)[0] == pytest.approx(0.2)


def test_a_command_that_fails_gives_no_figure() -> None:
    with pytest.raises(RuntimeError, match="exit 3"):
        pace.command_at_reference([sys.executable, "-c", "raise SystemExit(3)"], times=1)
    assert pace.command_at_reference([sys.executable, "-c", "pass"], times=1) > 0
