from __future__ import annotations

import json
from pathlib import Path

import pytest

from wv_transforms.errors import ProjectError
from wv_transforms.quality.thresholds import Thresholds

SCHEMAS = Path(__file__).parents[3] / "schemas" / "streams"


@pytest.fixture
def tenant(tmp_path: Path) -> Path:
    return tmp_path / "acme.yml"


def test_a_tenant_overrides_what_it_names(tenant: Path):
    tenant.write_text(
        """
production: true
required: [shopify_wv__orders]
defaults: {row_drop_warning: 0.3}
datasets: {"shopify_wv__*": {row_drop_critical: 0.6}}
bounds: {shopify_wv__orders: {total: [0, null]}}
"""
    )
    own, shipped = Thresholds.load(tenant), Thresholds.load()

    assert own.production is True
    assert own.required == ("shopify_wv__orders",)
    assert own.limits("shopify_wv__orders").row_drop_warning == 0.3
    assert own.limits("shopify_wv__orders").row_drop_critical == 0.6
    assert own.limits("openmeteo__cells").row_drop_critical == 0.4
    assert own.bounds_of("shopify_wv__orders") == {"total": [0, None]}
    assert shipped.limits("shopify_wv__orders").row_drop_warning == 0.2


def test_shipped_thresholds_are_the_promised_ones(tmp_path: Path):
    limits = Thresholds.load(tmp_path / "absent.yml").limits("any")

    assert limits.history_runs == 90
    assert (limits.row_drop_warning, limits.row_drop_critical) == (0.2, 0.4)
    assert (limits.geocoded_warning, limits.geocoded_critical) == (0.88, 0.75)


def test_patterns_of_datasets_win_in_their_order():
    limits = Thresholds.load().limits("klaviyo__connector_runs")

    assert limits.time_column == "finished_at"
    assert not limits.watch_columns


@pytest.mark.parametrize(
    "text",
    [
        "limits: {}",
        "defaults: {row_dorp_warning: 0.2}",
        "datasets: {any: {nothing: 1}}",
        "defaults: {row_drop_warning: 0.5}",
        "defaults: {cooldown_runs: 0}",
    ],
)
def test_what_there_is_not_or_contradicts_is_refused(tenant: Path, text: str):
    tenant.write_text(text)

    with pytest.raises(ProjectError):
        Thresholds.load(tenant)


def test_contact_columns_of_every_stream_are_regulated():
    """The taps' schemas say which columns become pseudonyms."""
    thresholds = Thresholds.load()
    sources = {"tap-klaviyo": "klaviyo", "tap-shopify-wv": "shopify_wv"}
    contact = ("email", "phone", "phone_number", "first_name", "last_name")
    missed = []
    for tap, source in sources.items():
        for path in (SCHEMAS / tap).glob("*.json"):
            columns = json.loads(path.read_text(encoding="utf-8"))["schema"]
            for name, column in columns["properties"].items():
                personal = "A pseudonym when" in column.get("description", "")
                dataset = f"{source}__{path.stem}"
                if personal and name.endswith(contact):
                    missed += (
                        []
                        if thresholds.is_regulated(dataset, name)
                        or dataset.endswith("__locations")
                        else [f"{dataset}.{name}"]
                    )

    assert not missed


def test_an_exclamation_mark_takes_back():
    thresholds = Thresholds.load()

    assert thresholds.is_regulated("shopify_wv__customers", "phone")
    assert not thresholds.is_regulated("shopify_wv__locations", "phone")
    assert not thresholds.is_regulated("shopify_wv__orders", "name")
