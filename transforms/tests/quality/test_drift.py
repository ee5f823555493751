from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_transforms.quality.drift import Drift, Profile, drifts
from wv_transforms.quality.units import unit_of


def history(statistic: str, values: list[float], rows: int = 100) -> list[Profile]:
    return [Profile(rows, {statistic: v}, d % 7) for d, v in enumerate(values)]


def noisy(centre: float, width: float, n: int = 40) -> list[float]:
    chance = random.Random(5)  # noqa: S311  # No secret.
    return [chance.uniform(centre - width, centre + width) for _ in range(n)]


def found(
    past: list[Profile],
    statistic: str,
    value: float | None,
    phase: int = 0,
    rows: int = 100,
) -> list[Drift]:
    now = Profile(rows, {statistic: value}, phase)
    return list(drifts(past, now, least=14, spreads=7))


def test_a_usual_value_is_no_drift():
    assert not found(history("magnitude", noisy(50, 3)), "magnitude", 54)


def test_a_value_far_beyond_the_worst_is_one():
    (drift,) = found(history("magnitude", noisy(50, 3)), "magnitude", 70)

    assert drift.expected == pytest.approx(50, abs=1)
    assert drift.observed == 70
    assert drift.score > 1


def test_a_value_like_the_worst_of_the_past_is_none():
    values = [*noisy(50, 1), 80.0]

    assert not found(history("magnitude", values), "magnitude", 85)


def test_weekdays_that_differ_are_compared_with_their_like():
    values = [100.0 + d % 7 * 50 + (d % 3) for d in range(70)]
    past = history("magnitude", values)

    assert not found(past, "magnitude", 401, phase=6)
    assert found(past, "magnitude", 401, phase=0)


def test_a_series_that_wanders_is_compared_with_its_last_values():
    """Order numbers only grow: their median says nothing of tomorrow."""
    past = history("magnitude", [1000.0 + 100 * d for d in range(40)])

    assert not found(past, "magnitude", 5000)
    assert found(past, "magnitude", 9000)


def test_spreads_are_compared_by_ratio():
    past = history("length", noisy(10, 1))

    assert not found(past, "length", 12)
    assert found(past, "length", 0.1)


def test_one_missing_value_proves_nothing_but_ten_do():
    past = history("null_share", [0.0] * 40)

    assert not found(past, "null_share", 0.01)
    assert found(past, "null_share", 0.1)


def test_a_share_of_few_rows_is_judged_mildly():
    past = history("null_share", [0.3, 0.32, 0.28, 0.31] * 10, rows=1000)

    assert not found(past, "null_share", 0.5, rows=20)
    assert found(past, "null_share", 0.5, rows=1000)


def test_what_was_not_measured_is_not_judged():
    past = history("magnitude", noisy(50, 3))

    assert not found(past, "magnitude", None)
    assert not found(past[:13], "magnitude", 1e9)


numbers = st.floats(0, 1e6)


@given(
    st.lists(numbers, min_size=14, max_size=40),
    numbers,
    st.sampled_from(["magnitude", "length", "null_share"]),
)
def test_every_history_gives_finite_scores(
    values: list[float], now: float, statistic: str
):
    for drift in found(history(statistic, values), statistic, now):
        assert drift.score > 1
        assert math.isfinite(drift.score)
        assert math.isfinite(drift.expected)


@given(numbers, st.integers(14, 40), st.sampled_from(["magnitude", "length"]))
def test_what_never_changes_is_never_strange(value: float, runs: int, statistic: str):
    assert not found(history(statistic, [value] * runs), statistic, value)


def fifths(start: float, step: float) -> dict[str, float | None]:
    return {f"fifth_{part}": start + step * part for part in range(1, 6)}


def test_a_place_may_move_as_far_as_some_rows_change_rank():
    """Where a value is frequent a fifth jumps when a few rows more have it."""
    past = [Profile(100, fifths(10, 10)) for _ in range(40)]
    little, far = ({**fifths(10, 10), "fifth_3": v} for v in (43.0, 48.0))

    assert not list(drifts(past, Profile(100, little), least=14, spreads=7))
    (drift,) = drifts(past, Profile(100, far), least=14, spreads=7)
    assert (drift.statistic, drift.expected) == ("fifth_3", 40)


def test_the_outermost_place_is_held_against_its_inner_neighbour():
    past = [Profile(100, fifths(10, 10)) for _ in range(40)]

    low = {**fifths(10, 10), "fifth_1": 15.0}
    assert list(drifts(past, Profile(100, low), least=14, spreads=7))


def middle(factor: float, offset: float = 0.0) -> list[Drift]:
    usual = {"fifth_2": 8.0, "fifth_3": 14.0, "fifth_4": 21.0}
    return [Drift(n, v * factor + offset, v, 5.0) for n, v in usual.items()]


@pytest.mark.parametrize(
    ("factor", "offset", "says"),
    [
        (100, 0, "100 times as large"),
        (1.8, 32, "°F instead of °C"),
        (1, 273.15, "K instead of °C"),
        (1 / 25.4, 0, "inch instead of mm"),
        (3.6, 0, "km/h instead of m/s"),
        (1.4, 0, ""),
    ],
)
def test_a_mistaken_unit_is_named(factor: float, offset: float, says: str):
    assert unit_of(middle(factor, offset)) == says


def test_one_place_alone_names_no_unit():
    assert not unit_of(middle(100)[:1])


def test_another_sign_is_no_unit():
    assert not unit_of(middle(-10))
