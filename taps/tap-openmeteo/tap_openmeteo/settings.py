"""The settings of tap-openmeteo; the kit adds those that all taps share."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_kit.settings import settings
from tap_openmeteo.plans import PLANS

CELL = th.ObjectType(
    th.Property("name", th.StringType, description="What you call the place."),
    th.Property(
        "geohash", th.StringType, description="Five characters or more; or a point."
    ),
    th.Property("latitude", th.NumberType, description="Latitude [°]."),
    th.Property("longitude", th.NumberType, description="Longitude [°]."),
    th.Property(
        "timezone", th.StringType, description="IANA name; looked up if left out."
    ),
    th.Property("country_code", th.StringType, description="ISO 3166-1 alpha-2."),
    additional_properties=False,
)
LAKE = th.ObjectType(
    th.Property(
        "lake_root",
        th.StringType,
        default="storage/lake",
        description="Folder of the lake.",
    ),
    th.Property("tenant", th.StringType, default="default", description="Whose cells."),
    additional_properties=False,
)
QUERY = th.ObjectType(
    th.Property(
        "country_code",
        th.StringType,
        required=True,
        description="ISO 3166-1 alpha-2.",
    ),
    th.Property("postcode", th.StringType, description="Postcode."),
    th.Property("city", th.StringType, description="Town, if there is no postcode."),
    th.Property("admin1", th.StringType, description="State or region of the town."),
    additional_properties=False,
)

SETTINGS = settings(
    th.Property(
        "api_key",
        th.StringType,
        secret=True,
        description="Key of a paid plan, from your account at open-meteo.com. Sent in "
        "a header. Without key and plan the sandbox is read.",
    ),
    th.Property(
        "plan",
        th.StringType,
        allowed_values=list(PLANS),
        description="Your subscription. `free` needs no key and allows non-commercial "
        "use only; with a key alone, `professional` is assumed.",
    ),
    th.Property(
        "cells",
        th.ArrayType(CELL),
        description="Places to read; each becomes its geohash cell of five characters.",
    ),
    th.Property(
        "cells_file",
        th.StringType,
        description="The same from a file: .csv with a header, .json, .ndjson, .jsonl.",
    ),
    th.Property(
        "cells_lake",
        LAKE,
        description="The same from the lake's `shipping_cells`; needs "
        "tap-openmeteo[lake].",
    ),
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=0),
        default=10,
        description="Days read again each run, because the archive revises them [d].",
    ),
    th.Property(
        "archive_delay_days",
        th.IntegerType(minimum=0),
        default=5,
        description="From the end of a day until reanalysis has it [d].",
    ),
    th.Property(
        "observed_model",
        th.StringType,
        default="era5_seamless",
        description="Model of observed weather and history; anomalies need one for "
        "both.",
    ),
    th.Property(
        "recent_source",
        th.StringType,
        allowed_values=["historical-forecast", "archive"],
        default="historical-forecast",
        description="API of the newest days; only historical-forecast has UV index and "
        "precipitation probability.",
    ),
    th.Property(
        "recent_model",
        th.StringType,
        default="best_match",
        description="Model of the newest days.",
    ),
    th.Property(
        "recent_days",
        th.IntegerType(minimum=1),
        default=10,
        description="How many newest days a new cell begins with [d].",
    ),
    th.Property(
        "forecast_model",
        th.StringType,
        default="best_match",
        description="Model of forecasts and previous runs.",
    ),
    th.Property(
        "forecast_run_model",
        th.StringType,
        default="ecmwf_ifs025",
        description="Model whose newest run dates the forecasts; nothing is read again "
        "before it ran again.",
    ),
    th.Property(
        "forecast_days",
        th.IntegerType(minimum=1, maximum=16),
        default=16,
        description="Days ahead, today included [d].",
    ),
    th.Property(
        "previous_run_days",
        th.ArrayType(th.IntegerType(minimum=1, maximum=7)),
        default=[1, 2, 3, 4, 5, 6, 7],
        description="Leads to read of previous runs [d]; each costs as much again.",
    ),
    th.Property(
        "previous_runs_start_date",
        th.StringType,
        description="First UTC day of previous runs; 90 days ago if left out.",
    ),
    th.Property(
        "history_start_date",
        th.StringType,
        default="1991-01-01",
        description="First UTC day of the climatology period.",
    ),
    th.Property(
        "history_end_date",
        th.StringType,
        default="2020-12-31",
        description="Last UTC day of the climatology period.",
    ),
    th.Property(
        "run_models",
        th.ArrayType(th.StringType),
        default=["ecmwf_ifs025", "ncep_gfs013", "dwd_icon"],
        description="Models whose runs `model_runs` records.",
    ),
    th.Property(
        "geocode_queries",
        th.ArrayType(QUERY),
        default=[],
        description="Places to look up for `geocode_results`; no names, no streets.",
    ),
    th.Property(
        "max_weight_per_request",
        th.NumberType(minimum=1, maximum=5000),
        default=500,
        description="Weight of one request [calls]; 500 answer with about 8 MB.",
    ),
    th.Property(
        "max_locations_per_request",
        th.IntegerType(minimum=1, maximum=1000),
        default=1000,
        description="Places in one request [1].",
    ),
    th.Property(
        "max_calls_per_day",
        th.NumberType(minimum=1),
        description="An own ceiling by UTC day [calls], to share a month's quota.",
    ),
)
