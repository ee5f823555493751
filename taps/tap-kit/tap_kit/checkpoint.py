"""How far a stream has come: the SDK's bookmark, advanced without its price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.exceptions import InvalidStreamSortException
from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL

from tap_kit.errors import DataError

if TYPE_CHECKING:
    from singer_sdk.helpers.types import Context, Record

    from tap_kit.loop import RecordStream

_COMPARABLE = frozenset({str, int, float})
_VALUE = "replication_key_value"


class Bookmark:
    """The replication key of one context, moved on record by record.

    The first record and all that is unusual (null, a datetime, another type, a step
    back in a sorted stream) goes through the SDK's `increment_state`, which looks up
    the same dictionary for each record; what is left is one comparison.
    """

    def __init__(self, stream: RecordStream, context: Context | None) -> None:
        self._stream = stream
        self._context = context
        self._key = stream.replication_key or ""
        self._in_order = stream.is_sorted and stream.state_partitioning_keys is None
        self._may_step_back = stream.check_sorted and not self._in_order
        self._marks: dict[str, Any] = {}
        self._last: Any = None
        self._kind: type | None = None
        self.is_needed = (
            stream.replication_method == REPLICATION_INCREMENTAL
            and not stream.keeps_own_state
        )

    def advance(self, record: Record) -> None:
        """Move on to a record that has been written.

        Raises:
            DataError: The record lacks the replication key, or comes out of order in
                a stream that promises order.
        """
        value = record.get(self._key)
        if type(value) is self._kind:
            if value >= self._last:
                self._marks[_VALUE] = self._last = value
                return
            if self._may_step_back:
                return
        self._ask_the_sdk(record)

    def _ask_the_sdk(self, record: Record) -> None:
        stream = self._stream
        try:
            # The SDK's own rule for a bookmark; it has no public name.
            stream._increment_stream_state(record, context=self._context)  # noqa: SLF001
        except KeyError as error:
            what = f"a record without its replication key {self._key}"
            raise DataError(
                what, where=stream.name, next_step="choose full-table replication"
            ) from error
        except InvalidStreamSortException as error:
            raise DataError(
                str(error),
                where=stream.name,
                next_step="run again; if it stays, declare the stream unsorted",
            ) from error
        state = stream.get_context_state(self._context)
        self._marks = state if self._in_order else state.get("progress_markers", {})
        self._last = self._marks.get(_VALUE)
        self._kind = kind if (kind := type(self._last)) in _COMPARABLE else None
