"""Every answer is one that Google's own protobufs can read, in every version."""

from __future__ import annotations

import importlib

import pytest
from google.protobuf import json_format

from wv_sandbox.googleads.accounts import MANAGER
from wv_sandbox.googleads.fields import VERSIONS, fields_of
from wv_sandbox.googleads.gaql.compatibility import (
    CONVERSION_SEGMENTS,
    CONVERSIONS,
    RESOURCES,
    resource_of,
)
from wv_sandbox.googleads.rows.lists import LISTS
from wv_sandbox.googleads.rows.reports import REPORTS

DAY = "segments.date = '2026-11-10'"
CHANGES = {
    "change_event": "change_event.change_date_time",
    "change_status": "change_status.last_change_date_time",
}


@pytest.fixture(scope="module", params=VERSIONS)
def oracle(request):
    """Read an answer as Google's own client does; unknown names fail."""
    name = f"google.ads.googleads.{request.param}.services.types.google_ads_service"
    types = importlib.import_module(name)

    def read(body, message="SearchGoogleAdsResponse"):
        return json_format.ParseDict(body, getattr(types, message).pb()())

    read.version = request.param
    return read


def own_fields(version, *resources):
    """Give everything that may be selected of some resources."""
    paths = fields_of(version).paths
    return [
        path
        for path, field in paths.items()
        if path.partition(".")[0] in resources and field.is_selectable
    ]


def listing(version, resource):
    """Ask for all fields of a resource and of those beside it."""
    fields = own_fields(version, resource, *resource_of(resource).others)
    query = f"SELECT {', '.join(fields)} FROM {resource}"  # noqa: S608 - no database.
    if at := CHANGES.get(resource):
        query += f" WHERE {at} >= '2026-10-20' AND {at} <= '2026-11-16' LIMIT 10000"
    return query


def report(version, resource, *, conversions=False):
    """Ask for all segments and metrics of a resource."""
    here = RESOURCES[resource]
    segments, metrics = here.segments - CONVERSION_SEGMENTS, here.metrics
    if conversions:
        segments = (here.segments & CONVERSION_SEGMENTS) | {"segments.date"}
        metrics = here.metrics & CONVERSIONS
    known = fields_of(version).paths
    paths = [path for path in sorted(segments | metrics) if path in known]
    fields = own_fields(version, resource, *here.others) + paths
    where = f" WHERE {DAY}" if segments else ""
    return f"SELECT {', '.join(fields)} FROM {resource}{where}"  # noqa: S608 - as above.


@pytest.mark.parametrize("resource", LISTS)
def test_lists(google, oracle, resource):
    google.version = oracle.version
    customer = {"customer_client": MANAGER.id}.get(resource, "1000000001")

    body = google.page(listing(oracle.version, resource), customer)

    assert len(oracle(body).results) == len(body["results"]) > 0


@pytest.mark.parametrize("resource", [*REPORTS, "click_view"])
def test_reports(google, oracle, resource):
    google.version = oracle.version

    body = google.page(report(oracle.version, resource))

    read = oracle(body)
    assert len(read.results) == len(body["results"]) > 0
    assert json_format.MessageToDict(read)["results"][0].keys() == (
        body["results"][0].keys()
    )


def test_reports_by_conversion_action(google, oracle):
    google.version = oracle.version

    query = report(oracle.version, "campaign", conversions=True)
    body = google.page(query.replace(DAY, "segments.date DURING LAST_14_DAYS"))

    names = {row.segments.conversion_action_name for row in oracle(body).results}
    assert names == {"Purchase", "Begin checkout"}


def test_streams_and_whole_pages(google, oracle):
    google.version = oracle.version
    query = f"SELECT campaign.id, metrics.clicks FROM campaign WHERE {DAY}"  # noqa: S608

    page = google.page(query, searchSettings={"returnTotalResultsCount": True})
    batches = google.post(
        "customers/1000000001/googleAds:searchStream", {"query": query}
    ).json()

    assert oracle(page).total_results_count == len(page["results"]) == 7
    assert [
        len(oracle(b, "SearchGoogleAdsStreamResponse").results) for b in batches
    ] == [7]


def test_values_are_those_that_were_meant(google, oracle):
    """Read by their client and written again, nothing has changed."""
    google.version = oracle.version
    query = (
        "SELECT campaign.id, campaign.status, segments.date, segments.device,"
        " metrics.cost_micros, metrics.conversions, metrics.conversions_value"
        " FROM campaign WHERE segments.date = '2026-11-10'"
    )

    body = google.page(query)

    assert json_format.MessageToDict(oracle(body))["results"] == body["results"]
