"""Limits count for all processes of the server together."""

import multiprocessing

from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.core.limits import _PLACES, Counts, Limit

SLOW = Limit("sign-in", 50, 100_000)


def _take(path, times, out):
    counts = Counts(where=lambda: path)
    out.put(sum(not counts.take(SLOW, "192.0.2.1") for _ in range(times)))


def test_two_processes_allow_no_more_than_one(tmp_path):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    both = [context.Process(target=_take, args=(tmp_path / "work" / "limits", 40, out)) for _ in range(2)]
    for one in both:
        one.start()
    assert out.get() + out.get() == 50
    for one in both:
        one.join()


def test_another_process_knows_what_was_counted(tmp_path):
    first, second = (Counts(where=lambda: tmp_path / "limits") for _ in range(2))
    for _ in range(50):
        assert first.take(SLOW, "a") == 0
    assert second.take(SLOW, "a") > 0
    assert second.take(SLOW, "b") == 0
    first.clear()
    assert second.take(SLOW, "a") == 0


def test_a_folder_that_cannot_be_written_to_leaves_counts_of_the_process(tmp_path):
    (tmp_path / "work").write_text("a file where the folder should be")
    counts = Counts(where=lambda: tmp_path / "work" / "limits")
    assert [counts.take(Limit("x", 1, 60), "a") > 0 for _ in range(2)] == [False, True]


def test_the_table_stays_as_large_as_it_is(tmp_path):
    counts = Counts(where=lambda: tmp_path / "limits")
    size = (tmp_path / "limits").stat().st_size if counts.take(SLOW, "first") == 0 else 0
    for n in range(_PLACES // 4):
        counts.take(SLOW, f"192.0.2.{n}")
    assert (tmp_path / "limits").stat().st_size == size > 0
    for _ in range(1_000):
        counts.take(SLOW, "first")
    assert (tmp_path / "limits").stat().st_size == size


def test_a_clock_that_was_set_back_locks_nobody_out():
    now = [1_000_000.0]
    counts, limit = Counts(lambda: now[0]), Limit("x", 1, 60)
    assert counts.take(limit, "a") == 0
    now[0] = 1_000.0
    assert counts.take(limit, "a") == 60
    now[0] += 60
    assert counts.take(limit, "a") == 0


@given(st.lists(st.tuples(st.floats(-50, 200), st.sampled_from("ab")), max_size=60))
def test_never_more_than_the_limit_in_any_span_whatever_the_clock_does(steps):
    now = [1_000.0]
    counts, limit = Counts(lambda: now[0]), Limit("x", 3, 30)
    let_in: dict[str, list[float]] = {"a": [], "b": []}
    for step, who in steps:
        now[0] += step
        if counts.take(limit, who) == 0:
            let_in[who].append(step)
    steady = [who for who in "ab" if len(let_in[who]) > 3]
    # Three at once, then one in ten seconds: more needs time that has passed.
    for who in steady:
        passed = sum(max(0.0, step) for step, _ in steps)
        assert len(let_in[who]) <= 3 + passed / 10 + 1
