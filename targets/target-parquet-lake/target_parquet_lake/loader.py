"""From Arrow rows to commits, for all streams of a run.

This is what a run knows of the lake, apart from Singer: the tables it writes, the rows
that wait for a replacement, the sequence of records, and the summary. Whoever makes
Arrow out of records, one by one or in bulk, hands it over by `Loader.write`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from target_parquet_lake.activate import activate
from target_parquet_lake.casts import as_stored
from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.evolve import Policy
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import check_part, source_part
from target_parquet_lake.opening import Opening
from target_parquet_lake.overrides import Overrides
from target_parquet_lake.replacement import Replacement
from target_parquet_lake.summary import StreamSummary, begin
from target_parquet_lake.table import OVERWRITE, Table
from target_parquet_lake.tombstones import bury
from target_parquet_lake.types import Struct
from target_parquet_lake.windows import SUFFIX, settle, tells_windows

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import pyarrow as pa

    from target_parquet_lake.clock import Clock
    from target_parquet_lake.merge import Written


@dataclass(slots=True)
class _Stream:
    table: Table
    summary: StreamSummary
    replacement: Replacement


class Loader:
    """Writes a run's rows into the lake.

    Args:
        config: The target's settings.
        clock: Tells the time.
        run_id: Names the run.

    Raises:
        SettingsError: If the lake's path, the tenant or the source cannot be used.
    """

    def __init__(self, config: Mapping[str, Any], clock: Clock, run_id: str) -> None:
        self._config = config
        self._clock = clock
        self.run_id = run_id
        self.lake = Lake(config["lake_root"], config.get("storage_options"))
        self.overrides = Overrides(config)
        self.dry_run = bool(config["dry_run"])
        self.tenant = check_part(config["tenant"], "tenant")
        source = config.get("default_target_schema") or config["source"]
        self.source = check_part(source_part(source), "source")
        self._opening = Opening(self.lake, config, self.overrides, clock.sleep)
        self._state_hash = ""
        self._seen: tuple[str, Mapping[str, int]] = ("", {})
        self._streams: dict[str, _Stream] = {}
        self._sequence = 0
        self._windows: list[tuple[str, pa.Table, Struct]] = []
        known = (run_id, str(self.lake.root), self.tenant, self.source)
        self.summary = begin(*known, config, clock.now())

    @property
    def waiting(self) -> bool:
        """Whether rows wait for the end of the input, so that no STATE may pass."""
        return any(stream.replacement.waiting for stream in self._streams.values())

    def next_sequence(self, now: datetime) -> int:
        """A number for `_sdc_sequence`: nanoseconds, always above the one before."""
        nanoseconds = round(now.timestamp() * 1_000_000) * 1000
        self._sequence = max(nanoseconds, self._sequence + 1)
        return self._sequence

    def next_sequences(self, now: datetime, count: int) -> range:
        """Numbers for `_sdc_sequence`, one a record, in their order."""
        first = self.next_sequence(now)
        self._sequence = first + count - 1
        return range(first, first + count)

    def open(self, stream: str, kind: Struct, keys: tuple[str, ...]) -> None:
        """Make ready for a stream, or its new schema.

        Raises:
            DataError: If the table cannot take the stream.
            StorageError: If the lake or the table is not usable.
        """
        if not self.dry_run:
            self.lake.prepare()
        table = self._opening.table(self.tenant, self.source, stream, keys)
        self._sequence = max(self._sequence, table.check(kind))
        if stream in self._streams:
            self._streams[stream].table = table
        else:
            spool = self.lake.spool(self.run_id, table.name.folder)
            summary = StreamSummary(str(table.name), str(table.path))
            self._streams[stream] = _Stream(table, summary, Replacement(table, spool))
            self.summary.streams[stream] = summary

    def method(self, stream: str) -> str:
        """A stream's load method: its own, or the run's."""
        return str(self.overrides.of(stream, "load_method"))

    def stored_kind(self, stream: str, kind: Struct) -> Struct:
        """A stream's row type, as its records must fit where no type may change."""
        table = self._streams[stream].table
        have = table.kind() if table.policy is Policy.STRICT else None
        found = kind if have is None else as_stored(kind, have)
        return found if isinstance(found, Struct) else kind

    def agree(self, stream: str, kind: Struct) -> None:
        """Check that a stream's table may become what holds rows of a wider type.

        Raises:
            DataError: If its policy is strict, and a type would have to change.
        """
        table = self._streams[stream].table
        if table.policy is Policy.STRICT:
            table.check(kind)

    def read(self, stream: str, count: int = 1) -> None:
        """Count records that were read."""
        self._streams[stream].summary.rows_read += count

    def refused(self, stream: str) -> int:
        """Count a line for the dead letters; returns its place in its stream."""
        entry = self.summary.streams.get(stream, self.summary.astray)
        entry.rows_read += 1
        entry.rows_dead_lettered += 1
        return entry.rows_read

    def write(  # noqa: PLR0913 - one call is one batch; all after the type is by name.
        self,
        stream: str,
        rows: pa.Table,
        kind: Struct,
        *,
        graves: pa.Table,
        records: int,
        notes: Counter[str],
    ) -> None:
        """Commit rows, or put them aside where they replace the table at the end.

        Args:
            stream: The stream, opened before.
            rows: Rows in columns by the source's names, one row a key.
            kind: Their types.
            graves: Tombstones in the same columns, one a key; they come after the rows.
            records: Records all these came from.
            notes: What was altered within what is documented, since the run's start.

        Raises:
            DataError: If the table's types would have to change and must not.
            StorageError: If the disk or delta-rs refuses.
        """
        entry = self._streams[stream]
        entry.summary.columns = {c.name: str(c.type) for c in kind.columns}
        entry.summary.notes = dict(notes)
        if self.dry_run:
            entry.table.check(kind)
            entry.summary.rows_written += records
            return
        if entry.table.method == OVERWRITE:
            entry.replacement.add(rows, kind, records)
            return
        if rows.num_rows or not graves.num_rows:
            note = self._note(stream, rows.num_rows)
            self._count(entry, entry.table.commit(rows, kind, note), records)
            if tells_windows(stream, kind, entry.table.keys):
                self._windows.append((stream, rows, kind))
            records = 0
        if graves.num_rows:
            note = {**self._note(stream, 0), "tombstones": graves.num_rows}
            hard = self.overrides.of(stream, "hard_delete")
            self._count(
                entry, bury(entry.table, graves, kind, note, hard=hard), records
            )

    def settle(self) -> None:
        """Retire what restated windows did not bring again. STATE may pass then.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        while self._windows:
            self._settle(*self._windows[0])
            del self._windows[0]

    def _settle(self, stream: str, rows: pa.Table, kind: Struct) -> None:
        told = self._streams[stream]
        about = stream.removesuffix(SUFFIX)
        entry = self._streams.get(about)
        if entry is None:
            told.summary.windows_held += rows.num_rows
            return
        done = settle(
            self.lake,
            entry.table,
            told.table,
            rows,
            kind,
            now=self._clock.now(),
            note={**self._note(about, 0), "windows": rows.num_rows},
            hard=self.overrides.of(about, "hard_delete"),
        )
        told.summary.windows_held += done.held
        if done.written is not None:
            entry.summary.rows_retired += done.written.updated
            entry.summary.version = done.written.version

    def activate(self, stream: str, version: int) -> None:
        """Retire a stream's rows of older versions; what came before is committed.

        Where records of the stream were refused in this run, rows are only marked as
        deleted: the newest of them may be among the refused.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        entry = self._streams[stream]
        if entry.table.method == OVERWRITE or self.dry_run:
            return
        own = self.overrides.of(stream, "hard_delete")
        hard = own and not entry.summary.rows_dead_lettered
        note = self._note(stream, 0)
        done = activate(entry.table, version, self._clock.now(), note, hard=hard)
        if done is not None:
            entry.summary.rows_retired += done.updated
            entry.summary.version = done.version

    def finish(self) -> None:
        """Replace the tables whose rows wait, at the end of the input.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        for stream, entry in self._streams.items():
            if entry.replacement.waiting:
                records = entry.replacement.records
                note = self._note(stream, records)
                self._count(entry, entry.replacement.commit(note), records)

    def discard(self) -> None:
        """Forget the rows that wait: the old tables stay."""
        for entry in self._streams.values():
            entry.replacement.discard()

    def note_state(self, value: bytes) -> None:
        """Remember which STATE the next commits belong to."""
        self._state_hash = hashlib.sha256(value).hexdigest()

    def seen(self) -> Callable[[], None]:
        """What was read so far, for the commits of it: they may come later.

        Returns:
            A function that makes it what the next commits name.
        """
        letters = {n: s.rows_dead_lettered for n, s in self.summary.streams.items()}
        seen = (self._state_hash, letters)

        def name() -> None:
            self._seen = seen

        return name

    def _note(self, stream: str, rows: int) -> dict[str, Any]:
        state_hash, letters = self._seen
        note = {
            "run_id": self.run_id,
            "stream": stream,
            "rows": rows,
            "singer_state_hash": state_hash,
        }
        refused = letters.get(stream, 0)
        if not refused:
            return note
        table = str(letters_name(self.tenant, self.source))
        return {**note, "dead_letters": {"table": table, "count": refused}}

    def _count(self, entry: _Stream, written: Written, records: int) -> None:
        entry.summary.rows_written += records
        entry.summary.rows_inserted += written.inserted
        entry.summary.rows_updated += written.updated
        entry.summary.commits += 1
        entry.summary.version = written.version
