"""What the sandbox enforces of Klaviyo is what Klaviyo's OpenAPI says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tools import cut_klaviyo_openapi as cut


@pytest.mark.parametrize(
    ("revision", "name"),
    [
        ("2026-07-15", "klaviyo_openapi_2026-07-15.json.gz"),
        ("2026-10-15", "klaviyo_openapi_2026-10-15_beta.json.gz"),
    ],
)
def test_the_rules_are_those_of_the_openapi(revision, name):
    source = Path(__file__).resolve().parents[2] / "shared" / "data" / name
    if not source.exists():
        pytest.skip("needs ../shared/data with Klaviyo's OpenAPI")

    spec = json.loads(gzip.decompress(source.read_bytes()))

    rules = (cut.RULES / f"{revision}.json").read_text("utf-8")
    assert json.loads(rules) == cut.rules(revision, spec)
    answers = (cut.ANSWERS / f"klaviyo_{revision}.json.gz").read_bytes()
    assert json.loads(gzip.decompress(answers)) == cut.answers(revision, spec)
