"""Pipes from an account in the sandbox to a lake, for tests over several taps."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb

from tap_googleads.tap import TapGoogleAds
from tap_kit.testing import SharedClock
from tap_klaviyo.tap import TapKlaviyo
from tap_metaads.tap import TapMetaAds
from tap_shopify_wv.tap import TapShopify
from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake
from tests.conftest import AS_OF, BIN, table

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tap_kit.tap import KitTap
    from wv_sandbox.testing import Served


NOW = datetime.fromisoformat(AS_OF)


@dataclass
class AccountPipe:
    """A tap, the target and a lake of their own in one folder.

    Attributes:
        folder: Where all of it lies.
        box: The sandbox. Its time is the tap's: a wait of the one moves the other.
        now: When the tap runs.
    """

    folder: Path
    box: Served
    now: datetime = NOW
    tap: ClassVar[type[KitTap]]
    secret: ClassVar[str]
    """What lets the tap in."""
    settings: ClassVar[dict[str, Any]]
    few: ClassVar[frozenset[str]]
    """Streams that are enough to try what is dear: parents, children, several STATE."""
    fewer: ClassVar[dict[str, Any]] = {}
    """Settings that make them shorter, too."""
    cursors: ClassVar[dict[str, str]]
    """Streams by cursor, and the column that it follows."""
    people: ClassVar[tuple[str, ...]]
    """Streams that hold personal data; the first has addresses."""
    people_since: ClassVar[str | None] = None
    """First day of which they tell; that of the settings if None."""
    address: ClassVar[str] = "email"
    """The column with the addresses."""
    addresses: ClassVar[int] = 20
    """More than so many people are in it."""
    key: ClassVar[str] = "id"
    """Its key, which is never null."""

    @property
    def tap_settings(self) -> dict[str, Any]:
        """A real account, as far as the tap can tell."""
        return {
            **self.settings,
            "api_base_url": f"{self.box.url}/{self.tap.source}",
            "as_of": self.now.isoformat(),
            "state_dir": str(self.folder / "tap-state"),
        }

    @property
    def target_settings(self) -> dict[str, Any]:
        """What the target is told."""
        return {"lake_root": str(self.folder / "lake"), "source": self.tap.name}

    def said(self, state: Any = None, *streams: str, **settings: Any) -> list[bytes]:
        """Return the lines of a run, without the price of a process."""
        self.box.reset(self.now)
        config = {**self.tap_settings, **settings}
        clock = SharedClock(self.now, self.box.clock)
        tap = self.tap(config=config, state=state, clock=clock)
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

    def keep(self, lines: list[bytes]) -> None:
        """Load what a run said, and keep it and the states that came back."""
        (self.folder / "messages.jsonl").write_bytes(b"".join(lines))
        self._file("states", self.load(lines))

    def after(self, folder: Path) -> tuple[AccountPipe, Any]:
        """Give a pipe of its own whose lake is as the kept run left it, and its STATE.

        Args:
            folder: Where it lies; what the tap remembers does not come along.
        """
        shutil.copytree(self.folder / "lake", folder / "lake")
        states = json.loads((self.folder / "states.json").read_text(encoding="utf-8"))
        return replace(self, folder=folder), states[-1]

    @property
    def lines(self) -> list[bytes]:
        """What a run said that was kept."""
        kept = (self.folder / "messages.jsonl").read_bytes()
        return kept.splitlines(keepends=True)

    def interrupted(self, state: Any, lines: int, chance: random.Random) -> Any:
        """Run both ends, kill them after so many lines; the last STATE that came."""
        self.box.reset(self.now)
        settings = {**self.target_settings, "commit_rows": chance.randint(50, 1000)}
        target = ["target-parquet-lake", "--config", self._file("target", settings)]
        config = {**self.tap_settings, **self.fewer}
        tap = [self.tap.name, "--config", self._file("tap", config)]
        tap += ["--catalog", self._file("catalog", self._catalog())]
        if state is not None:
            tap += ["--state", self._file("start", state)]
        with (
            (self.folder / "states.out").open("w+b") as out,
            _started(tap, stdout=subprocess.PIPE) as reader,
            _started(target, stdin=subprocess.PIPE, stdout=out) as loader,
        ):
            assert reader.stdout
            assert loader.stdin
            for _, line in zip(range(lines), reader.stdout, strict=False):
                loader.stdin.write(line)
            loader.kill()
            reader.kill()
            with contextlib.suppress(BrokenPipeError):  # What it had not read is gone.
                loader.stdin.close()
            loader.wait()
            out.seek(0)
            told = [s for s in out.read().splitlines(keepends=True) if s[-1:] == b"\n"]
        return json.loads(told[-1]) if told else None

    def _file(self, name: str, content: object) -> str:
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    def _catalog(self) -> dict[str, Any]:
        catalog = self.tap(config=self.tap_settings).catalog_dict
        for stream in catalog["streams"]:
            assert stream["metadata"][-1]["breadcrumb"] in ([], ())
            selected = stream["stream"] in self.few
            stream["metadata"][-1]["metadata"]["selected"] = selected
        return dict(catalog)


def _started(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    program = [str(BIN / command[0]), *command[1:]]
    return subprocess.Popen(program, stderr=subprocess.DEVNULL, **options)


class ShopPipe(AccountPipe):
    """A shop of Shopify."""

    tap = TapShopify
    secret = "shpat_sandbox_00000000000000000000"
    settings = {
        "shop_domain": "plain-100.myshopify.com",
        "access_token": secret,
        "bulk_mode": "never",
        "rate_limit_fraction": 1,
        "max_requests_per_second": 1000,
    }
    few = frozenset(
        {
            "orders",
            "order_line_items",
            "order_refund_line_items",
            "order_sales",
            "products",
        }
    )
    cursors = {
        "orders": "updated_at",
        "order_line_items": "order_updated_at",
        "order_sales": "order_updated_at",
    }
    people = ("customers", "orders", "abandoned_checkouts")


class MailPipe(AccountPipe):
    """An account of Klaviyo."""

    tap = TapKlaviyo
    secret = "pk_sandbox_000000000000000000000000"
    settings = {"api_key": secret, "start_date": "2026-10-01"}
    few = frozenset({"campaigns", "events", "profiles", "segment_members"})
    fewer = {"start_date": "2026-11-01"}
    cursors = {
        "campaigns": "updated_at",
        "events": "datetime",
        "profiles": "updated",
    }
    people = ("profiles", "events", "reviews", "campaign_messages")


def told(*streams: str) -> frozenset[str]:
    """Streams of restated days, and those that tell their windows."""
    return frozenset(name for s in streams for name in (s, f"{s}_windows"))


class GooglePipe(AccountPipe):
    """An account of Google Ads."""

    tap = TapGoogleAds
    secret = "1//sandbox-refresh-0000000000"
    settings = {
        "client_id": "sandbox-client.apps.example",
        "client_secret": "sandbox-secret-0000000000",
        "refresh_token": secret,
        "customer_ids": ["1000000001"],
        "start_date": "2026-11-05",
        "lookback_days": 4,
        "max_requests_per_second": 1000,
    }
    few = told(
        "account_daily", "campaign_daily", "campaign_labels", "search_term_daily"
    )
    few |= {"campaigns"}
    fewer = {"start_date": "2026-11-01"}
    cursors = {
        "campaign_daily": "date",
        "campaign_daily_windows": "_window_start",
    }
    people = ("change_events", "campaigns")
    address = "user_email"
    addresses = 0
    key = "resource_name"


class MetaPipe(AccountPipe):
    """An account of Meta Ads."""

    tap = TapMetaAds
    secret = "EAASANDBOXSYSTEM00000000000000000000"
    settings = {
        "access_token": secret,
        "app_id": "100000000000001",
        "app_secret": "0123456789abcdef0123456789abcdef",
        "account_ids": ["2001000000000001"],
        "start_date": "2026-10-25",
        "lookback_days": 7,
    }
    few = told("insights_campaign_daily", "insights_campaign_daily_actions")
    few |= {"campaigns", "ads", "ad_set_geo"}
    fewer = {"start_date": "2026-11-10", "slice_days": 2}
    cursors = {
        "insights_account_daily": "date_start",
        "insights_ad_daily_actions": "date_start",
        "insights_hourly": "date_start",
        "insights_ad_daily_windows": "_window_start",
    }
    people = ("activities", "campaigns")
    people_since = "2026-09-01"
    address = "actor_name"
    addresses = 0
    key = "activity_key"


def records(lines: list[bytes], stream: str) -> list[dict[str, Any]]:
    """Return the records of a stream among lines."""
    return [
        message["record"]
        for message in map(json.loads, lines)
        if message["type"] == "RECORD" and message["stream"] == stream
    ]
