"""Work that keeps the garbage collector out leaves it as it was, and nothing behind."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from actionlines.register.core.search import index_store


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
        with index_store.seldom():
            inside.set()
            leave.wait(30)

    other = threading.Thread(target=_other)
    with index_store.seldom():
        other.start()
        assert inside.wait(30)
    assert not gc.isenabled()
    leave.set()
    other.join()
    assert gc.isenabled()


def test_it_is_on_again_after_an_error() -> None:
    with pytest.raises(KeyError), index_store.seldom():
        raise KeyError
    assert gc.isenabled()


def test_what_waits_to_be_collected_is_never_set_apart() -> None:
    frozen = gc.get_freeze_count()
    waiting = weakref.ref(Cycle())
    # What was frozen may be freed by its count of references meanwhile; nothing may be added.
    with index_store.seldom():
        assert gc.get_freeze_count() <= frozen
    assert gc.get_freeze_count() <= frozen
    gc.collect()
    assert waiting() is None


def test_what_dies_between_two_pieces_of_work_is_freed() -> None:
    with index_store.seldom():
        young, old = weakref.ref(Cycle()), Cycle()
        index_store.collect()
        assert young() is None
        survivor = weakref.ref(old)
        del old
        for _ in range(index_store.FULL + 1):
            index_store.collect()
        assert survivor() is None
