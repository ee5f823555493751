"""The table of a stream, by the settings that hold for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import SettingsError
from target_parquet_lake.evolve import Policy
from target_parquet_lake.names import Identifiers, TableName
from target_parquet_lake.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.overrides import Overrides


class Opening:
    """Opens the tables of one source of one tenant.

    Args:
        lake: The lake.
        config: The target's settings.
        overrides: What holds for single streams.
        sleep: Waits between attempts when another writer was faster [s].
    """

    def __init__(
        self,
        lake: Lake,
        config: Mapping[str, Any],
        overrides: Overrides,
        sleep: Callable[[float], None],
    ) -> None:
        self._lake = lake
        self._config = config
        self._own = overrides.of
        self._sleep = sleep
        self._owners: dict[TableName, str] = {}

    def table(
        self, tenant: str, source: str, stream: str, keys: tuple[str, ...]
    ) -> Table:
        """The table of a stream.

        Raises:
            SettingsError: If it is another stream's.
        """
        called = str(self._own(stream, "alias") or stream)
        name = TableName.of_stream(tenant, source, called)
        owner = self._owners.setdefault(name, stream)
        if owner != stream:
            raise SettingsError(
                what=f"Two streams would share one table: {owner} and {stream}.",
                where=str(name),
                next_step="give each stream an alias of its own",
            )
        return Table(
            self._lake,
            name,
            stream=stream,
            keys=keys,
            method=str(self._own(stream, "load_method")),
            policy=Policy(self._own(stream, "schema_policy")),
            partitions=tuple(self._own(stream, "partition_by") or ()),
            identifiers=Identifiers(self._config["identifiers"]),
            sync=self._config["fsync"],
            sleep=self._sleep,
        )
