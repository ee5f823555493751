"""Ask before: a field that Google refuses is left out, loudly, unless it is a key.

Each query is validated once a version; what was found is kept in `state_dir`. A field
that goes while we run is found by the refusal itself.
https://developers.google.com/google-ads/api/docs/query/overview
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tap_googleads.answers import blamed_fields
from tap_kit.atomic import read_json, write_json
from tap_kit.errors import ShrinkError, SkipError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tap_googleads.accounts import Account
    from tap_googleads.api import Api
    from tap_googleads.gaql import Query
    from tap_kit.report import RunReport

logger = logging.getLogger(__name__)
ANY_DAY = "2026-01-01"
"""Validation does not look at the day."""


class Preflight:
    """Knows of each query which fields have to stay out.

    Args:
        api: Asks Google.
        path: The file that keeps what was found.
        version: The API's.
        report: Where fields are counted that were left out.
    """

    def __init__(self, api: Api, path: Path, version: str, report: RunReport) -> None:
        self._api = api
        self._path = path
        self._version = version
        self._report = report
        self._found: dict[str, list[str]] = self._load()
        self._told: set[str] = set()
        self._dropped = 0

    def fit(
        self, name: str, query: Query, keys: Iterable[str], account: Account, day: str
    ) -> Query:
        """Return a query as Google takes it.

        Args:
            name: The stream.
            query: What it wants.
            keys: Fields that it cannot do without.
            account: Any that may be asked.
            day: A day that may be asked for.

        Raises:
            SkipError: It is refused because of a field that must not go.
            TapError: As the error rules say.
        """
        known = self._found.get(query.report_hash)
        if known is not None:
            return self._without(name, query, set(known))
        out: set[str] = set()
        needed = {*keys, *query.fixed_fields}
        while True:
            smaller = query.without(out)
            try:
                self._api.validate(account, smaller.text(day, day))
            except ShrinkError as error:
                out |= _to_drop(error, smaller, needed)
                continue
            self._keep(query, out)
            return self._without(name, query, out)

    def drop(
        self, name: str, query: Query, keys: Iterable[str], error: ShrinkError
    ) -> Query:
        """Leave out what an answer refuses while we run.

        Raises:
            SkipError: It is a field that must not go.
        """
        known = set(self._found.get(query.report_hash, ()))
        needed = {*keys, *query.fixed_fields}
        known |= _to_drop(error, query.without(known), needed)
        self._keep(query, known)
        self._told.discard(name)
        return self._without(name, query, known)

    def _without(self, name: str, query: Query, out: set[str]) -> Query:
        if out and name not in self._told:
            self._told.add(name)
            self._dropped += len(out)
            self._report.set_metric("fields_left_out", self._dropped)
            words = "%s: Google refuses %s in %s; these columns stay empty."
            logger.warning(words, name, ", ".join(sorted(out)), self._version)
        return query.without(out)

    def _load(self) -> dict[str, list[str]]:
        try:
            content = read_json(self._path) or {}
        except ValueError:  # Made anew; it holds nothing that cannot be asked again.
            content = {}
        found = content.get(self._version)
        return dict(found) if isinstance(found, dict) else {}

    def _keep(self, query: Query, out: set[str]) -> None:
        self._found[query.report_hash] = sorted(out)
        content: dict[str, Any] = {self._version: self._found}
        write_json(self._path, content)


def _to_drop(error: ShrinkError, query: Query, needed: set[str]) -> set[str]:
    """Return which selected fields an answer blames.

    Raises:
        SkipError: None that may go.
    """
    blamed = blamed_fields(error.response) & set(query.fields) - needed
    if not blamed:
        skip = SkipError(
            error.what,
            where=error.where,
            next_step="the stream cannot be read by this version: set `api_version` "
            "to another one, or deselect the stream",
            response=error.response,
        )
        skip.rule = error.rule
        raise skip from error
    return blamed
