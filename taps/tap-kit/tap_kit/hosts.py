"""Which hosts a request may go to, and how far a redirect may lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from requests.utils import requote_uri

from tap_kit.errors import HostRefusedError, RedirectRefusedError, SettingsError
from tap_kit.wording import safe_url

if TYPE_CHECKING:
    from collections.abc import Collection

    from requests import Response

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset(range(300, 400)) - {HTTPStatus.NOT_MODIFIED}
_FOLLOWED = frozenset({HTTPMethod.GET, HTTPMethod.HEAD})
# Parsers disagree about these, and a disagreement is a way past the list.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port: what credentials belong to (RFC 6454)."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        """Take a URL apart as the transport will.

        Raises:
            ValueError: No http(s) URL, one with a user part, or one that parsers may
                read in different ways.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if not host or "@" in parts.netloc or _AMBIGUOUS.search(url):
            msg = "the URL is ambiguous"
            raise ValueError(msg)
        if parts.scheme not in _PORTS:
            msg = "the URL is not https"
            raise ValueError(msg)
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
        return cls(parts.scheme, host, port)


class AllowedHosts:
    """An allow-list of hosts.

    Args:
        entries: `host` (port 443; any port on loopback) or `host:port`; IPv6 in
            brackets.

    Raises:
        SettingsError: An entry is neither.
    """

    def __init__(self, entries: Collection[str]) -> None:
        self._entries = frozenset(map(_entry, entries))

    def check(self, url: str) -> None:
        """Let a request pass that may go there.

        Raises:
            HostRefusedError: Not on the list, ambiguous, or plain http beyond loopback.
        """
        objection = self._objection(url)
        if objection:
            step = "check the URL in the settings; nothing was sent"
            raise HostRefusedError(objection, where=safe_url(url), next_step=step)

    def _objection(self, url: str) -> str:
        try:
            origin = Origin.of(url)
        except ValueError as error:
            return str(error)
        loopback = origin.host in LOOPBACK
        if origin.scheme != "https" and not loopback:
            return "the URL is not https"
        port = None if loopback or origin.port == _PORTS["https"] else origin.port
        if self._entries.isdisjoint({(origin.host, origin.port), (origin.host, port)}):
            return "the host is not on this connector's allow-list"
        return ""


def next_url(response: Response, *, follow: bool) -> str | None:
    """Return where a redirect within the origin leads; None for any other answer.

    Args:
        response: The answer.
        follow: Whether the caller wants redirects followed; beyond the origin they are
            refused either way.

    Raises:
        RedirectRefusedError: To another origin, or of a method that may have effects.
    """
    location = response.headers.get("Location")
    if not location or response.status_code not in _REDIRECTS:
        return None
    # RFC 9110, 10.2.2. Servers write UTF-8 where http.client reads Latin-1.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urldefrag(urljoin(response.url, requote_uri(location))).url
        leaves = Origin.of(target) != Origin.of(response.url)
    except ValueError:
        target, leaves = "an unreadable URL", True
    if leaves:
        why = f"to another origin ({safe_url(target)})"
        raise redirect_refused(why, response)
    if not follow:
        return None
    if response.request.method not in _FOLLOWED:
        why = f"of a {response.request.method}"
        raise redirect_refused(why, response)
    return target


def redirect_refused(why: str, response: Response) -> RedirectRefusedError:
    """Say that a redirect was not followed."""
    return RedirectRefusedError(
        f"HTTP {response.status_code} redirect {why} was not followed",
        where=safe_url(response.url),
        next_step="check the URL in the settings; credentials stay with their host",
        response=response,
    )


def _entry(entry: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{entry}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.netloc != entry:
        what = f"{entry!r} is no host or host:port"
        raise SettingsError(
            what, where="allowed_hosts", next_step="write api.example.com"
        )
    return host, port
