from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import (
    ExitCode,
    HostRefusedError,
    RedirectRefusedError,
    SettingsError,
)
from tap_kit.hosts import AllowedHosts, Origin
from tap_kit.http import MAX_REDIRECTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.http import SafeSession

CANARY = "shpat_canary_91c2"
CREDENTIALS = {
    "Authorization": f"Bearer {CANARY}",
    "X-Shopify-Access-Token": CANARY,
    "developer-token": CANARY,
    "X-Api-Key": CANARY,
}
HOSTS = AllowedHosts(["api.example.com", "shop.example.com:8443", "127.0.0.1", "[::1]"])


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1?q=1",
        "https://API.example.COM./v1",
        "https://api.example.com:443/",
        "https://shop.example.com:8443/",
        "http://127.0.0.1:40123/",
        "https://127.0.0.1/",
        "http://[::1]:8080/",
    ],
)
def test_a_host_on_the_list_passes(url: str) -> None:
    HOSTS.check(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://api.example.com/", "not https"),
        ("http://api.example.com:443/", "not https"),
        ("http://shop.example.com:8443/", "not https|not on"),
        ("https://api.example.com:8443/", "allow-list"),
        ("https://shop.example.com/", "allow-list"),
        ("https://evil.example/", "allow-list"),
        ("https://api.example.com.evil.example/", "allow-list"),
        ("https://evil.example/api.example.com", "allow-list"),
        ("https://localhost/", "allow-list"),
        ("http://127.0.0.2/", "not https"),
        ("http://169.254.169.254/latest/meta-data", "not https"),
        ("https://api.example.com@evil.example/", "ambiguous"),
        ("https://user:pass@api.example.com/", "ambiguous"),
        ("https://api.example.com\\@evil.example/", "ambiguous"),
        ("https://evil.example\\.api.example.com/", "ambiguous"),
        ("https://api.example.com/\r\nHost: evil", "ambiguous"),
        ("https://api.example.com /", "ambiguous"),
        ("file:///etc/passwd", "ambiguous"),
        ("ftp://api.example.com/", "not https"),
        ("//api.example.com/", "not https"),
        ("/etc/passwd", "ambiguous"),
        ("", "ambiguous"),
        ("https://[::1", "Invalid IPv6"),
        ("https://api.example.com:99999/", "out of range"),
        ("https://api.example.com:x/", "could not be cast"),
    ],
)
def test_another_host_is_refused(url: str, why: str) -> None:
    with pytest.raises(HostRefusedError, match=why) as caught:
        HOSTS.check(url)

    assert caught.value.exit_code is ExitCode.USAGE


@given(st.text(max_size=40))
def test_no_text_gets_past_the_list_but_by_its_host(text: str) -> None:
    try:
        HOSTS.check(f"https://{text}")
    except HostRefusedError:
        return
    assert Origin.of(f"https://{text}").host in {
        "api.example.com",
        "shop.example.com",
        "127.0.0.1",
        "::1",
    }


@pytest.mark.parametrize(
    "entry",
    ["", "https://api.example.com", "a/b", "a:x", "a:99999", "[::1", "a?b", ":80"],
)
def test_a_list_entry_that_is_no_host_is_refused(entry: str) -> None:
    with pytest.raises(SettingsError, match="is no host"):
        AllowedHosts([entry])


def test_a_request_to_another_host_is_never_sent(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    url = server.answer("/")
    session = make_session(
        allowed_hosts=["api.example.com", f"127.0.0.1:{server.port + 1}"]
    )
    session.headers.update(CREDENTIALS)

    # Loopback is named with another port, so this port is another host.
    with pytest.raises(HostRefusedError):
        session.get(url, params={"access_token": CANARY})

    assert server.connections == 0


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize("follow", [True, False])
def test_a_redirect_to_another_port_is_refused(
    server: Any, other_server: Any, session: SafeSession, status: int, *, follow: bool
) -> None:
    """requests strips Authorization there, and takes the vendors' own headers along."""
    aim = other_server.answer("/steal")
    url = server.answer(
        "/", b"", f"Location: {aim}?next={CANARY}", status=f"{status} x"
    )

    with pytest.raises(RedirectRefusedError) as caught:
        session.get(url, headers=CREDENTIALS, allow_redirects=follow)

    assert other_server.connections == 0
    assert server.requests[0].headers["x-shopify-access-token"] == CANARY
    assert f"{other_server.host}/steal" in str(caught.value)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "location",
    [
        "//{other}/steal",
        "http://{own}@{other}/",
        "http://user@{own}/",
        "http://localhost:{port}/",
        "https://{own}/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[::1",
        "http://{own}:99999/",
    ],
)
def test_no_spelling_of_a_location_leads_elsewhere(
    server: Any, other_server: Any, session: SafeSession, location: str
) -> None:
    where = location.format(own=server.host, other=other_server.host, port=server.port)
    url = server.answer("/", b"", f"Location: {where}", status="302 Found")

    with pytest.raises(RedirectRefusedError):
        session.get(url, headers=CREDENTIALS)

    assert other_server.connections == 0
    assert len(server.requests) == 1


