"""The generated contracts show in a diff what a change does to the data."""

from __future__ import annotations

from tools.write_schemas import FOLDER, contracts


def test_the_contracts_are_those_of_the_taps():
    """After a change of columns: `make schemas`, and read the diff."""
    wanted = contracts()

    written = {
        path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.json")
    }

    assert written == wanted, "run `make schemas`"
