"""Klaviyo's rate limits."""

from __future__ import annotations


def test_the_burst_is_limited_and_says_for_how_long(klaviyo):
    answers = [klaviyo.get("/api/tags") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "1"


def test_the_minute_is_limited_and_counted_down(klaviyo):
    left = []
    for _ in range(20):
        left += [
            klaviyo.get("/api/tags").headers["RateLimit-Remaining"] for _ in range(3)
        ]
        klaviyo.box.clock.advance(1)

    answer = klaviyo.get("/api/tags")

    assert left[0] == "59"
    assert left[-1] == "0"
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 40
    klaviyo.box.clock.advance(40)
    assert klaviyo.get("/api/tags").status_code == 200
