"""Read one edition of the page from the promoted tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from wv.report import queries, shop_read, words
from wv.report.model import (
    FLAGS,
    FORETOLD,
    Alert,
    Base,
    Cell,
    Connector,
    Day,
    Edition,
    Freshness,
    Normal,
    Refused,
)

if TYPE_CHECKING:
    from wv.promoted import Tables


def read(promoted: Tables) -> Edition:
    """Read everything the page shows, at the versions that were promoted.

    A table that has not been promoted leaves its part of the page empty.

    Args:
        promoted: The pinned tables of one tenant.

    Returns:
        The edition, its cells by name.

    Raises:
        DataError: If a promoted table lacks a column the page needs.
        StorageError: If a table cannot be read.
    """
    as_of, stub = (
        promoted.rows(queries.ORIGIN_SQL, queries.WEATHER) or [(None, False)]
    )[0]
    freshness = (*_streams(promoted), *by_day(promoted))
    return Edition(
        tenant=promoted.tenant,
        built_at=promoted.built_at,
        as_of=_moment(as_of),
        cells=_by_name(_cells(promoted)),
        connectors=tuple(_connectors(promoted)),
        freshness=freshness,
        stub=stub or any(stream.stub_rows for stream in freshness),
        tables={
            name: version
            for name, version in promoted.versions.items()
            if name in (*queries.TABLES, *shop_read.TABLES)
        },
        shop=shop_read.read(promoted),
        alerts=tuple(_alerts(promoted)),
        refused=tuple(_refused(promoted)),
    )


def _streams(promoted: Tables) -> list[Freshness]:
    rows = promoted.rows(queries.STREAMS_SQL, queries.STREAMS)
    return [
        Freshness(stream, held, _moment(last), stubs or 0, nulls)
        for stream, held, last, stubs, nulls in rows
    ]


def by_day(promoted: Tables) -> list[Freshness]:
    """Return how far the shop's own days reach, one entry a table that is there."""
    return [
        Freshness(name, held, _moment(last), stubs, None)
        for name, table, day in queries.BY_DAY
        for held, last, stubs in promoted.rows(
            queries.BY_DAY_SQL.format(day=day, table=table), table
        )
    ]


def _moment(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


def _cells(promoted: Tables) -> list[Cell]:
    days, normals, bases = _days(promoted), _normals(promoted), _bases(promoted)
    known = {row[0]: row for row in promoted.rows(queries.CELLS_SQL, queries.CELLS)}
    for cell_id, grid in promoted.rows(queries.PLACES_SQL, queries.WEATHER):
        known.setdefault(cell_id, (cell_id, cell_id, None, None, None, None, grid))
    return [
        Cell(
            cell_id=cell_id,
            name=words.short(name or cell_id),
            country_code=country,
            latitude=latitude,
            longitude=longitude,
            timezone=timezone,
            days=tuple(days[cell_id]),
            normals=normals[grid],
            base=bases.get(grid),
        )
        for cell_id, name, country, latitude, longitude, timezone, grid in (
            known.values()
        )
    ]


def _by_name(cells: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells by name; of one name, each bears its id too."""
    held = Counter(cell.name for cell in cells)
    told = (
        cell
        if held[cell.name] == 1
        else replace(cell, name=f"{cell.name} {cell.cell_id}")
        for cell in cells
    )
    return tuple(sorted(told, key=lambda cell: cell.name.casefold()))


def _days(promoted: Tables) -> defaultdict[str, list[Day]]:
    found: defaultdict[str, list[Day]] = defaultdict(list)
    for cell_id, date, *row in promoted.rows(queries.DAYS_SQL, queries.WEATHER):
        pairs = zip(FLAGS.values(), row[-len(FLAGS) :], strict=True)
        over = set() if row[0] else FORETOLD
        flags = tuple(word for word, is_set in pairs if is_set and word not in over)
        values = (date, *row[: -len(FLAGS)], flags)
        found[cell_id].append(Day(*values))
    return found


def _normals(promoted: Tables) -> defaultdict[str, dict[tuple[int, int], Normal]]:
    found: defaultdict[str, dict[tuple[int, int], Normal]] = defaultdict(dict)
    for grid, month, day, *values in promoted.rows(
        queries.NORMALS_SQL, queries.CLIMATE
    ):
        found[grid][month, day] = Normal(*values)
    return found


def _bases(promoted: Tables) -> dict[str, Base]:
    return {
        grid: Base(*row)
        for grid, *row in promoted.rows(queries.BASES_SQL, queries.CLIMATE)
    }


def _connectors(promoted: Tables) -> list[Connector]:
    rows = promoted.rows(queries.CONNECTORS_SQL, queries.CONNECTORS)
    values = (
        (*row[:-5], _moment(row[-5]), *row[-4:-1], _moment(row[-1])) for row in rows
    )
    return [Connector(*each) for each in values]


def _alerts(promoted: Tables) -> list[Alert]:
    rows = promoted.rows(queries.ALERTS_SQL, queries.ALERTS)
    values = ((*row[:-2], _moment(row[-2]), _moment(row[-1])) for row in rows)
    return [Alert(*each) for each in values]


def _refused(promoted: Tables) -> list[Refused]:
    rows = promoted.rows(queries.LETTERS_SQL, queries.LETTERS)
    values = ((*row[:-2], _moment(row[-2]), row[-1]) for row in rows)
    return [Refused(*each) for each in values]
