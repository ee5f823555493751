"""A run's traffic in a file, without secrets or people, and a run from that file.

`WV_RECORD=run.jsonl` writes each request and its answer, one JSON object a line, behind
a line that says which tap ran, when, and how it was set. `WV_REPLAY=run.jsonl` answers
from it: no host is asked, and the clock starts where it stood then.

Secrets are masked as in the log. Personal data that stand behind a usual name (`email`,
`firstName`) become pseudonyms by a key that is thrown away, so equal ones stay equal.
What people write elsewhere, in a note say, is kept: look before you pass a file on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import os
import re
import secrets
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from typing_extensions import override
from urllib3 import HTTPResponse

from tap_kit.errors import FatalError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tap_kit.redact import Redactor

RECORD, REPLAY = "WV_RECORD", "WV_REPLAY"
"""Environment variables with the file's path."""
LARGEST_BODY_BYTES = 64 << 20
_LEFT_OUT = frozenset(
    {"content-encoding", "content-length", "set-cookie", "transfer-encoding"}
)
_PERSONAL = re.compile(
    r"""
    (?P<head> "(?: e-?mail (?:_?address)? | phone (?:_?number)? | first_?name
      | last_?name | full_?name | display_?name | address_?[12] | ip (?:_?address)?
      | browser_?ip | street | user_?email ) " \s* : \s* " )
    (?P<value> (?: \\. | [^"\\] )+ )
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Recording:
    """Writes traffic into a file that only its owner may read.

    Args:
        path: The file; what is there is replaced.
        redactor: Knows the secrets.
        header: What the first line says.

    Raises:
        OSError: It cannot be written.
    """

    def __init__(
        self, path: Path, redactor: Redactor, header: Mapping[str, Any]
    ) -> None:
        self._redactor = redactor
        self._key = secrets.token_bytes(32)
        mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        self._file = os.fdopen(os.open(path, mode, 0o600), "w", encoding="utf-8")
        self._write({"wv_recording": 1, **header})

    def note(self, request: PreparedRequest, response: Response, body: bytes) -> None:
        """Write one request and its answer.

        Raises:
            FatalError: The answer is too large for a recording.
        """
        if len(body) > LARGEST_BODY_BYTES:
            what = f"an answer of {len(body):,} bytes is too large to be recorded"
            raise FatalError(what, where=RECORD, next_step="record a smaller window")
        headers = {
            name.lower(): self._redactor.text(value)
            for name, value in response.headers.items()
            if name.lower() not in _LEFT_OUT
        }
        self._write(
            {
                "key": [*_key(request, self._redactor)],
                "status": response.status_code,
                "headers": headers,
                **self._body(body),
            }
        )

    def close(self) -> None:
        """End the file."""
        self._file.close()

    def _body(self, body: bytes) -> dict[str, str]:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(body).decode()}
        return {"text": _PERSONAL.sub(self._pseudonym, self._redactor.text(text))}

    def _pseudonym(self, match: re.Match[str]) -> str:
        digest = hmac.new(self._key, match["value"].encode(), hashlib.sha256)
        return f"{match['head']}{digest.hexdigest()[:24]}"

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


class Cassette(BaseAdapter):
    """Answers requests from a recording: each answer once, in its order.

    A request that was not asked just so, e.g. with another time in it, gets the next
    answer of its method and path.

    Args:
        path: The file.
        redactor: Knows the secrets of this run.

    Raises:
        SettingsError: It is no recording.
    """

    def __init__(self, path: Path, redactor: Redactor) -> None:
        super().__init__()
        self._path = path
        self._redactor = redactor
        self._places: defaultdict[tuple[str, str], deque[dict[str, Any]]]
        self._places = defaultdict(deque)
        for line in _answers(path):
            method, where, _ = line["key"]
            self._places[method, where].append(line)

    @override
    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Answer a request.

        Raises:
            FatalError: The recording has no answer left for it.
        """
        method, where, asked = _key(request, self._redactor)
        waiting = self._places[method, where]
        if not waiting:
            what = "the recording has no further answer"
            step = "record anew with the same settings and streams"
            raise FatalError(what, where=f"{method} {where}", next_step=step)
        same = (line for line in waiting if line["key"][2] == asked)
        line = next(same, waiting[0])
        waiting.remove(line)
        return _response(request, line)

    @override
    def close(self) -> None:
        """Nothing is open."""


def header(path: Path) -> dict[str, Any]:
    """Read the first line: which tap ran, when, and how it was set.

    Raises:
        SettingsError: It is no recording.
    """
    try:
        with path.open(encoding="utf-8") as file:
            first = json.loads(file.readline())
    except (OSError, ValueError) as error:
        raise _no_recording(path) from error
    if not isinstance(first, dict) or first.get("wv_recording") != 1:
        raise _no_recording(path)
    return first


def _answers(path: Path) -> Iterator[dict[str, Any]]:
    header(path)
    with path.open(encoding="utf-8") as file:
        next(file)
        for text in file:
            try:
                yield json.loads(text)
            except ValueError as error:
                if text.endswith("\n"):
                    raise _no_recording(path) from error
                return  # The recorded run was killed in the middle of a line.


def _no_recording(path: Path) -> SettingsError:
    what = "the file is no recording of a run"
    step = f"make one with {RECORD}=<file> and a run of the tap"
    return SettingsError(what, where=str(path), next_step=step)


def _key(request: PreparedRequest, redactor: Redactor) -> tuple[str, str, str]:
    """Return method, path, and a digest of query and body; hosts do not matter."""
    parts = urlsplit(request.url or "")
    body = request.body or b""
    asked = body if isinstance(body, str) else bytes(body).decode(errors="replace")
    whole = redactor.text(f"{parts.query}\n{asked}")
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return request.method or "", redactor.text(parts.path), digest


def _response(request: PreparedRequest, line: Mapping[str, Any]) -> Response:
    whole = line.get("text")
    body = whole.encode() if whole is not None else base64.b64decode(line["base64"])
    headers = {**line["headers"], "Content-Length": str(len(body))}
    response = Response()
    response.status_code = line["status"]
    response.headers.update(headers)
    response.url = request.url or ""
    response.request = request
    response.raw = HTTPResponse(
        body=io.BytesIO(body),
        headers=headers,
        status=line["status"],
        preload_content=False,
    )
    return response
