"""Credentials come from the caller, go out under a verified TLS, and show in no log."""

from __future__ import annotations

import io
import logging
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tap_kit.errors import RetryError, SettingsError
from tap_kit.redact import Redactor, install

if TYPE_CHECKING:
    from pathlib import Path

    from tap_kit.http import SafeSession

CANARY = "canary_7f3a91"


def test_netrc_does_not_replace_the_credentials(
    server: Any, session: SafeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login someone password {CANARY}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    url = server.answer("/")

    session.get(url, headers={"Authorization": "Bearer ours"})
    session.get(url)

    assert server.requests[0].headers["authorization"] == "Bearer ours"
    assert "authorization" not in server.requests[1].headers


def test_the_callers_own_auth_counts(server: Any, session: SafeSession) -> None:
    url = server.answer("/")

    session.get(url, auth=("user", "pass"))
    session.auth = ("other", "pass")
    session.get(url)

    sent = [seen.headers["authorization"] for seen in server.requests]
    assert sent == ["Basic dXNlcjpwYXNz", "Basic b3RoZXI6cGFzcw=="]


def test_verification_cannot_be_switched_off(
    tls_server: Any, session: SafeSession
) -> None:
    url = tls_server.answer("/")

    with pytest.raises(SettingsError, match="verified"):
        session.get(url, verify=False)
    session.verify = False
    with pytest.raises(SettingsError, match="verified"):
        session.get(url)

    assert tls_server.connections == 0


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_missing_ca_bundle_is_a_wrong_setting(
    tls_server: Any, session: SafeSession, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/nonexistent/ca.pem")
    prepared = session.prepare_request(requests.Request("GET", tls_server.answer("/")))

    with pytest.raises(SettingsError, match="names no file"):
        session.send(prepared)


def test_a_sessions_own_certificate_is_trusted(
    tls_server: Any, session: SafeSession, certificate: Path
) -> None:
    session.verify = str(certificate)

    assert session.get(tls_server.answer("/", b"ok")).content == b"ok"


def test_tls_below_1_2_is_refused(session: SafeSession, tls_server: Any) -> None:
    tls_server.tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        tls_server.tls.maximum_version = ssl.TLSVersion.TLSv1_1

    with pytest.raises(RetryError):
        session.get(tls_server.answer("/"))


def test_hostile_text_is_harmless_in_the_log(server: Any, session: SafeSession) -> None:
    """An error body, a reason phrase, a URL: whatever is logged stays on its line."""
    body = f"no\n2026-11-21 | INFO | all is well \x1b[2J\0 {CANARY}".encode()
    url = server.answer("/", body, status="500 \x1b[31mred")
    written = io.StringIO()
    logger = logging.Logger("hostile")  # noqa: LOG001 it must not stay in the process
    logger.addHandler(logging.StreamHandler(written))

    response = session.get(f"{url}?apikey={CANARY}")
    with install(Redactor([CANARY])):
        logger.error("%s %s %s", response.reason, response.text, response.url)

    line = written.getvalue()
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert "\0" not in line
    assert CANARY not in line
