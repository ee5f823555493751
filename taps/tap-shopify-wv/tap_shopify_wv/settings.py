"""The settings of tap-shopify-wv; the kit adds those that all taps share."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_kit.settings import settings

API_VERSION = "2026-10"
PII_KEY = "WV_PII_KEY"
"""The environment variable with the key of pseudonyms: no file shall hold it."""

_ACCESS = (
    th.Property(
        "shop_domain",
        th.StringType,
        description="The shop's permanent name, e.g. my-shop.myshopify.com. Without it "
        "and a credential the sandbox is read.",
    ),
    th.Property(
        "client_id",
        th.StringType,
        description="Client id of your app in the Dev Dashboard. With `client_secret` "
        "alone the tap fetches a token of 24 hours by itself.",
    ),
    th.Property(
        "client_secret",
        th.StringType,
        secret=True,
        description="Client secret of the same app.",
    ),
    th.Property(
        "refresh_token",
        th.StringType,
        secret=True,
        description="Refresh token of an app with expiring tokens. It rotates: the "
        "newest lies in the token store.",
    ),
    th.Property(
        "access_token",
        th.StringType,
        secret=True,
        description="Token of an admin-made custom app (shpat_…) that exists already.",
    ),
    th.Property(
        "token_store_path",
        th.StringType,
        secret=True,  # A place to look for secrets, not one itself.
        description="File (mode 0600) for rotated tokens; in `state_dir` if left out.",
    ),
    th.Property(
        "api_version",
        th.StringType,
        default=API_VERSION,
        description="Version of the Admin API, e.g. 2026-10; an unsupported one ends "
        "the run.",
    ),
    th.Property(
        "strict_scopes",
        th.BooleanType,
        default=False,
        description="End the run when a stream's scope is missing; else the stream is "
        "left out loudly, and the run ends with exit code 6.",
    ),
)
_READING = (
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=0, maximum=365),
        default=7,
        description="Days read again each run, because the search index is late [d].",
    ),
    th.Property(
        "include_test_orders",
        th.BooleanType,
        default=False,
        description="Read orders marked as test, too.",
    ),
    th.Property(
        "include_deleted",
        th.BooleanType,
        default=True,
        description="Look for deleted records and mark them with `_sdc_deleted_at`.",
    ),
    th.Property(
        "sweep_days",
        th.IntegerType(minimum=1),
        default=7,
        description="Between two id-only readings that find deletions without an "
        "event [d].",
    ),
    th.Property(
        "metafield_owners",
        th.ArrayType(th.StringType),
        description="Kinds of owner whose metafields are read; all if left out.",
    ),
    th.Property(
        "metafield_namespaces",
        th.ArrayType(th.StringType),
        description="Namespaces of metafields to keep; all if left out.",
    ),
    th.Property(
        "page_size_max",
        th.IntegerType(minimum=1, maximum=250),
        default=250,
        description="Most root nodes of one page [1].",
    ),
)
_BULK = (
    th.Property(
        "bulk_mode",
        th.StringType,
        allowed_values=["auto", "always", "never"],
        default="auto",
        description="`auto`: bulk operations for many rows or wide windows, pages for "
        "small increments.",
    ),
    th.Property(
        "bulk_window_days",
        th.IntegerType(minimum=1),
        default=30,
        description="Width of the window of one bulk operation [d].",
    ),
    th.Property(
        "bulk_max_concurrent",
        th.IntegerType(minimum=1, maximum=5),
        default=2,
        description="How many of Shopify's five places for bulk operations we take.",
    ),
    th.Property(
        "bulk_poll_seconds",
        th.IntegerType(minimum=1),
        default=5,
        description="Between two looks at a running bulk operation [s].",
    ),
    th.Property(
        "bulk_timeout_seconds",
        th.IntegerType(minimum=60),
        default=7200,
        description="Longest time for one bulk operation [s]; then its window is "
        "halved.",
    ),
)
_PACE = (
    th.Property(
        "rate_limit_fraction",
        th.NumberType(exclusive_minimum=0, maximum=1),
        default=0.5,
        description="Share of the shop's query points that this tap may use [1].",
    ),
    th.Property(
        "max_requests_per_second",
        th.NumberType(exclusive_minimum=0),
        default=2,
        description="A second ceiling beside the points [1/s].",
    ),
    th.Property(
        "request_burst",
        th.IntegerType(minimum=1),
        default=40,
        description="Requests that may go at once under that ceiling [1].",
    ),
    th.Property(
        "max_retries",
        th.IntegerType(minimum=0, maximum=20),
        default=8,
        description="Further tries of a request that failed for a passing reason [1].",
    ),
    th.Property(
        "circuit_breaker_threshold",
        th.IntegerType(minimum=1),
        default=5,
        description="Failures in a row after which the shop is left alone [1].",
    ),
    th.Property(
        "circuit_breaker_reset_seconds",
        th.IntegerType(minimum=1),
        default=60,
        description="How long it is then left alone; doubles up to 15 minutes [s].",
    ),
)
_PEOPLE = (
    th.Property(
        "pii_mode",
        th.StringType,
        allowed_values=["keep", "hash", "drop"],
        default="hash",
        description="Personal data as they are, as keyed pseudonyms, or not at all. "
        f"`hash` takes a key from the environment variable {PII_KEY}.",
    ),
    th.Property(
        "free_text_columns",
        th.ArrayType(th.StringType),
        default=[],
        description="Free text to keep in spite of `pii_mode`, as `stream.column`.",
    ),
    th.Property(
        "geohash_precision",
        th.IntegerType(minimum=1, maximum=8),
        default=5,
        description="Characters of `ship_geohash`; five are a cell of about 5 km [1].",
    ),
    th.Property(
        "geocoder",
        th.StringType,
        allowed_values=["off", "open-meteo"],
        default="off",
        description="Who places addresses without coordinates, by town, postcode and "
        "country only.",
    ),
    th.Property(
        "geocoder_cache_path",
        th.StringType,
        description="File of its answers; in `state_dir` if left out.",
    ),
)

SETTINGS = settings(*_ACCESS, *_READING, *_BULK, *_PACE, *_PEOPLE)
