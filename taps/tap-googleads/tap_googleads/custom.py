"""Streams of one's own queries: columns and keys are those of the query.

Metrics become exact decimals, whatever else is one value becomes text, and what holds
more than one becomes JSON text. A date is read by days only if the query says so by
`'{first}'` and `'{last}'`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import OWN_CUSTOMER, camel, exact
from tap_googleads.gaql import Query
from tap_googleads.reports import ReportStream
from tap_kit.errors import SettingsError
from tap_kit.fields import Field, fields
from tap_kit.fields import day as kit_day
from tap_kit.fields import text as kit_text
from tap_kit.windows_spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tap_googleads.accounts import Account

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ID = re.compile(r".*(\.id|_id|\.resource_name)\Z")
DATE = "segments.date"


class _CustomStream(GoogleAdsStream):
    """A query that is asked as it stands; rows are kept apart by their key."""

    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        with Spool(self.primary_keys, f"custom query {self.name}") as spool:
            spool.add_all(self.records(account))
            yield from spool.rows()


def custom_streams(
    specs: Iterable[Mapping[str, Any]], taken: set[str]
) -> tuple[type[GoogleAdsStream], ...]:
    """Make a stream of each query of the settings.

    Args:
        specs: `name`, `query`, and maybe `primary_keys` and `lookback_days`.
        taken: Names of the other streams.

    Raises:
        SettingsError: A name is taken or none, a query is none, or a key is not in it.
    """
    found: dict[str, type[GoogleAdsStream]] = {}
    for spec in specs:
        name = str(spec["name"])
        if not _NAME.fullmatch(name) or name in taken or name in found:
            what = f"{name!r} is no name for a stream, or is taken"
            raise _wrong(name, what, "choose another: a-z, 0-9 and _")
        found[name] = _stream(name, spec)
    return tuple(found.values())


def _stream(name: str, spec: Mapping[str, Any]) -> type[GoogleAdsStream]:
    query = Query.parse(spec["query"], f"custom query {name}")
    if query.is_dated and DATE not in query.fields:
        what = f"it has places for days, but does not select {DATE}"
        raise _wrong(name, what, f"select {DATE}")
    columns = (OWN_CUSTOMER, *(_column(path) for path in query.fields))
    keys = _keys(name, query, spec)
    content = {
        "__doc__": f"The query {name} of the settings.",
        "__module__": __name__,
        "name": name,
        "query": query,
        "schema": fields(*columns),
        "primary_keys": keys,
        "own_lookback_days": spec.get("lookback_days"),
    }
    kind = _DatedStream if query.is_dated else _CustomStream
    return type(f"Custom_{name}", (kind,), content)


class _DatedStream(ReportStream):
    """A query that is asked by days."""

    day_column = "segments_date"


def _keys(name: str, query: Query, spec: Mapping[str, Any]) -> tuple[str, ...]:
    given = spec.get("primary_keys")
    own = {_name(path) for path in query.fields} | {OWN_CUSTOMER.name}
    if given:
        if unknown := sorted(set(given) - own):
            what = f"{', '.join(unknown)} is not among its columns"
            raise _wrong(name, what, f"name some of {', '.join(sorted(own))}")
        return tuple(dict.fromkeys((OWN_CUSTOMER.name, *given)))
    derived = [p for p in query.fields if _ID.match(p) or p.startswith("segments.")]
    return (OWN_CUSTOMER.name, *map(_name, derived))


def _name(path: str) -> str:
    return path.replace(".", "_")


def _column(path: str) -> Field:
    name = _name(path)
    if path == DATE:
        words = "Day in the account's time zone."
        return kit_day(name, camel(path), words, required=True)
    if path.startswith("metrics."):
        return exact(name, path, f"Google's {path}", "as Google counts")
    declared = kit_text(name, "", f"Google's {path}.").declared
    return Field(declared=declared, path=camel(path), read=_any)


def _any(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _wrong(name: str, what: str, step: str) -> SettingsError:
    return SettingsError(what, where=f"custom query {name}", next_step=step)
