"""`wv dlq`: the records that were refused, why, and how they get in after all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import duckdb

from target_parquet_lake.dead_letters_payload import PayloadForm
from target_parquet_lake.dead_letters_replay import read_schemas, replay
from target_parquet_lake.dead_letters_table import KEY, LAYER
from target_parquet_lake.errors import SettingsError
from target_parquet_lake.lake import Lake
from target_parquet_lake.root import check_root
from wv import options
from wv.console import columns, say
from wv.teaching import taught

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName

HEADS = ("id", "table", "stream", "class", "times", "last (UTC)", "kept", "message")
LONGEST_MESSAGE, SHORT_ID = 60, 12


@click.group(short_help="Look at records that were refused, and replay them.")
def dlq() -> None:
    """Look at dead letters: records that no table could take, with the reason.

    They lie in the lake's layer `dead_letters`, one table a source. Nothing else of
    their batch was lost.
    """


@dlq.command(
    "list",
    epilog=taught(
        "wv dlq list",
        "wv dlq list --stream orders --json",
        ends=(7,),
        then="wv dlq show ID",
    ),
)
@options.lake_root
@click.option("--stream", help="Only those of this stream.")
@options.as_json
def list_letters(lake_root: Path, stream: str | None, *, as_json: bool) -> None:
    """List dead letters, the newest first.

    `kept` says whether the payload was kept, so that it can be replayed.
    """
    letters = [
        letter
        for letter in _letters(Lake(lake_root))
        if stream is None or letter["stream"] == stream
    ]
    if as_json:
        for letter in letters:
            click.echo(json.dumps(letter, default=str))
        return
    if not letters:
        click.echo("There are no dead letters.")
        return
    click.echo(columns([HEADS, *map(_row, letters)]))


@dlq.command(
    short_help="Show one dead letter whole.",
    epilog=taught(
        "wv dlq show 3f9a0c",
        ends=(7,),
        then="correct what refused it; then `wv dlq replay ID`",
    ),
)
@options.lake_root
@click.argument("letter_id")
def show(lake_root: Path, letter_id: str) -> None:
    """Show one dead letter whole: what, when, why, and its payload if it was kept.

    LETTER_ID is its id, or the beginning of it.
    """
    letter = _one(Lake(lake_root), letter_id)
    for name, value in letter.items():
        click.echo(f"{name}: {value}")


@dlq.command(
    "replay",
    short_help="Print letters as messages for the target.",
    epilog=taught(
        "wv dlq replay | target-parquet-lake --config target.json",
        "wv dlq replay 3f9a0c --schema mended.jsonl | target-parquet-lake ...",
        ends=(7,),
        then="wv dlq list: what is refused again counts on",
    ),
)
@options.lake_root
@click.argument("letter_ids", nargs=-1)
@click.option("--table", help="Only those of this source: <tenant>__<source>.")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False),
    help="File of corrected SCHEMA messages, one a line, for the streams named there.",
)
def replay_letters(
    lake_root: Path,
    letter_ids: tuple[str, ...],
    table: str | None,
    schema: str | None,
) -> None:
    """Print kept dead letters as Singer messages, for the target to take again.

    Once what refused them is corrected. They stay in the list: what is refused again
    counts on, what loads is in its table.
    """
    # Imported here: only this command needs paths as the target reads them.
    from pathlib import Path  # noqa: PLC0415

    home = Lake(lake_root)
    schemas = read_schemas(Path(schema)) if schema else None
    wanted = [_one(home, letter_id) for letter_id in letter_ids]
    sent = 0
    for name in _tables(home):
        if table and name.folder != table:
            continue
        ids = [letter[KEY] for letter in wanted if letter["table"] == name.folder]
        if letter_ids and not ids:
            continue
        for line in replay(home, name, ids, schemas):
            click.echo(line)
            sent += 1
    say(f"{sent} messages sent.")
    if not letter_ids:
        _tell_lost(home, table)


def _tell_lost(home: Lake, table: str | None) -> None:
    """Say how the letters get in whose payload was not kept."""
    lost = [
        letter
        for letter in _letters(home)
        if letter["payload_form"] != PayloadForm.KEPT
        and table in {None, letter["table"]}
    ]
    if lost:
        first = min(letter["first_failed_at"] for letter in lost)
        say(
            f"{len(lost)} letters are left out, as their payload was not kept: run the "
            f"tap again from a STATE before {first:%Y-%m-%d %H:%M} UTC. The target's "
            "setting dead_letter_payload: kept keeps the next ones."
        )


def _tables(home: Lake) -> list[TableName]:
    check_root(home.root)
    return home.tables(LAYER) if LAYER in home.layers() else []


def _letters(home: Lake) -> list[dict[str, Any]]:
    """Read all letters, the newest first."""
    found: list[dict[str, Any]] = []
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name in _tables(home):
            (view,) = home.pin([name]).register(connection, LAYER)
            rows = connection.table(f'{LAYER}."{view}"')
            found += (
                {"table": name.folder, **dict(zip(rows.columns, row, strict=True))}
                for row in rows.fetchall()
            )
    return sorted(found, key=lambda each: each["last_failed_at"], reverse=True)


def _one(home: Lake, letter_id: str) -> dict[str, Any]:
    found = [each for each in _letters(home) if each[KEY].startswith(letter_id)]
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} letters begin" if found else "No letter begins"
    raise SettingsError(
        what=f"{several} with {letter_id!r}.",
        where=str(home.root),
        next_step="take an id from `wv dlq list`",
    )


def _row(letter: dict[str, Any]) -> tuple[str, ...]:
    message = " ".join(str(letter["message"]).split())
    kept = "yes" if letter["payload_form"] == PayloadForm.KEPT else "no"
    return (
        letter[KEY][:SHORT_ID],
        letter["table"],
        str(letter["stream"]),
        str(letter["error_class"]),
        str(letter["occurrences"]),
        f"{letter['last_failed_at']:%Y-%m-%d %H:%M}",
        kept,
        message[:LONGEST_MESSAGE],
    )
