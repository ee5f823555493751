"""A session gives whole answers and keeps only connections that are clean."""

from __future__ import annotations

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import backoff
import pytest
import requests
import requests_mock
from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th

from tap_kit.errors import DeadlineError, TooLargeError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

CANARY = "canary_7f3a91"
GZIP = "Content-Encoding: gzip"


def test_an_answer_is_a_normal_response(server: Any, session: SafeSession) -> None:
    url = server.answer("/v1", b'{"n": 1}', "Content-Type: application/json", "X-A: b")

    response = session.get(url, params={"q": "1"})

    assert response.ok
    assert response.json() == {"n": 1}
    assert response.text == '{"n": 1}'
    assert response.headers["x-a"] == "b"
    assert response.url == f"{url}?q=1"
    assert response.elapsed.total_seconds() > 0
    assert list(response.iter_lines()) == [b'{"n": 1}']
    response.close()


def test_a_body_and_its_headers_are_sent(server: Any, session: SafeSession) -> None:
    url = server.answer("/graphql")

    session.post(url, json={"query": "{ shop }"}, headers={"X-Api-Key": CANARY})

    (seen,) = server.requests
    assert json.loads(seen.body) == {"query": "{ shop }"}
    assert seen.headers["x-api-key"] == CANARY
    assert seen.headers["user-agent"] == "tap-test/1"


def test_stream_is_ignored_so_a_body_is_always_whole(
    server: Any, session: SafeSession
) -> None:
    url = server.answer("/", gzip.compress(b"text")[:-1], GZIP)

    with pytest.raises(TruncatedError):
        session.get(url, stream=True)


@pytest.mark.parametrize("headers", [[], [GZIP]], ids=["plain", "gzip"])
def test_connections_are_kept(
    server: Any, session: SafeSession, headers: list[str]
) -> None:
    body = gzip.compress(b"ok") if headers else b"ok"
    url = server.answer("/", body, *headers)

    contents = [session.get(url).content for _ in range(5)]

    assert contents == [b"ok"] * 5
    assert server.connections == 1


def test_chunked_answers_keep_the_connection(server: Any, session: SafeSession) -> None:
    head = server.head("Transfer-Encoding: chunked")
    url = server.serve("/", head + b"2\r\nok\r\n0\r\n\r\n")

    assert [session.get(url).content for _ in range(3)] == [b"ok"] * 3
    assert server.connections == 1


@pytest.mark.usefixtures("trusted")
def test_tls_connections_are_kept(tls_server: Any, session: SafeSession) -> None:
    url = tls_server.answer("/", b"ok")

    assert [session.get(url).content for _ in range(3)] == [b"ok"] * 3
    assert tls_server.connections == 1


def test_threads_share_the_session(server: Any, session: SafeSession) -> None:
    urls = [server.answer(f"/{n}", b"%d" % n) for n in range(20)]

    with ThreadPoolExecutor(4) as pool:
        contents = [one.content for one in pool.map(session.get, urls)]

    assert contents == [b"%d" % n for n in range(20)]
    assert server.connections <= 4


def test_the_rest_of_a_refused_body_is_not_the_next_answer(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    large = server.answer("/large", b"x" * 150_000 + server.head("X-Forged: 1"))
    fine = server.answer("/fine", b"ok")
    session = make_session(max_bytes=100_000)
    with pytest.raises(TooLargeError):
        session.get(large)

    response = session.get(fine)
    assert response.content == b"ok"
    assert "X-Forged" not in response.headers
    assert server.connections == 2


def test_the_connection_of_a_refused_body_is_closed_at_once(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """Even while the error, whose traceback holds the answer, is still around."""
    closed = threading.Event()

    def watch(peer: Any) -> None:
        try:
            peer.hold()
        finally:  # Also when it ends by a reset.
            closed.set()

    head = server.head("Content-Length: 200000")
    url = server.serve("/", head, bytes(150_000), watch)
    with pytest.raises(TooLargeError) as caught:
        make_session(max_bytes=100_000).get(url)

    assert closed.wait(timeout=20)
    assert caught.value.__traceback__ is not None


def test_what_comes_behind_a_body_is_not_the_next_answer(
    server: Any, session: SafeSession
) -> None:
    forged = server.head("Content-Length: 6", "X-Forged: 1") + b"forged"
    first = server.answer("/first", b"ok" + forged, length=2)
    second = server.answer("/second", b"true")

    assert session.get(first).content == b"ok"
    assert session.get(second).content == b"true"


def test_cookies_are_not_kept(server: Any, session: SafeSession) -> None:
    """A server would keep state in our runs that no replay knows of."""
    url = server.answer("/", b"", "Set-Cookie: track=1; Path=/")
    session.get(url)
    session.get(url)

    assert "cookie" not in server.requests[1].headers
    assert len(session.cookies) == 0


def test_requests_mock_answers_are_read_the_same_way(session: SafeSession) -> None:
    url = "https://127.0.0.1/v1"
    zipped, headers = gzip.compress(b"ok"), {"Content-Encoding": "gzip"}
    with requests_mock.Mocker() as mock:
        mock.get(url, json={"n": 1})
        mock.get(f"{url}/zip", content=zipped, headers=headers)
        mock.get(f"{url}/cut", content=zipped[:-1], headers=headers)
        mock.get(f"{url}/late", exc=requests.exceptions.ConnectTimeout)

        assert session.get(url).json() == {"n": 1}
        assert session.get(f"{url}/zip").content == b"ok"
        with pytest.raises(TruncatedError):
            session.get(f"{url}/cut")
        with pytest.raises(DeadlineError):
            session.get(f"{url}/late")


class Orders(RESTStream[Any]):
    """A stream as the SDK makes it, with our session under it."""

    name = "orders"
    path = "/orders"
    url_base = "http://127.0.0.1"
    records_jsonpath = "$.orders[*]"
    primary_keys = ("id",)
    schema = th.PropertiesList(th.Property("id", th.IntegerType)).to_dict()


class OrdersTap(Tap):
    name = "tap-orders"

    def discover_streams(self) -> list[RESTStream[Any]]:
        return [Orders(self)]


def test_the_sdk_reads_through_it(server: Any, session: SafeSession) -> None:
    body = gzip.compress(b'{"orders": [{"id": 1}, {"id": 2}]}')
    server.answer("/orders", body, GZIP)
    stream = Orders(OrdersTap(config={}))
    stream.url_base = server.url
    stream._requests_session = session

    assert list(stream.get_records(None)) == [{"id": 1}, {"id": 2}]


def test_the_sdk_retries_what_was_cut_off(
    server: Any, session: SafeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TruncatedError is the SDK's retriable error, so nothing good is lost."""
    body = gzip.compress(b'{"orders": [{"id": 1}]}')
    whole = server.head(GZIP, f"Content-Length: {len(body)}") + body
    cut = server.head(GZIP, f"Content-Length: {len(body) - 9}") + body[:-9]
    answers = iter([cut, whole])
    server.serve("/orders", lambda peer: peer.sock.sendall(next(answers)))
    at_once = partial(backoff.constant, interval=0)
    monkeypatch.setattr(Orders, "backoff_wait_generator", lambda _self: at_once())
    stream = Orders(OrdersTap(config={}))
    stream.url_base = server.url
    stream._requests_session = session

    assert list(stream.get_records(None)) == [{"id": 1}]
    assert len(server.requests) == 2
