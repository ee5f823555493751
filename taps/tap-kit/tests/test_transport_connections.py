"""Connections: refused, dropped or through a proxy, each is tried once and held."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import requests
from urllib3.util.retry import Retry

from tap_kit.errors import DeadlineError, RetryError, SettingsError
from tap_kit.transport import HeldAdapter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

SOON = 0.3
DRIPPED = b"x" * 10_000


def test_a_refused_connection_says_so(session: SafeSession) -> None:
    """To urllib3 it is a kind of timeout; it is none."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(RetryError, match="Connection refused") as caught:
        session.get(f"http://127.0.0.1:{port}/x?apikey=canary")

    assert not isinstance(caught.value, DeadlineError)
    assert "canary" not in str(caught.value)


def test_nothing_is_retried_below_us(session: SafeSession) -> None:
    """Only the SDK's retries are counted, waited for, and seen by the breaker."""
    for scheme in ("http://", "https://"):
        retries = session.get_adapter(scheme).max_retries

        assert isinstance(retries, Retry)
        assert (retries.total, retries.read, retries.status) == (0, False, None)


def test_a_server_that_hangs_up_is_asked_once(
    server: Any, session: SafeSession
) -> None:
    url = server.serve("/", lambda peer: peer.close())

    with pytest.raises(RetryError, match="no answer"):
        session.get(url)

    assert len(server.requests) == 1


def test_without_a_deadline_the_adapter_is_requests_own(server: Any) -> None:
    url = server.answer("/", b"ok")
    with requests.Session() as plain:
        plain.mount("http://", HeldAdapter())

        assert plain.get(url, timeout=5).content == b"ok"


def test_requests_go_through_a_proxy_of_the_environment(
    server: Any,
    make_session: Callable[..., SafeSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A plain proxy gets the whole URL as target."""
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.answer("http://localhost:1/x", b"by proxy")
    session = make_session(allowed_hosts=["localhost"])

    assert session.get("http://localhost:1/x").content == b"by proxy"


def test_the_deadline_holds_through_a_proxy(
    server: Any,
    make_session: Callable[..., SafeSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.serve("http://localhost:1/x", lambda peer: peer.drip(DRIPPED))
    session = make_session(allowed_hosts=["localhost"], deadline_seconds=SOON)

    with pytest.raises(DeadlineError):
        session.get("http://localhost:1/x")


def test_the_deadline_holds_while_a_proxy_opens_a_tunnel(
    server: Any,
    make_session: Callable[..., SafeSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A tunnel is asked for without the request, so without its credentials."""
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    server.serve("localhost:1", b"HTTP/1.1 200 ", lambda peer: peer.drip(DRIPPED))
    session = make_session(allowed_hosts=["localhost"], deadline_seconds=1.0)

    with pytest.raises(DeadlineError):
        session.get("https://localhost:1/x?a=canary", headers={"X-Api-Key": "canary"})

    assert "canary" not in f"{server.requests}"
    assert server.requests[0].method == "CONNECT"


def test_a_socks_proxy_is_refused(session: SafeSession) -> None:
    """It brings its own connections, which know no deadline."""
    session.proxies["http"] = "socks5://127.0.0.1:1"

    with pytest.raises(SettingsError):
        session.get("http://127.0.0.1:2/")
