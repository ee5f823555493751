"""Bodies that are not what they say, from a real socket."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.body import CHUNK_BYTES, capped, inflated
from tap_kit.errors import DataError, RetryError, TooLargeError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

LINES = b"".join(b'{"id": %d, "name": "order %d"}\n' % (n, n * n) for n in range(9000))
ZIPPED = gzip.compress(LINES)
GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", " gzip "])
def test_gzip_is_inflated(server: Any, session: SafeSession, encoding: str) -> None:
    url = server.answer("/", ZIPPED, f"Content-Encoding: {encoding}")

    assert session.get(url).content == LINES
    assert server.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["identity", ""])
def test_a_plain_body_stays(server: Any, session: SafeSession, encoding: str) -> None:
    url = server.answer("/", LINES, f"Content-Encoding: {encoding}")

    assert session.get(url).content == LINES


def test_chunks_are_joined(server: Any, session: SafeSession) -> None:
    parts = [ZIPPED[i : i + 1000] for i in range(0, len(ZIPPED), 1000)]
    url = server.serve("/", server.head(GZIP, CHUNKED), chunked(*parts))

    assert session.get(url).content == LINES


def test_several_gzip_members_are_one_body(server: Any, session: SafeSession) -> None:
    url = server.answer("/", ZIPPED + gzip.compress(b"tail"), GZIP)

    assert session.get(url).content == LINES + b"tail"


@pytest.mark.parametrize("cut", [1, 5, 10, len(ZIPPED) // 2, len(ZIPPED) - 8, -1])
def test_gzip_cut_off_with_a_consistent_length_is_noticed(
    server: Any, session: SafeSession, cut: int
) -> None:
    """requests, httpx and urllib3 return the first half without a word.

    The cut before the last eight bytes leaves the whole text without its checksum.
    """
    url = server.answer("/", ZIPPED[:cut], GZIP)

    with pytest.raises(TruncatedError, match="cut off"):
        session.get(url)


def test_a_second_member_cut_off_is_noticed(server: Any, session: SafeSession) -> None:
    url = server.answer("/", ZIPPED + gzip.compress(b"tail")[:-3], GZIP)

    with pytest.raises(TruncatedError, match="cut off"):
        session.get(url)


def test_gzip_cut_off_without_a_length_is_noticed(
    server: Any, session: SafeSession
) -> None:
    head = server.head(GZIP, "Connection: close")
    url = server.serve("/", head, ZIPPED[:-9], lambda peer: peer.close())

    with pytest.raises(TruncatedError, match="cut off"):
        session.get(url)


def test_gzip_without_a_length_proves_its_own_end(
    server: Any, session: SafeSession
) -> None:
    head = server.head(GZIP, "Connection: close")
    url = server.serve("/", head, ZIPPED, lambda peer: peer.close())

    assert session.get(url).content == LINES


@pytest.mark.parametrize("body", [LINES, LINES[:270], b""], ids=["all", "part", "none"])
@pytest.mark.parametrize("length", [None, "x", "-1"])
def test_a_plain_body_that_does_not_say_where_it_ends_is_refused(
    server: Any, session: SafeSession, body: bytes, length: str | None
) -> None:
    """Cut at a line's end it would be a shorter file, and nobody would know."""
    headers = [] if length is None else [f"Content-Length: {length}"]
    head = server.head("Connection: close", *headers)
    url = server.serve("/", head, body, lambda peer: peer.close())

    with pytest.raises(TruncatedError, match="does not say where it ends"):
        session.get(url)


@pytest.mark.parametrize("headers", [[], [GZIP]], ids=["plain", "gzip"])
def test_a_body_shorter_than_its_length_is_noticed(
    server: Any, session: SafeSession, headers: list[str]
) -> None:
    body = ZIPPED if headers else LINES
    head = server.head(*headers, f"Content-Length: {len(body) + 1}")
    url = server.serve("/", head, body, lambda peer: peer.close())

    with pytest.raises(TruncatedError, match="broke off"):
        session.get(url)


