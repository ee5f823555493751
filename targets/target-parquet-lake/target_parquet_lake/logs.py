"""Every line of the log knows its run, and the order that set the pipe going."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from target_parquet_lake.summary import RunSummary


@contextmanager
def known_by(summary: RunSummary) -> Iterator[None]:
    """Give `run_id` and `correlation_id` to all log records made meanwhile.

    The SDK's structured formatter prints them by itself. An error takes them along:
    it is told when all this is over.
    """
    ids = {"run_id": summary.run_id, "correlation_id": summary.correlation_id}
    known = {name: value for name, value in ids.items() if value}
    make = logging.getLogRecordFactory()

    def make_known(*args: Any, **options: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging calls it.
        record = make(*args, **options)
        vars(record).update(known)
        return record

    logging.setLogRecordFactory(make_known)
    try:
        yield
    except LakeError as error:
        error.known = known
        raise
    finally:
        logging.setLogRecordFactory(make)
