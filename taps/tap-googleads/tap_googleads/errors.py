"""What Google Ads answers when it does not answer, and what we do then.

The code in the body comes first (`quotaError.RESOURCE_EXHAUSTED`), the status last.
https://developers.google.com/google-ads/api/docs/best-practices/understand-api-errors
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_googleads.error_kinds import (
    auth,
    code,
    family,
    fatal,
    oauth,
    retry,
    shrink,
    skip,
    usage,
    wait,
)
from tap_kit.errors import ApiError, ExitCode
from tap_kit.http_rules import status

if TYPE_CHECKING:
    from tap_kit.errors import ErrorRule


class PageLostError(ApiError):
    """A page token is no good any more: the query begins anew."""

    default_exit_code = ExitCode.GAVE_UP


_AGAIN = "run again later; the state holds what is done"
_REPORT = "the tap or the API has changed: report this line"
_CONNECT = "connect again: make a new refresh token, or name another credential"
_ACCOUNT = "give the user access, or leave the account out of `customer_ids`"

PAGE_LOST = retry(
    name="page_token_expired",
    matches=code("requestError", "EXPIRED_PAGE_TOKEN", "INVALID_PAGE_TOKEN"),
    advice=_AGAIN,
)
RULES: tuple[ErrorRule, ...] = (
    # ---------- who we are
    auth(name="grant_refused", matches=oauth("invalid_grant"), advice=_CONNECT),
    auth(
        name="client_refused",
        matches=oauth("invalid_client", "unauthorized_client", "invalid_scope"),
        advice="check `client_id` and `client_secret`, or the service account",
    ),
    auth(
        name="token_refused",
        matches=code(
            "authenticationError",
            "OAUTH_TOKEN_EXPIRED",
            "OAUTH_TOKEN_INVALID",
            "OAUTH_TOKEN_HEADER_INVALID",
            "OAUTH_TOKEN_REVOKED",
            "OAUTH_TOKEN_DISABLED",
            "GOOGLE_ACCOUNT_COOKIE_INVALID",
            "GOOGLE_ACCOUNT_AUTHENTICATION_FAILED",
            "AUTHENTICATION_ERROR",
        ),
        advice=_CONNECT,
    ),
    auth(
        name="no_ads_user",
        matches=code("authenticationError", "NOT_ADS_USER", "GOOGLE_ACCOUNT_DELETED"),
        advice="invite the user or the service account in Google Ads first",
    ),
    auth(
        name="two_steps_wanted",
        matches=code(
            "authenticationError",
            "TWO_STEP_VERIFICATION_NOT_ENROLLED",
            "ADVANCED_PROTECTION_NOT_ENROLLED",
        ),
        advice="turn on 2-step verification for the user, or use a service account",
    ),
    auth(
        name="project_not_approved",
        matches=code(
            "authorizationError",
            "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION",
            "ACTION_NOT_PERMITTED",
            "PROJECT_DISABLED",
        ),
        advice="the Google Cloud project of the OAuth client may read test accounts "
        "only: ask for access in its API console",
    ),
    auth(
        name="developer_token_refused",
        matches=code(
            "authorizationError",
            "DEVELOPER_TOKEN_NOT_APPROVED",
            "DEVELOPER_TOKEN_PROHIBITED",
            "DEVELOPER_TOKEN_NOT_ON_ALLOWLIST",
        ),
        advice="remove `developer_token`: access belongs to the Cloud project now",
    ),
    # ---------- one account
    skip(
        name="account_denied",
        matches=code("authorizationError", "USER_PERMISSION_DENIED"),
        advice=_ACCOUNT + "; or name the manager in `login_customer_id`",
    ),
    skip(
        name="wrong_manager",
        matches=code(
            "authorizationError",
            "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
        ),
        advice="name a manager above the account in `login_customer_id`",
    ),
    skip(
        name="account_disabled",
        matches=code(
            "authorizationError",
            "CUSTOMER_NOT_ENABLED",
            "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT",
            "ACCESS_DENIED_FOR_ACCOUNT_TYPE",
        ),
        advice="the account is closed or not set up; leave it out of `customer_ids`",
    ),
    skip(
        name="account_unknown",
        matches=code(
            "authenticationError", "CUSTOMER_NOT_FOUND", "CLIENT_CUSTOMER_ID_INVALID"
        ),
        advice="check the number in `customer_ids`",
    ),
    skip(
        name="account_malformed",
        matches=code("requestError", "INVALID_CUSTOMER_ID"),
        advice="write it in ten digits in `customer_ids`",
    ),
    skip(
        name="manager_has_no_metrics",
        matches=code("queryError", "REQUESTED_METRICS_FOR_MANAGER"),
        advice="name the clients below the manager in `customer_ids`, not itself",
    ),
    skip(
        name="metric_denied",
        matches=code("authorizationError", "METRIC_ACCESS_DENIED"),
        advice=_ACCOUNT,
    ),
    # ---------- limits
    wait(
        name="quota_exhausted",
        matches=code("quotaError", "RESOURCE_EXHAUSTED"),
        advice="run again later, nothing is lost; or ask Google for more operations",
    ),
    wait(
        name="too_fast",
        matches=code(
            "quotaError",
            "RESOURCE_TEMPORARILY_EXHAUSTED",
            "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION",
        ),
        advice="lower `max_requests_per_second`, or run again later",
    ),
    wait(
        name="too_dear",
        matches=code("quotaError", "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"),
        advice="run again tomorrow; deselect the streams of the finest grain",
    ),
    usage(
        name="access_level_too_low",
        matches=code("quotaError", "ACCESS_PROHIBITED"),
        advice="the access level of the Cloud project does not allow this call",
    ),
    PAGE_LOST,
    # ---------- the question
    shrink(
        name="field_unknown",
        matches=code("queryError", "UNRECOGNIZED_FIELD"),
        advice="the field is left out; set `api_version` to one that has it",
    ),
    shrink(
        name="field_prohibited",
        matches=code(
            "queryError",
            "PROHIBITED_FIELD_IN_SELECT_CLAUSE",
            "PROHIBITED_FIELD_COMBINATION_IN_SELECT_CLAUSE",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
            "PROHIBITED_FIELD_OR_SEGMENT_WITH_METRIC",
        ),
        advice="the field is left out",
    ),
    skip(
        name="too_far_back",
        matches=code("dateRangeError", "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED"),
        advice="Google keeps days for 37 months: set `start_date` later",
    ),
    skip(
        name="clicks_too_old",
        matches=code("clickViewError", "DATE_TOO_OLD"),
        advice="Google keeps clicks for 90 days: set `start_date` later",
    ),
    fatal(
        name="clicks_by_one_day",
        matches=code("clickViewError", "EXPECTED_FILTER_ON_A_SINGLE_DAY"),
        advice="ask for one day: `segments.date = '{first}'`",
    ),
    skip(
        name="changes_too_old",
        matches=code("changeEventError", "START_DATE_TOO_OLD"),
        advice="Google keeps change events for 30 days; run more often",
    ),
    skip(
        name="change_status_too_old",
        matches=code("changeStatusError", "START_DATE_TOO_OLD"),
        advice="Google keeps change status for 90 days; run more often",
    ),
    fatal(
        name="changes_unbounded",
        matches=code(
            "changeEventError",
            "CHANGE_DATE_RANGE_INFINITE",
            "CHANGE_DATE_RANGE_NEGATIVE",
            "LIMIT_NOT_SPECIFIED",
            "INVALID_LIMIT_CLAUSE",
        ),
        advice=_REPORT,
    ),
    fatal(
        name="change_status_unbounded",
        matches=code(
            "changeStatusError",
            "CHANGE_DATE_RANGE_INFINITE",
            "CHANGE_DATE_RANGE_NEGATIVE",
            "LIMIT_NOT_SPECIFIED",
            "INVALID_LIMIT_CLAUSE",
        ),
        advice=_REPORT,
    ),
    usage(
        name="dates_unbounded",
        matches=code("queryError", "EXPECTED_FILTERS_ON_DATE_RANGE"),
        advice="bound `segments.date` on both sides in the custom query",
    ),
    usage(
        name="filter_too_long",
        matches=code("queryError", "FILTER_HAS_TOO_MANY_VALUES"),
        advice="a list in a custom query holds at most 20,000 values",
    ),
    skip(
        name="query_refused",
        matches=family("queryError"),
        advice="correct the custom query; of another stream, report this line",
    ),
    fatal(
        name="page_size_refused",
        matches=code("requestError", "PAGE_SIZE_NOT_SUPPORTED"),
        advice=_REPORT,
    ),
    usage(
        name="version_gone",
        matches=code("requestError", "UNSUPPORTED_VERSION"),
        advice="set `api_version` to one that Google still serves",
    ),
    # ---------- Google itself
    retry(
        name="internal_error",
        matches=code(
            "internalError", "INTERNAL_ERROR", "TRANSIENT_ERROR", "DEADLINE_EXCEEDED"
        ),
        advice=_AGAIN,
    ),
    auth(name="unauthorized", matches=status(401), advice=_CONNECT),
    skip(name="forbidden", matches=status(403), advice=_ACCOUNT),
    wait(name="throttled", matches=status(429), advice=_AGAIN),
    retry(name="cancelled", matches=status(499), advice=_AGAIN),
    retry(name="unavailable", matches=status(500, 502, 503, 504), advice=_AGAIN),
    fatal(
        name="not_found",
        matches=status(404),
        advice="check `api_version` and `api_base_url`",
        exit_code=ExitCode.USAGE,
    ),
    fatal(name="invalid", matches=status(400), advice=_REPORT),
)
WHOLE_ACCOUNT = frozenset(
    {
        "account_denied",
        "wrong_manager",
        "account_disabled",
        "account_unknown",
        "account_malformed",
        "forbidden",
    }
)
"""Rules that hold for all that is in an account: nothing else is asked of it."""
