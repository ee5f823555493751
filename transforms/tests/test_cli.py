"""The command line: results on stdout, words for people on stderr, an exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wv_transforms import commands
from wv_transforms.cli import main
from wv_transforms.testing import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.lake import Lake


def test_build_prints_the_promotion_file(lake: Lake):
    """As a user runs it: a process of its own."""
    command = [
        sys.executable,
        "-m",
        "wv_transforms",
        "build",
        "--lake-root",
        str(lake.root),
    ]

    done = subprocess.run(
        [*command, "--model", "calendar_windows", "--set", "wet_day_mm=1"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(lake.control("promoted", "default.json"))
    assert "default: 2 tables built, 0 unchanged; promoted" in done.stderr


def test_a_refused_candidate_exits_with_5(
    lake: Lake, put: Callable[..., int], capsys: pytest.CaptureFixture[str]
):
    put("cells", "select *, 91.0 as latitude from {usual}")

    code = main(
        ["build", "--lake-root", str(lake.root), "--model", "stg_openmeteo__cells"]
    )

    captured = capsys.readouterr()
    assert code == 5
    assert "rule latitude.maximum of stg_openmeteo__cells: 2 rows" in captured.err
    assert captured.out == ""


def test_a_replay_is_a_matter_of_one_option(lake: Lake):
    arguments = ["--model", "calendar_days", "--set", "wet_day_mm=1"]
    arguments += ["--as-of", "2024-03-20T00:00:00Z"]

    assert main(["build", "--lake-root", str(lake.root), *arguments]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "--as-of", "2024-03-20T00:00:00"], "an instant needs a time zone"),
        (["build", "--as-of", "soon"], "invalid _instant value"),
        (["build", "--set", "wet_day_mm"], "'wet_day_mm' is not NAME=VALUE"),
        (["bild"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_lake_that_is_none_exits_with_7(tmp_path, capsys: pytest.CaptureFixture[str]):
    assert main(["build", "--lake-root", str(tmp_path / "none")]) == 7
    assert "Error: This is no lake" in capsys.readouterr().err


def test_ctrl_c_exits_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "build", stop)

    assert main(["build"]) == 130
    assert "what was promoted stays" in capsys.readouterr().err


def test_lint_says_that_all_is_sound(capsys: pytest.CaptureFixture[str]):
    assert main(["lint"]) == 0
    said = capsys.readouterr().err
    assert re.search(r"\d+ models and \d+ checks are sound", said)


def test_test_says_how_many_pass(capsys: pytest.CaptureFixture[str]):
    assert main(["test", "--model", "calendar_days"]) == 0
    assert "2 of 2 tests pass" in capsys.readouterr().err


def test_a_failing_test_exits_with_5(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(
        commands, "run_tests", lambda *_: iter([Outcome("m", "t", "missing {}")])
    )

    assert main(["test"]) == 5
    assert "m: t: missing {}\n0 of 1 tests pass" in capsys.readouterr().err


def test_an_unknown_model_exits_with_2(capsys: pytest.CaptureFixture[str]):
    assert main(["lineage", "--model", "weather_dayly"]) == 2
    assert "write 'weather_daily'" in capsys.readouterr().err


def test_lineage_prints_the_models(capsys: pytest.CaptureFixture[str]):
    assert main(["lineage"]) == 0
    assert capsys.readouterr().out.startswith("flowchart LR\n  subgraph raw")


def test_lineage_prints_the_columns_of_a_model(capsys: pytest.CaptureFixture[str]):
    assert main(["lineage", "--model", "calendar_windows"]) == 0
    assert 'calendar_windows__distance_days["calendar_windows.distance_days"]' in (
        capsys.readouterr().out
    )


def test_contract_prints_a_schema(capsys: pytest.CaptureFixture[str]):
    assert main(["contract", "weather_daily"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "weather_daily"
