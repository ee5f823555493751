"""What the page knows comes from the promoted versions, and only from them."""

from __future__ import annotations

import dataclasses

import pyarrow as pa
import pytest

from target_parquet_lake.errors import DataError, SettingsError, StorageError
from target_parquet_lake.lake import Lake
from wv.promoted import promoted
from wv.report.read import read
from wv_transforms.errors import RunError


def edition_of(root, tenant="default"):
    with promoted(root, tenant) as tables:
        return read(tables)


def test_an_edition_survives_the_lake(lake_root, edition):
    found = edition_of(lake_root)

    by_name = tuple(sorted(edition.cells, key=lambda cell: cell.name))
    versions = {
        "weather.weather_daily": 0,
        "weather.climatology_daily": 0,
        "staging.stg_openmeteo__cells": 0,
        "quality.connector_health": 0,
        "quality.wx_health": 0,
    }
    assert found == dataclasses.replace(edition, cells=by_name, tables=versions)


def test_how_sure_a_connector_is_survives_the_lake(tmp_path, make_lake, edition):
    (run,) = edition.connectors
    sure = dataclasses.replace(
        run,
        confidence="medium",
        recent_runs=90,
        recent_successes=81,
        last_success_at=run.last_started,
    )
    root = make_lake(tmp_path, dataclasses.replace(edition, connectors=(sure,)))

    assert edition_of(root).connectors == (sure,)


def test_a_newer_version_shows_only_when_promoted(tmp_path, make_lake, edition):
    """A candidate that the gate has not let through must not reach a reader."""
    root = make_lake(tmp_path, edition)
    before = edition_of(root)
    empty = pa.table({"cell_id": pa.array([], pa.string())})
    Lake(root).write("weather", "default", "weather_daily", empty)

    assert edition_of(root) == before


def test_tenants_do_not_see_each_other(tmp_path, make_lake, make_cell, edition):
    make_lake(tmp_path, edition)
    one = dataclasses.replace(edition, tenant="acme", cells=(make_cell(1),))
    make_lake(tmp_path, one, tenant="acme")

    assert [cell.name for cell in edition_of(tmp_path, "acme").cells] == ["Berlin"]
    assert len(edition_of(tmp_path).cells) == len(edition.cells)


@pytest.mark.parametrize(
    ("missing", "part"),
    [
        ("wx_health", "freshness"),
        ("connector_health", "connectors"),
        ("weather_daily", "as_of"),
    ],
)
def test_a_table_not_promoted_leaves_its_part_empty(
    tmp_path, make_lake, edition, missing, part
):
    root = make_lake(tmp_path, edition, without=(missing,))

    assert not getattr(edition_of(root), part)


def test_a_place_without_a_name_goes_by_its_id(tmp_path, make_lake, edition):
    root = make_lake(tmp_path, edition, without=("stg_openmeteo__cells",))

    names = {cell.name for cell in edition_of(root).cells}

    assert names == {cell.cell_id for cell in edition.cells}


def test_a_name_as_long_as_a_book_is_cut(tmp_path, make_lake, make_cell, edition):
    cell = make_cell(name="Llanfair" * 1000)
    root = make_lake(tmp_path, dataclasses.replace(edition, cells=(cell,)))

    assert len(edition_of(root).cells[0].name) == 80


def test_two_places_of_one_name_can_be_told_apart(
    tmp_path, make_lake, make_cell, edition
):
    cells = [make_cell(index, name="Springfield") for index in (0, 1)]
    cells.append(make_cell(2))
    root = make_lake(tmp_path, dataclasses.replace(edition, cells=tuple(cells)))

    names = [cell.name for cell in edition_of(root).cells]

    assert names == ["London", "Springfield dr5ru", "Springfield u33db"]


def test_a_place_without_weather_is_listed(tmp_path, make_lake, make_cell, edition):
    bare = make_cell(1, climate=False, days=())
    root = make_lake(tmp_path, dataclasses.replace(edition, cells=(make_cell(), bare)))

    found = {cell.name: cell for cell in edition_of(root).cells}

    assert found["Berlin"].days == ()
    assert found["Berlin"].base is None


def test_what_was_likely_is_no_news_of_a_day_that_is_over(tmp_path, make_lake, edition):
    flags = ("Snow", "Rain likely")
    days = [dataclasses.replace(day, flags=flags) for day in edition.cells[0].days]
    cell = dataclasses.replace(edition.cells[0], days=tuple(days))
    root = make_lake(tmp_path, dataclasses.replace(edition, cells=(cell,)))

    found = {(day.forecast, day.flags) for day in edition_of(root).cells[0].days}

    assert found == {(False, ("Snow",)), (True, flags)}


def test_days_older_than_the_page_needs_stay_in_the_lake(tmp_path, make_lake, edition):
    old = edition.cells[0].days[0]
    ancient = dataclasses.replace(old, date=old.date.replace(year=2001))
    cell = dataclasses.replace(edition.cells[0], days=(ancient, *edition.cells[0].days))
    root = make_lake(tmp_path, dataclasses.replace(edition, cells=(cell,)))

    assert edition_of(root).cells[0].days == edition.cells[0].days


def test_real_rows_are_not_called_sandbox(tmp_path, make_lake, edition):
    streams = [dataclasses.replace(each, stub_rows=0) for each in edition.freshness]
    real = dataclasses.replace(edition, stub=False, freshness=tuple(streams))

    assert edition_of(make_lake(tmp_path, real)).stub is False


def test_one_stub_row_among_real_streams_is_enough(tmp_path, make_lake, edition):
    mixed = dataclasses.replace(edition, stub=False)

    assert edition_of(make_lake(tmp_path, mixed)).stub is True


def test_a_table_of_other_columns_is_named_with_the_way_out(
    tmp_path, make_lake, edition
):
    root = make_lake(tmp_path, edition)
    lake = Lake(root)
    lake.write("quality", "default", "wx_health", pa.table({"stream": ["one"]}))
    file = lake.control("promoted", "default.json")
    text = file.read_text(encoding="utf-8")
    at = text.index('"version"', text.index('"wx_health"'))
    file.write_text(text[:at] + text[at:].replace("0", "1", 1), encoding="utf-8")

    with pytest.raises(DataError, match=r"wx_health version 1.*wv build --force"):
        edition_of(root)


def test_a_folder_that_is_no_lake_is_refused(tmp_path):
    with pytest.raises(StorageError, match="no lake"):
        edition_of(tmp_path)


def test_without_a_build_the_error_names_the_build(tmp_path):
    Lake(tmp_path).prepare()

    with pytest.raises(StorageError, match="run `wv build`"):
        edition_of(tmp_path)


def test_a_tenant_cannot_lead_out_of_the_lake(lake_root):
    with pytest.raises(SettingsError, match="tenant"):
        edition_of(lake_root, "../../etc/passwd")


def test_a_damaged_promotion_is_no_empty_page(tmp_path, make_lake, edition):
    root = make_lake(tmp_path, edition)
    Lake(root).control("promoted", "default.json").write_text("{", encoding="utf-8")

    with pytest.raises(RunError, match="damaged"):
        edition_of(root)


def test_a_table_cut_short_is_an_error(tmp_path, make_lake, edition):
    root = make_lake(tmp_path, edition)
    for file in (root / "weather" / "default__weather_daily").glob("*.parquet"):
        file.write_bytes(b"")

    with pytest.raises(StorageError, match="damaged"):
        edition_of(root)
