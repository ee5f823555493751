"""How much a run may ask: requests a second, operations a run.

Each query is one operation, however many pages it has. An expired page token is one
more. https://developers.google.com/google-ads/api/docs/best-practices/quotas
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_kit.errors import BudgetExhaustedError

if TYPE_CHECKING:
    from tap_kit.report import RunReport


class Operations:
    """Counts operations, and ends the run when they are spent.

    Args:
        most: Operations that the run may spend.
        report: Shows how many it spent.
    """

    def __init__(self, most: int, report: RunReport) -> None:
        self._most = most
        self._report = report
        self.spent = 0

    def spend(self) -> None:
        """Count one.

        Raises:
            BudgetExhaustedError: All are spent; the state holds what is done.
        """
        if self.spent >= self._most:
            what = f"{self.spent:,} operations are spent, and that is this run's limit"
            raise BudgetExhaustedError(
                what,
                where="max_operations_per_run",
                next_step="run again tomorrow with the last state, nothing is lost; or "
                "raise it, if your project is allowed more",
            )
        self.spent += 1
        self._report.set_metric("operations", self.spent)
