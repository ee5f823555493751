"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click
from typing_extensions import override

from wv.console import FORM, JSON, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

LAKE_ROOT = Path("storage/lake")


class LakeRoot(click.ParamType[Path]):
    """A folder, or a place in an object store."""

    name = "path"

    @override
    def convert(
        self,
        value: str | Path,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        # Imported here: object stores are heavy, and most commands come without.
        from target_parquet_lake.objects import place  # noqa: PLC0415

        return place(value)


def lake_root(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--lake-root`."""
    return click.option(
        "--lake-root",
        type=LakeRoot(),
        default=LAKE_ROOT,
        envvar="WV_LAKE_ROOT",
        show_default=True,
        show_envvar=True,
        help="Folder of the lake, or its URI: s3://bucket/prefix.",
    )(command)


def tenant(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--tenant`."""
    return click.option(
        "--tenant",
        default="default",
        envvar="WV_TENANT",
        show_default=True,
        show_envvar=True,
        help="Whose data: the `tenant` setting of the target.",
    )(command)


def quiet(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--quiet`."""
    return click.option(
        "-q", "--quiet", is_flag=True, help="Only results and errors, no progress."
    )(command)


def environment(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--environment`."""
    return click.option(
        "--environment",
        help="Environment of meltano.yml in this folder.  [default: the project's]",
    )(command)


def as_json(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="One JSON object a line."
    )(command)


def log_format(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--log-format`."""
    return click.option(
        "--log-format",
        type=click.Choice([TEXT, JSON]),
        default=TEXT,
        show_default=True,
        callback=_speak,
        expose_value=False,
        help="How stderr is written; json is one object a line.",
    )(command)


def _speak(_: click.Context, __: click.Parameter, form: str) -> None:
    FORM.set(form)


def config(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--config`."""
    return click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="File of the tap's settings.  [default: what meltano.yml says]",
    )(command)


def state(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--state`."""
    return click.option(
        "--state",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="File of its state.  [default: what `meltano run` keeps]",
    )(command)
