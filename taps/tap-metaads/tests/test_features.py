"""What accounts have enabled, and what is enabled for them if that is wanted."""

from __future__ import annotations

from datetime import date

import pytest

from tap_metaads.insights.features import Features

SETTINGS = "insights/feature-settings"


def test_a_breakdown_that_needs_nothing_asks_nothing(make_tap, box):
    tap = make_tap("ads")
    account = tap.accounts.all[0]
    before = len(box.requests)

    assert tap.features.since(account, ("age", "gender")) == date.min
    assert len(box.requests) == before


def test_an_account_is_asked_once(make_tap, asked):
    tap = make_tap("ads")
    account = tap.accounts.all[0]

    first = tap.features.since(account, ("comscore_market",))
    second = tap.features.since(account, ("publisher_platform", "impression_device"))

    assert (first, second) == (date(2026, 6, 22), None)
    assert len(asked(SETTINGS)) == 1


def test_what_is_missing_is_enabled_only_if_wanted(make_tap, sync, box):
    tap = make_tap("insights_device_daily", auto_enable_features=True)

    sync(tap)

    (post,) = [r for r in box.requests if r.method == "POST"]
    assert post.path.endswith(SETTINGS)
    assert post.body == "feature_name=impression_device"


@pytest.mark.parametrize(
    "answer", [[], {}, {"data": None}, {"data": ["x", 7]}, "words", {"data": [{}]}]
)
def test_a_strange_answer_enables_nothing(make_tap, monkeypatch, answer):
    tap = make_tap("ads")
    account = tap.accounts.all[0]
    monkeypatch.setattr(type(tap.api), "get", lambda *_: answer)

    assert Features(tap.api, enables=False).since(account, ("comscore_market",)) is None


def test_a_list_without_an_envelope_is_taken(make_tap, monkeypatch):
    tap = make_tap("ads")
    account = tap.accounts.all[0]
    setting = {"feature_name": "comscore", "status": "enabled"}
    monkeypatch.setattr(type(tap.api), "get", lambda *_: [setting])

    features = Features(tap.api, enables=False)

    assert features.since(account, ("comscore_market",)) == date.min
