"""What Klaviyo refuses: callers, paths, filters, pages, reports."""

from __future__ import annotations

import pytest
import requests

from wv_sandbox.klaviyo.events import metric_id

EMAILS = "equals(messages.channel,'email')"
ORDERS = metric_id(7, "Placed Order")
REFUSED = [
    ("/api/campaigns", {}),
    ("/api/coupon-codes", {}),
    ("/api/campaigns", {"filter": EMAILS, "page[size]": "101"}),
    ("/api/events", {"page[size]": "1001"}),
    ("/api/lists", {"page[size]": "11"}),
    ("/api/tags", {"page[size]": "x"}),
    ("/api/metrics", {"page[size]": "10"}),
    ("/api/events", {"filter": 'greater-than(datetime,"2026-11-14T00:00:00Z")'}),
    ("/api/profiles", {"filter": "greater-or-equal(updated,2026-11-14T00:00:00Z)"}),
    ("/api/profiles", {"filter": "greater-than(nonsense,2026-11-14T00:00:00Z)"}),
    ("/api/tags", {"filter": "equals(name)"}),
    ("/api/tags", {"filter": "equals(name,rain)"}),
    ("/api/tags", {"filter": 'equals(name,["rain"])'}),
    ("/api/tags", {"filter": 'equals(name,{"a":"rain"})'}),
    ("/api/tags", {"filter": "rain"}),
    ("/api/tags", {"filter": "equals(name,'rain')equals(name,'heat')"}),
    ("/api/tags", {"sort": "colour"}),
    ("/api/flows", {"include": "everything"}),
    ("/api/tags", {"page[cursor]": "?"}),
]


@pytest.mark.parametrize(("path", "parameters"), REFUSED)
def test_what_the_openapi_does_not_allow_is_refused(klaviyo, path, parameters):
    answer = klaviyo.get(path, **parameters)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "invalid"
    assert answer.json()["errors"][0]["source"]["parameter"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Klaviyo-API-Key pk_wrong"}, 401),
        ({"Authorization": "Bearer stale"}, 401),
        ({"revision": ""}, 400),
        (
            {"revision": "2023-01-15", "X-Klaviyo-Revision-Fall-Forward-Opt-Out": "1"},
            410,
        ),
        ({"revision": "2023-01-15"}, 200),
    ],
)
def test_callers_are_checked(klaviyo, headers, status):
    """A dead revision is answered by another one, unless one opts out."""
    url = f"{klaviyo.url}/api/tags"

    assert (
        requests.get(url, headers=klaviyo.headers | headers, timeout=30).status_code
        == status
    )


@pytest.mark.parametrize("path", ["/api/nothing", "/api/tags/1/2"])
def test_other_paths_are_not_found(klaviyo, path):
    assert klaviyo.get(path).status_code == 404
    url = f"{klaviyo.box.url}/klaviyo/b/api/tags"
    assert requests.get(url, headers=klaviyo.headers, timeout=30).status_code == 404


def test_other_methods_are_not_allowed(klaviyo):
    assert klaviyo.post("/api/tags", "tag", name="x").status_code == 405


BAD_REPORTS = [
    {},
    {"statistics": ["nonsense"]},
    {"timeframe": {"key": "for ever"}},
    {"timeframe": {"start": "2024-01-01T00:00:00", "end": "2026-01-01T00:00:00"}},
    {"conversion_metric_id": "NONE"},
    {"colour": "red"},
]


@pytest.mark.parametrize("change", BAD_REPORTS)
def test_a_report_that_cannot_be_is_refused(klaviyo, change):
    good = {
        "statistics": ["opens"],
        "timeframe": {"key": "last_7_days"},
        "conversion_metric_id": ORDERS,
    }
    asked = good | change if change else {}

    answer = klaviyo.post(
        "/api/campaign-values-reports", "campaign-values-report", **asked
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["source"]["pointer"].startswith("/data")


def test_a_body_that_is_no_report_is_refused(klaviyo):
    assert klaviyo.post("/api/flow-values-reports", "nonsense").status_code == 400


def test_an_aggregate_needs_both_bounds_and_its_metric(klaviyo):
    asked = {"metric_id": ORDERS, "measurements": ["count"]}
    bounds = ["greater-or-equal(datetime,2026-11-01T00:00:00)"]
    path, kind = "/api/metric-aggregates", "metric-aggregate"

    assert klaviyo.post(path, kind, **asked, filter=bounds).status_code == 400
    unknown = asked | {"metric_id": "NONE"}
    assert klaviyo.post(path, kind, **unknown, filter=bounds).status_code == 404
