"""A tap of one stream, and a server that answers it by a script."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from singer_sdk import typing as th
from singer_sdk.pagination import OffsetPaginator

from tap_kit.columns import columns
from tap_kit.errors import Action, ErrorRule
from tap_kit.settings import settings
from tap_kit.stream import KitStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen


def says(word: str) -> Any:
    return lambda response: word in response.text


class Toys(KitStream):
    name = "toys"
    path = "/toys"
    primary_keys = ("id",)
    schema = columns(th.Property("id", th.IntegerType))
    error_rules = (
        ErrorRule(
            name="wide", matches=says("wide"), action=Action.SPLIT, advice="halve"
        ),
        ErrorRule(
            name="heavy", matches=says("heavy"), action=Action.SHRINK, advice="less"
        ),
        ErrorRule(name="gone", matches=says("gone"), action=Action.SKIP, advice="see"),
        ErrorRule(
            name="busy", matches=says("busy"), action=Action.WAIT, advice="later"
        ),
    )
    heard: ClassVar[list[int]] = []

    @property
    def url_base(self) -> str:
        return self.tap.base_url or "https://toys.test"

    def get_new_paginator(self):
        return OffsetPaginator(start_value=0, page_size=2)

    def get_url_params(self, context, next_page_token):  # noqa: ARG002 - the SDK's.
        return {"offset": next_page_token}

    def after_response(self, response):
        super().after_response(response)
        self.heard.append(response.status_code)


class TapToys(KitTap):
    name = "tap-toys"
    source = "toys"
    stream_types = (Toys,)
    config_jsonschema = settings(th.Property("api_key", th.StringType, secret=True))


class Api:
    """A server on loopback that gives scripted answers, then empty pages."""

    def __init__(self) -> None:
        self.script: list[tuple[int, Any, dict[str, str]]] = []
        self.asked: list[str] = []
        self.agents: list[str] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                api.asked.append(self.path)
                api.agents.append(self.headers["User-Agent"])
                status, body, headers = (
                    api.script.pop(0) if api.script else (200, [], {})
                )
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET  # noqa: N815 - http.server's name.

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def answers(
        self, status: int, body: Any = b"", times: int = 1, **headers: str
    ) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script += [(status, body, names)] * times

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def read(tap: TapToys) -> list[Any]:
    with listen() as said:
        tap.sync_all()
    return said.records("toys")
