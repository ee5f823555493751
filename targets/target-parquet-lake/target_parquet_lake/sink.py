"""A stream on its way into its table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from singer_sdk.mapper import RemoveRecordTransform
from singer_sdk.sinks import BatchSink
from typing_extensions import override

from target_parquet_lake.bulk_batch import PiecedBatch
from target_parquet_lake.errors import DataError
from target_parquet_lake.partitions import check_values
from target_parquet_lake.refusals import SchemaError
from target_parquet_lake.schema import stream_type
from target_parquet_lake.table import APPEND_ONLY, OVERWRITE, UPSERT
from target_parquet_lake.tombstones import is_tombstone, loose_schema
from target_parquet_lake.types import Scalar, Struct
from target_parquet_lake.validate import RecordValidator
from target_parquet_lake.views import DELETED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from singer_sdk.sinks.core import BaseJSONSchemaValidator

    from target_parquet_lake.target import TargetParquetLake

RUN_ID = "_lake_run_id"


class LakeSink(BatchSink):
    """Converts a stream's records as they come and commits them when asked.

    The lines the SDK would log about a record's content are not written here.

    Args:
        target: The target.
        stream_name: The stream.
        schema: Its JSON Schema.
        key_properties: Its key columns.
    """

    def __init__(
        self,
        target: TargetParquetLake,
        stream_name: str,
        schema: dict[str, Any],
        key_properties: Sequence[str] | None,
    ) -> None:
        self._own = target.loader.overrides.of
        super().__init__(target, stream_name, schema, key_properties)
        self._clock = target.clock
        self._loader = target.loader
        self._commit = target.commit_now
        self._submit = target.committer.submit
        self.method = target.loader.method(stream_name)
        if self.include_sdc_metadata_properties:
            self.schema["properties"][RUN_ID] = {"type": "string"}
        self._hard = bool(self._own(stream_name, "hard_delete"))
        self.partitions = tuple(self._own(stream_name, "partition_by") or ())
        self.buries = bool(key_properties) and (
            self.method == UPSERT or (self.method == APPEND_ONLY and self._hard)
        )
        self._left_out = any(
            isinstance(found, RemoveRecordTransform)
            for found in target.mapper.stream_maps.get(stream_name, ())
        )
        self._loose_validator: RecordValidator | None = None
        self.notes: Counter[str] = Counter()
        self.kind: Struct = stream_type(self.schema)
        self._batch = self._new_batch()

    @override
    def get_validator(self) -> BaseJSONSchemaValidator | None:
        return RecordValidator(self.schema) if self.validate_schema else None

    @override
    def setup(self) -> None:
        """Check the stream's keys and its table before the first record.

        Raises:
            DataError: If the stream has no key, or its table cannot take it.
            StorageError: If the lake or the table is not usable.
        """
        if self._left_out:
            return
        self._check_keys()
        self._loader.open(self.stream_name, self.kind, tuple(self.key_properties))
        self.kind = self._loader.stored_kind(self.stream_name, self.kind)
        self._batch = self._new_batch()

    def _check_keys(self) -> None:
        keyless = not self.key_properties and self.method != OVERWRITE
        allowed = self._own(self.stream_name, "allow_keyless")
        if keyless and not allowed:
            raise DataError(
                what="The stream has no key, so rows sent twice would be kept twice.",
                where="key_properties of its SCHEMA",
                next_step=(
                    "name its key_properties in the tap (or by stream_maps "
                    "`__key_properties__`), or accept that with allow_keyless: true"
                ),
            )
        columns = self.kind.by_name()
        for key in self.key_properties:
            if key not in columns or not isinstance(columns[key].type, Scalar):
                raise SchemaError(
                    what="A key property is no plain column of the schema.",
                    where=f"key {key}",
                    next_step="declare it as a string, number or time in the schema",
                )

    @property
    @override
    def validate_schema(self) -> bool:
        return bool(self._own(self.stream_name, "validate_records"))

    def _new_batch(self) -> PiecedBatch:
        merging = self.method != APPEND_ONLY
        keys = self.key_properties if merging else ()
        return PiecedBatch(self.kind, keys, self.notes, self._agree)

    def _agree(self, kind: Struct) -> None:
        self._loader.agree(self.stream_name, kind)

    def is_tombstone(self, record: dict[str, Any]) -> bool:
        """Whether a record says that its row is gone."""
        return is_tombstone(record, self.key_properties, hard=self._hard)

    # The SDK calls the next three by these names for every record; they are where a
    # sink decides on metadata and validation, and it offers no public ones.
    @override
    def _add_sdc_metadata_to_record(
        self, record: dict[str, Any], message: dict[str, Any], context: dict[str, Any]
    ) -> None:
        super()._add_sdc_metadata_to_record(record, message, context)
        now = self._clock.now()
        record["_sdc_received_at"] = now.isoformat()
        record["_sdc_sequence"] = self._loader.next_sequence(now)
        record[RUN_ID] = self._loader.run_id

    @override
    def _remove_sdc_metadata_from_record(self, record: dict[str, Any]) -> None:
        deleted = record.get(DELETED) if self.is_tombstone(record) else None
        super()._remove_sdc_metadata_from_record(record)
        if deleted is None:
            return
        if not (self._hard and self.buries):
            raise DataError(
                what="A record says that its row is gone, and there is no column "
                "to mark it in.",
                where=f"column {DELETED}",
                next_step="set add_record_metadata to true, or upsert with hard_delete",
            )
        record[DELETED] = deleted

    @override
    def _validate_and_parse(self, record: dict[str, Any]) -> dict[str, Any]:
        if self._validator is not None:
            validator = self._validator
            if self.is_tombstone(record):
                validator = self._tombstone_validator()
            validator.validate(record)
        return record

    def _tombstone_validator(self) -> RecordValidator:
        if self._loose_validator is None:
            self._loose_validator = RecordValidator(loose_schema(self.schema))
        return self._loose_validator

    @property
    @override
    def is_full(self) -> bool:
        """Never: the target commits all streams together, so that STATE can follow."""
        return False

    @override
    def process_record(self, record: dict[str, Any], context: dict[str, Any]) -> None:
        dead = self.buries and self.is_tombstone(record)
        check_values(self.partitions, record)
        if not self.include_sdc_metadata_properties:
            record.pop(DELETED, None)
        if self._batch.add(record, dead=dead):
            self.tally_duplicate_merged()
        self._loader.read(self.stream_name)

    @override
    def process_batch(self, context: dict[str, Any]) -> None:
        batch, notes = self._batch, Counter(self.notes)
        self._batch = self._new_batch()
        if batch.records:
            self._submit(lambda: self._write(batch, notes))

    def _write(self, batch: PiecedBatch, notes: Counter[str]) -> None:
        rows, graves = batch.parts(self.key_properties)
        self._loader.write(
            self.stream_name,
            rows,
            batch.kind,
            graves=graves,
            records=batch.records,
            notes=notes,
        )

    @override
    def activate_version(self, new_version: int) -> None:
        """Commit what came before, then retire the rows of older versions.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        if self._left_out:
            return
        self._commit()
        self._loader.activate(self.stream_name, new_version)
