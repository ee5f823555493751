"""A stream's sink as the bulk engine sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from singer_sdk.mapper import SameRecordTransform

from target_parquet_lake.bulk_plan import STAMPED, Plan, Stream
from target_parquet_lake.sink import RUN_ID, LakeSink
from target_parquet_lake.table import APPEND_ONLY
from target_parquet_lake.tombstones import FLAGS
from target_parquet_lake.types import arrow_schema

if TYPE_CHECKING:
    from collections import Counter

    from target_parquet_lake.target import TargetParquetLake


class BulkSink(LakeSink):
    """Takes rows that were read together."""

    _plan: Plan | None = None
    _planned = False

    def plan(self) -> Plan | None:
        """How its records can be read in bulk, or None."""
        if not self._planned:
            self._planned = True
            self._plan = Plan.of(self._described())
        return self._plan

    def learn(self, plan: Plan | None) -> None:
        """Remember a plan that does better."""
        self._plan = plan

    def fits(self, plan: Plan) -> bool:
        """Whether rows by a plan are what the exact path would make just now."""
        return plan.stream.kind == self._batch.kind

    def place(
        self, columns: dict[str, pa.Array], rows: int, notes: Counter[str]
    ) -> None:
        """Take rows, before whatever comes later."""
        context = self._get_context({})
        if self.include_sdc_metadata_properties:
            columns = {**columns, **self._stamps(rows, context)}
        schema = arrow_schema(self._batch.kind)
        arrays = [columns[name] for name in schema.names]
        found = pa.Table.from_arrays(arrays, schema=schema)
        self._batch.extend(found, columns.get(FLAGS))
        self.notes.update(notes)
        self.tally_record_read(rows)
        self.record_counter_metric.increment(rows)
        self._loader.read(self.stream_name, rows)

    def _stamps(self, rows: int, context: dict[str, Any]) -> dict[str, pa.Array]:
        now = self._clock.now()
        moment = pa.timestamp("us", "UTC")
        started = pa.scalar(self.sync_started_at, pa.int64())
        numbers = self._loader.next_sequences(now, rows)
        return {
            "_sdc_received_at": pa.repeat(pa.scalar(now, moment), rows),
            "_sdc_batched_at": pa.repeat(
                pa.scalar(context["batch_start_time"], moment), rows
            ),
            "_sdc_sequence": _counted(numbers),
            "_sdc_sync_started_at": pa.repeat(started, rows),
            RUN_ID: pa.repeat(pa.scalar(self._loader.run_id, pa.string()), rows),
        }

    def _described(self) -> Stream:
        stamped = self.include_sdc_metadata_properties
        return Stream(
            name=self.stream_name,
            kind=self.kind,
            keys=tuple(self.key_properties),
            schema=self.schema,
            stamped=STAMPED if stamped else frozenset(),
            valid=self.validate_schema,
            merged=self.method != APPEND_ONLY,
            buries=self.buries,
            hard=self._hard,
            partitions=self.partitions,
        )


def _counted(numbers: range) -> pa.Array:
    ones = pa.repeat(pa.scalar(1, pa.int64()), len(numbers))
    start = pa.scalar(numbers.start - 1, pa.int64())
    return pc.cumulative_sum(ones, start=start)


def bulk_sink(target: TargetParquetLake, stream: str) -> BulkSink | None:
    """The sink of a stream whose records reach it as they came, or None."""
    maps = target.mapper.stream_maps.get(stream, ())
    if len(maps) != 1 or type(maps[0]) is not SameRecordTransform:
        return None
    if target.config.get("flattening_enabled") or maps[0].stream_alias != stream:
        return None
    sink = target.get_sink(stream) if target.sink_exists(stream) else None
    return sink if isinstance(sink, BulkSink) else None
