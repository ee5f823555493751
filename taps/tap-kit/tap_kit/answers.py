"""`--plan` and `--doctor`: one JSON object instead of a run."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from tap_kit.checkup import Status, examine, refused, told
from tap_kit.errors import ExitCode, TapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.checkup import Finding
    from tap_kit.tap import KitTap

ONLINE, OFFLINE = "online", "offline"
OPTIONS = (
    click.Option(
        ["--plan"],
        is_flag=True,
        help="Say as JSON what a run would read, ask and cost; read nothing.",
    ),
    click.Option(
        ["--doctor"],
        type=click.Choice([ONLINE, OFFLINE]),
        is_flag=False,
        flag_value=ONLINE,
        help="Say as JSON whether a run could go well, trying the credentials; "
        "--doctor=offline asks nobody.",
    ),
)


def answer(make: Callable[[], KitTap], kind: type[KitTap], doctor: str | None) -> None:
    """Print a plan or a check-up.

    Args:
        make: Makes the tap of what the command line gave.
        kind: Its class, for when it cannot be made.
        doctor: How the check-up is to be done; None for a plan.

    Raises:
        TapError: There can be no plan.
    """
    if doctor is None:
        _print(_plan(make()))
        return
    findings = _findings(make, offline=doctor == OFFLINE)
    _print(told(kind.name, kind.plugin_version, findings))
    if any(finding.status is Status.FAIL for finding in findings):
        sys.exit(ExitCode.USAGE)


def _plan(tap: KitTap) -> dict[str, Any]:
    try:
        tap.refuse_stub()
        tap.prepare()
        return tap.whole_plan()
    finally:
        tap.close()


def _findings(make: Callable[[], KitTap], *, offline: bool) -> list[Finding]:
    try:
        tap = make()
    except TapError as error:
        return [refused("settings", error)]
    try:
        return [*examine(tap, offline=offline)]
    finally:
        tap.close()


def _print(found: dict[str, Any]) -> None:
    click.echo(json.dumps(found))
