"""Each row of the error table, tried through the sandbox's fault of the same code."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tap_googleads.errors import RULES
from tap_kit.errors import TapError

SEARCH = "/googleads/googleads/v26/customers/1000000001/"
TOKEN = "/googleads/oauth2/token"
LABELS = "FROM label"


class Try(NamedTuple):
    """A fault, and how a run ends that meets it."""

    rule: str
    kind: str
    ends: int
    options: dict[str, Any] = {}
    path: str = SEARCH


AUTH, USAGE, GAVE_UP, DATA, PARTIAL = 3, 2, 4, 5, 6
CLICKS = {"field": "label.status"}
TRIES = [
    Try("grant_refused", "google_oauth", AUTH, {"error": "invalid_grant"}, TOKEN),
    Try("client_refused", "google_oauth", AUTH, {"error": "invalid_client"}, TOKEN),
    Try("token_refused", "authenticationError.OAUTH_TOKEN_REVOKED", AUTH),
    Try("no_ads_user", "authenticationError.NOT_ADS_USER", AUTH),
    Try(
        "two_steps_wanted",
        "authenticationError.TWO_STEP_VERIFICATION_NOT_ENROLLED",
        AUTH,
    ),
    Try(
        "project_not_approved",
        "authorizationError.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION",
        AUTH,
    ),
    Try(
        "developer_token_refused",
        "authorizationError.DEVELOPER_TOKEN_PROHIBITED",
        AUTH,
    ),
    Try("account_denied", "authorizationError.USER_PERMISSION_DENIED", PARTIAL),
    Try(
        "wrong_manager",
        "authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
        PARTIAL,
    ),
    Try("account_disabled", "authorizationError.CUSTOMER_NOT_ENABLED", PARTIAL),
    Try("account_unknown", "authenticationError.CUSTOMER_NOT_FOUND", PARTIAL),
    Try("account_malformed", "requestError.INVALID_CUSTOMER_ID", PARTIAL),
    Try("manager_has_no_metrics", "queryError.REQUESTED_METRICS_FOR_MANAGER", PARTIAL),
    Try("metric_denied", "authorizationError.METRIC_ACCESS_DENIED", PARTIAL),
    Try("quota_exhausted", "quotaError.RESOURCE_EXHAUSTED", GAVE_UP),
    Try("too_fast", "quotaError.RESOURCE_TEMPORARILY_EXHAUSTED", GAVE_UP),
    Try(
        "too_dear",
        "quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION",
        GAVE_UP,
        {"delay_seconds": 40591},
    ),
    Try("access_level_too_low", "quotaError.ACCESS_PROHIBITED", USAGE),
    Try("page_token_expired", "requestError.EXPIRED_PAGE_TOKEN", GAVE_UP),
    Try("field_unknown", "queryError.UNRECOGNIZED_FIELD", PARTIAL, CLICKS),
    Try(
        "field_prohibited",
        "queryError.PROHIBITED_FIELD_IN_SELECT_CLAUSE",
        PARTIAL,
        CLICKS,
    ),
    Try(
        "too_far_back",
        "dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED",
        PARTIAL,
    ),
    Try("clicks_too_old", "clickViewError.DATE_TOO_OLD", PARTIAL),
    Try("clicks_by_one_day", "clickViewError.EXPECTED_FILTER_ON_A_SINGLE_DAY", DATA),
    Try("changes_too_old", "changeEventError.START_DATE_TOO_OLD", PARTIAL),
    Try("change_status_too_old", "changeStatusError.START_DATE_TOO_OLD", PARTIAL),
    Try("changes_unbounded", "changeEventError.CHANGE_DATE_RANGE_INFINITE", DATA),
    Try("change_status_unbounded", "changeStatusError.LIMIT_NOT_SPECIFIED", DATA),
    Try("dates_unbounded", "queryError.EXPECTED_FILTERS_ON_DATE_RANGE", USAGE),
    Try("filter_too_long", "queryError.FILTER_HAS_TOO_MANY_VALUES", USAGE),
    Try("page_size_refused", "requestError.PAGE_SIZE_NOT_SUPPORTED", DATA),
    Try("version_gone", "requestError.UNSUPPORTED_VERSION", USAGE),
    Try("internal_error", "internalError.INTERNAL_ERROR", GAVE_UP),
    Try("unauthorized", "status", AUTH, {"status": 401}),
    Try("forbidden", "status", PARTIAL, {"status": 403}),
    Try("throttled", "status", GAVE_UP, {"status": 429}),
    Try("cancelled", "status", GAVE_UP, {"status": 499}),
    Try("unavailable", "status", GAVE_UP, {"status": 503}),
    Try("not_found", "status", USAGE, {"status": 404}),
    Try("invalid", "status", DATA, {"status": 400}),
]
HEALS = {"quota_exhausted", "too_fast", "page_token_expired", "internal_error"}
HEALS |= {"token_refused", "unauthorized", "throttled", "cancelled", "unavailable"}
each_try = pytest.mark.parametrize("tried", TRIES, ids=[tried.rule for tried in TRIES])


@pytest.fixture
def meet(box):
    """Let requests meet a fault."""

    def plan(tried: Try, times: int | None) -> None:
        own = tried.kind in {"status", "google_oauth"}
        kind = tried.kind if own else f"google:{tried.kind}"
        words = LABELS if tried.path == SEARCH else ""
        box.faults.add(
            kind,
            path_prefix=tried.path,
            body_contains=words,
            times=times,
            **tried.options,
        )

    return plan


@each_try
def test_a_fault_that_stays_ends_the_run_as_its_row_says(tried, meet, make_tap, fail):
    meet(tried, None)

    error, said = fail(make_tap("labels", "audiences"), TapError)

    assert int(error.exit_code) == tried.ends
    assert said.records("labels") == []
    assert said.report["exit_code"] == tried.ends
    assert bool(said.records("audiences")) is (
        tried.ends == PARTIAL and tried.rule not in {"account_denied", *_ACCOUNT}
    )


_ACCOUNT = {
    "wrong_manager",
    "account_disabled",
    "account_unknown",
    "account_malformed",
    "forbidden",
}


@pytest.mark.parametrize(
    "tried", [t for t in TRIES if t.rule in HEALS], ids=lambda tried: tried.rule
)
def test_a_fault_that_passes_leaves_no_trace(tried, meet, make_tap, sync):
    whole = sync(make_tap("labels")).records("labels")
    meet(tried, 1)

    again = sync(make_tap("labels")).records("labels")

    ids = [row["id"] for row in whole]
    assert ids
    assert [row["id"] for row in again] == ids


def test_every_row_is_tried_that_a_server_can_answer():
    """`query_refused` is what all other query errors come to: see custom queries."""
    assert [rule.name for rule in RULES if rule.name != "query_refused"] == [
        tried.rule for tried in TRIES
    ]


def test_a_wrong_query_of_ones_own_is_left_out_and_the_rest_is_read(make_tap, fail):
    bad = {"name": "bad", "query": "SELECT campaign.id FROM campaign WHERE campaign.id"}

    error, said = fail(make_tap("bad", "labels", custom_queries=[bad]), TapError)

    assert error.exit_code == PARTIAL
    assert said.records("labels")


def test_a_wait_of_eleven_hours_ends_the_run_at_once(meet, make_tap, fail):
    kind = "quotaError.RESOURCE_EXHAUSTED"
    meet(Try("quota_exhausted", kind, GAVE_UP, {"delay_seconds": 40591}), None)
    tap = make_tap("labels")

    error, _ = fail(tap, TapError, "wait 40,591 s")

    assert error.exit_code == GAVE_UP
    assert sum(tap.clock.slept) < 300


def test_a_short_wait_is_waited_out(meet, make_tap, sync):
    kind = "quotaError.RESOURCE_EXHAUSTED"
    meet(Try("quota_exhausted", kind, GAVE_UP, {"delay_seconds": 12}), 1)
    tap = make_tap("labels")

    assert sync(tap).records("labels")
    assert sum(tap.clock.slept) >= 12


@pytest.mark.parametrize("kind", ["truncated", "circle", "no_results"])
def test_a_damaged_answer_is_no_data(kind, box, make_tap, fail):
    box.faults.add(kind, path_prefix=SEARCH, body_contains=LABELS, times=None)

    error, said = fail(make_tap("labels"), TapError)

    assert error.exit_code in {GAVE_UP, DATA}
    assert len({row["id"] for row in said.records("labels")}) <= 6
