"""How a sandbox in another process is told what to do: `/_sandbox/...`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from wv_sandbox.app import Box


class Control:
    """The control endpoints of a sandbox."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def routes(self) -> list[Route]:
        """Give the routes, all below `/_sandbox`."""
        return [
            Route("/_sandbox/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/_sandbox/requests", self.requests, methods=["GET", "DELETE"]),
            Route("/_sandbox/now", self.now, methods=["GET", "POST"]),
            Route("/_sandbox/release", self.release, methods=["POST"]),
        ]

    async def faults(self, request: Request) -> Response:
        """Plan a fault (201), list those planned, or forget them (204)."""
        if request.method == "DELETE":
            self._box.faults.clear()
            return Response(status_code=204)
        if request.method == "POST":
            try:
                wanted = await _object(request)
                self._box.faults.add(str(wanted.pop("kind", "")), **wanted)
            except (TypeError, ValueError) as error:
                return _refused(error)
            return JSONResponse(self._box.faults.as_json(), 201)
        return JSONResponse(self._box.faults.as_json())

    async def requests(self, request: Request) -> Response:
        """List the requests so far, or forget them (204)."""
        if request.method == "DELETE":
            self._box.requests.clear()
            return Response(status_code=204)
        return JSONResponse(self._box.requests.as_json())

    async def now(self, request: Request) -> Response:
        """Tell the time; set it by `now` (ISO 8601) or move it by `advance_seconds`."""
        if request.method == "POST":
            try:
                wanted = await _object(request)
                if "now" in wanted:
                    self._box.clock.set(datetime.fromisoformat(wanted["now"]))
                self._box.clock.advance(float(wanted.get("advance_seconds", 0)))
            except (TypeError, ValueError) as error:
                return _refused(error)
        return JSONResponse({"now": self._box.clock.now().isoformat()})

    async def release(self, _request: Request) -> Response:
        """Let all held answers go on (204)."""
        self._box.faults.release()
        return Response(status_code=204)


async def _object(request: Request) -> dict[str, Any]:
    wanted = json.loads(await request.body())
    if not isinstance(wanted, dict):
        message = "send a JSON object"
        raise TypeError(message)
    return wanted


def _refused(error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)
