"""What can go wrong with Google's answers: every error by its code, and bad bodies."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.exchange import Answer
from wv_sandbox.faults import Kinds
from wv_sandbox.googleads.errors import GoogleAdsError, quota_details

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "google:"
_SOME_FIELD: Final = "metrics.engagements"
OAUTH: Final = "google_oauth"
"""A refusal of the token endpoint."""


class Row(NamedTuple):
    """What the API says with an error.

    Attributes:
        status: HTTP status.
        words: For people; `{field}` and `{delay}` are options of the fault.
    """

    status: int
    words: str


_SIGN_IN = {
    "OAUTH_TOKEN_EXPIRED": "The OAuth access token has expired.",
    "OAUTH_TOKEN_INVALID": "The OAuth access token is not valid.",
    "OAUTH_TOKEN_REVOKED": "The OAuth access token was revoked.",
    "OAUTH_TOKEN_DISABLED": "The OAuth access token is disabled.",
    "OAUTH_TOKEN_HEADER_INVALID": "The Authorization header is malformed.",
    "GOOGLE_ACCOUNT_COOKIE_INVALID": "The Google account cookie is not valid.",
    "GOOGLE_ACCOUNT_AUTHENTICATION_FAILED": "The Google account was not recognized.",
    "GOOGLE_ACCOUNT_DELETED": "The Google account was deleted.",
    "AUTHENTICATION_ERROR": "Authentication of the request failed.",
    "NOT_ADS_USER": "The Google account is not associated with any Ads account.",
    "TWO_STEP_VERIFICATION_NOT_ENROLLED": "The account has no 2-step verification.",
    "ADVANCED_PROTECTION_NOT_ENROLLED": "The account has no advanced protection.",
}
_MAY = {
    "USER_PERMISSION_DENIED": "User has no permission to access customer. The id of "
    "the manager must be set in the header 'login-customer-id'.",
    "CUSTOMER_NOT_ENABLED": "The customer account can't be accessed because it is not "
    "yet enabled or has been deactivated.",
    "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION": "The login customer "
    "does not manage the serving customer.",
    "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT": "The account is suspended.",
    "ACCESS_DENIED_FOR_ACCOUNT_TYPE": "Accounts of this type have no access.",
    "METRIC_ACCESS_DENIED": "The caller may not see this metric.",
    "DEVELOPER_TOKEN_NOT_APPROVED": "The developer token is for test accounts only.",
    "DEVELOPER_TOKEN_PROHIBITED": "The developer token belongs to another project.",
    "DEVELOPER_TOKEN_NOT_ON_ALLOWLIST": "The developer token is not on the list.",
    "PROJECT_DISABLED": "The Google Cloud project has no access to the API.",
    "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION": "The Google Cloud project may be used "
    "with test accounts only.",
    "ACTION_NOT_PERMITTED": "The action is not permitted with this access level.",
}
_QUOTA = {
    "RESOURCE_EXHAUSTED": "Too many requests. Retry in {delay} seconds.",
    "RESOURCE_TEMPORARILY_EXHAUSTED": "Too many requests in a short time.",
    "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION": "Queries were too expensive in "
    "a short time.",
    "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION": "Queries were too expensive over "
    "the day.",
}
_INTERNAL = {
    "INTERNAL_ERROR": (500, "An internal error has occurred."),
    "TRANSIENT_ERROR": (503, "A transient error has occurred. Please retry."),
    "DEADLINE_EXCEEDED": (504, "The request took longer than a deadline."),
}
_REQUEST = {
    "EXPIRED_PAGE_TOKEN": "The page token expired.",
    "INVALID_PAGE_TOKEN": "The page token is not valid.",
    "UNSUPPORTED_VERSION": "The version of the API is deprecated; requests to it will "
    "be blocked. Please upgrade.",
    "INVALID_CUSTOMER_ID": "The customer id is not valid.",
    "PAGE_SIZE_NOT_SUPPORTED": "Setting the page size is not supported. Search "
    "responses have a fixed page size of 10,000 rows.",
}
_QUERY = {
    "UNRECOGNIZED_FIELD": "Unrecognized field in the query: '{field}'.",
    "PROHIBITED_FIELD_IN_SELECT_CLAUSE": "The field '{field}' may not be selected.",
    "PROHIBITED_FIELD_COMBINATION_IN_SELECT_CLAUSE": "The field '{field}' may not be "
    "selected with the others.",
    "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE": "The metric '{field}' may not be "
    "requested with this resource.",
    "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE": "The segment '{field}' may not be "
    "requested with this resource.",
    "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE": "The metric '{field}' "
    "may not be requested with a segment of the query.",
    "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE": "The resource of '{field}' may not be "
    "selected from this one.",
    "PROHIBITED_FIELD_OR_SEGMENT_WITH_METRIC": "The field '{field}' may not be "
    "requested with a metric of the query.",
    "REQUESTED_METRICS_FOR_MANAGER": "Metrics cannot be requested for a manager "
    "account. To retrieve metrics, issue separate requests against each client "
    "account under the manager account.",
    "EXPECTED_FILTERS_ON_DATE_RANGE": "The filter on the date must be finite.",
    "FILTER_HAS_TOO_MANY_VALUES": "A list of a filter has too many values.",
}
_CHANGES = {
    "START_DATE_TOO_OLD": "The start date is too old.",
    "CHANGE_DATE_RANGE_INFINITE": "The range of the change date must be finite.",
    "CHANGE_DATE_RANGE_NEGATIVE": "The range of the change date is negative.",
    "LIMIT_NOT_SPECIFIED": "A LIMIT must be specified.",
    "INVALID_LIMIT_CLAUSE": "The LIMIT must be at most 10000.",
}
_CLICKS = {
    "EXPECTED_FILTER_ON_A_SINGLE_DAY": "A filter on a single day is required.",
    "DATE_TOO_OLD": "The date is more than 90 days ago.",
}


def _rows(family: str, status: int, words: Mapping[str, str]) -> dict[str, Row]:
    return {f"{family}.{name}": Row(status, text) for name, text in words.items()}


ROWS: Final[Mapping[str, Row]] = {
    **_rows("authenticationError", 401, _SIGN_IN),
    "authenticationError.CUSTOMER_NOT_FOUND": Row(401, "No customer found."),
    "authenticationError.CLIENT_CUSTOMER_ID_INVALID": Row(401, "No such customer id."),
    **_rows("authorizationError", 403, _MAY),
    **_rows("quotaError", 429, _QUOTA),
    "quotaError.ACCESS_PROHIBITED": Row(403, "The access level forbids this call."),
    **{f"internalError.{name}": Row(*row) for name, row in _INTERNAL.items()},
    **_rows("requestError", 400, _REQUEST),
    **_rows("queryError", 400, _QUERY),
    "dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED": Row(
        400, "The requested granularity is not kept for dates so old."
    ),
    **_rows("clickViewError", 400, _CLICKS),
    **_rows("changeEventError", 400, _CHANGES),
    **_rows("changeStatusError", 400, _CHANGES),
}
"""Every error that the tap tells apart, by its code."""
GRANTS: Final[Mapping[str, tuple[int, str]]] = {
    "invalid_grant": (400, "Token has been expired or revoked."),
    "invalid_client": (401, "The OAuth client was not found."),
    "unauthorized_client": (401, "Unauthorized"),
    "invalid_scope": (400, "Some requested scopes were invalid."),
    "unsupported_grant_type": (400, "Invalid grant_type"),
    "invalid_request": (400, "Missing required parameter."),
}
"""Refusals of the token endpoint, and their words."""
STATUSES: Final = (400, 401, 403, 404, 429, 499, 500, 501, 502, 503, 504)
KINDS: Final = Kinds(
    options={
        "status": frozenset({"status", "reason", "retry_after"}),
        OAUTH: frozenset({"error"}),
        "truncated": frozenset({"share"}),
        "circle": frozenset(),
        "no_results": frozenset(),
        **{f"{PREFIX}{code}": frozenset({"delay_seconds", "field"}) for code in ROWS},
    },
    choices={"status": STATUSES, "error": tuple(GRANTS)},
)
"""What can go wrong with Google's answers alone."""


