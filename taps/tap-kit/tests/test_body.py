"""Bodies that are not what they say, from a real socket."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.body import inflated
from tap_kit.errors import DataError, RetryError, TruncatedError

if TYPE_CHECKING:
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
