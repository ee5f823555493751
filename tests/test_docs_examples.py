"""Examples of the pages that need no weather: letters, prices, people, tenants."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import duckdb
import pytest

from tap_kit.pii import Pseudonymizer
from target_parquet_lake.lake import Lake
from tests.reader import LAKE, blocks, calls, example, note_calls, run

if TYPE_CHECKING:
    from pathlib import Path

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
ADDRESS = "jane.doe@example.org"


def schema(stream: str, **types: str) -> str:
    properties = {name: {"type": [kind, "null"]} for name, kind in types.items()}
    told = {"properties": properties, "type": "object"}
    message = {"type": "SCHEMA", "stream": stream, "schema": told}
    return json.dumps({**message, "key_properties": ["id"]})


def record(stream: str, **values: object) -> str:
    return json.dumps({"type": "RECORD", "stream": stream, "record": values})


def load(folder: Path, *lines: str, **settings: object) -> int:
    """Put lines through the target; its exit code."""
    config = {"lake_root": LAKE, "source": "shop", **settings}
    (folder / "target.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "tap.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = "target-parquet-lake --config target.json < tap.jsonl"
    return run(folder, command).returncode


def rows(folder: Path, table: str, columns: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        Lake(folder / LAKE).pin(tenant="default").register(con)
        return con.sql(f"SELECT {columns} FROM raw.{table} ORDER BY ALL").fetchall()  # noqa: S608  # Names of our own lake.


# ---------- dead letters


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder whose lake holds a kept letter, and the corrected SCHEMA of the page."""
    [corrected] = [b for b in blocks("docs/dead-letters.md", "text") if "SCHEMA" in b]
    (tmp_path / "corrected.jsonl").write_text(corrected, encoding="utf-8")
    orders = schema("orders", id="integer", total="number")
    lines = orders, record("orders", id=1, total=9.5), record("orders", id=2, total="x")
    assert load(tmp_path, *lines, dead_letter_payload="kept") == 6
    return tmp_path


def test_letters_are_listed_as_the_page_shows(letters: Path):
    shown, *_ = blocks("docs/dead-letters.md", "text")
    done = run(letters, example("docs/dead-letters.md", "wv dlq list"))
    head, *_ = done.stdout.splitlines()
    letter = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 0, done.stderr[-3000:]
    assert head.split() == shown.splitlines()[0].split()
    assert letter["error_class"] in shown


def test_a_kept_letter_loads_by_the_corrected_schema(letters: Path):
    refused, corrected = example("docs/dead-letters.md", "wv dlq replay").splitlines()

    assert run(letters, refused).returncode == 6
    done = run(letters, corrected)

    assert done.returncode == 0, done.stderr[-3000:]
    assert [key for (key,) in rows(letters, "shop__orders", "id")] == [1, 2]


# ---------- what the weather costs


def test_the_calculator_of_prices_shows_what_the_page_shows(tmp_path: Path):
    [shown] = blocks("docs/open-meteo-cost.md", "text")
    done = run(tmp_path, example("docs/open-meteo-cost.md", "wv plan tap-openmeteo"))

    printed = prices(done.stdout)
    assert done.returncode == 0, done.stderr[-3000:]
    assert prices(shown).items() <= printed.items()
    assert shown.splitlines()[-1] in done.stdout


def prices(table: str) -> dict[str, tuple[str, str]]:
    """Requests and cost by stream; the days are those of today."""
    found = re.findall(r"(?m)^(\w+) .* ([\d,.]+) +([\d,.]+) *$", table)
    return {stream: (requests, cost) for stream, requests, cost in found}


# ---------- people


@pytest.fixture
def person(tmp_path: Path) -> str:
    """The pseudonym that the page's program prints."""
    program = example("docs/people-and-secrets.md", "Pseudonymizer", "python")
    (tmp_path / "name.py").write_text(program, encoding="utf-8")
    done = run(tmp_path, f"python name.py {ADDRESS}", WV_PII_KEY=KEY)
    return done.stdout.strip()


