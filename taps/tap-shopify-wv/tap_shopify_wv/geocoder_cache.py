"""What the geocoder has answered, on disk: each address is asked about once."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tap_kit.errors import ExitCode, TapError
from tap_shopify_wv.geo import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tap_kit.clock import Clock

FORGET_UNKNOWN = timedelta(days=30)
"""What nobody knew is asked again after this; what was known stays."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (
  country TEXT, province TEXT, city TEXT, postcode TEXT,
  lat REAL, lon REAL, precision TEXT, asked_at REAL NOT NULL,
  PRIMARY KEY (country, province, city, postcode)
) WITHOUT ROWID
"""
_FIND = """
SELECT lat, lon, precision FROM place
WHERE country = ? AND province = ? AND city = ? AND postcode = ?
AND (precision IS NOT NULL OR asked_at > ?)
"""
_KEEP = "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class Whereabouts(NamedTuple):
    """What is not personal of an address; texts in lower case, empty if not given."""

    country: str
    province: str
    city: str
    postcode: str


class GeocoderCache:
    """Answers in a SQLite file.

    Args:
        path: The file; it is made with its folder where there is none.
        clock: Shows how old an answer is.

    Raises:
        TapError: The file cannot be read or written, or is none of ours (exit code 7).
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        with self._disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
            try:
                self._database.executescript(_SCHEMA)
            except sqlite3.Error:
                self._database.close()
                raise

    def find(self, where: Whereabouts) -> tuple[bool, Place | None]:
        """Return whether an answer is known, and the place if there is one.

        Raises:
            TapError: The file cannot be read (exit code 7).
        """
        oldest = (self._clock.now() - FORGET_UNKNOWN).timestamp()
        with self._disk():
            row = self._database.execute(_FIND, (*where, oldest)).fetchone()
        if row is None:
            return False, None
        return True, None if row[2] is None else Place(*row)

    def keep(self, where: Whereabouts, place: Place | None) -> None:
        """Keep an answer, also that nobody knows.

        Raises:
            TapError: The file cannot be written (exit code 7).
        """
        now = self._clock.now().timestamp()
        with self._disk():
            self._database.execute(_KEEP, (*where, *(place or (None,) * 3), now))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            what = f"the geocoder's cache cannot be used: {error}"
            step = "give the process a writable folder, or delete the file"
            raise TapError(
                what, where=str(self._path), next_step=step, exit_code=ExitCode.STORAGE
            ) from error
