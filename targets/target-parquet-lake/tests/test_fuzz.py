"""The fuzz programs find what they look for; what they have found stays found."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).with_name("fuzz")
FOUND = {
    "stream that is no text": (
        "lines",
        b'\x01{"type":"RECORD","stream":"s\xf6","r":1}',
    ),
}
PARTS = [b"\n", b'"', b"{", b"}", b"[1]", b":", b",", b"null", b"1e400", b"\\ud800"]
PARTS += [b'{"a":1}', b'"2026-01-01T00:00:00Z"', b'"v"', b'"type"', b'"STATE"', b"-0"]
PARTS += [b'{"properties":{"a":{"type":"integer"}}}', b'{"type":"RECORD","stream":"s"']


@pytest.fixture
def fuzz(monkeypatch) -> Any:
    monkeypatch.syspath_prepend(str(FUZZ))
    return importlib.import_module("fuzz_inputs")


@pytest.mark.parametrize(("which", "data"), FOUND.values(), ids=FOUND.keys())
def test_what_was_found_is_mended(which, data, fuzz, tmp_path) -> None:
    fuzz.ALL[which](data, tmp_path / "lake")


@pytest.mark.parametrize("which", ["lines", "values", "schemas", "states"])
def test_no_input_breaks_a_promise(which, fuzz, tmp_path) -> None:
    parts = st.sampled_from(PARTS) | st.binary(max_size=3)
    inputs = st.lists(parts, max_size=12).map(b"".join)

    @given(inputs)
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    def one(data: bytes) -> None:
        fuzz.ALL[which](b"\0\0"[: 1 + (which == "values")] + data, tmp_path / "lake")

    one()


def test_a_state_that_is_ahead_would_be_found(fuzz) -> None:
    memory = fuzz.fuzz_harness.Memory(marks={0, 1})
    memory.pass_on(b'{"covers":2}')
    with pytest.raises(AssertionError, match="ahead of 1 records"):
        memory.pass_on(b'{"covers":3}')


def test_engines_that_differ_would_be_found(fuzz, tmp_path, monkeypatch) -> None:
    harness = fuzz.fuzz_harness
    real = harness.run

    def run(data: bytes, root: Path, road: str, **config: Any) -> Any:
        outcome = real(data, root, road, **config)
        outcome.memory.rows.setdefault(road, [])
        return outcome

    monkeypatch.setattr(harness, "run", run)
    with pytest.raises(AssertionError):
        fuzz.lines(b"\0x", tmp_path / "lake")
