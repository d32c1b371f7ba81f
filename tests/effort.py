"""How much is tried: Hypothesis profiles `quick`, `default` and `all` (pytest --hypothesis-profile=all)."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

# Percent of the examples that a test asks for; 100 is also how many Hypothesis takes where a test does not say.
PROFILES = {"quick": 5, "default": 10, "all": 100}
for name, percent in PROFILES.items():
    # A busy machine is no fault of what is tested.
    settings.register_profile(name, max_examples=percent, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


def examples(most: int, **options: Any) -> settings:
    """Return settings for a test with so many examples, or the share of them that the profile runs."""
    return settings(max_examples=max(3, most * settings().max_examples // 100), **options)
