"""A sandbox that breaks, says nonsense or nothing, or ends too early is told."""

from __future__ import annotations

import json
import logging
import os

import pytest

from tap_kit.errors import TapError
from tap_kit.sandbox import Sandbox


def test_a_sandbox_that_breaks_says_why(stand_in):
    stand_in("raise RuntimeError('no data folder')")

    with pytest.raises(TapError, match="RuntimeError: no data folder") as caught:
        Sandbox().__enter__()

    assert "python -m wv_sandbox serve" in caught.value.next_step


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "[]",
        "{}",
        '{"url": 5}',
        '{"url": null}',
        '{"url": "http://10.0.0.1:80"}',
        '{"url": "http://example.com:80"}',
        '{"url": "https://127.0.0.1:80"}',
        '{"url": "http://127.0.0.1"}',
        '{"url": "http://127.0.0.1:99999"}',
        '{"url": "http://[::1"}',
    ],
)
def test_a_line_that_names_no_place_on_loopback_is_refused(stand_in, line):
    """Records of a stranger must not pass for the sandbox's."""
    stand_in(f"import sys; print({line!r}, flush=True); sys.stdin.read()")

    with pytest.raises(TapError, match="did not start"):
        Sandbox().__enter__()


def test_only_host_and_port_of_its_line_are_used(stand_in):
    line = json.dumps({"url": "http://127.0.0.1:1/path?query#fragment"})
    stand_in(f"import sys; print({line!r}, flush=True); sys.stdin.read()")

    with Sandbox() as sandbox:
        assert sandbox.url("openmeteo") == "http://127.0.0.1:1/openmeteo"


def test_a_sandbox_that_never_listens_is_ended(stand_in):
    stand_in("import sys; sys.stdin.read()")

    with pytest.raises(TapError, match="said nothing in time"):
        Sandbox(start_timeout_seconds=0.05).__enter__()


def test_a_sandbox_that_ended_early_is_told(stand_in, caplog):
    """The requests failed; here is why."""
    stand_in("""if True:
        import sys
        print('{"url": "http://127.0.0.1:1"}', flush=True)
        sys.exit("the climate broke")
    """)

    with caplog.at_level(logging.WARNING), Sandbox():
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)

    assert "the sandbox ended early (1): the climate broke" in caplog.text
