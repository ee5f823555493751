"""A file of any size comes whole or not at all, in the memory of one chunk."""

from __future__ import annotations

import errno
import gzip
import os
import stat
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.errors import (
    DeadlineError,
    ExitCode,
    HostRefusedError,
    RedirectRefusedError,
    RetryError,
    TapError,
    TooLargeError,
    TruncatedError,
)
from tap_kit.http import no_credentials

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from requests import PreparedRequest, Response

    from tap_kit.http import SafeSession

LINES = b"".join(b'{"id": %d, "name": "order %d"}\n' % (n, n * n) for n in range(9000))
ZIPPED = gzip.compress(LINES)
GZIP = "Content-Encoding: gzip"
CANARY = "canary_7f3a91"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bulk" / "orders.jsonl"


@pytest.fixture
def fetch(session: SafeSession, path: Path) -> Callable[..., Response]:
    def call(url: str, seconds: float = 30.0, most: int = 1 << 20) -> Response:
        return session.stream_to_file(
            url, path, deadline_seconds=seconds, max_bytes=most
        )

    return call


def files(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("*"))


@pytest.mark.parametrize("headers", [[], [GZIP]], ids=["plain", "gzip"])
def test_a_whole_answer_is_a_file(
    server: Any, fetch: Callable[..., Response], path: Path, headers: list[str]
) -> None:
    url = server.answer("/", ZIPPED if headers else LINES, *headers)

    response = fetch(url)

    assert (response.status_code, response.content) == (200, b"")
    assert path.read_bytes() == LINES
    assert files(path) == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_old_file_is_replaced(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"old")

    fetch(server.answer("/", LINES))

    assert path.read_bytes() == LINES


def test_another_status_leaves_no_file_and_its_body_can_be_read(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    url = server.answer("/", b"<Error>expired</Error>", status="403 Forbidden")

    response = fetch(url)

    assert (response.status_code, response.content) == (403, b"<Error>expired</Error>")
    assert not path.exists()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (ZIPPED[:-9], [GZIP, f"Content-Length: {len(ZIPPED) - 9}"]),
        (LINES[:-9], [f"Content-Length: {len(LINES)}"]),
    ],
    ids=["gzip", "plain"],
)
def test_a_cut_answer_leaves_no_file(
    server: Any,
    fetch: Callable[..., Response],
    path: Path,
    body: bytes,
    headers: list[str],
) -> None:
    url = server.serve("/", server.head(*headers) + body, lambda peer: peer.close())

    with pytest.raises(TruncatedError):
        fetch(url)

    assert files(path) == []


def test_damage_leaves_the_old_file(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"old")
    url = server.answer("/", ZIPPED[:-8] + bytes(8), GZIP)

    with pytest.raises(RetryError, match="damaged"):
        fetch(url)

    assert path.read_bytes() == b"old"
    assert files(path) == [path.name]


@pytest.mark.parametrize("headers", [[], [GZIP]], ids=["plain", "bomb"])
def test_the_cap_holds_for_what_is_inflated(
    server: Any, fetch: Callable[..., Response], path: Path, headers: list[str]
) -> None:
    zeros = bytes(3 << 20)
    url = server.answer("/", gzip.compress(zeros) if headers else zeros, *headers)

    with pytest.raises(TooLargeError):
        fetch(url)

    assert files(path) == []


def test_a_slow_file_ends_at_its_deadline(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    head = server.head(f"Content-Length: {len(LINES)}")
    url = server.serve("/", head, lambda peer: peer.drip(LINES))

    with pytest.raises(DeadlineError):
        fetch(url, seconds=0.1)

    assert files(path) == []


def test_the_file_may_take_longer_than_an_answer_of_the_session(
    server: Any, make_session: Callable[..., SafeSession], path: Path
) -> None:
    """Only silence is held to the session's deadline."""
    head = server.head("Content-Length: 30")
    url = server.serve("/", head, lambda peer: peer.drip(b"x" * 30))

    make_session(deadline_seconds=0.5).stream_to_file(
        url, path, deadline_seconds=30.0, max_bytes=100
    )

    assert path.read_bytes() == b"x" * 30


def test_it_takes_the_memory_of_a_few_chunks(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    size = 64 << 20
    block = bytes(1 << 20)
    head = server.head(f"Content-Length: {size}")
    url = server.serve("/", head, *[block] * 64)

    tracemalloc.start()
    try:
        fetch(url, most=size)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert path.stat().st_size == size
    assert peak < 8 << 20


def test_no_credentials_go_out(server: Any, session: SafeSession, path: Path) -> None:
    """The SDK makes a stream's authenticator that of the session."""

    def sign(request: PreparedRequest) -> PreparedRequest:
        request.headers["X-Shopify-Access-Token"] = CANARY
        return request

    session.auth = sign
    url = server.answer("/", LINES)

    session.stream_to_file(url, path, deadline_seconds=30.0, max_bytes=1 << 20)
    session.get(url, auth=no_credentials)
    session.get(url)

    sent = ["x-shopify-access-token" in seen.headers for seen in server.requests]
    assert sent == [False, False, True]


def test_a_redirect_to_another_origin_is_refused(
    server: Any, other_server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    there = other_server.answer("/", LINES)
    url = server.answer("/", b"", f"Location: {there}", status="302 Found")

    with pytest.raises(RedirectRefusedError):
        fetch(url)

    assert not path.exists()


def test_a_foreign_host_is_refused_without_its_signature(
    fetch: Callable[..., Response],
) -> None:
    with pytest.raises(HostRefusedError) as caught:
        fetch(f"https://storage.example.com/x?Signature={CANARY}")

    assert CANARY not in str(caught.value)


def break_write(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _chunk: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tap_kit.atomic.os.write", full)


def test_a_full_disk_is_told_as_such(
    server: Any,
    fetch: Callable[..., Response],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The network did nothing wrong: no retry would help."""
    url = server.answer("/", LINES)
    break_write(monkeypatch)

    with pytest.raises(TapError, match="No space left") as caught:
        fetch(url)

    assert caught.value.exit_code is ExitCode.STORAGE
    assert files(path) == []


def test_a_folder_that_is_a_file_is_told(
    server: Any, fetch: Callable[..., Response], path: Path
) -> None:
    path.parent.write_bytes(b"")

    with pytest.raises(TapError, match="cannot write") as caught:
        fetch(server.answer("/", LINES))

    assert caught.value.exit_code is ExitCode.STORAGE
