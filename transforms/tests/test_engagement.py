"""Views of marketing are only written when engagement is told whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from wv_transforms.errors import GateError
from wv_transforms.testing import run_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

    RunBuild = Callable[..., BuildResult]
    Read = Callable[..., list[dict[str, Any]]]

RULE = "engagement_telemetry__is_whole"
MODELS = ["engagement_telemetry", "promo_calendar"]
TELLS = {
    "channel": "all",
    "average_engagement_rate": 0.3,
    "top_engagement_confidence_level": "low",
}


@pytest.fixture
def mail(lake: Lake) -> Callable[..., None]:
    """Put one campaign into the lake, and what came of it."""

    def put(**report: int) -> None:
        columns = "".join(f", {value} as {name}" for name, value in report.items())
        tables = {
            "campaigns": "'c' as id, 'email' as channel, "
            "timestamptz '2024-03-01 09:00+00' as send_time",
            "campaign_values_reports": "'c' as campaign_id, 'm' as campaign_message_id"
            f", 'email' as send_channel{columns}",
        }
        with duckdb.connect() as con:
            for stream, select in tables.items():
                rows = con.sql(f"select 1::bigint as _sdc_sequence, {select}")
                lake.write(
                    "raw", "default", f"klaviyo__{stream}", rows.to_arrow_table()
                )

    return put


def test_whole_telemetry_is_promoted(
    mail: Callable[..., None], run_build: RunBuild, read: Read
):
    mail(delivered=100, opens_unique=30, clicks_unique=7)

    result = run_build(models=MODELS)

    (row,) = read("marketing", "engagement_telemetry", "channel = 'all'")
    assert result.promoted
    assert row["average_engagement_rate"] == pytest.approx(0.3)
    assert row["top_engagement_confidence_level"] == "low"


def test_telemetry_without_its_inputs_refuses_every_view(
    mail: Callable[..., None], run_build: RunBuild
):
    """An older tap does not read who opened and who clicked."""
    mail(delivered=100, opens_unique=30, clicks_unique=7)
    path = run_build(models=MODELS).promotion_path
    before = path.read_bytes()
    mail(delivered=120)

    with pytest.raises(GateError, match="average_engagement_rate") as refused:
        run_build(models=MODELS)

    assert "update tap-klaviyo" in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "missing", ["average_engagement_rate", "top_engagement_confidence_level"]
)
def test_each_field_is_wanted(project: Project, missing: str):
    whole = {"engagement_telemetry": [TELLS]}
    without = {"engagement_telemetry": [TELLS | {missing: None}]}

    assert run_check(project, RULE, whole) == []
    assert len(run_check(project, RULE, without)) == 1


def test_a_shop_without_mail_has_nothing_to_tell(run_build: RunBuild):
    assert run_build(models=["engagement_telemetry"]).promoted
