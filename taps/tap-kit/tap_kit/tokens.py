"""Tokens that the vendor rotates outlive the run, and nobody else reads them.

Some vendors end a refresh token when it is used. The configuration is then out of
date, and under an orchestrator it is a copy that is deleted; so the rotated token is
kept in a file of its own (mode 0600), written before the new token is first used.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.atomic import locked, read_json, write_json
from tap_kit.errors import ExitCode, SettingsError, TapError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_kit.clock import Clock

_VERSION = 1
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def fingerprint(seed: str) -> str:
    """Recognise an operator's credential without keeping it (64 hex digits).

    Meant for vendors' tokens and secrets, which are random; a short password could be
    guessed from it.
    """
    return hashlib.sha256(b"weathervane token seed\0" + seed.encode()).hexdigest()


class TokenStore:
    """One connector's rotated token.

    Two runs must not refresh at once, or one is left with a dead token:

        with store.locked():
            token = store.load(seed) or first_token
            if expired(token):
                token = refresh(token)
                store.save(token, seed)

    Args:
        path: The file, e.g. `.state/klaviyo/token.json`.
        clock: Says when the token was saved.
    """

    def __init__(self, path: Path | str, clock: Clock) -> None:
        self.path = Path(path)
        self._clock = clock

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to refresh; a process that dies lets go.

        Raises:
            TapError: The lock file cannot be made (exit code 7).
        """
        with locked(self.path):
            # Only a killed writer leaves such a file, and it holds a token.
            for left in self.path.parent.glob(f".{self.path.name}.*"):
                left.unlink(missing_ok=True)
            yield

    def load(self, seed_fingerprint: str) -> dict[str, Any] | None:
        """Return the token that was refreshed last.

        None when there is none, or when the operator has configured another credential
        since: the newer seed wins.

        Args:
            seed_fingerprint: `fingerprint()` of the credential in the configuration.

        Raises:
            SettingsError: Others can read or own the file, or it is no plain file.
            TapError: The file cannot be read, or is damaged (exit code 7).
        """
        self._refuse_unless_private()
        try:
            content = read_json(self.path)
        except ValueError:  # Its text could quote the token.
            content = {}
        if content is None:
            return None
        token = content.get("token")
        if content.get("version") != _VERSION or not isinstance(token, dict):
            raise self._damaged()
        return token if content.get("seed_fingerprint") == seed_fingerprint else None

    def save(self, token: Mapping[str, Any], seed_fingerprint: str) -> None:
        """Replace the token; it is on disk when this returns.

        Raises:
            TapError: The folder cannot be written, or the disk is full (exit code 7).
        """
        content = {
            "version": _VERSION,
            "saved_at": self._clock.now().isoformat(),
            "seed_fingerprint": seed_fingerprint,
            "token": dict(token),
        }
        write_json(self.path, content)

    def _refuse_unless_private(self) -> None:
        """Refuse a file that is not ours alone; none is fine."""
        try:
            status = self.path.lstat()
        except FileNotFoundError:
            return
        except OSError as error:
            what = f"cannot read {self.path.name}: {error.strerror}"
            raise TapError(
                what, where=str(self.path), exit_code=ExitCode.STORAGE
            ) from error
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            what = "the token store is not a plain file of this user"
            step = "remove it; the next run starts from the configured credential"
            raise SettingsError(what, where=str(self.path), next_step=step)
        if status.st_mode & _OTHERS:
            what = f"others can read the token store ({stat.filemode(status.st_mode)})"
            step = "rotate the credential, then chmod 600"
            raise SettingsError(what, where=str(self.path), next_step=step)

    def _damaged(self) -> TapError:
        return TapError(
            "the token store is damaged",
            where=str(self.path),
            next_step="remove it and configure a fresh credential",
            exit_code=ExitCode.STORAGE,
        )