def refused(
    kind: str, options: Mapping[str, Any], version: str, *, listed: bool
) -> Answer:
    """Refuse by an error's code.

    Args:
        kind: `google:` and one of `ROWS`.
        options: `delay_seconds` of a quota error (30), `field` of a query error.
        version: Of the API, as asked.
        listed: Whether the answer is an array.
    """
    code = kind.removeprefix(PREFIX)
    row = ROWS[code]
    delay = options.get("delay_seconds", 30)
    field = options.get("field", _SOME_FIELD)
    is_quota = (
        code.startswith("quotaError") and row.status == HTTPStatus.TOO_MANY_REQUESTS
    )
    error = GoogleAdsError(
        row.words.format(delay=delay, field=field),
        code,
        row.status,
        trigger=field if "{field}" in row.words else "",
        path=("query",) if code.startswith("queryError") else (),
        details=quota_details(delay) if is_quota else {},
    )
    return error.answer("fault-" + code, version, listed=listed)


def by_status(options: Mapping[str, Any]) -> Answer:
    """Refuse by HTTP status alone, as the front end before the API does.

    Args:
        options: `status` (429), `reason`, `retry_after` [s].
    """
    status = options.get("status", 429)
    answer = GoogleAdsError(options.get("reason", ""), status=status).answer(
        "front-end"
    )
    if "retry_after" in options:
        answer.headers["retry-after"] = str(options["retry_after"])
    return answer


def grant_refused(error: str) -> Answer:
    """Refuse a token, in the words of the token endpoint."""
    status, words = GRANTS[error]
    body = {"error": error, "error_description": words}
    return Answer(json.dumps(body).encode(), status)


def damage(kind: str, body: bytes, options: Mapping[str, Any]) -> bytes:
    """Damage a good body: cut it off, lead in a circle, or leave out the rows."""
    if kind == "truncated":
        return body[: int(len(body) * options.get("share", 0.5))]
    answer = json.loads(body)
    answer = answer[0] if isinstance(answer, list) else answer
    if kind == "circle":
        answer["nextPageToken"] = "the-same-again"
    else:
        answer["results"] = None
    return json.dumps(answer).encode()
