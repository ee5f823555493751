"""What the tests of every tap share: a sandbox on loopback, its time, and runs.

A tap's own `conftest.py` adds `make_tap(*streams, state=None, **config)`, and what else
only that tap has.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit import testing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wv_sandbox.testing import Served


@pytest.fixture(scope="session")
def now() -> datetime:
    """When tests run taps."""
    return datetime(2026, 11, 15, 9, tzinfo=UTC)


@pytest.fixture
def box(served: Served, now: datetime) -> Iterator[Served]:
    """The sandbox as new."""
    served.reset(now)
    yield served
    served.reset(now)


@pytest.fixture
def clock(box: Served, now: datetime) -> testing.SharedClock:
    """A tap's time, which is the sandbox's."""
    return testing.SharedClock(now, box.clock)


@pytest.fixture
def pii_key(monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of pseudonyms, set as an operator does it."""
    monkeypatch.setenv("WV_PII_KEY", testing.PII_KEY)
    return testing.PII_KEY


@pytest.fixture
def sync() -> Callable[..., testing.Said]:
    """Run a tap and return what it said."""
    return testing.sync


@pytest.fixture
def fail() -> Callable[..., tuple[BaseException, testing.Said]]:
    """Run a tap that must fail; return the error and what it said before."""
    return testing.fail


@pytest.fixture
def read(make_tap: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """Read one stream and return its records."""

    def records(stream: str, **options: object) -> list[dict[str, Any]]:
        return testing.sync(make_tap(stream, **options)).records(stream)

    return records


@pytest.fixture
def asked(box: Served) -> Callable[[str], list[dict[str, str]]]:
    """The queries of the requests so far whose path ends as told, decoded."""

    def queries(end: str) -> list[dict[str, str]]:
        return [r.query for r in box.requests if r.path.endswith(end)]

    return queries
