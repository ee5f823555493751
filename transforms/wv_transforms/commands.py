"""What each command of `python -m wv_transforms` does; each returns its exit code."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from target_parquet_lake.errors import ExitCode
from wv_transforms.compare import compare
from wv_transforms.contract import json_schema
from wv_transforms.graph import check_known
from wv_transforms.lineage import column_lineage, diagram
from wv_transforms.lint import lint
from wv_transforms.metrics import load_metrics, module_text
from wv_transforms.odcs import write_contracts
from wv_transforms.project import Project
from wv_transforms.promoted_gate import check_promoted
from wv_transforms.runner import build
from wv_transforms.smoke import run_smoke as replay
from wv_transforms.testing import run_tests

if TYPE_CHECKING:
    import argparse


def run_build(options: argparse.Namespace) -> int:
    """Build, gate and promote; print the promotion file."""
    result = build(
        options.lake_root,
        options.tenant,
        models=options.model or None,
        engine=options.engine,
        spark_master=options.spark_master,
        as_of=options.as_of,
        force=options.force,
        settings=dict(options.set),
    )
    say(result.summary())
    print(result.promotion_path)  # noqa: T201 - the result of the command, for scripts.
    return 0


def run_lint(_: argparse.Namespace) -> int:
    """Check the text of every model."""
    project = Project.load()
    lint(project)
    say(f"{len(project.models)} models and {len(project.checks)} checks are sound.")
    return 0


def run_test(options: argparse.Namespace) -> int:
    """Run the given/expect tests."""
    project = Project.load()
    check_known(options.model, project.models, "models")
    ran = list(run_tests(project, options.model))
    failed = [outcome for outcome in ran if outcome.complaint]
    for outcome in failed:
        say(f"{outcome.model}: {outcome.test}: {outcome.complaint}")
    say(f"{len(ran) - len(failed)} of {len(ran)} tests pass.")
    return int(ExitCode.DATA if failed else ExitCode.OK)


def run_lineage(options: argparse.Namespace) -> int:
    """Print what is made of what."""
    project = Project.load()
    check_known(options.model, project.models, "models")
    text = "\n".join(column_lineage(project, name) for name in options.model)
    print(text or diagram(project))  # noqa: T201 - the result of the command.
    return 0


def run_contract(options: argparse.Namespace) -> int:
    """Print a contract as JSON Schema."""
    project = Project.load()
    check_known([options.name], project.models, "models")
    schema = json_schema(project.models[options.name])
    print(json.dumps(schema, indent=2, ensure_ascii=False))  # noqa: T201 - the result of the command.
    return 0


def run_contracts(options: argparse.Namespace) -> int:
    """Write the contract of every table."""
    project = Project.load()
    lint(project)
    count = write_contracts(project, options.folder)
    say(f"{count} contracts in {options.folder}")
    return 0


def run_metrics(options: argparse.Namespace) -> int:
    """Write the module of metric keys."""
    metrics = load_metrics(options.dictionary, Project.load())
    options.module.write_text(module_text(metrics), encoding="utf-8")
    say(f"{len(metrics)} metrics in {options.module}")
    return 0


def run_gate(options: argparse.Namespace) -> int:
    """Hold what is promoted against its rules once more."""
    found = check_promoted(options.lake_root, options.tenant)
    broken = [finding for finding in found if not finding.holds]
    for finding in broken:
        say(str(finding))
    say(f"{len(found) - len(broken)} of {len(found)} rules hold.")
    fails = any(finding.fails for finding in broken)
    return int(ExitCode.DATA if fails else ExitCode.OK)


def run_compare(options: argparse.Namespace) -> int:
    """Build with both engines and say where tables differ."""
    compared = compare(
        options.lake_root,
        options.tenant,
        models=options.model or None,
        as_of=options.as_of,
        spark_master=options.spark_master,
    )
    for comparison in compared:
        say(str(comparison))
    equal = sum(comparison.is_equal for comparison in compared)
    say(f"{equal} of {len(compared)} tables are equal in DuckDB and Spark.")
    return int(ExitCode.OK if equal == len(compared) else ExitCode.DATA)


def run_smoke(_: argparse.Namespace) -> int:
    """Replay 48 hours of weather and orders twice."""
    say(str(replay()))
    return 0


def say(text: str) -> None:
    """Tell people something: they read stderr."""
    print(text, file=sys.stderr)  # noqa: T201 - as above.
