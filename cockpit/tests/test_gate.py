"""`wv gate` and `wv smoke` are the rooms' own answers, with an exit code."""

from __future__ import annotations

import json

import pytest

from wv_transforms.errors import GateError
from wv_transforms.finding import Finding, Severity

HOLDS = Finding("temp_c.minimum", "weather_daily", 0, Severity.V3, "look")
SMALL = Finding("temp_c.maximum", "weather_daily", 2, Severity.V1, "look at them")
BAD = Finding("keys.unique", "sales_daily", 3, Severity.V3, "find the twins")


@pytest.fixture
def judged(monkeypatch, wv, tmp_path):
    """Run the gate on these findings; how it finds them, its own room tests."""

    def call(*findings, arguments=()):
        monkeypatch.setattr(
            "wv_transforms.promoted_gate.check_promoted", lambda *_: list(findings)
        )
        return wv("gate", "--lake-root", tmp_path, *arguments)

    return call


def test_when_all_rules_hold_it_says_so(judged):
    assert judged(HOLDS) == (0, "", "1 of 1 rules hold.\n")


def test_a_small_matter_is_named_and_does_not_fail(judged):
    code, out, _ = judged(HOLDS, SMALL)

    assert (code, "temp_c.maximum" in out) == (0, True)


def test_a_rule_that_refuses_is_exit_5_with_its_next_step(judged):
    code, out, err = judged(HOLDS, BAD)

    assert code == GateError.exit_code
    assert "find the twins" in out
    assert "Error" in err


def test_for_machines_each_rule_is_one_object(judged):
    _, out, _ = judged(BAD, arguments=["--json"])

    told = json.loads(out)
    assert (told["rule"], told["count"], told["fails"]) == ("keys.unique", 3, True)


def test_nothing_promoted_is_told(wv, lake_root):
    code, _, err = wv("gate", "--lake-root", lake_root, "--tenant", "nobody")

    assert (code, "run `wv build`" in err) == (7, True)


def test_smoke_tells_what_it_compared(monkeypatch, wv):
    class Report:
        hashes = {"weather_daily": ("a", "b")}
        conditions = ("a clock change",)

        def __str__(self):
            return "2 rows of 1 tables equal."

    monkeypatch.setattr("wv_transforms.smoke.replay.run_smoke", Report)

    code, out, err = wv("smoke")

    assert (code, out) == (0, "2 rows of 1 tables equal.\n")
    assert "shown: a clock change" in err
