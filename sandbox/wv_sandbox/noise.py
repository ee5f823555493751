"""Random numbers that depend on nothing but a key and a counter.

A stateful generator would give other weather for another request range. Here the number
for a day is a hash of (key, day), so any window of any series can be drawn on its own
and is the same in every process.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wv_sandbox.arrays import Floats, Ints

# Constants of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
# generators").
_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53
_MEMORY_DAYS = 30


def make_key(*parts: object) -> np.uint64:
    """Make the key of one series from whatever names it.

    Args:
        *parts: Seed, cell, name of the series; compared by their text.
    """
    text = "\x1f".join(map(str, parts)).encode()
    return np.uint64(
        int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
    )


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * _MIX_1
    values = (values ^ (values >> np.uint64(27))) * _MIX_2
    return values ^ (values >> np.uint64(31))


def uniform(key: np.uint64, *counters: Ints) -> Floats:
    """Draw from (0, 1), one number a counter tuple.

    Args:
        key: From `make_key`.
        *counters: Arrays of equal (or broadcastable) shape; negative values are fine.

    Returns:
        Floats of the broadcast shape, never exactly 0 or 1.
    """
    state = np.asarray(key, dtype=np.uint64)
    for counter in counters:
        state = _mix((state ^ counter.astype(np.uint64)) * _GAMMA + _GAMMA)
    return ((state >> np.uint64(11)).astype(np.float64) + 0.5) * _TO_UNIT


def normal(key: np.uint64, *counters: Ints) -> Floats:
    """Draw from the standard normal distribution (Box and Muller 1958)."""
    radius = np.sqrt(-2.0 * np.log(uniform(key, *counters)))
    turn = uniform(key ^ _MIX_1, *counters)
    return np.asarray(radius * np.cos(2.0 * np.pi * turn))


def red(key: np.uint64, first: int, count: int, phi: float) -> Floats:
    """Draw `count` steps of a first-order autoregressive series from step `first` on.

    The recursion is written as a moving average over the last 30 innovations, so a
    window needs no walk from the beginning of time.

    Args:
        key: From `make_key`.
        first: First step (day number, may be negative).
        count: Number of steps.
        phi: Correlation of one step with the next, below about 0.8.

    Returns:
        Floats of mean 0 and variance 1.
    """
    steps = np.arange(first - _MEMORY_DAYS, first + count, dtype=np.int64)
    kernel = phi ** np.arange(_MEMORY_DAYS + 1)
    kernel /= np.sqrt(np.sum(kernel**2))
    return np.asarray(np.convolve(normal(key, steps), kernel, mode="valid"))


def to_unit(normals: Floats) -> Floats:
    """Map standard normal numbers to (0, 1) by the normal distribution function.

    Uses the tanh approximation (Page 1977), wrong by less than 0.0002.
    """
    bent = np.sqrt(2.0 / np.pi) * (normals + 0.044715 * normals**3)
    return np.asarray(0.5 * (1.0 + np.tanh(bent)))
