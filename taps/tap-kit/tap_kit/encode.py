"""A stream's records as JSON: by msgspec, where the SDK would print the same.

The meaning of a line is the SDK's (`Stream._generate_record_messages`): deselected and
unknown properties dropped, values conformed, time and version in the envelope. Whatever
cannot be proven to come out equal goes the SDK's own way.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Any

import msgspec
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.mapper import SameRecordTransform
from singer_sdk.streams import Stream

from tap_kit.fits import Unmapped, compile_object
from tap_kit.shapes import compile_shape

if TYPE_CHECKING:
    from typing import Self

_json = msgspec.json.Encoder(decimal_format="number")
_MISFIT = (ValueError, TypeError, OverflowError, RecursionError)
"""How msgspec and we say that a record is not what we can print."""


class Encoder:
    """Prints the records of one stream.

    Args:
        stream: The stream, with its schema, selection and version.

    `encode` takes deselected properties out of the record that it is given, as the SDK
    does, and gives the record's JSON, or None for the SDK's own path. `head` is the
    beginning of each line.
    """

    def __init__(self, stream: Stream) -> None:
        self._key = _key(stream)
        schema, mask, version = self._key
        self.stream = stream.name
        self.head = b'{"type":"RECORD","stream":%b,"record":' % _json.encode(
            self.stream
        )
        self._tail = b"" if version is None else b',"version":%d' % version
        # A path is ("properties", name, "properties", name of a part, ...).
        off = [path[1:] for path, is_on in mask.items() if path and not is_on]
        self._deselected = [path[0] for path in off if len(path) == 1]
        in_parts = {path[0] for path in off if len(path) > 1}
        self._check = compile_shape(schema, in_parts=in_parts)
        self._fit = compile_object(schema, in_parts=in_parts)
        self._unmapped = Unmapped(schema)
        self._scratch = bytearray()  # Grows once, where a new `bytes` would each time.

    @classmethod
    def of(cls, stream: Stream, last: Self | None = None) -> Self | None:
        """Return the encoder for a stream as it is; None if only the SDK will do.

        Args:
            stream: The stream.
            last: The encoder it had; good as long as nothing changed.
        """
        if not _is_fast(stream):
            return None
        unchanged = last and all(map(is_, last._key, _key(stream)))  # noqa: SLF001 - of this class.
        return last if unchanged else cls(stream)

    def encode(self, record: dict[str, Any]) -> bytes | None:
        """Print one record as JSON; None when it needs the SDK's own path."""
        for name in self._deselected:
            record.pop(name, None)
        try:
            try:
                self._check(record)
            except _MISFIT:
                record = self._fit_closely(record)
            _json.encode_into(record, self._scratch)
        except _MISFIT:
            return None
        return bytes(self._scratch) + self._tail

    def _fit_closely(self, record: dict[str, Any]) -> Any:  # noqa: ANN401 - what a Fit gives.
        """Look again: without the names nobody knows, or else part by part."""
        known = self._unmapped.drop(record)
        if known is not record:
            try:
                self._check(known)
            except _MISFIT:
                return self._fit(known)
            return known
        return self._fit(record)


def _key(stream: Stream) -> tuple[Any, ...]:
    # `sync` sets the version; it has no public name.
    return stream.effective_schema, stream.mask, stream._stream_version  # noqa: SLF001


def _is_fast(stream: Stream) -> bool:
    """Tell whether records of this stream may leave the SDK's own path at all.

    Not with stream maps, flattening, another level of conforming, or where the stream
    makes its messages itself.
    """
    maps = stream.stream_maps
    return (
        len(maps) == 1
        and type(maps[0]) is SameRecordTransform
        and not maps[0].flattening_enabled
        and stream.TYPE_CONFORMANCE_LEVEL is TypeConformanceLevel.RECURSIVE
        and "properties" in stream.effective_schema
        # The one place where the SDK makes a record's message; it has no public name.
        and type(stream)._generate_record_messages  # noqa: SLF001
        is Stream._generate_record_messages  # noqa: SLF001
    )
