"""`wv gate` and `wv smoke`: whether what is promoted still holds, and whether we do."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from wv import options
from wv.console import columns, say
from wv.teaching import taught

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    short_help="Hold what is promoted against all its rules once more.",
    epilog=taught(
        "wv gate",
        "wv gate --tenant acme --json",
        ends=(5, 7),
        then="what each line says; then `wv build`",
    ),
)
@options.lake_root
@options.tenant
@options.as_json
@options.log_format
@options.quiet
def gate(lake_root: Path, tenant: str, *, as_json: bool, quiet: bool) -> None:
    """Hold what is promoted against all contracts and checks once more.

    Nothing is computed or written. Each rule that does not hold is named with the rows
    that break it and the next step. Exit code 5 when a rule of severity V2 or V3 does
    not: a build would not promote these tables today.
    """
    # Imported here: it brings the SQL parser, which other commands do without.
    from wv_transforms.errors import GateError  # noqa: PLC0415
    from wv_transforms.promoted_gate import check_promoted  # noqa: PLC0415

    found = check_promoted(lake_root, tenant)
    broken = [finding for finding in found if not finding.holds]
    for finding in broken:
        told = {**asdict(finding), "fails": finding.fails}
        click.echo(json.dumps(told) if as_json else str(finding))
    say(f"{len(found) - len(broken)} of {len(found)} rules hold.", quiet=quiet)
    if any(finding.fails for finding in broken):
        raise GateError(broken, where=f"tenant {tenant} of {lake_root}")


@click.command(
    short_help="Replay 48 hours twice, and compare every row.",
    epilog=taught("wv smoke", "wv smoke --quiet", ends=(5,)),
)
@options.log_format
@options.quiet
def smoke(*, quiet: bool) -> None:
    """Replay 48 hours of weather and orders twice, and compare every row.

    Over a clock change, a negative rain spike, a day without values, an issue time in
    the future, late orders and an empty cell; in two temporary lakes, without a
    network. Equal row hashes and no row from the future, or exit code 5.
    """
    # Imported here, as above.
    from wv_transforms.smoke.replay import run_smoke  # noqa: PLC0415

    report = run_smoke()
    shown = [("table", "rows"), *((n, str(len(h))) for n, h in report.hashes.items())]
    say(columns(shown), quiet=quiet)
    for condition in report.conditions:
        say(f"shown: {condition}", quiet=quiet)
    click.echo(str(report))
