"""Normals of many cells in one run, beside xarray and xclim on a few of them.

Ours builds `climatology_daily` from a raw table of thirty years of days: means,
spreads, percentiles, TX90p, TN10p, wet-day frequencies, grades, and the gate over all
of it, and spills to disk beyond `MEMORY`. The peer computes means, spreads and
percentiles alone, from arrays that are in memory already; its time and memory are
multiplied up. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from target_parquet_lake.lake import Lake

TABLE = "openmeteo__weather_daily_history"
DAYS = 10_958
MEMORY = "8GB"
"""What the engine may hold before it spills; its default is most of the machine."""
FEW = 10
_YEAR = "sin((dayofyear(d) - 110) / 365.0 * 2 * pi())"
_NOISE = "4 * sin(hash(c, d) % 100003 / 100003.0 * 2 * pi())"


def history(cells: int) -> str:
    """A SELECT of thirty years of seeded days: 0.1 °C, 0.1 mm, 3 wet days in 10."""
    return f"""
        select
            printf('%+06.2f%+07.2f', 25 + (c % 160) * 0.25, -120 + (c // 160) * 0.25)
                as grid_cell_id,
            d as "date",
            'era5_seamless' as model,
            round(12 + 11 * {_YEAR} + {_NOISE} + hash(c, d, 1) % 1000 / 250, 1)
                as temperature_2m_mean,
            temperature_2m_mean + hash(c, d, 2) % 90 / 10 as temperature_2m_max,
            temperature_2m_mean - hash(c, d, 3) % 90 / 10 as temperature_2m_min,
            case when hash(c, d, 4) % 10 < 3 then hash(c, d, 5) % 250 / 10 else 0 end
                as precipitation_sum,
            1::bigint as _sdc_sequence,
            'stub' as _wv_source
        from range({cells}) as t (c)
        cross join (
            select cast(day as date) as d
            from generate_series(
                date '1991-01-01', date '2020-12-31', interval 1 day
            ) as s (day)
        )
        order by grid_cell_id, "date"
    """  # noqa: S608 - a number of ours.


def write_lake(folder: Path, cells: int) -> None:
    """Make a lake with the raw table."""
    with duckdb.connect() as con:
        rows = con.sql(history(cells)).to_arrow_reader()
        Lake(folder).write("raw", "default", TABLE, rows)


def ours(folder: Path) -> None:
    """Build the climatology of a lake."""
    from wv_transforms.runner import build  # noqa: PLC0415 - the peer does without.

    duckdb.connect = partial(duckdb.connect, config={"memory_limit": MEMORY})
    build(folder, models=["climatology_daily"], force=True)


def theirs(cells: int) -> None:
    """Compute the same normals by xclim."""
    warnings.simplefilter("ignore")
    import xarray as xr  # noqa: PLC0415 - ours does without.
    from xclim.core.calendar import (  # noqa: PLC0415 - as above.
        climatological_mean_doy,
        percentile_doy,
    )

    with duckdb.connect() as con:
        columns = con.sql(history(cells)).fetchnumpy()
    times = columns["date"].reshape(cells, DAYS)[0].astype("datetime64[ns]")

    def array(name: str) -> Any:  # noqa: ANN401 - a DataArray, untyped here.
        values = columns[name].reshape(cells, DAYS).astype(float)
        made = xr.DataArray(values, dims=("cell", "time"), coords={"time": times})
        made.attrs["units"] = "degC"
        return made.convert_calendar("noleap", use_cftime=True)

    mean, high, low = (
        array(f"temperature_2m_{part}") for part in ("mean", "max", "min")
    )
    for values in (mean, high, low, array("precipitation_sum")):
        climatological_mean_doy(values, window=31)
    percentile_doy(mean, window=31, per=[5, 25, 50, 75, 95]).load()
    percentile_doy(high, window=5, per=90).load()
    percentile_doy(low, window=5, per=10).load()


def measured(kind: str, argument: str) -> dict[str, float]:
    """Run one side in a process of its own; seconds and megabytes."""
    command = [sys.executable, __file__, "--side", kind, argument]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_side(kind: str, argument: str) -> None:
    """In the child: do the work, then print what it cost."""
    began = time.perf_counter()
    if kind == "ours":
        ours(Path(argument))
    else:
        theirs(int(argument))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "wall_s": time.perf_counter() - began,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
    }
    print(json.dumps(figures))


def compare(cells: int) -> dict[str, Any]:
    """Measure both sides.

    Args:
        cells: How many ours does in one run.

    Returns:
        Figures of ours, of the peer on `FEW` cells, and of the peer multiplied up.
    """
    with tempfile.TemporaryDirectory() as folder:
        write_lake(Path(folder) / "lake", cells)
        mine = measured("ours", str(Path(folder) / "lake"))
    few = measured("theirs", str(FEW))
    idle = measured("theirs", "1")
    # What a cell costs, without imports and first calls.
    each = {name: (few[name] - idle[name]) / (FEW - 1) for name in few}
    many = {name: idle[name] + each[name] * (cells - 1) for name in few}
    return {
        "cells": cells,
        "rows": cells * DAYS,
        "ours": mine,
        "few": few,
        "many": many,
    }


def main() -> None:
    """Measure and print; figures for machines with --json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=1000, help="cells of ours")
    parser.add_argument("--json", action="store_true", help="figures for machines")
    parser.add_argument("--side", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        run_side(*options.side)
        return
    found = compare(options.cells)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores")
    print(f"{found['cells']:,} cells x 30 years = {found['rows']:,} days")
    for name, label in (
        ("ours", "ours, all cells in one run"),
        ("few", f"xclim, {FEW} cells"),
        ("many", "xclim, multiplied up"),
    ):
        row = found[name]
        print(
            f"{label:28} {row['wall_s']:9,.1f} s wall {row['cpu_s']:9,.1f} s CPU"
            f" {row['peak_mb']:9,.0f} MB"
        )


if __name__ == "__main__":
    main()
