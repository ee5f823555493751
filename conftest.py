"""What all rooms share: property tests that nobody times, one served sandbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.testing import Served

# A slow machine, or a first draw, is no failure.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A sandbox whose shops and accounts are made once; `reset` it before use."""
    # Here, because most tests do without, and it is slow to import.
    from wv_sandbox.testing import serve  # noqa: PLC0415

    with serve(seed=7, now=datetime(2026, 11, 15, 9, tzinfo=UTC)) as box:
        yield box
