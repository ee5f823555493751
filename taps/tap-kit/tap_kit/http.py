"""The one way out of a tap: a requests session that trusts no server.

It promises: the host is on the allow-list; credentials never follow a redirect to
another origin; an answer comes before the deadline, below the size cap and whole, or
not at all; no error holds a query, a header or a body.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from requests import PreparedRequest, Request, Response, Session
from typing_extensions import override

from tap_kit.atomic import write_chunks
from tap_kit.body import body_chunks
from tap_kit.errors import SettingsError
from tap_kit.failures import WIRE_ERRORS, failure
from tap_kit.hosts import AllowedHosts, next_url, redirect_refused
from tap_kit.http_rules import http_date
from tap_kit.transport import Deadline, HeldAdapter, until

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime

    from tap_kit.cassette import Recording

__all__ = ["MAX_REDIRECTS", "SafeSession", "no_credentials"]

MAX_REDIRECTS = 5


class SafeSession(Session):
    """A session for one source.

    It is a `requests.Session`, so the SDK's streams, `requests-mock` and proxies from
    the environment (`trust_env`) work as they do there; REQUESTS_CA_BUNDLE counts for
    `send()`, too. It differs in that it reads no ~/.netrc, keeps no cookies, refuses
    `verify=False` and SOCKS, and always reads the whole body (`stream` is ignored).

    Sending raises:
        HostRefusedError: Not on the list, or not https.
        RedirectRefusedError: A redirect to another origin, of a POST, or too many.
        DeadlineError: Too slow.
        TooLargeError: Body or header line too large.
        TruncatedError: Not whole, or its end cannot be known.
        DataError: An encoding nobody asked for, gzip within gzip, two lengths.
        RetryError: No answer, or a damaged one.
        FatalError: The certificate is not trusted.
        SettingsError: The request itself, or the trust setting, is wrong.

    Args:
        allowed_hosts: `host` (https on 443; any port on loopback) or `host:port`.
        user_agent: Names the connector and its version.
        deadline_seconds: For a request with its redirects and its body [s].
        connect_timeout_seconds: For reaching one address of the host [s].
        max_bytes: Cap on a body, compressed as well as inflated [bytes].
    """

    def __init__(
        self,
        *,
        allowed_hosts: Collection[str],
        user_agent: str,
        deadline_seconds: float = 60.0,
        connect_timeout_seconds: float = 10.0,
        max_bytes: int = 64 << 20,
    ) -> None:
        super().__init__()
        self._hosts = AllowedHosts(allowed_hosts)
        self._deadline_seconds = deadline_seconds
        self._connect_timeout_seconds = connect_timeout_seconds
        self._max_bytes = max_bytes
        self.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip"})
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.recording: Recording | None = None
        """Takes down what is asked and answered, if anything does."""
        self.server_time: datetime | None = None
        """What the last answer's `Date` said [UTC]; None before, or without one."""
        self.mount("https://", HeldAdapter())
        self.mount("http://", HeldAdapter())

    @override
    def prepare_request(self, request: Request) -> PreparedRequest:
        """Prepare a request; ~/.netrc does not replace its credentials.

        Raises:
            SettingsError: The URL, a header or the body is malformed.
        """
        if request.auth is None and self.auth is None:
            request.auth = no_credentials
        try:
            return super().prepare_request(request)
        except WIRE_ERRORS as error:
            reason = failure(error, str(request.url))
        # Raised out here: the original, whose text quotes a token's header, would else
        # hang on it as its context.
        raise reason

    @override
    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Send a request and read its answer, following redirects within the origin."""
        follow = kwargs.pop("allow_redirects", True)
        deadline = self._deadline(kwargs.pop("timeout", None))
        read = partial(_read, max_bytes=self._max_bytes)
        return self._follow(request, _Way(deadline, read, follow, kwargs))

    def stream_to_file(
        self, url: str, path: Path, *, deadline_seconds: float, max_bytes: int
    ) -> Response:
        """Get an address into a file, however large, in the memory of one chunk.

        The file is there, whole, when the answer is 200; any other answer is read as
        `send` reads it and leaves no file. No credentials but the URL's own are sent.

        Args:
            url: Where the file lies.
            path: Where it goes; what is there is replaced.
            deadline_seconds: For everything; a byte must come within the session's
                own deadline [s].
            max_bytes: Cap on the file, compressed as well as inflated [bytes].

        Raises:
            TapError: As sending raises; or the disk refuses (exit code 7).
        """
        deadline = Deadline(deadline_seconds, self._deadline_seconds)
        small = partial(_read, max_bytes=self._max_bytes)
        read = partial(_keep, path=path, max_bytes=max_bytes, otherwise=small)
        request = self.prepare_request(Request("GET", url, auth=no_credentials))
        way = _Way(deadline, read, follow=True, options={}, file=path)
        return self._follow(request, way)

    def _follow(self, request: PreparedRequest, way: _Way) -> Response:
        history: list[Response] = []
        while True:
            response = self._exchange(request, way)
            response.history = history.copy()
            target = next_url(response, follow=way.follow)
            if target is None:
                return response
            history.append(response)
            if len(history) > MAX_REDIRECTS:
                why = f"number {len(history)} in a row"
                raise redirect_refused(why, response)
            request = request.copy()
            request.url = target

    @override
    def get_redirect_target(self, resp: Response) -> None:
        """Keep requests from following: it would read a redirect's body uncapped."""

    def _deadline(self, timeout: float | tuple[float, float] | None) -> Deadline:
        idle = timeout[1] if isinstance(timeout, tuple) else timeout
        seconds = self._deadline_seconds
        return Deadline(seconds, seconds if idle is None else min(idle, seconds))

    def _exchange(self, request: PreparedRequest, way: _Way) -> Response:
        """Send one request and read its body."""
        url = request.url or ""
        self._hosts.check(url)
        options, deadline = self._options(url, way.options), way.deadline
        try:
            with until(deadline):
                connect = deadline.wait_seconds(self._connect_timeout_seconds)
                options["timeout"] = (connect, deadline.wait_seconds())
                response = super().send(request, allow_redirects=False, **options)
                self.server_time = http_date(response.headers.get("Date", ""))
                answer = way.read(response)
        except WIRE_ERRORS as error:
            reason = failure(error, url, late=deadline.left <= 0)
        else:
            if self.recording:
                self.recording.note(request, answer, way.body(answer))
            return answer
        raise reason  # As above.

    def _options(self, url: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Merge what the caller, the session and the environment say."""
        options: dict[str, Any] = dict(
            self.merge_environment_settings(
                url,
                kwargs.get("proxies") or {},
                stream=True,
                verify=kwargs.get("verify"),
                cert=kwargs.get("cert"),
            )
        )
        trusted = options["verify"]
        if trusted is not True and not (trusted and Path(trusted).exists()):
            what = "certificates are verified, but the trust setting names no file"
            step = "let REQUESTS_CA_BUNDLE or verify name an existing CA bundle"
            raise SettingsError(what, where="REQUESTS_CA_BUNDLE", next_step=step)
        return options


@dataclass(frozen=True)
class _Way:
    """How a request goes: until when, how its answer is read, how far it leads."""

    deadline: Deadline
    read: Callable[[Response], Response]
    follow: bool
    options: dict[str, Any]
    file: Path | None = None

    def body(self, answer: Response) -> bytes:
        """Return what an answer held, wherever it went."""
        if self.file is None or answer.status_code != HTTPStatus.OK:
            return answer.content
        return self.file.read_bytes()


def _read(response: Response, max_bytes: int) -> Response:
    """Read the body; the rest of a refused one goes with its connection."""
    whole = io.BytesIO()
    with _closed_on_error(response):
        for chunk in body_chunks(response, max_bytes):
            whole.write(chunk)
    return _with_body(response, whole.getvalue())


def _keep(
    response: Response,
    path: Path,
    max_bytes: int,
    otherwise: Callable[[Response], Response],
) -> Response:
    """Read the body of a success into a file; half a file is none."""
    if response.status_code != HTTPStatus.OK:
        return otherwise(response)
    with _closed_on_error(response):
        write_chunks(path, body_chunks(response, max_bytes))
    return _with_body(response, b"")


@contextmanager
def _closed_on_error(response: Response) -> Iterator[None]:
    try:
        yield
    except BaseException:
        response.close()
        raise


def _with_body(response: Response, body: bytes) -> Response:
    response.raw = _Body(body)
    _ = response.content
    return response


class _Body(io.BytesIO):
    """A body that has been read; requests takes it over without a copy."""

    def stream(self, *_args: object, **_kwargs: object) -> Iterator[bytes]:
        yield self.getvalue()


def no_credentials(request: PreparedRequest) -> PreparedRequest:
    """Leave a request as it is: pass it as `auth` where the session's must not go.

    The SDK makes a stream's authenticator that of the whole session.
    """
    return request