@pytest.mark.parametrize("location", ["http:\\\\{}\\x", "\\\\{}\\x", "/\\{}/x"])
def test_backslashes_lead_nowhere_else(
    server: Any, other_server: Any, session: SafeSession, location: str
) -> None:
    """A browser takes them for slashes; here they are part of the path."""
    where = location.format(other_server.host)
    url = server.answer("/", b"", f"Location: {where}", status="302 Found")

    assert session.get(url, headers=CREDENTIALS).status_code == 404
    assert other_server.connections == 0


@pytest.mark.usefixtures("trusted")
def test_a_downgrade_to_http_is_refused(
    tls_server: Any, server: Any, session: SafeSession
) -> None:
    server.answer("/")
    aim = f"http://{tls_server.host}/"
    url = tls_server.answer("/", b"", f"Location: {aim}", status="301 Moved")

    with pytest.raises(RedirectRefusedError):
        session.get(url, headers=CREDENTIALS)

    assert len(tls_server.requests) == 1


@pytest.mark.parametrize("location", ["/b?page=2", "b?page=2", "{url}/b?page=2#x"])
def test_a_redirect_within_the_origin_is_followed(
    server: Any, session: SafeSession, location: str
) -> None:
    where = f"Location: {location.format(url=server.url)}"
    url = server.answer("/a", b"moved", where, status="302 Found")
    server.answer("/b", b"here")

    response = session.get(url, headers=CREDENTIALS)

    assert response.content == b"here"
    assert response.url == f"{server.url}/b?page=2"
    assert [one.status_code for one in response.history] == [302]
    assert [seen.target for seen in server.requests] == ["/a", "/b?page=2"]
    assert server.requests[1].headers["x-api-key"] == CANARY


def test_a_location_in_utf8_is_understood(server: Any, session: SafeSession) -> None:
    head = server.head("Content-Length: 0", status="302 Found")[:-2]
    url = server.serve("/a", head + "Location: /zürich\r\n\r\n".encode())
    server.answer("/z%C3%BCrich", b"here")

    assert session.get(url).content == b"here"


def test_a_redirect_that_is_not_wanted_is_returned(
    server: Any, session: SafeSession
) -> None:
    url = server.answer("/a", b"moved", "Location: /b", status="302 Found")

    response = session.get(url, allow_redirects=False)
    assert (response.status_code, response.content) == (302, b"moved")


@pytest.mark.parametrize("status", ["200 OK", "304 Not Modified", "401 Unauthorized"])
def test_a_location_without_a_redirect_means_nothing(
    server: Any, session: SafeSession, status: str
) -> None:
    url = server.answer("/a", b"", "Location: /a", status=status)

    assert session.get(url).status_code == int(status[:3])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_may_have_effects_is_not_redirected(
    server: Any, session: SafeSession, method: str
) -> None:
    url = server.answer("/a", b"", "Location: /b", status="307 Temporary Redirect")

    with pytest.raises(RedirectRefusedError, match=f"of a {method}"):
        session.request(method, url, json={})

    assert len(server.requests) == 1


def test_a_circle_of_redirects_ends(server: Any, session: SafeSession) -> None:
    url = server.answer("/a", b"", "Location: /b", status="302 Found")
    server.answer("/b", b"", "Location: /a", status="302 Found")

    with pytest.raises(RedirectRefusedError, match=f"number {MAX_REDIRECTS + 1}"):
        session.get(url)

    assert len(server.requests) == MAX_REDIRECTS + 1


def test_the_body_of_a_redirect_is_capped(
    server: Any, make_session: Callable[..., SafeSession]
) -> None:
    """requests reads and inflates it before it looks where to go."""
    url = server.answer("/a", b"x" * 200, "Location: /b", status="302 Found")

    with pytest.raises(Exception, match="larger than 100 bytes"):
        make_session(max_bytes=100).get(url)
