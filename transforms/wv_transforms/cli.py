"""The command line: `python -m wv_transforms build|lint|test|lineage|…`."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from target_parquet_lake.errors import ExitCode, LakeError
from wv_transforms import commands
from wv_transforms.engines import ENGINES, LOCAL_SPARK
from wv_transforms.project import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    logging.getLogger("py4j").setLevel(logging.WARNING)
    try:
        return int(options.command(options))
    except LakeError as error:
        commands.say(f"Error: {error}")
        return int(error.exit_code)
    except KeyboardInterrupt:
        commands.say("Interrupted; what was promoted stays as it is.")
        return int(ExitCode.INTERRUPTED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wv_transforms", description=__doc__
    )
    known = parser.add_subparsers(required=True, metavar="command")

    def add(
        command: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        name = command.__name__.removeprefix("run_")
        made = known.add_parser(name, help=text)
        made.set_defaults(command=command)
        return made

    made = add(commands.run_build, "compute what changed, check it, promote it")
    _add_lake(made)
    _add_what(made)
    made.add_argument("--engine", default="duckdb", help=" or ".join(ENGINES))
    made.add_argument(
        "--set", type=_pair, action="append", default=[], metavar="NAME=VALUE"
    )
    made.add_argument(
        "--force", action="store_true", help="compute also what has not changed"
    )
    _add_lake(add(commands.run_gate, "hold what is promoted against its rules again"))
    add(commands.run_smoke, "replay 48 hours twice with all that goes wrong")
    compared = add(commands.run_compare, "build with both engines, compare the tables")
    _add_lake(compared)
    _add_what(compared)
    _add_texts(add)
    return parser


def _add_texts(
    add: Callable[[Callable[[argparse.Namespace], int], str], argparse.ArgumentParser],
) -> None:
    """The commands that need no lake."""
    add(commands.run_lint, "check the text of every model")
    test = add(commands.run_test, "run the given/expect tests")
    test.add_argument("--model", action="append", default=[], help="only of this model")
    lineage = add(commands.run_lineage, "what is made of what, as Mermaid")
    lineage.add_argument(
        "--model", action="append", default=[], help="column by column"
    )
    contract = add(commands.run_contract, "a model's contract as JSON Schema")
    contract.add_argument("name", help="the model")
    contracts = add(
        commands.run_contracts, "write the contract of every table, ODCS 3.1"
    )
    contracts.add_argument("--folder", type=Path, default=Path("schemas/contracts"))
    metrics = add(commands.run_metrics, "write the module of metric keys")
    metrics.add_argument("--dictionary", type=Path, default=DICTIONARY)
    metrics.add_argument("--module", type=Path, default=PACKAGE / "metric_keys.py")


def _add_lake(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake-root", default="storage/lake", help="the lake: a folder or a URI"
    )
    parser.add_argument("--tenant", default="default", help="whose tables")


def _add_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", action="append", default=[], help="this one and all it rests on"
    )
    parser.add_argument(
        "--as-of", type=_instant, help="only what was known then, ISO 8601 with zone"
    )
    parser.add_argument(
        "--spark-master", default=LOCAL_SPARK, help="where Spark runs, e.g. spark://…"
    )


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
