"""Plans, hosts and what they allow."""

from __future__ import annotations

import pytest

from tap_kit.errors import ExitCode, SettingsError
from tap_openmeteo.plans import (
    ARCHIVE,
    FORECAST,
    GEOCODING,
    HISTORICAL_FORECAST,
    PLANS,
    PREVIOUS_RUNS,
    plan_of,
    require,
    url_base,
)


def test_a_key_without_a_plan_is_taken_as_professional():
    """All streams need it; a smaller plan is told by the server's 403."""
    assert plan_of(None, has_key=True).name == "professional"


@pytest.mark.parametrize(
    ("plan", "has_key", "words"),
    [
        ("standard", False, "needs a key"),
        (None, False, "needs a key"),
        ("free", True, "no key"),
    ],
)
def test_plan_and_key_must_fit(plan, has_key, words):
    with pytest.raises(SettingsError, match=words) as caught:
        plan_of(plan, has_key=has_key)

    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("endpoint", [ARCHIVE, HISTORICAL_FORECAST, PREVIOUS_RUNS])
def test_the_standard_plan_lacks_the_archive_family(endpoint):
    with pytest.raises(SettingsError, match="does not include") as caught:
        require(PLANS["standard"], endpoint, "weather_hourly_observed")

    assert caught.value.where == "stream weather_hourly_observed"


@pytest.mark.parametrize("endpoint", [FORECAST, GEOCODING])
def test_the_standard_plan_has_forecast_and_geocoding(endpoint):
    require(PLANS["standard"], endpoint, "weather_hourly_forecast")


@pytest.mark.parametrize("name", ["free", "professional", "enterprise"])
def test_other_plans_have_the_archive_family(name):
    """The free API serves it too, for non-commercial use."""
    require(PLANS[name], ARCHIVE, "weather_hourly_observed")


def test_paid_plans_have_hosts_of_their_own():
    assert (
        url_base(ARCHIVE, PLANS["free"], None) == "https://archive-api.open-meteo.com"
    )
    assert (
        url_base(ARCHIVE, PLANS["professional"], None)
        == "https://customer-archive-api.open-meteo.com"
    )


def test_a_base_url_serves_every_host_under_its_label():
    base = "http://127.0.0.1:9/openmeteo/"

    assert url_base(FORECAST, PLANS["free"], base) == "http://127.0.0.1:9/openmeteo/api"


def test_only_the_free_plan_has_windows():
    assert dict(PLANS["free"].windows) == {60: 600, 3600: 5_000, 86_400: 10_000}
    assert not PLANS["enterprise"].windows
