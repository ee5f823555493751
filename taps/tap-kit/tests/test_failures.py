from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import requests
import urllib3

from tap_kit.errors import (
    AuthError,
    DeadlineError,
    ExitCode,
    FatalError,
    RetryError,
    SettingsError,
    TooLargeError,
)
from tap_kit.failures import failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

CANARY = "canary_7f3a91"
URL = f"https://api.example.com/v1/orders?access_token={CANARY}"


def test_a_self_signed_certificate_is_refused(
    tls_server: Any, session: SafeSession
) -> None:
    url = tls_server.answer("/")

    with pytest.raises(FatalError, match="self-signed certificate") as caught:
        session.get(f"{url}?access_token={CANARY}", headers={"X-Api-Key": CANARY})

    assert tls_server.requests == []
    assert "REQUESTS_CA_BUNDLE" in caught.value.next_step
    assert not isinstance(caught.value, AuthError)
    assert CANARY not in str(caught.value)


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_refused(
    tls_server: Any,
    make_session: Callable[..., SafeSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when the name service lies: the certificate names localhost only."""
    port = tls_server.port
    address = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [address])
    session = make_session(allowed_hosts=[f"api.example.com:{port}"])

    with pytest.raises(FatalError, match=r"not valid for 'api\.example\.com'"):
        session.get(f"https://api.example.com:{port}/")

    assert tls_server.requests == []


@pytest.mark.usefixtures("trusted")
def test_a_trusted_certificate_is_fine(tls_server: Any, session: SafeSession) -> None:
    url = tls_server.answer("/", b"ok")

    assert session.get(url).content == b"ok"


def test_a_header_line_too_long_is_too_large(server: Any, session: SafeSession) -> None:
    url = server.answer("/", b"", f"X-Long: {'x' * (1 << 20)}")

    with pytest.raises(TooLargeError, match="headers are too large"):
        session.get(url)


def test_too_many_headers_are_too_large(server: Any, session: SafeSession) -> None:
    url = server.answer("/", b"", *[f"X-{n}: x" for n in range(1000)])

    with pytest.raises(TooLargeError, match="headers are too large"):
        session.get(url)


def test_headers_without_end_are_too_large(server: Any, session: SafeSession) -> None:
    url = server.serve("/", server.head()[:-2], lambda peer: peer.flood(b"X: y\r\n"))

    with pytest.raises(TooLargeError):
        session.get(url)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x16\x03\x01\x02", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc x\r\n\r\n"],
    ids=["nothing", "binary", "ssh", "no number"],
)
def test_what_is_no_http_is_no_answer(
    server: Any, session: SafeSession, answer: bytes
) -> None:
    url = server.serve("/", answer, lambda peer: peer.close())

    with pytest.raises(RetryError, match="no answer"):
        session.get(url)


@pytest.mark.parametrize(
    "token", [f"{CANARY}\n", f" {CANARY}", f"{CANARY}\r\nX-Evil: 1"]
)
def test_a_token_with_a_line_break_is_not_quoted(
    server: Any, session: SafeSession, token: str
) -> None:
    """requests quotes the whole header in its message."""
    with pytest.raises(SettingsError, match="malformed") as caught:
        session.get(server.url, headers={"X-Api-Key": token})

    assert caught.value.exit_code is ExitCode.USAGE
    assert_silent(caught.value)


def test_a_header_that_was_set_late_is_not_quoted(
    server: Any, session: SafeSession
) -> None:
    """An authenticator may write headers past requests' own check."""
    prepared = session.prepare_request(requests.Request("GET", server.url))
    prepared.headers["X-Api-Key"] = f"{CANARY}\r\nX-Evil: 1"

    with pytest.raises(SettingsError) as caught:
        session.send(prepared)

    assert server.requests == []
    assert_silent(caught.value)


@pytest.mark.parametrize(
    "request_",
    [
        requests.Request("GET", f"no-scheme.example/{CANARY}"),
        requests.Request("GET", f"http://[::1/{CANARY}"),
        requests.Request("GET", f"http://*.x/?{CANARY}"),
        requests.Request("POST", "http://127.0.0.1/", json={CANARY: float("nan")}),
    ],
    ids=["scheme", "bracket", "star", "nan"],
)
def test_a_malformed_request_is_a_wrong_setting(
    session: SafeSession, request_: requests.Request
) -> None:
    with pytest.raises(SettingsError) as caught:
        session.prepare_request(request_)

    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.ConnectionError(f"url: {URL}"),
        requests.exceptions.ReadTimeout(f"url: {URL}"),
        requests.exceptions.SSLError(f"url: {URL}"),
        requests.exceptions.ProxyError(f"url: {URL}"),
        requests.exceptions.InvalidHeader(f"header: {CANARY}"),
        requests.exceptions.TooManyRedirects(f"url: {URL}"),
        urllib3.exceptions.ProtocolError(f"url: {URL}"),
        urllib3.exceptions.LocationParseError(URL),
        urllib3.exceptions.MaxRetryError(None, URL, None),
        http.client.InvalidURL(URL),
        OSError(f"bad {URL}"),
        ValueError(f"bad {URL}"),
        UnicodeEncodeError("latin-1", CANARY, 0, 1, "no"),
    ],
    ids=lambda error: type(error).__module__ + type(error).__name__,
)
def test_no_error_quotes_what_it_was_made_of(error: Exception) -> None:
    made = failure(error, URL)

    assert made.where == "api.example.com/v1/orders"
    assert made.next_step
    assert_silent(made)


def test_the_systems_own_words_are_kept() -> None:
    error = requests.exceptions.ConnectionError(OSError(113, "No route to host"))

    assert failure(error, URL).what == "no answer (No route to host)"


def test_a_late_error_is_a_deadline_whatever_it_was() -> None:
    assert type(failure(OSError("x"), URL, late=True)) is DeadlineError


def test_causes_may_run_in_a_circle() -> None:
    error = ssl.SSLError("x")
    error.__cause__ = ValueError(error)

    assert failure(error, URL).where == "api.example.com/v1/orders"


def assert_silent(error: BaseException) -> None:
    """Nothing that a logger, a tracker or a debugger prints holds the canary."""
    assert CANARY not in f"{error} {error!r} {error.args} {vars(error)}"
    assert error.__cause__ is None
    assert error.__context__ is None
