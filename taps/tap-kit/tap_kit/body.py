"""Read an answer's body chunk by chunk, bounded, and only if it is whole.

HTTP libraries hand out a gzip body that was cut in half without a word, and inflate a
bomb before anybody can count. Here each chunk passes a cap before and after inflating,
a gzip stream must end with its own checksum, and a body must say where it ends.
"""

from __future__ import annotations

import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from tap_kit.errors import DataError, RetryError, TooLargeError, TruncatedError
from tap_kit.wording import safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from requests import Response

CHUNK_BYTES = 1 << 16
_GZIP = zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"
_ENCODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}
_AGAIN = "run again, nothing is lost"
_REPORT = "report it to the vendor"


def body_chunks(response: Response, max_bytes: int) -> Iterator[bytes]:
    """Yield an unread answer's body in chunks of at most 64 KiB.

    Nothing is known to be whole before the last chunk has been taken.

    Args:
        response: An answer that was asked for with `stream=True`.
        max_bytes: Cap on the body, compressed as well as inflated [bytes].

    Raises:
        DataError: An encoding nobody asked for, or gzip within gzip.
        TooLargeError: Larger than the cap.
        TruncatedError: Cut off, or its end cannot be known.
        RetryError: The gzip stream is damaged.
    """
    where = safe_url(response.url)
    gzip = _is_gzip(response.headers.get("Content-Encoding", ""), where)
    raw = response.raw
    if (raw.length_remaining or 0) > max_bytes:
        raise _too_large(max_bytes, where)
    framed = raw.chunked or raw.length_remaining is not None
    # Version 0 is an answer that was never on a wire, such as a mock's.
    if raw.version and not (framed or gzip):
        what = "the answer does not say where it ends, so it may be cut off"
        raise TruncatedError(what, where=where, next_step=_REPORT)
    wire = raw.stream(CHUNK_BYTES, decode_content=False)
    if not gzip:
        return capped(wire, max_bytes, where)
    # An empty text is no gzip, but many servers send it with an error or to HEAD.
    bodiless = (
        response.status_code != HTTPStatus.OK or response.request.method == "HEAD"
    )
    pieces = inflated(capped(wire, max_bytes, where), where, may_be_empty=bodiless)
    return capped(pieces, max_bytes, where)


def capped(chunks: Iterable[bytes], max_bytes: int, where: str) -> Iterator[bytes]:
    """Pass on chunks until they are too many.

    Raises:
        TooLargeError: More than `max_bytes`.
    """
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(max_bytes, where)
        yield chunk


def inflated(
    wire: Iterable[bytes], where: str, *, may_be_empty: bool = False
) -> Iterator[bytes]:
    """Inflate gzip; several members in a row are one body (RFC 1952, 2.2).

    Raises:
        DataError: There is gzip within the gzip.
        TruncatedError: The last member does not end.
        RetryError: The stream is damaged.
    """
    inflater = zlib.decompressobj(_GZIP)
    begun, head = False, b""
    try:
        for chunk in wire:
            data = chunk
            while data:
                if inflater.eof:
                    inflater = zlib.decompressobj(_GZIP)
                begun = True
                piece = inflater.decompress(data, CHUNK_BYTES)
                data = inflater.unconsumed_tail or inflater.unused_data
                head = _refuse_gzip((head + piece[:2])[:2], where)
                if piece:
                    yield piece
    except zlib.error:
        what = "the compressed answer is damaged"
        raise RetryError(what, where=where, next_step=_AGAIN) from None
    if not inflater.eof and (begun or not may_be_empty):
        what = "the compressed answer was cut off"
        raise TruncatedError(what, where=where, next_step=_AGAIN)


def _refuse_gzip(head: bytes, where: str) -> bytes:
    if head == _GZIP_MAGIC:
        what = "the answer is compressed twice"
        raise DataError(what, where=where, next_step=_REPORT)
    return head


def _is_gzip(content_encoding: str, where: str) -> bool:
    encoding = content_encoding.strip().lower()
    if encoding not in _ENCODINGS:
        what = f"gzip was asked for, but the answer's encoding is {encoding!r}"
        raise DataError(what, where=where, next_step=_REPORT)
    return _ENCODINGS[encoding]


def _too_large(max_bytes: int, where: str) -> TooLargeError:
    what = f"the answer is larger than {max_bytes} bytes"
    return TooLargeError(what, where=where, next_step="ask for a smaller page or range")
