"""A real headless Chromium, spoken to by the DevTools protocol over a pipe.

No driver and no socket: Chromium reads commands from file descriptor 3 and answers on
4, JSON ended by a zero byte (`--remote-debugging-pipe`).
Source: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import select
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
KEYS = {"Tab": 9, "Enter": 13, "Space": 32}
TEXT = {"Enter": "\r", "Space": " "}
PIECE = 1 << 16
PATIENCE_SECONDS = 120
"""After so much silence a browser is taken for dead, and no test hangs for ever."""
READS, WRITES = 3, 4
"""The file descriptors that Chromium looks at."""


def _beyond(number: int) -> int:
    """Return a file descriptor like this one, out of the way of those two."""
    return fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, WRITES + 1)


class Chromium:
    """One browser process; `tab` opens a page in it.

    Args:
        program: Path of the browser.
        profile: Folder that it may write to.
    """

    def __init__(self, program: str, profile: Path) -> None:
        read_commands, self._commands = os.pipe()
        self._answers, write_answers = os.pipe()
        theirs = [_beyond(read_commands), _beyond(write_answers)]
        silent = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in range(3)]
        self._process = os.posix_spawn(
            program,
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            os.environ,
            file_actions=[
                *silent,
                (os.POSIX_SPAWN_DUP2, theirs[0], READS),
                (os.POSIX_SPAWN_DUP2, theirs[1], WRITES),
            ],
        )
        for number in (read_commands, write_answers, *theirs):
            os.close(number)
        self._ids, self._held = itertools.count(1), b""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **params: Any) -> Any:
        """Send a command and return its result; events on the way are kept."""
        number = next(self._ids)
        message = {"id": number, "method": method, "params": params}
        message |= {"sessionId": session} if session else {}
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def next(self) -> dict[str, Any]:
        """Return the next message of the browser."""
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._answers], [], [], PATIENCE_SECONDS)
            piece = os.read(self._answers, PIECE) if ready else b""
            assert piece, "Chromium has gone, or answers no more"
            self._held += piece
        line, _, self._held = self._held.partition(b"\0")
        return json.loads(line)

    def tab(self, **emulated: Any) -> Tab:
        """Open an empty page; see `Tab.look` for what can be emulated."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)
        tab = Tab(self, target, session["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.call(f"{domain}.enable")
        tab.look(**emulated)
        return tab

    def close(self) -> None:
        """End the browser and wait until it is gone."""
        self.call("Browser.close")
        os.waitpid(self._process, 0)
        os.close(self._commands)
        os.close(self._answers)


@dataclass
class Tab:
    """One page: what can be asked of it, and done to it as a hand would."""

    browser: Chromium
    target: str
    session: str
    width: int = field(default=1280, init=False)

    def call(self, method: str, **params: Any) -> Any:
        """Send a command to this page."""
        return self.browser.call(method, self.session, **params)

    def look(
        self, width: int = 1280, scheme: str = "light", media: str = "screen"
    ) -> None:
        """Emulate a window's width [CSS px], a colour scheme and a medium."""
        self.width = width
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def open(self, address: str) -> None:
        """Load a page and wait until it has loaded."""
        self.call("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def wait(self, method: str) -> None:
        """Read on until this page tells of an event it has not yet told of."""
        told = self.browser.events
        while not any(self._is(each, method) for each in told):
            told.append(self.browser.next())
        told[:] = [each for each in told if not self._is(each, method)]

    def _is(self, message: dict[str, Any], method: str) -> bool:
        own = message.get("sessionId") == self.session
        return own and message.get("method") == method

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """Return what this page has told of so far."""
        return [
            each["params"]
            for each in self.browser.events
            for method in methods
            if self._is(each, method)
        ]

    def ask(self, expression: str) -> Any:
        """Return a JavaScript expression's value.

        The page's own policy forbids scripts; the protocol stands outside it.
        """
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found.get("exceptionDetails")
        return found["result"].get("value")

    def click(self, selector: str) -> None:
        """Press and release the mouse in the middle of the first such element."""
        query = f"document.querySelector({json.dumps(selector)})"
        x, y = self.ask(
            f"(() => {{ const it = {query};"
            " it.scrollIntoView({block: 'center', inline: 'center'});"
            " const [box] = it.getClientRects();"
            " return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="left",
                clickCount=1,
            )

    def press(self, key: str) -> None:
        """Press and release a key."""
        known = {"key": TEXT.get(key, key), "windowsVirtualKeyCode": KEYS[key]}
        known |= {"text": TEXT[key]} if key in TEXT else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", code=key, **known)
        self.call("Input.dispatchKeyEvent", type="keyUp", code=key, **known)

    def close(self) -> None:
        """Close this page."""
        self.browser.call("Target.closeTarget", targetId=self.target)
