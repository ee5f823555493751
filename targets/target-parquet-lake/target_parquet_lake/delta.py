"""How the lake uses delta-rs: properties, compression, and errors a human can read."""

from __future__ import annotations

import logging
import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from deltalake import DeltaTable, WriterProperties
from deltalake.exceptions import CommitFailedError, DeltaError

from target_parquet_lake.errors import StorageError
from target_parquet_lake.objects import storage_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

ATTEMPTS = 20

logger = logging.getLogger(__name__)

PROPERTIES = {
    "delta.checkpointInterval": "20",
    "delta.dataSkippingNumIndexedCols": "8",
    # Maintenance does it, which knows the versions that must stay readable.
    "delta.enableExpiredLogCleanup": "false",
}
"""Table properties of everything the lake holds."""

COMPRESSION = WriterProperties(compression="ZSTD")


def open_table(path: Path, version: int | None = None) -> DeltaTable:
    """Open a table's folder, at its newest version or at an older one.

    Raises:
        StorageError: If delta-rs cannot read it.
    """
    wanted = "its newest version" if version is None else f"version {version}"
    try:
        options = storage_options(path)
        return DeltaTable(path, version=version, storage_options=options)
    except (DeltaError, OSError) as error:
        raise StorageError(
            what=f"The table cannot be opened at {wanted}: {first_line(error)}",
            where=str(path),
            next_step=(
                f"run `wv lake fsck` (`python -m target_parquet_lake.maintain check "
                f"{path}`), or name another version"
            ),
        ) from error


@contextmanager
def reaching(root: Path) -> Iterator[None]:
    """Tell where a lake cannot be reached.

    Raises:
        StorageError: In place of an error of the disk or of the object store.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(
            what=f"The lake cannot be reached: {error.strerror or first_line(error)}.",
            where=str(root),
            next_step=(
                "correct lake_root or make it readable; for an object store check "
                "storage_options or the AWS_* variables, and the network"
            ),
        ) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell what the disk or delta-rs refuses while a table is written.

    Raises:
        StorageError: In place of an error of the disk or of delta-rs.
    """
    try:
        yield
    except (DeltaError, OSError) as error:
        raise StorageError(
            what=f"The table cannot be written: {first_line(error)}",
            where=str(path),
            next_step=(
                "free disk space or make the folder writable, and run again: what was "
                "committed stays, and STATE has not passed it"
            ),
        ) from error


def persist(
    attempt: Callable[[], T], sleep: Callable[[float], None], name: object
) -> T:
    """Make a commit, trying again when another writer was faster.

    Args:
        attempt: Makes it, by a fresh look at the table.
        sleep: Waits between attempts [s].
        name: The table, for the log.

    Raises:
        CommitFailedError: If others were faster each of 20 times.
    """
    for number in range(ATTEMPTS - 1):
        try:
            return attempt()
        except CommitFailedError:
            logger.info("Another writer was faster on %s: once more", name)
            jitter = random.uniform(0.5, 1.5)  # noqa: S311 - no secret.
            sleep(jitter * min(5.0, 0.05 * 2**number))
    return attempt()


def refused_by_disk(error: OSError) -> StorageError:
    """Tell what the disk refuses where no table is to blame."""
    return StorageError(
        what=f"The disk refuses: {error.strerror or type(error).__name__}.",
        where=str(error.filename or "the machine the target runs on"),
        next_step=(
            "free disk space or repair what is named, and run again: what was "
            "committed stays, and STATE has not passed it"
        ),
    )


def first_line(error: BaseException) -> str:
    """The first line of an error's text: delta-rs and Arrow add stacks to some."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0].partition(" Detail: Python exception")[0].rstrip(". ") + "."
