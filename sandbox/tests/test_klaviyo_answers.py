"""Klaviyo's answers look as its OpenAPI says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from wv_sandbox.klaviyo.events import metric_id

EMAILS = "equals(messages.channel,'email')"
CODES = "equals(coupon.id,'WEATHER1')"
LISTS = [
    ("/api/accounts", {}),
    ("/api/campaigns", {"filter": EMAILS, "include": "campaign-messages,tags"}),
    ("/api/campaigns", {"filter": "equals(messages.channel,'sms')"}),
    ("/api/campaigns", {"filter": "equals(messages.channel,'mobile_push')"}),
    ("/api/flows", {}),
    ("/api/events", {"filter": "greater-than(datetime,2026-11-14T00:00:00Z)"}),
    ("/api/metrics", {}),
    ("/api/profiles", {}),
    ("/api/lists", {}),
    ("/api/segments", {}),
    ("/api/templates", {}),
    ("/api/tags", {}),
    ("/api/coupons", {}),
    ("/api/coupon-codes", {"filter": CODES, "include": "coupon"}),
    ("/api/catalog-items", {"include": "variants"}),
    ("/api/catalog-variants", {}),
    ("/api/catalog-categories", {}),
    ("/api/forms", {}),
    ("/api/images", {}),
    ("/api/reviews", {}),
]
CHILDREN = [
    ("/api/flows", "/api/flows/{id}/flow-actions"),
    ("/api/lists", "/api/lists/{id}/profiles"),
    ("/api/segments", "/api/segments/{id}/profiles"),
]
ORDERS = metric_id(7, "Placed Order")


def load(revision: str) -> dict[str, Any]:
    """The schemas of good answers, with the two quirks of the source put right.

    `oneOf` is ambiguous where branches are equal, and refuses null beside `nullable`.
    """
    path = Path(__file__).parent / "data" / f"klaviyo_{revision}.json.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    schemas: dict[str, Any] = json.loads(text.replace('"oneOf"', '"anyOf"'))
    return schemas


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    return load("2026-07-15")


def check(schemas: dict[str, Any], template: str, body: Any) -> None:
    schema = schemas["paths"][template] | {"components": schemas["components"]}
    faults = [error.message[:200] for error in OAS30Validator(schema).iter_errors(body)]
    assert not faults


@pytest.mark.parametrize(("path", "parameters"), LISTS)
def test_a_list_looks_as_the_openapi_says(klaviyo, schemas, path, parameters):
    answer = klaviyo.get(path, **parameters)

    assert answer.status_code == 200
    assert answer.json()["data"]
    check(schemas, path, answer.json())


@pytest.mark.parametrize(("parents", "template"), CHILDREN)
def test_a_list_below_a_parent_does_too(klaviyo, schemas, parents, template):
    parent = klaviyo.get(parents).json()["data"][0]["id"]

    answer = klaviyo.get(template.replace("{id}", parent))

    assert answer.json()["data"]
    check(schemas, template, answer.json())


def test_messages_of_flows_do_too(klaviyo, schemas):
    flow = klaviyo.get("/api/flows").json()["data"][0]["id"]
    actions = klaviyo.get(f"/api/flows/{flow}/flow-actions").json()["data"]
    sending = [
        a for a in actions if a["attributes"]["definition"]["type"] != "time-delay"
    ]

    answer = klaviyo.get(f"/api/flow-actions/{sending[0]['id']}/flow-messages")

    assert answer.json()["data"]
    check(schemas, "/api/flow-actions/{id}/flow-messages", answer.json())


@pytest.mark.parametrize("kind", ["campaign", "flow"])
def test_values_reports_do_too(klaviyo, schemas, kind):
    path = f"/api/{kind}-values-reports"
    answer = klaviyo.post(
        path,
        f"{kind}-values-report",
        statistics=["opens", "clicks", "delivered", "conversion_value"],
        timeframe={"start": "2026-10-01T00:00:00", "end": "2026-11-01T00:00:00"},
        conversion_metric_id=ORDERS,
    )

    assert answer.json()["data"]["attributes"]["results"]
    check(schemas, path, answer.json())


def test_metric_aggregates_do_too(klaviyo, schemas):
    answer = klaviyo.post(
        "/api/metric-aggregates",
        "metric-aggregate",
        metric_id=ORDERS,
        measurements=["count"],
        filter=[
            "greater-or-equal(datetime,2026-11-01T00:00:00)",
            "less-than(datetime,2026-11-08T00:00:00)",
        ],
        timezone="America/New_York",
    )

    assert len(answer.json()["data"]["attributes"]["dates"]) == 7
    check(schemas, "/api/metric-aggregates", answer.json())


@pytest.mark.parametrize(
    ("path", "include"),
    [
        ("/api/campaigns", "campaign-audiences,campaign-messages"),
        ("/api/campaign-messages", "campaign,campaign-variations"),
    ],
)
def test_the_newer_revision_has_campaigns_of_its_own_shape(klaviyo, path, include):
    klaviyo.headers = klaviyo.headers | {"revision": "2026-10-15"}

    answer = klaviyo.get(path, include=include)

    assert answer.json()["data"]
    assert answer.json()["included"]
    check(load("2026-10-15"), path, answer.json())
