"""Write `schemas/streams/`: the contract of every stream, generated from the taps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.house import ROOT, TapRoom, tap_rooms

if TYPE_CHECKING:
    from pathlib import Path

    from singer_sdk import Stream

FOLDER = ROOT / "schemas" / "streams"


def contract(stream: Stream) -> str:
    """One stream's contract as JSON text: name, keys, replication key, columns."""
    content = {
        "stream": stream.name,
        "primary_keys": list(stream.primary_keys or ()),
        "replication_key": stream.replication_key,
        "schema": stream.schema,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def contracts() -> dict[Path, str]:
    """The path and text of every contract the taps declare today."""
    return {path: text for room in tap_rooms() for path, text in _of_room(room)}


def _of_room(room: TapRoom) -> list[tuple[Path, str]]:
    streams = room.tap_class(config={}, validate_config=False).streams.values()
    return [(FOLDER / room.name / f"{s.name}.json", contract(s)) for s in streams]


def main() -> None:
    """Write what is declared, remove what no longer is."""
    wanted = contracts()
    for stale in set(FOLDER.rglob("*.json")) - set(wanted):
        stale.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} contracts in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