def test_the_pseudonym_is_that_of_the_taps(person: str):
    assert person == Pseudonymizer(KEY).value("email", ADDRESS)


def test_a_person_goes_and_the_orders_stay(tmp_path: Path, person: str):
    program = example("docs/people-and-secrets.md", "table.delete", "python")
    (tmp_path / "forget.py").write_text(program, encoding="utf-8")
    load(
        tmp_path,
        schema("customers", id="string", email="string"),
        record("customers", id="c1", email=person),
        record("customers", id="c2", email="h1:other"),
        schema("orders", id="string", customer_id="string", email="string"),
        record("orders", id="o1", customer_id="c1", email=person),
        record("orders", id="o2", customer_id="c2", email="h1:other"),
    )
    (tmp_path / "storage").mkdir()
    (tmp_path / "storage/lake").symlink_to(tmp_path / LAKE)

    done = run(tmp_path, f"python forget.py c1 {person}")

    assert done.returncode == 0, done.stderr[-3000:]
    assert rows(tmp_path, "shop__customers", "id") == [("c2",)]
    assert rows(tmp_path, "shop__orders", "id, customer_id, email") == [
        ("o1", None, None),
        ("o2", "c2", "h1:other"),
    ]


# ---------- many shops


def test_a_shop_that_fails_stops_no_other(tmp_path: Path):
    (tmp_path / "log").mkdir()
    (tmp_path / "secrets").mkdir()
    for shop in ("acme", "bolt"):
        secret = f"WV_PII_KEY={shop}\n"
        (tmp_path / f"secrets/{shop}.env").write_text(secret, encoding="utf-8")
    notes = note_calls(tmp_path, "meltano", "wv")

    command = example("docs/tenants.md", "for file in secrets")
    done = run(tmp_path, command, FAILS="--environment=acme")

    assert done.stdout == "acme: see log/acme.log\n"
    called = [(c["command"][:2], c["env"]["WV_PII_KEY"]) for c in calls(notes)]
    assert called == [
        (["meltano", "--environment=acme"], "acme"),
        (["meltano", "--environment=bolt"], "bolt"),
        (["wv", "build"], "bolt"),
        (["wv", "report"], "bolt"),
    ]


# ---------- messages, readers


def test_a_program_that_refuses_ends_a_run_as_the_page_shows(tmp_path: Path):
    [program] = blocks("docs/approval.md", "python")
    [shown] = blocks("docs/approval.md", "text")
    (tmp_path / "ask.py").write_text(program, encoding="utf-8")

    done = run(tmp_path, example("docs/approval.md", "tap-openmeteo"))

    streams = {json.loads(line).get("stream") for line in done.stdout.splitlines()}
    assert done.returncode == 2
    assert not [line for line in shown.splitlines() if line not in done.stderr]
    assert streams <= {"connector_runs", None}


def test_an_error_reads_as_the_page_shows(tmp_path: Path):
    [shown] = blocks("docs/troubleshooting.md", "text")
    (tmp_path / "s.json").write_text('{"no": "state"}', encoding="utf-8")

    done = run(tmp_path, "tap-klaviyo --state s.json", WV_PII_KEY=KEY)

    assert done.returncode == 2
    assert shown.strip() in done.stderr


def test_a_lake_is_read_as_the_page_reads_it(tmp_path: Path):
    cells = schema("cells", id="string"), record("cells", id="u33dc")
    load(tmp_path, *cells, source="openmeteo")
    program = example("docs/object-storage.md", "register", "python")
    here = program.replace("s3://my-bucket/lake", LAKE)
    (tmp_path / "read.py").write_text(here, encoding="utf-8")

    done = run(tmp_path, "python read.py")

    assert done.returncode == 0, done.stderr[-3000:]
    assert "1" in done.stdout
