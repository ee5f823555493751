"""Slow servers: each would hold a client with a read timeout for ever."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.errors import DeadlineError, ExitCode
from tap_kit.transport import Deadline, _HeldConnection, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

SOON = 0.3
DRIPPED = b"x" * 10_000


def test_dripping_headers_end_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.serve(
        "/", b"HTTP/1.1 200 OK\r\nX-Slow: ", lambda peer: peer.drip(DRIPPED)
    )

    with pytest.raises(DeadlineError, match="took too long") as caught:
        make_session(deadline_seconds=SOON).get(url, timeout=2)

    assert caught.value.exit_code is ExitCode.GAVE_UP
    assert caught.value.where == f"{server.host}/"


def test_a_dripping_status_line_ends_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.serve("/", lambda peer: peer.drip(b"HTTP/1.1 200 " + DRIPPED))

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 10000"],
        ["Transfer-Encoding: chunked"],
        ["Content-Encoding: gzip"],
    ],
    ids=["length", "chunked", "gzip"],
)
def test_a_dripping_body_ends_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession], headers: list[str]
) -> None:
    body = b"2710\r\n" + DRIPPED if "chunked" in headers[0] else DRIPPED
    url = server.serve("/", server.head(*headers), lambda peer: peer.drip(body))

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url, timeout=2)


def test_trailers_without_end_end_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    head = server.head("Transfer-Encoding: chunked")
    url = server.serve("/", head, b"0\r\n", lambda peer: peer.flood(b"x: y\r\n"))

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


def test_interim_answers_without_end_end_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.serve("/", lambda peer: peer.flood(b"HTTP/1.1 100 Continue\r\n\r\n"))

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


def test_silence_ends_at_the_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.serve("/", lambda peer: peer.hold())

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


def test_silence_ends_at_the_callers_timeout(server: Any, session: SafeSession) -> None:
    """The SDK gives one; it counts from byte to byte, below the deadline."""
    url = server.serve("/", lambda peer: peer.hold())

    with pytest.raises(DeadlineError):
        session.get(url, timeout=SOON)
    with pytest.raises(DeadlineError):
        session.get(url, timeout=(5, SOON))


def test_a_redirect_gives_no_new_deadline(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    drip = server.head("Location: /b", status="302 Found")
    url = server.serve("/a", lambda peer: peer.drip(drip))
    server.serve("/b", lambda peer: peer.hold())

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


def test_a_server_that_takes_no_body_ends_at_the_deadline(
    mute_server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """It reads what comes, but the plain answer never comes."""
    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).post(mute_server.url, data=bytes(1 << 20))


def test_a_full_pipe_ends_at_the_deadline(
    make_session: Callable[..., SafeSession],
) -> None:
    """Nobody accepts, nobody reads: the kernel's buffers fill up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        with pytest.raises(DeadlineError):
            make_session(deadline_seconds=SOON).post(url, data=bytes(64 << 20))


@pytest.mark.usefixtures("trusted")
def test_a_body_that_is_sipped_ends_at_the_deadline(
    sipping_server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """Its timeout must count for the whole body, not for each TLS record."""
    session = make_session(deadline_seconds=SOON)

    with pytest.raises(DeadlineError):
        session.post(f"{sipping_server.url}/", data=bytes(64 << 20))


def test_a_slow_connect_leaves_the_handshake_the_rest_only(server: Any) -> None:
    """urllib3 gives the handshake the whole connect timeout once more."""
    almost_over = Deadline(60.0, 60.0, time.monotonic() - 59.0)
    with until(almost_over):
        sock = _HeldConnection("127.0.0.1", server.port, timeout=10)._new_conn()

    with closing(sock):
        assert sock.gettimeout() <= 1.0


def test_sending_may_take_longer_than_connecting() -> None:
    """urllib3 leaves the connect timeout on the socket while a body is sent."""
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs), until(Deadline(60.0, 30.0)):
        connection = _HeldConnection("127.0.0.1", timeout=0.1)
        connection.sock = ours
        connection.send(b"x" * 40_000)

        assert ours.gettimeout() == 30.0
        assert theirs.recv(40_000, socket.MSG_WAITALL) == b"x" * 40_000


def test_a_handshake_that_never_comes_ends_at_the_deadline(
    mute_server: Any, make_session: Callable[..., SafeSession]
) -> None:
    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(f"https://{mute_server.host}/")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("part", ["headers", "body"])
def test_the_deadline_holds_through_tls(
    tls_server: Any, make_session: Callable[..., SafeSession], part: str
) -> None:
    head = tls_server.head("Content-Length: 10000") if part == "body" else b"HTTP/1.1 2"
    url = tls_server.serve("/", head, lambda peer: peer.drip(DRIPPED))

    with pytest.raises(DeadlineError):
        make_session(deadline_seconds=SOON).get(url)


def test_the_deadline_holds_in_any_thread(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """A signal would reach the main thread only."""
    head = server.head("Content-Length: 10000")
    url = server.serve("/", head, lambda peer: peer.drip(DRIPPED))
    session = make_session(deadline_seconds=SOON)

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(session.get, url) for _ in range(3)]

    assert [type(one.exception()) for one in waiting] == [DeadlineError] * 3


def test_one_threads_deadline_is_not_anothers(
    server: Any, make_session: Callable[..., SafeSession], session: SafeSession
) -> None:
    late = server.serve("/late", lambda peer: peer.hold())
    fine = server.answer("/fine", b"ok")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(make_session(deadline_seconds=SOON).get, late)
        contents = [session.get(fine).content for _ in range(20)]

    assert contents == [b"ok"] * 20
    assert isinstance(waiting.exception(), DeadlineError)


def test_a_late_answer_does_not_spoil_the_next_request(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    head = server.head("Content-Length: 10000")
    slow = server.serve("/slow", head, lambda peer: peer.drip(DRIPPED))
    fine = server.answer("/fine", b"ok")
    session = make_session(deadline_seconds=SOON)
    with pytest.raises(DeadlineError):
        session.get(slow)
    session._deadline_seconds = 30.0  # The machine may be busy.

    assert session.get(fine).content == b"ok"


def test_a_deadline_that_is_over_allows_no_wait() -> None:
    deadline = Deadline(seconds=0.0, idle_seconds=5.0)

    assert deadline.left <= 0
    with pytest.raises(TimeoutError):
        deadline.wait_seconds()


def test_a_wait_is_the_shorter_of_deadline_and_idle_time() -> None:
    assert Deadline(seconds=60.0, idle_seconds=5.0).wait_seconds() == 5.0
    assert Deadline(seconds=60.0, idle_seconds=5.0).wait_seconds(10.0) == 10.0
    assert Deadline(seconds=60.0, idle_seconds=300.0).wait_seconds() <= 60.0
