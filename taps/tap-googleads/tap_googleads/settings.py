"""The settings of tap-googleads; the kit adds those that all taps share."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_googleads.versions import DEFAULT, VERSIONS
from tap_kit.settings import settings

PII_KEY = "WV_PII_KEY"
"""Environment variable with the key of pseudonyms; no setting, so no file holds it."""
MAX_WAIT_SECONDS = 300
"""Google may ask for eleven hours; who waits longer than this comes back later."""

_CREDENTIALS = (
    th.Property("client_id", th.StringType, description="OAuth client's id."),
    th.Property(
        "client_secret",
        th.StringType,
        secret=True,
        description="OAuth client's secret.",
    ),
    th.Property(
        "refresh_token",
        th.StringType,
        secret=True,
        description="Refresh token of a user who can see the accounts; with "
        "`client_id` and `client_secret`.",
    ),
    th.Property(
        "access_token",
        th.StringType,
        secret=True,
        description="Access token that somebody else keeps fresh; it lasts an hour.",
    ),
    th.Property(
        "service_account_json",
        th.StringType,
        secret=True,
        description="Key of a service account that is a user in Google Ads: the JSON "
        "itself, or the path of its file.",
    ),
    th.Property(
        "developer_token",
        th.StringType,
        secret=True,
        description="Sent only if set; Google ignores it since September 2026.",
    ),
)
_WHAT = (
    th.Property(
        "login_customer_id",
        th.StringType,
        description="Manager account to go through, ten digits. Without it every "
        "account is reached that the user may see.",
    ),
    th.Property(
        "customer_ids",
        th.ArrayType(th.StringType),
        default=[],
        description="Accounts to read; all that can be reached if empty.",
    ),
    th.Property(
        "api_version",
        th.StringType,
        default=DEFAULT,
        allowed_values=list(VERSIONS),
        description="Version of the API; each lives for about a year.",
    ),
    th.Property(
        "oauth_base_url",
        th.StringType,
        description="Fetch tokens from this address instead of Google's.",
    ),
    th.Property(
        "lookback_days",
        th.IntegerType(minimum=1, maximum=90),
        description="Days pulled again each run [d]. If left out, the longest click "
        "window of the account's own conversion actions: at least 14, at most 90.",
    ),
    th.Property(
        "include_today",
        th.BooleanType,
        default=False,
        description="Also read today, which is not over. It is read again tomorrow.",
    ),
    th.Property(
        "max_requests_per_second",
        th.IntegerType(minimum=1),
        default=5,
        description="Own ceiling [1/s].",
    ),
    th.Property(
        "max_operations_per_run",
        th.IntegerType(minimum=1),
        default=2500,
        description="Own ceiling [1]; beyond it the run ends with exit code 4 and can "
        "be resumed. Google allows 2,880 a day (Explorer) or 15,000 (Basic).",
    ),
    th.Property(
        "pii_mode",
        th.StringType,
        default="hash",
        allowed_values=["keep", "hash", "drop"],
        description="E-mail addresses in `change_events` as they are, as keyed "
        f"pseudonyms, or not at all. `hash` takes a key from {PII_KEY}.",
    ),
    th.Property(
        "custom_queries",
        th.ArrayType(
            th.ObjectType(
                th.Property(
                    "name",
                    th.StringType,
                    required=True,
                    description="Name of the stream.",
                ),
                th.Property(
                    "query",
                    th.StringType,
                    required=True,
                    description="GAQL. `'{first}'` and `'{last}'` stand for days: with "
                    "them it is pulled in slices.",
                ),
                th.Property(
                    "primary_keys",
                    th.ArrayType(th.StringType),
                    description="Columns; ids and segments of the query if left out.",
                ),
                th.Property(
                    "lookback_days",
                    th.IntegerType(minimum=1, maximum=90),
                    description="Days pulled again [d]; as the other streams if left "
                    "out.",
                ),
            )
        ),
        default=[],
        description="Own queries, each a stream. Dates are never put in by the tap.",
    ),
)

SETTINGS = settings(*_CREDENTIALS, *_WHAT)
SETTINGS["properties"]["max_wait_seconds"]["default"] = MAX_WAIT_SECONDS
