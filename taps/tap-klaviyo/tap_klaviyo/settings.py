"""The settings of tap-klaviyo; the kit adds those that all taps share."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_kit.settings import settings

PII_KEY = "WV_PII_KEY"
"""Environment variable with the key of pseudonyms; no setting, so no file holds it."""
LIVES_UNTIL = {"2026-07-15": "2028-07-15", "2026-10-15": "2028-10-15"}
"""Revisions and their ends: Klaviyo supports each for two years.
https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy"""
REVISIONS = tuple(LIVES_UNTIL)

SETTINGS = settings(
    th.Property(
        "api_key",
        th.StringType,
        secret=True,
        description="Private key (pk_…) with read scopes. Without a key and without "
        "OAuth the sandbox is read.",
    ),
    th.Property(
        "client_id",
        th.StringType,
        description="OAuth app's id; with `client_secret` and `refresh_token`.",
    ),
    th.Property(
        "client_secret", th.StringType, secret=True, description="OAuth app's secret."
    ),
    th.Property(
        "refresh_token",
        th.StringType,
        secret=True,
        description="OAuth refresh token of the account. Klaviyo replaces it at each "
        "use; the newest is kept below `state_dir` (0600).",
    ),
    th.Property(
        "revision",
        th.StringType,
        default=REVISIONS[0],
        allowed_values=list(REVISIONS),
        description="API revision. 2026-10-15 has campaigns of another shape, with "
        "audiences and variations.",
    ),
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=0),
        default=7,
        description="Days read again each run: events arrive late, archived campaigns "
        "out of order [d].",
    ),
    th.Property(
        "report_lookback_days",
        th.IntegerType(minimum=0),
        default=30,
        description="For so long after its sending a campaign's figures are asked "
        "again [d].",
    ),
    th.Property(
        "max_reports_per_day",
        th.IntegerType(minimum=1, maximum=225),
        default=225,
        description="Own ceiling for values reports by UTC day [1]; Klaviyo allows "
        "225 and other programs share it.",
    ),
    th.Property(
        "conversion_metric_id",
        th.StringType,
        description="What counts as a conversion in reports; the metric Placed Order "
        "if left out.",
    ),
    th.Property(
        "event_metric_ids",
        th.ArrayType(th.StringType),
        default=[],
        description="Metrics whose events are read; all if empty.",
    ),
    th.Property(
        "aggregate_metric_ids",
        th.ArrayType(th.StringType),
        default=[],
        description="Metrics counted by day in `metric_aggregates`; the conversion "
        "metric if empty.",
    ),
    th.Property(
        "pii_mode",
        th.StringType,
        default="hash",
        allowed_values=["keep", "hash", "drop"],
        description="Personal data as they are, as keyed pseudonyms, or not at all. "
        f"`hash` takes a key from the environment variable {PII_KEY}.",
    ),
    th.Property(
        "sweep_days",
        th.IntegerType(minimum=1),
        default=7,
        description="How often all ids are read to find what is gone [d].",
    ),
    th.Property(
        "include_deleted",
        th.BooleanType,
        default=True,
        description="Mark what is no longer there as deleted (`_sdc_deleted_at`).",
    ),
)
