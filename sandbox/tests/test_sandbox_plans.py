from __future__ import annotations

import pytest
import requests

BERLIN = {"latitude": 52.52, "longitude": 13.41, "hourly": "rain"}
PROFESSIONAL_HOSTS = [
    ("archive-api", "/v1/archive"),
    ("historical-forecast-api", "/v1/forecast"),
    ("previous-runs-api", "/v1/forecast"),
    ("single-runs-api", "/v1/forecast"),
]


def ask(client, host: str, path: str, key: str | None, **more: str):
    headers = {} if key is None else {"X-Api-Key": key}
    return requests.get(
        client.url(host, path), params={**BERLIN, **more}, headers=headers, timeout=30
    )


def test_customers_need_a_key(shared):
    answer = ask(shared, "customer-api", "/v1/forecast", None)
    assert answer.status_code == 401
    assert answer.json() == {
        "error": True,
        "reason": "API key required. Please add &apikey= to the URL.",
    }


def test_a_wrong_key_is_refused(shared):
    answer = ask(shared, "customer-api", "/v1/forecast", "guess")
    assert answer.status_code == 400
    assert answer.json()["reason"] == "The supplied API key is invalid."


def test_the_key_may_be_a_parameter(shared):
    assert ask(shared, "customer-api", "/v1/forecast", None, apikey="sandbox").ok


def test_the_header_comes_before_the_parameter(shared):
    assert ask(shared, "customer-api", "/v1/forecast", "sandbox", apikey="guess").ok
    assert not ask(shared, "customer-api", "/v1/forecast", "guess", apikey="sandbox").ok


@pytest.mark.parametrize(("host", "path"), PROFESSIONAL_HOSTS)
def test_the_archive_family_needs_professional(shared, host, path):
    answer = ask(
        shared, f"customer-{host}", path, "sandbox-standard", run="2026-11-14T00:00"
    )
    assert answer.status_code == 403
    assert answer.json()["reason"] == (
        "This API endpoint requires the API Professional or Enterprise plan"
    )


@pytest.mark.parametrize(
    "key", ["sandbox", "sandbox-professional", "sandbox-enterprise"]
)
@pytest.mark.parametrize(("host", "path"), PROFESSIONAL_HOSTS)
def test_professional_and_enterprise_may_ask_it(shared, host, path, key):
    assert ask(shared, f"customer-{host}", path, key, run="2026-11-14T00:00").ok


def test_standard_may_ask_for_forecasts(shared):
    assert ask(shared, "customer-api", "/v1/forecast", "sandbox-standard").ok


def test_a_key_on_a_free_host_is_redirected_to_the_customers(shared):
    answer = ask(shared, "archive-api", "/v1/archive", None, apikey="sandbox")
    assert answer.ok
    assert [step.status_code for step in answer.history] == [303]
    assert "/openmeteo/customer-archive-api/v1/archive?" in answer.url


def test_a_long_address_is_not_redirected(shared):
    answer = ask(shared, "archive-api", "/v1/archive", "sandbox", note="x" * 3_500)
    assert answer.ok
    assert not answer.history


def test_a_post_is_not_redirected(shared):
    url = shared.url("archive-api", "/v1/archive")
    answer = requests.post(
        url, data=BERLIN, headers={"X-Api-Key": "sandbox"}, timeout=30
    )
    assert answer.ok
    assert not answer.history
