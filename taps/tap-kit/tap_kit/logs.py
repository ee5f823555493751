"""Every line of the log knows its run."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tap_kit.errors import TapError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def correlated(run_id: str, correlation_id: str) -> Iterator[None]:
    """Give `run_id` and `correlation_id` to all log records made meanwhile.

    The SDK's structured formatter prints them by itself. An error takes them along: it
    is told when all this is over.
    """
    known = {"run_id": run_id, "correlation_id": correlation_id}
    make = logging.getLogRecordFactory()

    def make_correlated(*args: Any, **options: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging calls it.
        record = make(*args, **options)
        vars(record).update(known)
        return record

    logging.setLogRecordFactory(make_correlated)
    try:
        yield
    except TapError as error:
        error.known = known
        raise
    finally:
        logging.setLogRecordFactory(make)
