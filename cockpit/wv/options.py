"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click
from typing_extensions import override

from target_parquet_lake.objects import place

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
