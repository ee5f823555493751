from __future__ import annotations

import math

import numpy as np

from wv_sandbox.noise import make_key, normal, red, to_unit, uniform

DAYS = np.arange(-20_000, 20_000)


def test_a_number_hangs_on_its_key_and_counter_only():
    key = make_key(7, "rain", 40.75)
    assert uniform(key, DAYS)[100] == uniform(key, DAYS[100:101])[0]


def test_other_names_give_other_series():
    one, other = (normal(make_key(7, name), DAYS) for name in ("rain", "wind"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_other_seeds_give_other_series():
    one, other = (normal(make_key(seed, "rain"), DAYS) for seed in (7, 8))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_two_counters_are_both_heeded():
    key = make_key("run")
    by_run = uniform(key, np.array([[0], [6]]), np.array([[1, 2]]))
    assert len(set(by_run.ravel().tolist())) == 4


def test_uniform_numbers_are_uniform():
    counts, _ = np.histogram(uniform(make_key("u"), DAYS), bins=10, range=(0, 1))
    assert counts.sum() == DAYS.size
    assert np.abs(counts / DAYS.size - 0.1).max() < 0.01


def test_normal_numbers_are_normal():
    drawn = normal(make_key("n"), DAYS)
    assert abs(drawn.mean()) < 0.02
    assert abs(drawn.std() - 1.0) < 0.02
    assert 2.5 < np.abs(drawn).max() < 6.0


def test_a_red_series_remembers_as_told():
    drawn = red(make_key("r"), -10_000, 20_000, 0.7)
    assert abs(drawn.std() - 1.0) < 0.05
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1] - 0.7) < 0.03


def test_a_red_series_is_the_same_through_any_window():
    """Or the archive would say other things for another range of dates."""
    key = make_key("r")
    assert np.allclose(
        red(key, 0, 400, 0.7)[100:110], red(key, 100, 10, 0.7), atol=1e-12
    )


def test_the_distribution_function_is_close():
    grid = np.linspace(-4, 4, 81)
    exact = np.array([0.5 * (1 + math.erf(z / math.sqrt(2))) for z in grid])
    assert np.abs(to_unit(grid) - exact).max() < 0.0002
