# ruff: noqa: INP001  A script is no package.
"""Pack the Central Park series of 1991 to 2020 into the file that the sandbox ships.

Usage: python tools/pack_central_park.py <GHCN CSV of USW00094728> <target .npz>

The CSV has DATE, PRCP [inch], SNOW [inch], TMIN and TMAX [°F]. The numbers are kept in
their original units as whole numbers (hundredths and tenths of an inch, degrees
Fahrenheit), so that nothing is rounded here; `wv_sandbox.central_park` converts them,
once.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

FIRST_YEAR, LAST_YEAR = "1991", "2020"
DAYS = 10_958


def pack(source: Path, target: Path) -> None:
    """Read the CSV, check that no day lacks, and write the arrays.

    Raises:
        ValueError: A day or a value is missing.
    """
    with source.open(newline="") as lines:
        rows = [
            row
            for row in csv.DictReader(lines)
            if FIRST_YEAR <= row["DATE"][:4] <= LAST_YEAR
        ]
    if len(rows) != DAYS:
        years = f"from {FIRST_YEAR} to {LAST_YEAR}"
        message = f"{source.name}: {len(rows)} days {years}, not {DAYS}"
        raise ValueError(message)
    columns = {
        "precip_hundredths_inch": [round(float(row["PRCP"]) * 100) for row in rows],
        "snow_tenths_inch": [round(float(row["SNOW"]) * 10) for row in rows],
        "tmin_degf": [int(row["TMIN"]) for row in rows],
        "tmax_degf": [int(row["TMAX"]) for row in rows],
    }
    arrays = {name: np.array(values, dtype="<i2") for name, values in columns.items()}
    np.savez_compressed(target, allow_pickle=False, **arrays)


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
