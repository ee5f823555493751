"""Every error by its name, and every bad body."""

from __future__ import annotations

import json

import pytest
import requests
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.protobuf import json_format

from wv_sandbox.googleads.faults import GRANTS, PREFIX, ROWS, STATUSES
from wv_sandbox.googleads.fields import fields_of

QUERY = "SELECT campaign.id FROM campaign"
API = "/googleads/googleads"


@pytest.mark.parametrize("code", ROWS)
def test_each_error_comes_by_its_code(google, code_of, code):
    google.box.faults.add(f"{PREFIX}{code}", path_prefix=API)

    answer = google.search(QUERY)

    assert code_of(answer) == code
    assert answer.status_code == ROWS[code].status
    (detail,) = answer.json()["error"]["details"]
    assert detail.pop("@type").endswith("v26.errors.GoogleAdsFailure")
    failure = json_format.ParseDict(detail, GoogleAdsFailure.pb()())
    assert failure.errors[0].message == detail["errors"][0]["message"]
    assert google.search(QUERY).status_code == 200


def test_each_code_is_one_of_googles():
    known = fields_of("v26")._table["errors"]

    for code in ROWS:
        family, _, name = code.partition(".")
        assert name in known[family], code


def test_a_long_delay_of_a_quota(google):
    google.box.faults.add(
        f"{PREFIX}quotaError.RESOURCE_EXHAUSTED", delay_seconds=40_591
    )

    (detail,) = google.search(QUERY).json()["error"]["details"]

    told = detail["errors"][0]["details"]["quotaErrorDetails"]
    assert told["retryDelay"] == "40591s"


def test_half_a_second_of_delay(google):
    kind = f"{PREFIX}quotaError.RESOURCE_TEMPORARILY_EXHAUSTED"
    google.box.faults.add(kind, delay_seconds=0.5)

    (detail,) = google.search(QUERY).json()["error"]["details"]

    told = detail["errors"][0]["details"]["quotaErrorDetails"]
    assert told["retryDelay"] == "0.5s"


def test_the_field_that_is_to_blame_can_be_chosen(google):
    kind = f"{PREFIX}queryError.UNRECOGNIZED_FIELD"
    google.box.faults.add(kind, field="metrics.clicks")

    (detail,) = google.search(QUERY).json()["error"]["details"]

    assert "'metrics.clicks'" in detail["errors"][0]["message"]
    assert detail["errors"][0]["trigger"] == {"stringValue": "metrics.clicks"}


def test_a_fault_of_a_stream_stands_in_an_array(google, code_of):
    google.box.faults.add(f"{PREFIX}internalError.INTERNAL_ERROR")

    answer = google.post(
        "customers/1000000001/googleAds:searchStream", {"query": QUERY}
    )

    assert isinstance(answer.json(), list)
    assert code_of(answer) == "internalError.INTERNAL_ERROR"


@pytest.mark.parametrize("status", STATUSES)
def test_the_front_end_refuses_without_a_failure(google, status):
    google.box.faults.add("status", status=status, reason="No.", retry_after=7)

    answer = google.search(QUERY)

    assert answer.status_code == status
    assert answer.headers["retry-after"] == "7"
    assert "details" not in answer.json()["error"]
    assert answer.json()["error"]["message"] == "No."


def test_the_front_end_has_words_of_its_own(google):
    google.box.faults.add("status")

    answer = google.search(QUERY)

    assert answer.status_code == 429
    assert "retry-after" not in answer.headers
    assert answer.json()["error"]["status"] == "RESOURCE_EXHAUSTED"


@pytest.mark.parametrize("error", GRANTS)
def test_tokens_are_refused_by_name(google, error):
    google.box.faults.add("google_oauth", error=error)

    answer = google.token(grant_type="refresh_token")

    assert answer.status_code == GRANTS[error][0]
    assert answer.json()["error"] == error


def test_an_unknown_code_is_no_fault(google):
    with pytest.raises(ValueError, match="there is no fault"):
        google.box.faults.add(f"{PREFIX}queryError.NO_SUCH_THING")


def test_a_body_can_end_in_the_middle(google):
    google.box.faults.add("truncated", share=0.3)

    answer = google.search(QUERY)

    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize("method", ["search", "searchStream"])
def test_pages_can_lead_in_a_circle(google, method):
    google.box.faults.add("circle", times=2)
    path = f"customers/1000000001/googleAds:{method}"
    tokens = [
        google.post(path, {"query": QUERY}).json()["nextPageToken"] for _ in range(2)
    ]

    assert tokens[0] == tokens[1]


def test_rows_can_be_missing(google):
    google.box.faults.add("no_results")

    assert json.loads(google.search(QUERY).content)["results"] is None
