"""Shopify to lake: twice the same, from any STATE the same, and nobody's name in it."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import random
import subprocess
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import SettingsError
from tap_shopify_wv.tap import TapShopify
from target_parquet_lake.errors import PartialError
from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake
from tests.conftest import AS_OF, BIN, table
from wv_sandbox.testing import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHOP = "plain-100"
TOKEN = "shpat_sandbox_00000000000000000000"
KEY = "5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a9f8a7b6c"
PARENTS_AND_CHILDREN = frozenset(
    {"orders", "order_line_items", "order_refund_line_items", "order_sales", "products"}
)
KILLS = 4
SEED = 20261115


@dataclass
class ShopPipe:
    """The tap, the target and a lake of their own in one folder."""

    folder: Path
    api: str

    @property
    def tap_settings(self) -> dict[str, Any]:
        """A real account, as far as the tap can tell."""
        return {
            "shop_domain": f"{SHOP}.myshopify.com",
            "access_token": TOKEN,
            "api_base_url": self.api,
            "as_of": AS_OF,
            "bulk_mode": "never",
            "rate_limit_fraction": 1,
            "max_requests_per_second": 1000,
            "state_dir": str(self.folder / "tap-state"),
        }

    @property
    def target_settings(self) -> dict[str, Any]:
        """What the target is told."""
        return {"lake_root": str(self.folder / "lake"), "source": "tap-shopify-wv"}

    @property
    def catalog(self) -> dict[str, Any]:
        """A catalog in which a few streams are selected."""
        catalog = TapShopify(config=self.tap_settings).catalog_dict
        for stream in catalog["streams"]:
            selected = stream["stream"] in PARENTS_AND_CHILDREN
            stream["metadata"][-1]["metadata"]["selected"] = selected
            assert stream["metadata"][-1]["breadcrumb"] in ([], ())
        return dict(catalog)

    def said(self, state: Any = None, *streams: str) -> list[bytes]:
        """Return the lines of a run, without the price of a process."""
        clock = ManualClock(datetime.fromisoformat(AS_OF))
        tap = TapShopify(config=self.tap_settings, state=state, clock=clock)
        for name, stream in tap.streams.items():
            stream.selected = not streams or name in streams
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(out):
            tap.sync_all()
        return out.detach().getvalue().splitlines(keepends=True)

    def load(self, lines: list[bytes]) -> list[Any]:
        """Give lines to the target; returns the states it gave back."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            target = TargetParquetLake(config=self.target_settings)
            target.listen(
                io.TextIOWrapper(io.BytesIO(b"".join(lines)), encoding="utf-8")
            )
        return [json.loads(line) for line in out.getvalue().splitlines()]

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every table of the lake as it is read, without what tells runs apart."""
        with duckdb.connect() as con:
            names = Lake(self.folder / "lake").pin(tenant="default").register(con)
            return {
                name: table(con, name) for name in names if "connector_runs" not in name
            }


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """The address of a sandbox in which no time passes."""
    with serve(seed=7, now=datetime.fromisoformat(AS_OF)) as box:
        yield f"{box.url}/shopify"


@pytest.fixture(scope="module", autouse=True)
def key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WV_PII_KEY", KEY)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, api: str) -> ShopPipe:
    """A pipe that ran all streams once; nobody writes to it again."""
    pipe = ShopPipe(tmp_path_factory.mktemp("whole"), api)
    lines = pipe.said()
    (pipe.folder / "messages.jsonl").write_bytes(b"".join(lines))
    (pipe.folder / "states.json").write_text(json.dumps(pipe.load(lines)))
    return pipe


def lines_of(pipe: ShopPipe) -> list[bytes]:
    return (pipe.folder / "messages.jsonl").read_bytes().splitlines(keepends=True)


def records(lines: list[bytes], stream: str) -> list[dict[str, Any]]:
    parsed = map(json.loads, lines)
    return [
        message["record"]
        for message in parsed
        if message["type"] == "RECORD" and message["stream"] == stream
    ]


def test_a_second_run_reads_the_lookback_and_changes_no_row(
    tmp_path: Path, whole: ShopPipe
):
    pipe = ShopPipe(tmp_path, whole.api)
    first = lines_of(whole)
    state = pipe.load(first)[-1]

    second = pipe.said(state)
    pipe.load(second)

    assert pipe.rows() == whole.rows()
    for stream in ("orders", "order_line_items", "order_sales"):
        again = records(second, stream)
        assert len(again) < len(records(first, stream)) / 4
    assert all(
        record["updated_at"] >= "2026-11-08" for record in records(second, "orders")
    )


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, api: str) -> ShopPipe:
    """A pipe that ran parents and children of them once."""
    pipe = ShopPipe(tmp_path_factory.mktemp("few"), api)
    lines = pipe.said(None, *PARENTS_AND_CHILDREN)
    (pipe.folder / "messages.jsonl").write_bytes(b"".join(lines))
    pipe.load(lines)
    return pipe


def test_every_state_of_a_run_is_a_good_start(tmp_path: Path, few: ShopPipe):
    """A run up to a STATE, then a run from that STATE: the lake lacks nothing."""
    lines, wanted = lines_of(few), few.rows()
    found = [i for i, line in enumerate(lines) if json.loads(line)["type"] == "STATE"]
    assert len(found) > len(PARENTS_AND_CHILDREN)

    for number, index in enumerate(found):
        again = ShopPipe(tmp_path / str(number), few.api)
        state = json.loads(lines[index])["value"]
        again.load(lines[: index + 1])
        again.load(again.said(state, *PARENTS_AND_CHILDREN))
        assert again.rows() == wanted, f"state {number} of {len(found)}: {state}"


@pytest.mark.kill
def test_kills_at_any_point_lose_and_double_nothing(tmp_path: Path, few: ShopPipe):
    """kill -9 on both ends at random lines; the next run starts at the last STATE."""
    pipe = ShopPipe(tmp_path, few.api)
    chance = random.Random(SEED)  # noqa: S311 # Reproducible, not secret.
    total = len(lines_of(few))
    state: Any = None
    for _ in range(KILLS):
        state = interrupted(pipe, state, chance.randint(1, total), chance) or state

    pipe.load(pipe.said(state, *PARENTS_AND_CHILDREN))

    assert pipe.rows() == few.rows()


def interrupted(pipe: ShopPipe, state: Any, lines: int, chance: random.Random) -> Any:
    """Run both ends, kill them after so many lines; the last state that came out."""
    settings = {**pipe.target_settings, "commit_rows": chance.randint(50, 1000)}
    (pipe.folder / "target.json").write_text(json.dumps(settings))
    (pipe.folder / "tap.json").write_text(json.dumps(pipe.tap_settings))
    (pipe.folder / "catalog.json").write_text(json.dumps(pipe.catalog))
    start = ["--catalog", str(pipe.folder / "catalog.json")]
    if state is not None:
        (pipe.folder / "start.json").write_text(json.dumps(state))
        start += ["--state", str(pipe.folder / "start.json")]
    command = [str(BIN / "tap-shopify-wv"), "--config", str(pipe.folder / "tap.json")]
    target = [
        str(BIN / "target-parquet-lake"),
        "--config",
        f"{pipe.folder}/target.json",
    ]
    with (
        (pipe.folder / "states.out").open("w+b") as out,
        subprocess.Popen(
            [*command, *start], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as tap,
        subprocess.Popen(
            target, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL
        ) as loader,
    ):
        assert tap.stdout
        assert loader.stdin
        for _, line in zip(range(lines), tap.stdout, strict=False):
            loader.stdin.write(line)
        loader.kill()
        tap.kill()
        with contextlib.suppress(BrokenPipeError):  # What it had not read dies with it.
            loader.stdin.close()
        loader.wait()
        out.seek(0)
        said = [s for s in out.read().splitlines(keepends=True) if s.endswith(b"\n")]
    return json.loads(said[-1]) if said else None


def test_no_token_and_no_address_is_anywhere(
    tmp_path: Path, api: str, caplog: pytest.LogCaptureFixture
):
    """Logs, errors, messages, state, lake, dead letters, and what outlives the run."""
    caplog.set_level(logging.DEBUG)
    emails = emails_of(ShopPipe(tmp_path / "kept", api))
    assert len(emails) > 20
    pipe = ShopPipe(tmp_path / "hashed", api)

    lines = pipe.said(None, "customers", "orders", "abandoned_checkouts")
    letter = next(line for line in lines if b'"stream":"customers","record"' in line)
    lines.insert(-1, letter.replace(b'"id":"gid', b'"id":null,"no":"gid', 1))
    with pytest.raises(PartialError):
        pipe.load(lines)
    with pytest.raises(SettingsError) as refused:
        pipe.said({"bookmarks": {"orders": {"shop": "x", "at": TOKEN[:9]}}})

    files = [p.read_bytes() for p in pipe.folder.rglob("*") if p.is_file()]
    told = [caplog.text.encode(), str(refused.value).encode(), *lines]
    everything = b"".join((*files, *told))
    assert b"dead" in b"".join(str(p).encode() for p in pipe.folder.rglob("*"))
    assert TOKEN.encode() not in everything
    assert not [email for email in emails if email.encode() in everything]


def emails_of(pipe: ShopPipe) -> set[str]:
    """The addresses as they are, from a run that may keep them."""
    clock = ManualClock(datetime.fromisoformat(AS_OF))
    tap = TapShopify(config={**pipe.tap_settings, "pii_mode": "keep"}, clock=clock)
    for name, stream in tap.streams.items():
        stream.selected = name == "customers"
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        tap.sync_all()
    lines = out.detach().getvalue().splitlines()
    return {r["email"] for r in records(lines, "customers") if r["email"]}