@pytest.mark.parametrize(
    "sent",
    [chunked(LINES, end=b""), chunked(LINES, end=b"ff\r\nab"), b"zz\r\n", b""],
    ids=["no end", "half a chunk", "no number", "nothing"],
)
def test_broken_chunks_are_noticed(
    server: Any, session: SafeSession, sent: bytes
) -> None:
    url = server.serve("/", server.head(CHUNKED), sent, lambda peer: peer.close())

    with pytest.raises(TruncatedError, match="broke off"):
        session.get(url)


def test_a_reset_in_the_middle_is_noticed(server: Any, session: SafeSession) -> None:
    head = server.head(f"Content-Length: {len(LINES)}")
    url = server.serve("/", head, LINES[:100], lambda peer: peer.reset())

    with pytest.raises(TruncatedError, match="broke off"):
        session.get(url)


@pytest.mark.parametrize(
    "body",
    [
        ZIPPED[:-8] + bytes(4) + ZIPPED[-4:],
        ZIPPED[:-4] + bytes(4),
        ZIPPED[:99] + bytes(50) + ZIPPED[149:],
        ZIPPED + b"garbage",
        b"<html>no gzip</html>",
        zlib.compress(LINES),
    ],
    ids=["checksum", "size", "middle", "garbage behind", "html", "zlib"],
)
def test_damaged_gzip_is_noticed(
    server: Any, session: SafeSession, body: bytes
) -> None:
    url = server.answer("/", body, GZIP)

    with pytest.raises(RetryError, match="damaged"):
        session.get(url)


@pytest.mark.parametrize(
    "encoding",
    ["br", "deflate", "zstd", "gzip, gzip", "gzip,identity", "*", "a\x1b[2Jb"],
)
def test_an_encoding_nobody_asked_for_is_refused(
    server: Any, session: SafeSession, encoding: str
) -> None:
    url = server.answer("/", zlib.compress(LINES), f"Content-Encoding: {encoding}")

    with pytest.raises(DataError, match="gzip was asked for") as caught:
        session.get(url)

    assert "\x1b" not in str(caught.value)


def test_gzip_within_gzip_is_refused(server: Any, session: SafeSession) -> None:
    url = server.answer("/", gzip.compress(ZIPPED), GZIP)

    with pytest.raises(DataError, match="compressed twice"):
        session.get(url)


def test_a_gzip_file_sent_as_it_is_stays(server: Any, session: SafeSession) -> None:
    """Without a Content-Encoding it is what the caller asked for."""
    url = server.answer("/", ZIPPED)

    assert session.get(url).content == ZIPPED


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


@given(st.binary(max_size=300), st.lists(st.integers(1, 300)), st.integers(0, 3))
def test_inflating_does_not_depend_on_how_the_wire_cuts(
    data: bytes, cuts: list[int], members: int
) -> None:
    if data[:2] == b"\x1f\x8b":
        data = data[2:]
    zipped = gzip.compress(data) + gzip.compress(b"") * members
    edges = sorted({0, *(cut for cut in cuts if cut < len(zipped)), len(zipped)})
    wire = [zipped[a:b] for a, b in pairwise(edges)]

    assert b"".join(inflated(wire, "x")) == data


@given(st.binary(min_size=1, max_size=300), st.data())
def test_no_cut_of_a_gzip_stream_passes(data: bytes, draw: st.DataObject) -> None:
    zipped = gzip.compress(data)
    cut = draw.draw(st.integers(0, len(zipped) - 1))

    with pytest.raises((TruncatedError, DataError)):
        b"".join(inflated([zipped[:cut]], "x"))


def test_pieces_are_small_however_much_a_chunk_inflates_to() -> None:
    pieces = list(inflated([gzip.compress(bytes(1 << 20))], "x"))

    assert max(map(len, pieces)) <= CHUNK_BYTES
    assert sum(map(len, pieces)) == 1 << 20


def test_the_cap_counts_all_chunks() -> None:
    passed = []
    with pytest.raises(TooLargeError):
        passed += [chunk for chunk in capped([b"12", b"34", b"5"], 4, "x")]  # noqa: C416 the list is lost when it raises

    assert list(capped([b"12", b"34"], 4, "x")) == [b"12", b"34"]
