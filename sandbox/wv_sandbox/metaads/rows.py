"""Every refusal that a client must tell apart, by name: each is a fault `meta:<name>`.

Codes and subcodes are Meta's, their words are ours. Where one comes with several HTTP
statuses, the most usual one is the default; a fault may say another.
https://developers.facebook.com/docs/marketing-api/error-reference
https://developers.facebook.com/docs/marketing-api/insights/error-codes
"""

from __future__ import annotations

from typing import Final

from wv_sandbox.metaads.errors import DENIED, INVALID, MISSING, NO_PATH, REDUCE, Row

_TOKEN: Final = {
    458: "The user has not authorized the application",
    459: "You cannot access the app till you log in and follow the instructions given",
    460: "The session has been invalidated because the user changed the password",
    463: "Session has expired",
    464: "Sessions are not allowed until the user confirms the account",
    467: "The session is invalid because the user logged out",
}
_TOKENS: Final = (
    Row(190, "Error validating access token: the token is malformed"),
    *(
        Row(190, f"Error validating access token: {words}", subcode)
        for subcode, words in _TOKEN.items()
    ),
    Row(102, "Session key invalid or no longer valid"),
)
_PERMISSIONS: Final = (
    Row(3, "(#3) Application does not have the capability to make this API call."),
    Row(10, "(#10) Application does not have permission for this action", status=403),
    *(
        Row(code, f"(#{code}) Permissions error", status=403)
        for code in range(200, 300)
        if code != DENIED.code
    ),
    DENIED,
    MISSING,
)
_SERVICE: Final = (
    Row(1, "An unknown error occurred", status=500, is_transient=True),
    Row(1, "An unknown error occurred", 99, 500, is_transient=True),
    Row(2, "Service temporarily unavailable", status=503, is_transient=True),
    Row(960, "Request aborted. This could happen if a dependent request failed."),
)
_LIMITS: Final = (
    Row(4, "(#4) Application request limit reached", is_transient=True),
    Row(4, "(#4) There have been too many calls from this app", 1504022),
    Row(4, "(#4) There have been too many insights calls from this app", 1504039),
    Row(17, "(#17) User request limit reached", is_transient=True),
    Row(17, "User request limit reached", 2446079, is_transient=True),
    Row(32, "(#32) Page request limit reached"),
    Row(341, "(#341) Feed action request limit reached"),
    Row(613, "(#613) Calls to this api have exceeded the rate limit."),
    Row(613, "(#613) There have been too many calls from this ad-account.", 1487742),
)
BUSINESS_TYPES: Final = {
    80000: "ads_insights",
    80001: "pages",
    80002: "instagram",
    80003: "custom_audience",
    80004: "ads_management",
    80005: "leadgen",
    80006: "messenger",
    80008: "whatsapp",
    80009: "catalog_management",
    80014: "catalog_batch",
}
"""Use cases whose limits are told in `X-Business-Use-Case-Usage`, by error code."""
_BUSINESS: Final = tuple(
    Row(code, f"(#{code}) There have been too many calls to this account ({kind}).")
    for code, kind in BUSINESS_TYPES.items()
)
TOO_MUCH: Final = Row(1, REDUCE, status=500)
TOO_MANY_ROWS: Final = Row(100, "Too many rows for one request", 1487534)
_AMOUNT: Final = (
    TOO_MANY_ROWS,
    Row(100, "The query timed out: ask for less", 1504018),
    Row(2, "The query timed out: ask for less", 1504038, 500, is_transient=True),
    Row(-3, "The query takes too long: ask for less", 1504045),
)
COMBINATION: Final = Row(
    100, "(#100) Current combination of data breakdown columns is invalid", 3191001
)
_NEVER: Final = (
    Row(2, "Invalid combination of breakdowns", 1504041, is_transient=True),
    Row(2, "Invalid custom metrics", 1504042, is_transient=True),
    COMBINATION,
)
_JOBS: Final = (
    Row(2, "The report could not be made", 1504043, is_transient=True),
    Row(2, "The report could not be made", 1504044, is_transient=True),
    Row(-2, "The report failed: try again", 2490547, is_transient=True),
)
BEYOND_RETENTION: Final = Row(
    3018,
    "(#3018) The start date of the time range cannot be beyond 37 months from the"
    " current date",
)
DEAD_VERSION: Final = Row(
    2635, "(#2635) You are calling a deprecated version of the Ads API."
)
_FINAL: Final = (
    BEYOND_RETENTION,
    DEAD_VERSION,
    Row(12, "(#12) This field or edge is deprecated for this version"),
    INVALID,
    Row(104, "Incorrect signature"),
    NO_PATH,
)
ROWS: Final = {
    row.name: row
    for row in (
        *_TOKENS,
        *_PERMISSIONS,
        *_SERVICE,
        *_LIMITS,
        *_BUSINESS,
        *_AMOUNT,
        *_NEVER,
        *_JOBS,
        *_FINAL,
    )
}
"""All rows by name."""
PREFIX: Final = "meta:"
FAULTS: Final = {f"{PREFIX}{name}": row for name, row in ROWS.items()} | {
    f"{PREFIX}reduce": TOO_MUCH
}
"""Faults that refuse instead of answering; `meta:reduce` is code 1 that is no retry."""
