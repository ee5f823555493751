"""Bodies too large, empty, or of two lengths, from a real socket."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.body import CHUNK_BYTES, capped, inflated
from tap_kit.errors import DataError, RetryError, TooLargeError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"


def test_a_bomb_costs_no_more_than_the_cap(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    bomb = gzip.compress(bytes(64 << 20))
    url = server.answer("/", bomb, GZIP)
    session = make_session(max_bytes=1 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError, match="larger than 1048576 bytes"):
            session.get(url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 << 20


def test_empty_members_without_end_are_capped_too(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """They inflate to nothing, so only the bytes on the wire can be counted."""
    empty = gzip.compress(b"") * 1000
    head = server.head(GZIP, "Connection: close")
    url = server.serve("/", head, lambda peer: peer.flood(empty))

    with pytest.raises(TooLargeError):
        make_session(max_bytes=1 << 20).get(url)


def test_a_huge_length_is_refused_before_a_byte_is_read(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.serve(
        "/", server.head("Content-Length: 101"), lambda peer: peer.hold()
    )

    with pytest.raises(TooLargeError, match="larger than 100 bytes"):
        make_session(max_bytes=100).get(url)


@pytest.mark.parametrize("headers", [[CHUNKED], [GZIP]], ids=["chunked", "gzip"])
def test_a_body_without_end_is_capped(
    server: Any, make_session: Callable[..., SafeSession], headers: list[str]
) -> None:
    stored = zlib.compressobj(0, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    start = b"" if headers == [CHUNKED] else stored.compress(b"x" * 70_000)
    more = b"10000\r\n" + bytes(1 << 16) + b"\r\n"
    if start:
        more = stored.compress(b"x" * 70_000)
    url = server.serve("/", server.head(*headers), start, lambda peer: peer.flood(more))

    with pytest.raises((TooLargeError, RetryError)):
        make_session(max_bytes=1 << 20).get(url)


def test_a_body_as_large_as_the_cap_passes(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.answer("/", b"x" * 1000)

    assert len(make_session(max_bytes=1000).get(url).content) == 1000


@pytest.mark.parametrize("headers", [[], [GZIP]], ids=["plain", "gzip"])
def test_204_has_no_body(server: Any, session: SafeSession, headers: list[str]) -> None:
    url = server.serve("/", server.head(*headers, status="204 No Content"))

    response = session.get(url)
    assert (response.status_code, response.content) == (204, b"")


def test_an_error_may_have_an_empty_body_under_gzip(
    server: Any, session: SafeSession
) -> None:
    """Many servers do so; the status must not be hidden by our own complaint."""
    url = server.answer("/", b"", GZIP, status="401 Unauthorized")

    assert session.get(url).status_code == 401


def test_head_has_no_body_whatever_its_length_says(
    server: Any, session: SafeSession
) -> None:
    url = server.answer("/", b"", GZIP, length=1234)

    assert session.head(url).content == b""


def test_a_success_with_an_empty_body_under_gzip_is_cut_off(
    server: Any, session: SafeSession
) -> None:
    url = server.answer("/", b"", GZIP)

    with pytest.raises(TruncatedError, match="cut off"):
        session.get(url)


def test_html_with_status_200_is_left_to_the_caller(
    server: Any, session: SafeSession
) -> None:
    page = b"<html><h1>Maintenance</h1></html>"
    url = server.answer("/", page, "Content-Type: text/html")

    response = session.get(url)
    assert (response.status_code, response.content) == (200, page)


@pytest.mark.parametrize(
    "headers",
    [["Content-Length: 5", "Content-Length: 6"], ["Content-Length: 5, 6"]],
    ids=["two headers", "one header"],
)
def test_contradicting_lengths_are_refused(
    server: Any, session: SafeSession, headers: list[str]
) -> None:
    url = server.serve("/", server.head(*headers), b"123456")

    with pytest.raises(DataError, match="lengths contradict"):
        session.get(url)


def test_pieces_are_small_however_much_a_chunk_inflates_to() -> None:
    pieces = list(inflated([gzip.compress(bytes(1 << 20))], "x"))

    assert max(map(len, pieces)) <= CHUNK_BYTES
    assert sum(map(len, pieces)) == 1 << 20


def test_the_cap_counts_all_chunks() -> None:
    passed = []
    with pytest.raises(TooLargeError):
        passed += [chunk for chunk in capped([b"12", b"34", b"5"], 4, "x")]  # noqa: C416 the list is lost when it raises

    assert list(capped([b"12", b"34"], 4, "x")) == [b"12", b"34"]
