"""A bulk file is taken only whole, and only with the counts that were announced."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from requests import Response

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    DataError,
    FatalError,
    HostRefusedError,
    RetryError,
    TruncatedError,
)
from tap_shopify_wv.bulk_api import JobGoneError, Operation
from tap_shopify_wv.bulk_file import Fetcher
from tap_shopify_wv.bulk_shape import Shape

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://storage.example.com/x?Signature=canary_7f3a91"
LINES = b"".join(b'{"id": "gid://shopify/Order/%d"}\n' % n for n in range(3))


class Host:
    """Gives one answer after the other: a file, a status, or an error."""

    def __init__(self, *answers: bytes | int | Exception) -> None:
        self.answers = list(answers)
        self.folders: list[Path] = []

    def stream_to_file(
        self, url: str, path: Path, *, deadline_seconds: float, max_bytes: int
    ) -> Response:
        assert url == URL
        assert deadline_seconds == 7200
        assert max_bytes > 0
        self.folders.append(path.parent)
        response = Response()
        response.url = URL
        match self.answers.pop(0):
            case bytes() as body:
                path.write_bytes(body)
                response.status_code = 200
            case int() as status:
                response.status_code = status
            case error:
                raise error
        return response


def operation(lines: int = 3, roots: int = 3) -> Operation:
    return Operation("gid://x/1", "COMPLETED", None, lines, roots, URL)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 21, 6, tzinfo=UTC))


@pytest.fixture
def fetch(clock: ManualClock) -> Callable[..., list[dict[str, Any]]]:
    def call(host: Host, **counts: int) -> list[dict[str, Any]]:
        fetcher = Fetcher(host, clock, deadline_seconds=7200, where="orders")
        with fetcher.spool(operation(**counts), URL, Shape(), None) as spool:
            assert not any(folder.exists() for folder in host.folders)
            return list(spool.nodes(lambda *_: []))

    return call


def test_a_whole_file_is_read_and_gone_from_disk_before_that(fetch: Any):
    assert fetch(Host(LINES)) == [json.loads(one) for one in LINES.splitlines()]


@pytest.mark.parametrize("counts", [{"lines": 4}, {"roots": 2}])
def test_other_counts_are_refused_twice(fetch: Any, counts: dict[str, int]):
    host = Host(LINES, LINES)

    with pytest.raises(DataError, match="3 lines and 3 roots") as caught:
        fetch(host, **counts)

    assert host.answers == []
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("end", [0, -5], ids=["at a line end", "in a line"])
def test_a_cut_file_is_fetched_again(fetch: Any, end: int):
    cut = b"".join(LINES.splitlines(keepends=True)[:2])

    assert len(fetch(Host(cut[: len(cut) + end], LINES))) == 3


@pytest.mark.parametrize("trouble", [TruncatedError("the answer broke off"), 503, 429])
def test_passing_trouble_is_waited_out(
    fetch: Any, clock: ManualClock, trouble: Exception | int
):
    assert len(fetch(Host(trouble, trouble, LINES))) == 3
    assert clock.slept == [2.0, 4.0]


def test_trouble_that_stays_ends_the_run_resumably(fetch: Any):
    host = Host(*[503] * 4)

    with pytest.raises(RetryError) as caught:
        fetch(host)

    assert caught.value.exit_code == 4
    assert host.answers == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_expired_address_is_no_matter_of_trying_again(fetch: Any, status: int):
    with pytest.raises(JobGoneError, match=f"HTTP {status}"):
        fetch(Host(status))


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(HostRefusedError("not on the list"), HostRefusedError), (418, FatalError)],
)
def test_what_no_try_will_help_is_raised(fetch: Any, trouble: Any, kind: Any):
    with pytest.raises(kind):
        fetch(Host(trouble))


def test_a_file_that_cannot_be_joined_leaves_nothing_behind(fetch: Any):
    orphan = b'{"id": "a", "__parentId": "nobody"}\n'
    host = Host(orphan, orphan)

    with pytest.raises(DataError, match="have no parent"):
        fetch(host, lines=1, roots=0)

    assert host.answers == []
    assert not any(folder.exists() for folder in host.folders)
