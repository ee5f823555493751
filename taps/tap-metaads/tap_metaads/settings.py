"""The settings of tap-metaads; the kit adds those that all taps share."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_kit.settings import settings
from tap_metaads.versions import DEFAULT, VERSIONS

PII_KEY = "WV_PII_KEY"
"""Environment variable with the key of pseudonyms; no setting, so no file holds it."""
LEVELS = ("account", "campaign", "adset", "ad")
WINDOWS = ("1d_click", "7d_click", "28d_click", "1d_view")
"""Attribution windows asked for: without them Meta leaves out actions beside it."""
_WORDS = th.ArrayType(th.StringType)

_ACCESS = (
    th.Property(
        "access_token",
        th.StringType,
        secret=True,
        description="Token of a system user (recommended) or a person, with ads_read. "
        "Without it the sandbox is read.",
    ),
    th.Property(
        "app_id",
        th.StringType,
        description="The app that the token belongs to; with `app_secret` the token is "
        "checked at the start and exchanged before it expires.",
    ),
    th.Property(
        "app_secret",
        th.StringType,
        secret=True,
        description="Its secret; it also signs each request (appsecret_proof).",
    ),
    th.Property(
        "graph_version",
        th.StringType,
        default=DEFAULT,
        allowed_values=list(VERSIONS),
        description="Version of Graph and Marketing API.",
    ),
    th.Property(
        "oauth_base_url",
        th.StringType,
        description="Ask this address for tokens instead of the vendor's; as "
        "`api_base_url` if left out.",
    ),
    th.Property(
        "business_id",
        th.StringType,
        description="Business whose owned and client accounts are read; all that the "
        "token may see if left out.",
    ),
    th.Property(
        "account_ids",
        _WORDS,
        default=[],
        description="Ad accounts to read, with or without act_; all if empty.",
    ),
    th.Property(
        "exclude_account_ids",
        _WORDS,
        default=[],
        description="Ad accounts to leave out.",
    ),
)
_PACE = (
    th.Property(
        "requests_per_second",
        th.NumberType(exclusive_minimum=0),
        default=10,
        description="Ceiling of our own [1/s]; what Meta says is left counts beside "
        "it.",
    ),
    th.Property(
        "request_burst",
        th.IntegerType(minimum=1),
        default=20,
        description="Requests that may go at once under that ceiling [1].",
    ),
    th.Property(
        "page_size",
        th.IntegerType(minimum=1, maximum=500),
        default=500,
        description="Most rows of a page [1]; limits count calls, not rows.",
    ),
)
_READING = (
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=1),
        default=28,
        description="Days of insights pulled again each run: Meta restates so many "
        "[d].",
    ),
    th.Property(
        "include_today",
        th.BooleanType,
        default=False,
        description="Also pull the account's own today, which is not over; it is "
        "pulled again later.",
    ),
    th.Property(
        "slice_days",
        th.IntegerType(minimum=1, maximum=90),
        default=30,
        description="Days of one request; halved where it is too much [d].",
    ),
    th.Property(
        "insights_mode",
        th.StringType,
        default="auto",
        allowed_values=["auto", "sync", "async"],
        description="`auto`: asked at once while small, by jobs when large.",
    ),
    th.Property(
        "sync_max_rows",
        th.IntegerType(minimum=0),
        default=2500,
        description="In mode auto a slice expected to be larger is a job [1].",
    ),
    th.Property(
        "max_jobs",
        th.IntegerType(minimum=1, maximum=20),
        default=3,
        description="Jobs that run at once [1].",
    ),
    th.Property(
        "max_job_restarts",
        th.IntegerType(minimum=0),
        default=3,
        description="How often a job that failed is started again [1].",
    ),
    th.Property(
        "job_poll_seconds",
        th.IntegerType(minimum=1),
        default=5,
        description="Between two looks at a job [s].",
    ),
    th.Property(
        "job_timeout_seconds",
        th.IntegerType(minimum=1),
        default=1800,
        description="A job that takes longer is split, not started again [s].",
    ),
    th.Property(
        "action_attribution_windows",
        _WORDS,
        default=list(WINDOWS),
        description="Attribution windows of actions.",
    ),
    th.Property(
        "auto_enable_features",
        th.BooleanType,
        default=False,
        description="Enable reporting features that a stream needs (opt-in, cannot be "
        "undone); else the stream is left out for that account, loudly.",
    ),
    th.Property(
        "include_archived",
        th.BooleanType,
        default=True,
        description="Read archived campaigns, ad sets and ads, too.",
    ),
    th.Property(
        "include_deleted",
        th.BooleanType,
        default=True,
        description="Look for deleted ones, which no list shows, and read them by id.",
    ),
    th.Property(
        "sweep_days",
        th.IntegerType(minimum=1),
        default=7,
        description="How often all ids are listed to find what was deleted [d].",
    ),
    th.Property(
        "geohash_precision",
        th.IntegerType(minimum=1, maximum=12),
        default=5,
        description="Characters of the cell of a targeted place; five are about 5 km "
        "[1].",
    ),
    th.Property(
        "pii_mode",
        th.StringType,
        default="hash",
        allowed_values=["keep", "hash", "drop"],
        description="Names of people who changed something: as they are, as keyed "
        f"pseudonyms, or not at all. `hash` takes a key from the variable {PII_KEY}.",
    ),
    th.Property(
        "custom_reports",
        th.ArrayType(
            th.ObjectType(
                th.Property(
                    "name",
                    th.StringType(pattern="^[a-z][a-z0-9_]*$"),
                    required=True,
                    description="Name of the stream.",
                ),
                th.Property(
                    "level",
                    th.StringType(allowed_values=list(LEVELS)),
                    required=True,
                    description="Whose figures.",
                ),
                th.Property(
                    "fields", _WORDS, required=True, description="Fields of insights."
                ),
                th.Property("breakdowns", _WORDS, description="Breakdowns."),
                th.Property(
                    "action_breakdowns", _WORDS, description="Breakdowns of actions."
                ),
                th.Property(
                    "action_attribution_windows", _WORDS, description="Windows."
                ),
                th.Property(
                    "lookback_days", th.IntegerType(minimum=1), description="Days [d]."
                ),
                additional_properties=False,
            )
        ),
        default=[],
        description="Further insights by day; keys follow from level and breakdowns.",
    ),
)

SETTINGS = settings(*_ACCESS, *_PACE, *_READING)
