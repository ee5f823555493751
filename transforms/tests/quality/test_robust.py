from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from wv_transforms.quality.robust import spread, wilson

counts = st.integers(1, 10_000).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))
)


@given(counts)
def test_wilson_equals_scipy(pair: tuple[int, int]):
    successes, trials = pair
    oracle = binomtest(successes, trials).proportion_ci(method="wilson")

    low, high = wilson(successes, trials)

    assert low == pytest.approx(oracle.low, abs=1e-12)
    assert high == pytest.approx(oracle.high, abs=1e-12)


def test_few_successes_prove_less_than_many():
    assert wilson(10, 10)[0] == pytest.approx(0.722, abs=5e-4)
    assert wilson(90, 90)[0] == pytest.approx(0.959, abs=5e-4)


def test_without_trials_every_rate_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 1)])
def test_what_is_no_share_is_refused(successes: int, trials: int):
    with pytest.raises(ValueError, match="no share"):
        wilson(successes, trials)


@given(
    st.lists(st.floats(-1, 1), min_size=3, max_size=40), st.floats(1e3, 1e9), st.data()
)
def test_wild_values_in_less_than_half_do_not_move_the_spread(
    quiet: list[float], wild: float, data: st.DataObject
):
    few = data.draw(st.integers(0, (len(quiet) - 1) // 2))

    assert spread(quiet + [wild] * few) <= 1.4826


def test_without_residuals_there_is_no_spread():
    assert spread([]) == 0
