"""Queries that are none, or that may not be asked, are refused by Google's codes."""

from __future__ import annotations

import pytest

from wv_sandbox.googleads.accounts import MANAGER
from wv_sandbox.googleads.errors import GoogleAdsError
from wv_sandbox.googleads.gaql.parser import parse
from wv_sandbox.googleads.gaql.query import Condition, Order

DAYS = "segments.date BETWEEN '2026-11-01' AND '2026-11-10'"


def test_a_query_is_read_in_all_its_parts():
    query = parse(
        "select campaign.id, metrics.clicks, campaign.id FROM campaign"
        " WHERE campaign.status IN ('ENABLED', PAUSED) AND metrics.clicks > -1.5"
        ' AND campaign.name NOT LIKE "%x%" AND campaign.end_date_time IS NOT NULL'
        " AND campaign.labels CONTAINS ANY ('a') AND segments.date DURING LAST_7_DAYS"
        " AND campaign.id BETWEEN 1 AND 2"
        " ORDER BY campaign.id DESC, metrics.clicks ASC LIMIT 10"
        " PARAMETERS include_drafts=true, omit_unselected_resource_names = TRUE"
    )

    assert query.fields == ("campaign.id", "metrics.clicks")
    assert query.conditions == (
        Condition("campaign.status", "IN", ("ENABLED", "PAUSED")),
        Condition("metrics.clicks", ">", (-1.5,)),
        Condition("campaign.name", "NOT LIKE", ("%x%",)),
        Condition("campaign.end_date_time", "IS NOT NULL"),
        Condition("campaign.labels", "CONTAINS ANY", ("a",)),
        Condition("segments.date", "DURING", ("LAST_7_DAYS",)),
        Condition("campaign.id", "BETWEEN", (1, 2)),
    )
    assert query.order == (
        Order("campaign.id", is_descending=True),
        Order("metrics.clicks"),
    )
    assert query.limit == 10
    assert query.parameters == {
        "include_drafts": "true",
        "omit_unselected_resource_names": "true",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "EXPECTED_SELECT"),
        ("SELECT", "UNEXPECTED_END_OF_QUERY"),
        ("SELECT FROM campaign", "UNEXPECTED_INPUT"),
        ("SELECT campaign.id campaign.name FROM campaign", "UNEXPECTED_INPUT"),
        ("SELECT campaign.id, 7 FROM campaign", "UNEXPECTED_INPUT"),
        ("SELECT campaign.id FROM campaign WHERE", "UNEXPECTED_END_OF_QUERY"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id ~ 1", "BAD_SYMBOL"),
        ("SELECT a.b FROM c WHERE a.b = 'open", "STRING_NOT_TERMINATED"),
        ("SELECT a.b FROM c WHERE a.b SOUNDS 1", "BAD_OPERATOR"),
        ("SELECT a.b FROM c WHERE a.b = 1 OR a.b = 2", "UNEXPECTED_INPUT"),
        ("SELECT a.b FROM c WHERE (a.b = 1)", "UNEXPECTED_INPUT"),
        ("SELECT a.b FROM c WHERE a.b IN 1", "EXPECTED_LIST"),
        ("SELECT a.b FROM c WHERE a.b IN ()", "PROHIBITED_EMPTY_LIST_IN_CONDITION"),
        ("SELECT a.b FROM c WHERE a.b IN (1", "UNEXPECTED_END_OF_QUERY"),
        ("SELECT a.b FROM c WHERE a.b BETWEEN 1, 2", "EXPECTED_AND"),
        ("SELECT a.b FROM c WHERE a.b =", "UNEXPECTED_END_OF_QUERY"),
        ("SELECT a.b FROM c WHERE a.b IS 1", "BAD_OPERATOR"),
        (
            "SELECT a.b FROM c WHERE a.b DURING SOME_DAYS",
            "INVALID_VALUE_WITH_DURING_OPERATOR",
        ),
        ("SELECT a.b FROM c ORDER a.b", "EXPECTED_BY"),
        ("SELECT a.b FROM c LIMIT many", "BAD_LIMIT_VALUE"),
        ("SELECT a.b FROM c LIMIT 0", "LIMIT_VALUE_TOO_LOW"),
        ("SELECT a.b FROM c PARAMETERS x true", "UNEXPECTED_INPUT"),
    ],
)
def test_what_is_no_query(text, name):
    with pytest.raises(GoogleAdsError) as caught:
        parse(text)

    assert caught.value.code == f"queryError.{name}"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT campaign.id", "queryError.EXPECTED_FROM"),
        ("SELECT x.id FROM x", "queryError.BAD_RESOURCE_TYPE_IN_FROM_CLAUSE"),
        ("SELECT campaign.color FROM campaign", "queryError.UNRECOGNIZED_FIELD"),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.color = 1",
            "queryError.UNRECOGNIZED_FIELD",
        ),
        (
            "SELECT campaign.network_settings FROM campaign",
            "queryError.PROHIBITED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT ad_group.id FROM campaign",
            "queryError.PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT segments.hour, segments.date FROM keyword_view WHERE DAYS",
            "queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        (
            "SELECT metrics.view_through_conversions FROM geographic_view WHERE DAYS",
            "queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        (
            (
                "SELECT segments.conversion_action, metrics.cost_micros FROM campaign"
                " WHERE DAYS"
            ),
            "queryError.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE DAYS AND segments.device = MOBILE",
            "queryError.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE DAYS ORDER BY metrics.clicks",
            "queryError.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.status = 'ON'",
            "queryError.BAD_ENUM_CONSTANT",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id = 'seven'",
            "queryError.BAD_NUMBER",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.labels = 'x'",
            "queryError.OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id LIKE '1%'",
            "queryError.OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.name DURING TODAY",
            "queryError.OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.date IS NULL",
            "queryError.OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.name REGEXP_MATCH '('",
            "queryError.BAD_VALUE",
        ),
        (
            "SELECT campaign.labels FROM campaign ORDER BY campaign.labels",
            "queryError.PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
        ),
        (
            "SELECT metrics.ctr FROM campaign WHERE DAYS AND metrics.ctr > 'much'",
            "queryError.BAD_NUMBER",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.day_of_week = MONDAY",
            "queryError.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT segments.date FROM campaign WHERE segments.date > '9999-12-31'",
            "queryError.INVALID_DATE_FORMAT",
        ),
        (
            "SELECT segments.date FROM campaign WHERE segments.date != '2026-11-01'",
            "queryError.OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT segments.date FROM campaign WHERE segments.date >= '2026-11-01'",
            "queryError.EXPECTED_FILTERS_ON_DATE_RANGE",
        ),
        (
            "SELECT segments.date FROM campaign WHERE segments.date = 'yesterday'",
            "queryError.INVALID_DATE_FORMAT",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.month = '2026-11-02'",
            "queryError.MISALIGNED_DATE_FOR_FILTER",
        ),
        (
            (
                "SELECT campaign.id FROM campaign"
                " WHERE segments.date BETWEEN '2026-11-02' AND '2026-11-01'"
            ),
            "dateRangeError.START_DATE_AFTER_END_DATE",
        ),
        (
            "SELECT campaign.id FROM campaign PARAMETERS x=true",
            "queryError.BAD_PARAMETER_NAME",
        ),
        (
            "SELECT campaign.id FROM campaign PARAMETERS include_drafts=maybe",
            "queryError.BAD_PARAMETER_VALUE",
        ),
    ],
)
def test_what_may_not_be_asked(google, query, code):
    query = query.replace("DAYS", DAYS)

    assert google.code(query) == code
    assert google.code(query, validateOnly=True) == code


