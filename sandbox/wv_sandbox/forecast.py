"""What a model run foresaw: the truth, and an error that grows with the lead.

The error hangs on (seed, cell, model, run, time) alone. So whatever asks for the value
of one time from one run gets the same number: the forecast of the day, the run called
up later, and "what was forecast n days before".
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox.arrays import Floats, Ints, rounded, within
from wv_sandbox.hours import Truth, snow_of
from wv_sandbox.noise import make_key, normal, uniform

if TYPE_CHECKING:
    from wv_sandbox.climate import Cell

HORIZON_HOURS = 16 * 24
"""A run reaches 16 days."""
_NODE_HOURS = 12
_SHOWER_HOURS = 6
_LARGEST_BIAS_C = 0.5


class Forecast:
    """The weather as forecast by a run for each hour (see `hours.Weather`).

    Args:
        truth: What will be.
        runs: For each hour of the truth the hour (since 1970) its run started at.
        seed: The sandbox's seed.
        model: Name of the model; each errs in its own way.
    """

    def __init__(self, truth: Truth, runs: Ints, seed: int, model: str) -> None:
        self.cell: Cell = truth.cell
        self.times = truth.times
        self._truth = truth
        self._runs = runs
        self._name = (seed, model, *truth.cell)
        lead = (self.times - runs).astype(np.float64)
        self._lead = np.where((lead >= 0.0) & (lead < HORIZON_HOURS), lead, np.nan)

    def _error(self, name: str) -> Floats:
        """Draw a smooth error of variance 1, by run and time."""
        key = make_key(name, *self._name)
        node, rest = np.divmod(self.times, _NODE_HOURS)
        share = rest / _NODE_HOURS
        before, after = normal(key, self._runs, node), normal(key, self._runs, node + 1)
        return np.asarray(
            (before * (1.0 - share) + after * share) / np.hypot(share, 1.0 - share)
        )

    def _luck(self, name: str) -> Floats:
        """Draw one number of (0, 1) for six hours, by run and time."""
        return uniform(
            make_key(name, *self._name), self._runs, self.times // _SHOWER_HOURS
        )

    @cached_property
    def temperature(self) -> Floats:
        """See `Weather`; errs by 0.6 °C after a day and 2.3 °C after a week."""
        spread = np.minimum(0.3 + 0.012 * self._lead, 4.0)
        first = uniform(make_key("bias", *self._name[:2]), np.array([0]))[0]
        bias = _LARGEST_BIAS_C * (2.0 * first - 1.0)
        return rounded(self._truth.temperature + bias + spread * self._error("warm"), 1)

    @cached_property
    def precipitation(self) -> Floats:
        """See `Weather`; amounts err, showers are missed or foreseen in vain."""
        spread = np.minimum(0.1 + 0.005 * self._lead, 1.0)
        amount = self._truth.precipitation * np.exp(
            spread * self._error("wet") - spread**2 / 2.0
        )
        amount = np.where(
            self._luck("missed") < np.minimum(0.001 * self._lead, 0.3), 0.0, amount
        )
        in_vain = self._luck("in vain") < np.minimum(0.0004 * self._lead, 0.08)
        shower = np.where(in_vain, 0.1 + 1.5 * self._luck("shower") ** 2, 0.0)
        return np.where(np.isnan(self._lead), np.nan, rounded(amount + shower, 2))

    @cached_property
    def snowfall(self) -> Floats:
        """See `Weather`."""
        return snow_of(self.precipitation, self.temperature)

    @cached_property
    def cloud_cover(self) -> Floats:
        """See `Weather`."""
        spread = np.minimum(5.0 + 0.15 * self._lead, 35.0)
        cover = within(
            self._truth.cloud_cover + spread * self._error("cloud"), 0.0, 100.0
        )
        return rounded(
            np.where(self.precipitation > 0.0, np.maximum(cover, 75.0), cover)
        )

    @cached_property
    def humidity(self) -> Floats:
        """See `Weather`."""
        spread = np.minimum(2.0 + 0.06 * self._lead, 15.0)
        return rounded(
            within(self._truth.humidity + spread * self._error("moist"), 5.0, 100.0)
        )

    @cached_property
    def _breeze(self) -> Floats:
        return np.exp(np.minimum(0.05 + 0.0015 * self._lead, 0.4) * self._error("wind"))

    @cached_property
    def wind_speed(self) -> Floats:
        """See `Weather`."""
        return rounded(np.minimum(self._truth.wind_speed * self._breeze, 45.0), 2)

    @cached_property
    def wind_gusts(self) -> Floats:
        """See `Weather`."""
        gusts = np.minimum(self._truth.wind_gusts * self._breeze, 90.0)
        return rounded(np.maximum(gusts, self.wind_speed), 2)

    @cached_property
    def rain_chance(self) -> Floats:
        """See `Weather`; sure of itself at first, climatology in the end."""
        known = np.exp(-self._lead / 96.0)
        wet = np.where(self.precipitation > 0.0, 0.95, 0.03)
        chance = 100.0 * (known * wet + (1.0 - known) * 0.3) + 4.0 * self._error(
            "chance"
        )
        return rounded(within(chance, 0.0, 100.0))
