"""The command line: `python -m wv_transforms build|lint|test|lineage|…`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from target_parquet_lake.errors import ExitCode, LakeError
from wv_transforms.contract import json_schema
from wv_transforms.graph import check_known
from wv_transforms.lineage import column_lineage, diagram
from wv_transforms.lint import lint
from wv_transforms.metrics import load_metrics, module_text
from wv_transforms.odcs import write_contracts
from wv_transforms.project import PACKAGE, Project
from wv_transforms.runner import build
from wv_transforms.testing import run_tests

if TYPE_CHECKING:
    from collections.abc import Sequence

DICTIONARY = PACKAGE.parents[1] / "schemas" / "metrics.yaml"
"""Where metrics are defined, in a checkout."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The command line without the program; the process's own when None.

    Returns:
        The exit code: 0, 2 for a wrong project or usage, 5 for data, contract or check,
        7 for storage.
    """
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        return int(options.command(options))
    except LakeError as error:
        _say(f"Error: {error}")
        return int(error.exit_code)
    except KeyboardInterrupt:
        _say("Interrupted; what was promoted stays as it is.")
        return int(ExitCode.INTERRUPTED)


def _build(options: argparse.Namespace) -> int:
    result = build(
        options.lake_root,
        options.tenant,
        models=options.model or None,
        engine=options.engine,
        as_of=options.as_of,
        force=options.force,
        settings=dict(options.set),
    )
    _say(result.summary())
    print(result.promotion_path)  # noqa: T201 - the result of the command, for scripts.
    return 0


def _lint(_: argparse.Namespace) -> int:
    project = Project.load()
    lint(project)
    _say(f"{len(project.models)} models and {len(project.checks)} checks are sound.")
    return 0


def _test(options: argparse.Namespace) -> int:
    project = Project.load()
    check_known(options.model, project.models, "models")
    ran = list(run_tests(project, options.model))
    failed = [outcome for outcome in ran if outcome.complaint]
    for outcome in failed:
        _say(f"{outcome.model}: {outcome.test}: {outcome.complaint}")
    _say(f"{len(ran) - len(failed)} of {len(ran)} tests pass.")
    return int(ExitCode.DATA if failed else ExitCode.OK)


def _lineage(options: argparse.Namespace) -> int:
    project = Project.load()
    check_known(options.model, project.models, "models")
    text = "\n".join(column_lineage(project, name) for name in options.model)
    print(text or diagram(project))  # noqa: T201 - the result of the command.
    return 0


def _contract(options: argparse.Namespace) -> int:
    project = Project.load()
    check_known([options.name], project.models, "models")
    schema = json_schema(project.models[options.name])
    print(json.dumps(schema, indent=2, ensure_ascii=False))  # noqa: T201 - the result of the command.
    return 0


def _contracts(options: argparse.Namespace) -> int:
    project = Project.load()
    lint(project)
    count = write_contracts(project, options.folder)
    _say(f"{count} contracts in {options.folder}")
    return 0


def _metrics(options: argparse.Namespace) -> int:
    metrics = load_metrics(options.dictionary, Project.load())
    options.module.write_text(module_text(metrics), encoding="utf-8")
    _say(f"{len(metrics)} metrics in {options.module}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wv_transforms", description=__doc__
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    made = commands.add_parser(
        "build", help="compute what changed, check it, promote it"
    )
    made.add_argument(
        "--lake-root", type=Path, default=Path("storage/lake"), help="the lake"
    )
    made.add_argument("--tenant", default="default", help="whose tables")
    made.add_argument(
        "--model", action="append", default=[], help="this one and all it rests on"
    )
    made.add_argument("--engine", default="duckdb", help="duckdb")
    made.add_argument(
        "--as-of", type=_instant, help="only what was known then, ISO 8601 with zone"
    )
    made.add_argument(
        "--set", type=_pair, action="append", default=[], metavar="NAME=VALUE"
    )
    made.add_argument(
        "--force", action="store_true", help="compute also what has not changed"
    )
    made.set_defaults(command=_build)
    commands.add_parser("lint", help="check the text of every model").set_defaults(
        command=_lint
    )
    test = commands.add_parser("test", help="run the given/expect tests")
    test.add_argument("--model", action="append", default=[], help="only of this model")
    test.set_defaults(command=_test)
    lineage = commands.add_parser("lineage", help="what is made of what, as Mermaid")
    lineage.add_argument(
        "--model", action="append", default=[], help="column by column"
    )
    lineage.set_defaults(command=_lineage)
    contract = commands.add_parser("contract", help="a model's contract as JSON Schema")
    contract.add_argument("name", help="the model")
    contract.set_defaults(command=_contract)
    contracts = commands.add_parser(
        "contracts", help="write the contract of every table, ODCS 3.1"
    )
    contracts.add_argument("--folder", type=Path, default=Path("schemas/contracts"))
    contracts.set_defaults(command=_contracts)
    metrics = commands.add_parser(
        "metrics", help="write the module of metric keys from the dictionary"
    )
    metrics.add_argument("--dictionary", type=Path, default=DICTIONARY)
    metrics.add_argument("--module", type=Path, default=PACKAGE / "metric_keys.py")
    metrics.set_defaults(command=_metrics)
    return parser


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        message = "an instant needs a time zone"
        raise argparse.ArgumentTypeError(message)
    return instant


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        message = f"{text!r} is not NAME=VALUE"
        raise argparse.ArgumentTypeError(message)
    return name, value


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - people read stderr.
