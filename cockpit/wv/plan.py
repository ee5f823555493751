"""`wv plan`: what a run would read and cost, before it reads anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wv import options
from wv.console import columns, say
from wv.pipe import known_state, scratch
from wv.plugins import find
from wv.project import open_project
from wv.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADS = ("stream", "from", "to", "requests", "cost")
_DAY, _MINUTE = len("2026-11-21"), len("2026-11-21T18:00")
_UNITS = ((3600, "h"), (60, "min"), (1, "s"))


@click.command(
    epilog=taught(
        "wv plan tap-openmeteo",
        "wv plan tap-shopify-wv --environment prod",
        "wv plan tap-klaviyo --config klaviyo.json --state state.json",
        then="meltano run TAP target-parquet-lake, or: wv backfill TAP",
    )
)
@click.argument("tap")
@options.environment
@options.config
@options.state
@options.as_json
def plan(
    tap: str,
    environment: str | None,
    config: Path | None,
    state: Path | None,
    *,
    as_json: bool,
) -> None:
    """Say what a run of TAP would read, before a single record is.

    The window of each stream as state and lookback make it, requests, the price in
    the vendor's own unit, the share of each quota, and an estimate of the time. `at
    least` stands where only the answers tell how many pages there are.
    """
    project = open_project(Path.cwd(), environment)
    plugin = find(project, tap, config)
    found = state or known_state(project, tap)
    with scratch(plugin.catalog(), found) as given:
        told = plugin.answer("--plan", *given)
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(columns([HEADS, *(_row(read) for read in told["reads"])]))
    for line in _summary(told):
        click.echo(line)
    begin = f"It goes on from {found}." if found else "It begins at the beginning."
    say(f"{begin} Nothing was read.")


def _row(read: dict[str, Any]) -> tuple[str, ...]:
    least = "at least " if read["is_least"] else ""
    requests = f"{least}{read['requests']:,}"
    cost = f"{read['cost']:,.10g}"
    return read["stream"], _time(read["from"]), _time(read["to"]), requests, cost


def _time(text: str | None) -> str:
    if text is None:
        return "-"
    return text if len(text) == _DAY else text[:_MINUTE].replace("T", " ") + " UTC"


def _summary(told: dict[str, Any]) -> Iterator[str]:
    least = "at least " if told["is_least"] else ""
    if told["source"] == "stub":
        yield "No credentials: this is the sandbox, whose answers cost nothing."
    yield (
        f"Together {least}{told['requests']:,} requests, "
        f"{told['cost']:,.10g} {told['cost_unit']}, about {_span(told['seconds'])}."
    )
    for quota in told["quotas"]:
        limit = f"{quota['limit']:,.10g}"
        yield f"{quota['share']:.1%} of {limit} {quota['name']}"


def _span(seconds: float) -> str:
    for length, unit in _UNITS:
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return "1 s"
