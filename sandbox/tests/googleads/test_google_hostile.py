"""Whatever is asked is answered or refused; nothing breaks the server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_sandbox.climate import Climate
from wv_sandbox.googleads.accounts import MAIN
from wv_sandbox.googleads.desk import Desk, Request
from wv_sandbox.googleads.errors import GoogleAdsError
from wv_sandbox.googleads.gaql.parser import parse
from wv_sandbox.googleads.pages import Pages
from wv_sandbox.shopify.shop import Shop

NOW = datetime(2025, 1, 20, 6, tzinfo=UTC)
WORDS = st.sampled_from(
    [
        *(
            "SELECT",
            "FROM",
            "WHERE",
            "AND",
            "ORDER BY",
            "LIMIT",
            "PARAMETERS",
            ",",
            "(",
        ),
        *(")", "=", "!=", "<", ">=", "IN", "NOT", "LIKE", "BETWEEN", "DURING", "IS"),
        *("NULL", "CONTAINS", "ANY", "REGEXP_MATCH", "DESC", "campaign", "7", "-1.5"),
        *("campaign.id", "campaign.labels", "segments.date", "metrics.clicks", "'x'"),
        *("TODAY", "'2025-01-01'", "ad_group_ad", "include_drafts", "true", "'", "é"),
    ]
)
FIELDS = st.sampled_from(
    [
        *("campaign.id", "campaign.name", "campaign.status", "campaign.labels"),
        *("customer.manager", "campaign.optimization_score", "segments.date"),
        *("segments.month", "segments.year", "segments.hour", "metrics.clicks"),
        *("metrics.ctr", "segments.device", "segments.conversion_action"),
    ]
)
OPERATORS = st.sampled_from(
    [
        *("= {}", "!= {}", "> {}", "<= {}", "IN ({})", "NOT IN ({}, {})", "LIKE {}"),
        *("NOT REGEXP_MATCH {}", "BETWEEN {} AND {}", "IS NULL", "IS NOT NULL"),
        *("CONTAINS ANY ({})", "CONTAINS NONE ({})", "DURING {}"),
    ]
)
VALUES = st.sampled_from(
    [
        *("1", "-2.5", "'x%'", "'['", "'(a'", "ENABLED", "TRUE", "TODAY", "MOBILE"),
        *("LAST_7_DAYS", "'2025-01-01'", "'2025-01-19'", "2025", "'9999-12-31'"),
        *("'0001-01-01'", "'2025-01-01 10:00:00+00:00'", "''"),
    ]
)


@pytest.fixture(scope="module")
def ask():
    climate = Climate(7)
    desk = Desk(climate, lambda label: Shop(label, climate), Pages())

    def asked(query):
        """Give the code of the error that comes of it, if one does."""
        try:
            desk.search(Request(MAIN, "v26", NOW, {"query": query}))
        except GoogleAdsError as error:
            return error.code
        return "queryError."

    return asked


@settings(deadline=None)
@given(st.lists(WORDS, max_size=14) | st.lists(st.text(max_size=5), max_size=5))
def test_any_words_are_a_query_or_none(words):
    code = "queryError."
    try:
        parse(" ".join(words))
    except GoogleAdsError as error:
        code = error.code
    assert code.startswith("queryError.")


@settings(deadline=None)
@given(
    fields=st.lists(FIELDS, min_size=1, max_size=4),
    conditions=st.lists(st.tuples(FIELDS, OPERATORS, VALUES, VALUES), max_size=3),
    order=st.lists(FIELDS, max_size=2),
)
def test_any_conditions_are_met_or_refused(ask, fields, conditions, order):
    query = f"SELECT {', '.join(fields)} FROM campaign WHERE campaign.id > 0"  # noqa: S608 - no database.
    for field, operator, *values in conditions:
        query += f" AND {field} {operator.format(*values)}"
    if order:
        query += f" ORDER BY {', '.join(order)}"

    assert ask(query).startswith(("queryError.", "dateRangeError."))
