"""Work that keeps the garbage collector out leaves it as it was, and nothing behind."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from actionlines.register.core import garbage_collector


class Cycle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _enabled() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_off_until_the_last_block_of_all_threads_ends() -> None:
    inside, leave = threading.Event(), threading.Event()

    def _other() -> None:
        with garbage_collector.seldom():
            inside.set()
            leave.wait(30)

    other = threading.Thread(target=_other)
    with garbage_collector.seldom():
        other.start()
        assert inside.wait(30)
    assert not gc.isenabled()
    leave.set()
    other.join()
    assert gc.isenabled()


def test_it_is_on_again_after_an_error() -> None:
    with pytest.raises(KeyError), garbage_collector.seldom():
        raise KeyError
    assert gc.isenabled()


def test_what_waits_to_be_collected_is_never_set_apart() -> None:
    frozen = gc.get_freeze_count()
    waiting = weakref.ref(Cycle())
    with garbage_collector.seldom():
        assert gc.get_freeze_count() == frozen
    assert gc.get_freeze_count() == frozen
    gc.collect()
    assert waiting() is None


def test_what_dies_between_two_pieces_of_work_is_freed() -> None:
    with garbage_collector.seldom():
        young, old = weakref.ref(Cycle()), Cycle()
        garbage_collector.collect()
        assert young() is None
        survivor = weakref.ref(old)
        del old
        for _ in range(garbage_collector.FULL + 1):
            garbage_collector.collect()
        assert survivor() is None
