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


def malformed(word: str, kind: str, name: str = "") -> ApiError:
    """Tell that a value does not fit its parameter.

    Args:
        word: The value.
        kind: The server's own type.
        name: Parameter; empty for an element of a list.
    """
    return ApiError(
        f"Data corrupted at path '{name}'."
        f" Cannot initialize {kind} from invalid String value {word}."
    )


class StreamError(Exception):
    """A failure after the status 200 has gone out; its words end the body.

    Args:
        words: What the server says of it.
    """

    @classmethod
    def of_run(cls, model: str, seconds: int) -> StreamError:
        """Tell that a run (start in seconds since 1970) cannot be had."""
        stamp = f"OmTime.Timestamp(timeIntervalSince1970: {seconds})"
        return cls(f"modelRunUnavailable(model: {model}, run: {stamp})")

    @property
    def body(self) -> bytes:
        """What is sent instead of the rest of the answer."""
        return stream_failure(str(self))


def stream_failure(words: str) -> bytes:
    """Write what ends a body that fails half-way."""
    return f"Unexpected error while streaming data: {words}".encode()


def error_body(reason: str) -> bytes:
    """Write the JSON in which every error is told."""
    answer = {"error": True, "reason": reason}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
