"""The command `wv-sandbox serve`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from threading import Thread
from typing import IO, TYPE_CHECKING

from wv_sandbox.app import Box, make_app
from wv_sandbox.clock import SandboxClock
from wv_sandbox.serving import listen, make_server, url_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uvicorn import Server


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wv-sandbox", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="serve")
    serve = commands.add_parser("serve", help="serve the sources until interrupted")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument(
        "--port", type=int, default=0, help="port to listen on; 0 takes a free one"
    )
    serve.add_argument(
        "--seed", type=int, default=7, help="equal seeds give equal weather"
    )
    serve.add_argument(
        "--now", type=_instant, help="time to start at, ISO 8601 with zone"
    )
    serve.add_argument(
        "--exit-on-stdin-eof", action="store_true", help="end when standard input ends"
    )
    return parser


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text} is no time; write it like 2026-11-15T06:00:00Z"
        raise argparse.ArgumentTypeError(message) from None
    if instant.tzinfo is None:
        message = f"{text} has no time zone; add Z"
        raise argparse.ArgumentTypeError(message)
    return instant


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; the first line on stdout tells the URL.

    Returns:
        Exit code: 0, or 2 if the address cannot be listened on.
    """
    options = _parser().parse_args(arguments)
    server = make_server(make_app(Box(options.seed, SandboxClock(options.now))))
    try:
        listening = listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(
            f"Cannot listen on {options.host}:{options.port}: {error.strerror}\n"
        )
        return 2
    with listening:
        sys.stdout.write(json.dumps({"url": url_of(listening)}) + "\n")
        sys.stdout.flush()
        if options.exit_on_stdin_eof:
            Thread(
                target=_end_with, args=(sys.stdin.buffer, server), daemon=True
            ).start()
        server.run([listening])
    return 0


def _end_with(stream: IO[bytes], server: Server) -> None:
    while stream.read(4096):
        pass
    server.should_exit = True
