"""An index that is followed while people change records: what all tests of that do besides."""

from __future__ import annotations

import contextlib
from unittest import mock

from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from actionlines.register.core.models import Outbox
from actionlines.register.core.search import catch_up, index_writer, rebuild
from tests.effort import examples

WORDS = st.lists(st.sampled_from(("radio", "school", "réseau", "сеть", "数字鸿沟", "مجتمع")), min_size=1, max_size=4)


class Crash(Exception):
    """What a killed process does not catch."""


class Followed(RuleBasedStateMachine):
    """Processes that write the index are killed now and then; caught up, it equals the database."""

    @rule()
    def catch_up(self):
        catch_up()

    @rule()
    def killed_before_the_commit_of_the_index(self):
        with mock.patch.object(index_writer, "document", side_effect=Crash), contextlib.suppress(Crash):
            catch_up()

    @rule()
    def killed_before_the_outbox_is_emptied(self):
        rows = Outbox.objects.count()
        with mock.patch.object(index_writer, "_done", side_effect=Crash), contextlib.suppress(Crash):
            catch_up()
        assert Outbox.objects.count() == rows

    @rule()
    def made_anew(self):
        rebuild()

    @invariant()
    def after_catching_up_they_are_equal(self):
        # Looked at now and then: a crash must be able to follow a crash.
        self.steps = getattr(self, "steps", 0) + 1
        if self.steps % 4 == 0:
            self.teardown()

    def teardown(self):
        catch_up()
        assert not Outbox.objects.exists()
        assert index_writer.unequal() == {}


def run(machine: type[Followed]) -> None:
    """Any sequence of its changes."""
    run_state_machine_as_test(
        machine, settings=examples(12, stateful_step_count=25, suppress_health_check=list(HealthCheck))
    )