def test_a_list_has_at_most_20000_values(google):
    ids = ", ".join(map(str, range(20_001)))
    query = "SELECT campaign.id FROM campaign WHERE campaign.id IN (IDS)"

    assert (
        google.code(query.replace("IDS", ids))
        == "queryError.FILTER_HAS_TOO_MANY_VALUES"
    )


def test_managers_have_no_metrics(google):
    query = "SELECT metrics.clicks FROM customer"
    code = "queryError.REQUESTED_METRICS_FOR_MANAGER"

    assert google.code(query, MANAGER.id) == code
    assert google.rows("SELECT customer.manager FROM customer", MANAGER.id) == [
        {
            "customer": {
                "resourceName": f"customers/{MANAGER.id}",
                "manager": True,
            }
        }
    ]


def test_the_error_names_the_field_that_is_to_blame(google):
    answer = google.search("SELECT campaign.color FROM campaign")

    (detail,) = answer.json()["error"]["details"]
    (failure,) = detail["errors"]
    assert failure["trigger"] == {"stringValue": "campaign.color"}
    assert failure["location"] == {"fieldPathElements": [{"fieldName": "query"}]}
    assert detail["requestId"] == answer.headers["request-id"]


@pytest.mark.parametrize(
    ("since", "code"),
    [
        ("2023-10-15", None),
        ("2023-10-14", "dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED"),
    ],
)
def test_days_are_kept_for_37_months(google, since, code):
    query = (
        "SELECT segments.date, metrics.clicks FROM customer"
        " WHERE segments.date BETWEEN 'SINCE' AND '2023-12-31'"
    ).replace("SINCE", since)
    answer = google.search(query)

    assert answer.status_code == (400 if code else 200)
    if code:
        assert google.code(query) == code
        google.version = "v23"
        assert google.code(query) == "dateRangeError.UNKNOWN"


def test_months_are_kept_for_longer(google):
    query = (
        "SELECT segments.month, metrics.clicks FROM customer"
        " WHERE segments.date BETWEEN '2022-01-01' AND '2025-01-31'"
    )

    months = [row["segments"]["month"] for row in google.rows(query)]

    assert months == ["2024-11-01", "2024-12-01", "2025-01-01"]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("", "clickViewError.EXPECTED_FILTER_ON_A_SINGLE_DAY"),
        (" WHERE DAYS", "clickViewError.EXPECTED_FILTER_ON_A_SINGLE_DAY"),
        (" WHERE segments.date = '2026-08-16'", "clickViewError.DATE_TOO_OLD"),
    ],
)
def test_clicks_are_asked_for_day_by_day(google, where, code):
    query = "SELECT click_view.gclid FROM click_view{}"

    assert google.code(query.format(where.replace("DAYS", DAYS))) == code
