from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import requests
from requests.adapters import HTTPAdapter

from wv_sandbox.clock import SandboxClock
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.limits import (
    LIMIT_REASONS,
    MAX_WEIGHT,
    WINDOWS,
    Limits,
    weight,
)

BERLIN = {"latitude": 52.52, "longitude": 13.41}
NOW = datetime(2026, 11, 15, 6, 0, 10, tzinfo=UTC)


@pytest.fixture
def limits() -> Limits:
    return Limits(SandboxClock(NOW, frozen=True))


@pytest.mark.parametrize(
    ("variables", "days", "expected"),
    [
        (1, 1, 1.0),
        (12, 23, 1.97),
        (12, 365, 31.3),
        (2, 10_958, 156.5),
        (12, 10_958, 939.3),
        (20, 1, 2.0),
    ],
)
def test_a_call_weighs_what_the_servers_formula_says(variables, days, expected):
    """The first five are the figures of the facts."""
    assert weight(variables, days) == pytest.approx(expected, abs=0.05)


def test_a_call_is_checked_before_and_charged_after(client):
    """One heavy call overshoots the minute; the next one is refused."""
    ask = {**BERLIN, "start_date": "1991-01-01", "end_date": "2020-12-31"}
    daily = ",".join(
        f"{name}_{how}"
        for name in ("temperature_2m", "wind_gusts_10m")
        for how in ("max", "min", "mean")
    )
    heavy = client.free(
        "archive-api", "/v1/archive", **ask, daily=f"{daily},rain_sum,precipitation_sum"
    )
    assert heavy.status_code == 200
    refused = client.free("api", **BERLIN, hourly="rain")
    assert refused.status_code == 429
    assert refused.json() == {"error": True, "reason": LIMIT_REASONS["minutely"]}
    assert "retry-after" not in refused.headers
    spent = client.box.box.openmeteo.limits.spent("127.0.0.1", WINDOWS[0])
    assert spent == pytest.approx(8 * 10_958 / 140)
    client.box.reset()
    assert client.free("api", **BERLIN, hourly="rain").status_code == 200


def test_locations_are_weighed_one_by_one(client):
    places = {"latitude": ",".join("1" * 300), "longitude": ",".join("1" * 300)}
    assert client.free("api", **places, hourly="rain").status_code == 200
    assert client.box.box.openmeteo.limits.spent("127.0.0.1", WINDOWS[0]) == 300


def test_an_error_costs_one(client):
    assert client.free("api", **BERLIN, hourly="nonsense").status_code == 400
    assert client.box.box.openmeteo.limits.spent("127.0.0.1", WINDOWS[1]) == 1.0


def test_metadata_cost_nothing(client):
    assert client.free("api", "/data/dwd_icon/static/meta.json").status_code == 200
    assert client.box.box.openmeteo.limits.spent("127.0.0.1", WINDOWS[0]) == 0.0


@pytest.mark.parametrize(
    ("spend", "limit", "until"),
    [
        ([600], "minutely", datetime(2026, 11, 15, 6, 1, tzinfo=UTC)),
        ([5_000], "hourly", datetime(2026, 11, 15, 7, 0, tzinfo=UTC)),
        ([5_000, 5_000], "daily", datetime(2026, 11, 16, tzinfo=UTC)),
    ],
)
def test_windows_are_emptied_on_the_clock(spend, limit, until):
    """On the full minute, hour and UTC day, however late in them one came."""
    clock = SandboxClock(NOW, frozen=True)
    limits = Limits(clock)
    for part in spend:
        clock.advance(3600)
        limits.add("me", part)
    clock.set(NOW.replace(hour=7) if limit == "daily" else clock.now())
    length = dict(
        zip(("minutely", "hourly", "daily"), (60, 3600, 86_400), strict=True)
    )[limit]
    end = (int(clock.now().timestamp()) // length + 1) * length
    clock.set(datetime.fromtimestamp(end - 1, UTC))
    with pytest.raises(ApiError) as refused:
        limits.check("me")
    assert refused.value.status == 429
    assert refused.value.reason == LIMIT_REASONS[limit]
    clock.set(datetime.fromtimestamp(end, UTC))
    limits.check("me")
    assert end == int(until.timestamp()) or limit != "daily"


def test_a_call_is_allowed_below_the_limit(limits):
    limits.add("me", 599.9)
    limits.check("me")
    limits.add("me", 0.1)
    with pytest.raises(ApiError):
        limits.check("me")


def test_clients_have_limits_of_their_own(client):
    """Another address of loopback is another client."""
    client.box.box.openmeteo.limits.add("127.0.0.1", 600)
    assert client.free("api", **BERLIN, hourly="rain").status_code == 429

    class FromElsewhere(HTTPAdapter):
        def init_poolmanager(self, *args: object, **kwargs: object) -> None:
            super().init_poolmanager(*args, source_address=("127.0.0.2", 0), **kwargs)

    with requests.Session() as session:
        session.mount("http://", FromElsewhere())
        answer = session.get(
            client.url("api"), params={**BERLIN, "hourly": "rain"}, timeout=30
        )
    assert answer.status_code == 200


def test_customers_have_no_windows(client):
    client.box.box.openmeteo.limits.add("127.0.0.1", 10_000)
    assert client.get("api", **BERLIN, hourly="rain").status_code == 200


def test_too_much_data_is_refused(shared):
    """A weight above 5,000: 10 cells x 30 years x 7 variables."""
    places = {"latitude": ",".join("1" * 10), "longitude": ",".join("1" * 10)}
    span = {"start_date": "1991-01-01", "end_date": "2020-12-31"}
    hourly = ",".join(f"temperature_2m_previous_day{n}" for n in range(7))
    assert 10 * weight(7, 10_958) > MAX_WEIGHT
    reason = shared.reason(
        "archive-api", "/v1/archive", **places, **span, hourly=hourly
    )
    assert reason.startswith("Your API call requests too much data")


def test_a_thousand_locations_are_the_most_for_the_free(client):
    def ask(count: int):
        ones = ",".join("1" * count)
        body = {
            "latitude": ones,
            "longitude": ones,
            "hourly": "rain",
            "forecast_days": 1,
        }
        return requests.post(client.url("api"), data=body, timeout=60)

    refused = ask(1001)
    assert refused.status_code == 400
    assert (
        refused.json()["reason"] == "Only up to 1000 locations can be requested at once"
    )
    allowed = ask(1000)
    assert allowed.status_code == 200
    assert len(allowed.json()) == 1000


def test_the_sixth_call_in_flight_is_refused(client):
    """One runs, four wait, and the next is told so at once."""
    client.box.faults.add("slow", seconds=30)
    ask = {**BERLIN, "hourly": "rain"}
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(client.free, "api", **ask) for _ in range(5)]
        client.box.wait_for_requests(5)
        client.box.wait_for_held(1)
        sixth = client.free("api", **ask)
        client.box.faults.release()
        answers = [call.result() for call in waiting]
    assert sixth.status_code == 429
    assert sixth.json() == {"error": True, "reason": "Too many concurrent requests"}
    assert {answer.status_code for answer in answers} == {200}


def test_a_turn_is_given_back_after_an_error(limits):
    async def fail() -> None:
        async with limits.turn("me", 1, 1):
            message = "something else"
            raise ValueError(message)

    async def twice() -> None:
        for _ in range(2):
            with pytest.raises(ValueError, match="something else"):
                await fail()

    asyncio.run(twice())
