"""A lake in an object store: moto's S3, a real HTTP server on this machine."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from target_parquet_lake.lake import Lake

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server():
    """An S3 in a process of its own: delta-rs waits for it with Python's lock held."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _reach(port, process)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _reach(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
        except ConnectionRefusedError:
            continue
        return
    pytest.fail("moto's server has ended")


@pytest.fixture
def options(server: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "an-id",
        "AWS_SECRET_ACCESS_KEY": "a-key",
        "AWS_REGION": "eu-west-1",
        "AWS_ALLOW_HTTP": "true",
    }


@pytest.fixture
def bucket(server: str) -> str:
    name = f"lake-{next(_numbers)}"
    urlopen(Request(f"{server}/{name}", method="PUT"), timeout=30).close()  # noqa: S310 - loopback.
    return name


@pytest.fixture
def lake(bucket: str, options: dict[str, str]) -> Lake:
    return Lake(f"s3://{bucket}/a lake", options)


@pytest.fixture
def config(lake: Lake, options: dict[str, str]) -> dict[str, object]:
    return {"lake_root": str(lake.root), "storage_options": options}
