"""Errors of the Open-Meteo server: a status and a reason."""

from __future__ import annotations

import json


class ApiError(Exception):
    """A refusal, with the text the real server gives.

    Args:
        reason: The server's words.
        status: HTTP status.
    """

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status

    @property
    def body(self) -> bytes:
        """The answer's body as JSON."""
        return error_body(self.reason)


def error_body(reason: str) -> bytes:
    """Write the JSON in which every error is told."""
    return json.dumps({"error": True, "reason": reason}, ensure_ascii=False).encode()
