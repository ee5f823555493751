"""Fuzz by coverage: `python fuzz.py lines|values|schemas|states [libFuzzer's options]`.

`make fuzz` installs atheris and runs all four. What is learned stays in `.cache/fuzz`;
what is found is left there as `crash-<hash>`, and `python fuzz.py <which> <that file>`
runs it again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["target_parquet_lake"]):
    import fuzz_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGES = Path(__file__).parent.with_name("messages")
CACHE = Path(".cache", "fuzz")


def seeds(which: str) -> Iterator[bytes]:
    """Inputs to begin with, from the message files of the tests."""
    for path in sorted(MESSAGES.glob("*.singer")):
        for text in path.read_bytes().split(b"\n"):
            message = json.loads(text) if text.strip() else {"type": ""}
            match which, message["type"]:
                case "lines", _:
                    yield b"\0" + text
                case "values", "RECORD":
                    values = map(json.dumps, message["record"].values())
                    yield b"\0\0" + "\n".join(values).encode()
                case "schemas", "SCHEMA":
                    yield b"\0" + json.dumps(message["schema"]).encode()
                case "states", "STATE":
                    yield json.dumps(message["value"]).encode()
                case _:
                    pass


def main() -> None:
    which, *options = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    known = CACHE / which
    known.mkdir(parents=True, exist_ok=True)
    for seed in seeds(which):
        (known / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    kept = [f"-artifact_prefix={CACHE}/", "-max_len=4096", "-timeout=120"]
    if not any(Path(option).is_file() for option in options):
        options = [*options, str(known)]
    with tempfile.TemporaryDirectory() as folder:
        one = fuzz_inputs.ALL[which]
        root = Path(folder) / "lake"
        atheris.Setup([sys.argv[0], *kept, *options], lambda data: one(data, root))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
