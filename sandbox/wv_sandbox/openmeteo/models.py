"""Weather models, their runs, and when a run can be had.

Every model runs at 0, 6, 12 and 18 UTC and is there four to six hours later; all keep
the same hours, so that a run's time means the same for each of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.forecast import HORIZON_HOURS
from wv_sandbox.noise import make_key, uniform
from wv_sandbox.openmeteo.errors import ApiError, malformed

if TYPE_CHECKING:
    from datetime import datetime

RUN_HOURS = 6
_HOUR_SECONDS = 3600
_SOONEST_HOURS, _LATEST_HOURS = 4.0, 6.0
_WRITING_SECONDS = 420

BEST_MATCH = "best_match"
REANALYSES = frozenset({"era5", "era5_land", "era5_seamless", "era5_ensemble", "cerra"})
FORECASTS = frozenset(
    {
        BEST_MATCH,
        "ecmwf_ifs",
        "ecmwf_ifs025",
        "ecmwf_aifs025_single",
        "gfs_seamless",
        "gfs_global",
        "gfs_hrrr",
        "icon_seamless",
        "icon_global",
        "icon_eu",
        "icon_d2",
        "jma_seamless",
        "gem_seamless",
        "meteofrance_seamless",
        "ukmo_seamless",
        "knmi_seamless",
        "metno_seamless",
        "bom_access_global",
        "cma_grapes_global",
    }
)
DIRECTORIES = frozenset(
    {
        "ecmwf_ifs",
        "ecmwf_ifs025",
        "ecmwf_aifs025_single",
        "ncep_gfs013",
        "ncep_gfs025",
        "ncep_hrrr_conus",
        "dwd_icon",
        "dwd_icon_eu",
        "dwd_icon_d2",
        "jma_gsm",
        "cmc_gem_gdps",
        "meteofrance_arpege_world025",
        "ukmo_global_deterministic_10km",
        "bom_access_global",
        "cma_grapes_global",
    }
)
"""Models that have a `/data/<model>/static/meta.json`; some bear other names there."""


class Run(NamedTuple):
    """A model run.

    Attributes:
        hour: When it started, in hours since 1970.
        available: When it can be had, in seconds since 1970.
    """

    hour: int
    available: int


def run_at(hour: int) -> Run:
    """Describe the run that starts at an hour (since 1970)."""
    share = uniform(make_key("availability"), np.array([hour]))[0]
    delay = _SOONEST_HOURS + (_LATEST_HOURS - _SOONEST_HOURS) * share
    return Run(hour, hour * _HOUR_SECONDS + int(delay * _HOUR_SECONDS))


def latest_run(now: datetime) -> Run:
    """Find the newest run that can be had."""
    seconds = now.timestamp()
    run = run_at(int(seconds) // _HOUR_SECONDS // RUN_HOURS * RUN_HOURS)
    while run.available > seconds:
        run = run_at(run.hour - RUN_HOURS)
    return run


def check(names: tuple[str, ...]) -> None:
    """Refuse models that are not known.

    Raises:
        ApiError: Which one.
    """
    for name in names:
        if name not in FORECASTS | REANALYSES:
            raise malformed(name, "MultiDomains")


def meta(directory: str, now: datetime) -> bytes:
    """Write `meta.json` of a model.

    Raises:
        ApiError: Status 404, there is no such model.
    """
    if directory not in DIRECTORIES:
        message = "Not Found"
        raise ApiError(message, 404)
    run = latest_run(now)
    facts = {
        "chunk_time_length": 121,
        "data_end_time": (run.hour + HORIZON_HOURS) * _HOUR_SECONDS,
        "last_run_availability_time": run.available,
        "last_run_initialisation_time": run.hour * _HOUR_SECONDS,
        "last_run_modification_time": run.available - _WRITING_SECONDS,
        "temporal_resolution_seconds": _HOUR_SECONDS,
        "update_interval_seconds": RUN_HOURS * _HOUR_SECONDS,
    }
    return json.dumps(facts, separators=(",", ":")).encode()
