"""Whatever is asked, the answer is data or a refusal, never a crash."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wv_sandbox.metaads.edges import EDGES as EDGES_OF

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["{", "a{b}", "9999-12-31", "1" * 30, "\u0663", "IN", "spend"]),
)
JSON = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner)
    ),
    max_leaves=6,
)
CONDITION = st.fixed_dictionaries(
    {
        "field": JSON
        | st.sampled_from(["id", "ad.updated_time", "campaign.id", "spend"]),
        "operator": JSON | st.sampled_from(["EQUAL", "IN", "GREATER_THAN", "CONTAIN"]),
        "value": JSON,
    }
)
ANY = {
    "fields": JSON,
    "limit": JSON,
    "after": JSON,
    "filtering": JSON | st.lists(CONDITION, min_size=1, max_size=2),
    "effective_status": JSON,
    "breakdowns": JSON,
    "level": JSON,
    "time_range": JSON
    | st.fixed_dictionaries({"since": ODD, "until": ODD})
    | st.just({"since": "9999-12-31", "until": "9999-12-31"}),
    "time_increment": JSON,
    "action_attribution_windows": JSON,
    "since": JSON | st.just("9" * 25),
    "batch": JSON | st.just([{"relative_url": "http://["}]),
    "ids": JSON,
    "feature_name": JSON,
}
ASKED = st.dictionaries(st.sampled_from(sorted(ANY)), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({name: ANY[name] for name in names})
)
EDGES = ["ads", "insights", "activities", "insights/feature-settings", "adimages"]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(["", "me/adaccounts", "search", *EDGES]),
    method=st.sampled_from(["GET", "POST"]),
    asked=ASKED,
)
def test_any_question_is_answered(graph, path, method, asked):
    whole = f"{graph.account}/{path}" if path in EDGES else path
    if method == "GET":
        told = {name: json.dumps(value) for name, value in asked.items()}
        answer = graph.send(whole, **told)
    else:
        answer = requests.post(
            graph.url(whole),
            json=asked,
            headers={"Authorization": f"Bearer {graph.token}"},
            timeout=30,
        )

    body = answer.json()
    assert isinstance(body, list) or answer.status_code == 200 or body["error"]["code"]


@pytest.mark.parametrize("fields", ["{" * 2_000, "a{" * 51 + "}" * 51])
def test_fields_that_go_too_deep_are_refused(graph, fields):
    assert graph.refused(f"{graph.account}/ads", fields=fields)[0] == (100, None)


def test_all_days_to_come_are_answered_at_once(graph):
    days = {"since": "2026-11-14", "until": "9999-12-31"}

    assert len(graph.rows(*days.values(), fields="spend")) == 2
    assert graph.rows("9999-12-31", "9999-12-31", fields="spend") == []


def test_numbers_and_names_are_told_apart_in_filters(graph):
    def found(field: str, kind: str, value: object):
        condition = {"field": field, "operator": kind, "value": value}
        return graph.list("ads", filtering=[condition])

    (ad, *_) = graph.list("ads")
    assert found("ad.id", "IN", [int(ad["id"])]) == [ad]
    assert found("name", "NOT_CONTAIN", "Hello") != found("name", "CONTAIN", "Hello")
    assert found("ad.updated_time", "LESS_THAN", "1") == []


@pytest.mark.parametrize(
    ("day", "ads"), [("2024-10-20", 0), ("2024-11-15", 9), ("2028-03-01", 11)]
)
def test_any_time_has_its_account(graph, day, ads):
    graph.box.reset(datetime.fromisoformat(f"{day}T12:00:00+00:00"))

    found = {edge: graph.list(edge, limit="500") for edge in (*EDGES_OF, "activities")}

    assert len(found["ads"]) == ads
    assert float(graph.get(graph.account, fields="amount_spent")["amount_spent"]) >= ads
    fired = graph.list("customconversions", fields="first_fired_time")
    assert all(one["first_fired_time"] <= f"{day}T24" for one in fired)
