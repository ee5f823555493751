"""That records mean on our fast road what they mean on the SDK's own."""

from __future__ import annotations

import copy
import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib.encoding import SimpleSingerWriter
from singer_sdk.streams import Stream

from tap_kit.encode import Encoder
from tap_kit.testing.said import listen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_kit.loop import RecordStream
    from tap_kit.tap import KitTap


def assert_same_as_sdk(stream: RecordStream, records: Iterable[dict[str, Any]]) -> int:
    """Print records by our road and by the SDK's, and compare what a reader gets.

    Args:
        stream: The stream as its tap made it.
        records: As `get_records` yields them; they are left as they are.

    Returns:
        How many took the fast road.

    Raises:
        AssertionError: One came out different.
    """
    encoder = Encoder.of(stream)
    fast = 0
    for record in records:
        line = encoder.encode(copy.deepcopy(record)) if encoder else None
        if encoder is None or line is None:
            continue
        fast += 1
        ours = [_read(encoder.head + line + b"}")]
        theirs = _sdk_lines(stream, copy.deepcopy(record))
        if ours != theirs:
            msg = f"{stream.name}: {record}\nours: {ours}\nSDK's: {theirs}"
            raise AssertionError(msg)
    return fast


def assert_run_same_as_sdk(tap: KitTap) -> Counter[str]:
    """Run a tap and compare every record of every stream with the SDK's own road.

    Returns:
        How many records of each stream took the fast road.

    Raises:
        AssertionError: One came out different.
    """
    fast: Counter[str] = Counter()

    def watch(stream: RecordStream) -> None:
        write = stream._write_record_message  # noqa: SLF001 - where the roads part.

        def compare_and_write(record: dict[str, Any]) -> None:
            fast[stream.name] += assert_same_as_sdk(stream, [record])
            write(record)

        stream._write_record_message = compare_and_write  # type: ignore[method-assign] # noqa: SLF001

    for stream in tap.streams.values():
        watch(stream)  # type: ignore[arg-type] # All streams of a KitTap are ours.
    with listen():
        tap.sync_all()
    return fast


def _sdk_lines(stream: Stream, record: dict[str, Any]) -> list[Any]:
    writer = SimpleSingerWriter()
    lines = []
    # The SDK's own road; it has no public name.
    for message in Stream._generate_record_messages(stream, record):  # noqa: SLF001
        message.time_extracted = None
        lines.append(_read(writer.serialize_message(message)))
    return lines


def _read(line: str | bytes) -> Any:  # noqa: ANN401 - any JSON value.
    """Read a line so that 1, 1.0 and true stay apart, and no digit is lost."""
    return json.loads(
        line,
        parse_int=lambda text: ("integer", text),
        parse_float=lambda text: ("number", Decimal(text)),
        parse_constant=lambda text: ("no JSON", text),
    )
