"""Bulk operations of all shops: run, looked up, cancelled.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify.bulk_job import Job
from wv_sandbox.shopify.bulk_operation import TERMINAL, Operation
from wv_sandbox.shopify.bulk_rules import BulkQueryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from wv_sandbox.shopify.bulk_job import Caller

AT_ONCE = 5
"""Operations that an app may have under way in a shop."""
_FIRST_NUMBER = 7_600_000_000_001
_BUSY_OBJECTS = 3_000_000


class BulkOperations:
    """The bulk operations of all shops, and their files."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_shop: dict[str, list[Operation]] = {}
        self._numbers = count(_FIRST_NUMBER)
        self._folder = Path(tempfile.mkdtemp(prefix="wv-sandbox-bulk-"))
        weakref.finalize(self, _discard, self._folder, self._by_shop)

    def clear(self) -> None:
        """Stop and forget every operation."""
        with self._lock:
            _stop(self._by_shop)
            self._by_shop.clear()

    def file(self, name: str, now: datetime) -> Path | None:
        """Find a file by its name, if it can be had."""
        with self._lock:
            every = [one for held in self._by_shop.values() for one in held]
        found = (one for one in every if one.path.name == name and one.is_kept(now))
        return next((one.path for one in found), None)

    def all(self, caller: Caller) -> list[dict[str, Any]]:
        """Give a shop's operations, oldest first."""
        with self._lock:
            operations = list(self._by_shop.get(caller.label, ()))
        return [one.as_json(caller.now, caller.base) for one in operations]

    def one(self, caller: Caller, gid: str) -> dict[str, Any] | None:
        """Give an operation by its id."""
        found = self._find(caller, gid)
        return None if found is None else found.as_json(caller.now, caller.base)

    def cancel(self, caller: Caller, gid: str) -> dict[str, Any]:
        """Cancel an operation, if it is under way."""
        found = self._find(caller, gid)
        if found is None:
            error = {"field": ["id"], "message": "Bulk operation does not exist"}
            return {"bulkOperation": None, "userErrors": [error]}
        errors: list[dict[str, Any]] = []
        status = found.status(caller.now)
        if status in TERMINAL:
            words = (
                "A bulk operation cannot be canceled when it is"
                f" {status.lower().replace('_', ' ')}"
            )
            errors.append({"field": None, "message": words})
        else:
            found.cancel(caller.now)
        told = found.as_json(caller.now, caller.base)
        return {"bulkOperation": told, "userErrors": errors}

    def run(self, caller: Caller, given: Mapping[str, Any]) -> dict[str, Any]:
        """Start an operation.

        Args:
            caller: Who asks.
            given: `query` and `groupObjects`.
        """
        try:
            job = Job(caller, given["query"], grouped=given["groupObjects"])
        except BulkQueryError as error:
            return _refused("INVALID", error.messages, ["query"])
        with self._lock:
            if len(busy := self._under_way(caller)) >= AT_ONCE:
                words = (
                    "A bulk query operation for this app and shop is already in"
                    f" progress: {', '.join(one.gid for one in busy)}."
                )
                return _refused("OPERATION_IN_PROGRESS", [words], None)
            operation = self._add(caller, job.query)
        job.prepare(operation)
        # The thread holds on to us, and so to the folder it writes into.
        Thread(target=self._write, args=(job, operation), daemon=True).start()
        told = operation.as_json(caller.now, caller.base)
        return {"bulkOperation": told, "userErrors": []}

    def _write(self, job: Job, operation: Operation) -> None:
        job.run(operation)

    def _find(self, caller: Caller, gid: str) -> Operation | None:
        with self._lock:
            operations = self._by_shop.get(caller.label, ())
            return next((one for one in operations if one.gid == gid), None)

    def _under_way(self, caller: Caller) -> list[Operation]:
        if caller.fault is not None and caller.fault.kind == "bulk_busy":
            for _ in range(caller.fault.options.get("jobs", AT_ONCE)):
                other = self._add(caller, "{ products { edges { node { id } } } }")
                other.progress.objects = _BUSY_OBJECTS
                other.written.set()
        held = self._by_shop.get(caller.label, ())
        return [one for one in held if one.status(caller.now) not in TERMINAL]

    def _add(self, caller: Caller, query: str) -> Operation:
        number = next(self._numbers)
        path = self._folder / f"bulk-{number}.jsonl"
        operation = Operation(number, query, caller.now, path)
        self._by_shop.setdefault(caller.label, []).append(operation)
        return operation


def _stop(by_shop: Mapping[str, list[Operation]]) -> None:
    for operations in by_shop.values():
        for operation in operations:
            operation.progress.stop = True


def _discard(folder: Path, by_shop: Mapping[str, list[Operation]]) -> None:
    _stop(by_shop)
    shutil.rmtree(folder, ignore_errors=True)


def _refused(code: str, messages: list[str], field: list[str] | None) -> dict[str, Any]:
    errors = [{"field": field, "message": words, "code": code} for words in messages]
    return {"bulkOperation": None, "userErrors": errors}
