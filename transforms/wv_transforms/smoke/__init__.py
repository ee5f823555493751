"""A replay of 48 hours with everything that likes to go wrong, twice.

Weather and orders of a weekend on which clocks go forward are put into two lakes: into
one at once, into the other in two loads, shuffled, with late orders and rows from the
future. Both are built as of the same instant. Every row must have the same hash in
both, every boundary condition must show as it should, and nothing may rest on what came
after the instant.
"""

from __future__ import annotations

from wv_transforms.smoke.replay import SmokeError, SmokeReport, run_smoke

__all__ = ["SmokeError", "SmokeReport", "run_smoke"]
