"""What the last runs saw of each raw table, and never more of them than needed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from wv_transforms.quality import tables
from wv_transforms.quality.drift import Profile
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.statistics import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

    from target_parquet_lake.lake import Lake

_FIELDS = tuple(one.name for one in fields(Observation))


@dataclass
class History:
    """What the last runs of a tenant saw.

    Attributes:
        runs: Observations of each raw table, oldest first.
    """

    runs: defaultdict[str, list[Observation]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _columns: pa.Table = field(
        default_factory=tables.SCHEMAS[tables.COLUMNS].empty_table
    )
    _added: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection, lake: Lake, tenant: str) -> Self:
        """Read what was kept; nothing in a tenant's first run."""
        history = cls(_columns=tables.read(con, lake, tenant, tables.COLUMNS))
        rows = tables.read(con, lake, tenant, tables.RUNS)
        for row in rows.sort_by(
            [("dataset", "ascending"), ("measured_at", "ascending")]
        ).to_pylist():
            history.runs[row["dataset"]].append(_observation(row))
        return history

    def last(self, dataset: str) -> Observation | None:
        """What the last run saw of a raw table."""
        own = self.runs.get(dataset)
        return own[-1] if own else None

    def profiles(self, dataset: str) -> dict[str, dict[str, Profile]]:
        """The profiles of each column of a raw table, by run."""
        found: dict[str, dict[str, Profile]] = defaultdict(dict)
        mask = pc.equal(self._columns["dataset"], dataset)
        for row in self._columns.filter(mask).to_pylist():
            values = {name: row[name] for name in KNOWN}
            found[row["column"]][row["run_id"]] = Profile(row["rows"], values)
        return found

    def add(
        self, seen: Observation, profiles: Mapping[str, Profile], keep: int
    ) -> None:
        """Keep what a run saw of a raw table, and forget its oldest runs.

        Args:
            seen: What it saw.
            profiles: Its columns.
            keep: Runs to keep.
        """
        own = self.runs[seen.dataset]
        own.append(seen)
        del own[:-keep]
        self._added += [
            {"run_id": seen.run_id, "dataset": seen.dataset, "column": name}
            | {"rows": profile.rows, **profile.values}
            for name, profile in profiles.items()
        ]

    def write(self, lake: Lake, tenant: str, run_id: str) -> None:
        """Keep it in the lake.

        Raises:
            StorageError: If the disk does not take it.
        """
        schema = tables.SCHEMAS[tables.COLUMNS]
        kept = self._columns.filter(pa.array(self._known(), pa.bool_()))
        rows = pa.concat_tables([kept, pa.Table.from_pylist(self._added, schema)])
        tables.write(lake, tenant, tables.COLUMNS, rows, run_id)
        runs = [_row(seen) for own in self.runs.values() for seen in own]
        rows = pa.Table.from_pylist(runs, tables.SCHEMAS[tables.RUNS])
        tables.write(lake, tenant, tables.RUNS, rows, run_id)

    def _known(self) -> Iterator[bool]:
        """For each row of a column, whether its run is still kept."""
        kept = {(name, seen.run_id) for name, own in self.runs.items() for seen in own}
        names = self._columns["dataset"].to_pylist()
        ids = self._columns["run_id"].to_pylist()
        return (pair in kept for pair in zip(names, ids, strict=True))


def _observation(row: Mapping[str, Any]) -> Observation:
    parsed = {name: json.loads(row[name]) for name in tables.AS_JSON}
    return Observation(
        **{name: row[name] for name in _FIELDS if name not in parsed},
        **parsed | {"alarms": tuple(parsed["alarms"])},
    )


def _row(seen: Observation) -> dict[str, Any]:
    values = {name: getattr(seen, name) for name in _FIELDS}
    return values | {name: json.dumps(values[name]) for name in tables.AS_JSON}
