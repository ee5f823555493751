"""For the tests of taps: make one, run it, hear what it says, compare with the SDK.

A test runs a tap in its own process, against the sandbox, without waiting:

```python
from tap_kit import testing

clock = testing.SharedClock(now, box.clock)
tap = testing.make_tap(TapKlaviyo, settings, ["events"], clock=clock)
said = testing.sync(tap)
assert said.records("events")
assert said.report["success"]
```

`taps/conftest.py` gives the same as fixtures: `box`, `clock`, `sync`, `fail`, `read`.
A tap's own `conftest.py` says how its tap is made (`make_tap`).
"""

from tap_kit.testing.roads import assert_run_same_as_sdk, assert_same_as_sdk
from tap_kit.testing.said import Said, fail, listen, sync
from tap_kit.testing.taps import PII_KEY, SharedClock, make_tap

__all__ = [
    "PII_KEY",
    "Said",
    "SharedClock",
    "assert_run_same_as_sdk",
    "assert_same_as_sdk",
    "fail",
    "listen",
    "make_tap",
    "sync",
]
