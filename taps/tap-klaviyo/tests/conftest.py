"""A tap that reads the sandbox's account."""

from __future__ import annotations

import pytest

from tap_kit import testing
from tap_klaviyo.tap import TapKlaviyo
from wv_sandbox.klaviyo.service import KEY


@pytest.fixture
def make_tap(tmp_path, box, clock, pii_key):  # noqa: ARG001 wanted for its effect
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(*streams: str, state: dict | None = None, **config) -> TapKlaviyo:
        settings = {
            "api_base_url": f"{box.url}/klaviyo",
            "api_key": KEY,
            "start_date": "2026-11-01",
            "state_dir": str(tmp_path / "state"),
            **config,
        }
        return testing.make_tap(TapKlaviyo, settings, streams, state=state, clock=clock)

    return make
