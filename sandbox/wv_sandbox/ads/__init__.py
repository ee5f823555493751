"""What advertising costs and brings: one advertiser beside each shop, two vendors.

`AdBook(vendor, climate, shop)` gives the campaigns and, by `facts`, the figures of any
days in any grain at any instant. The finest grain is the single impression, so every
grain sums to the same totals; what an API leaves out, its own server leaves out.

- Spend follows budgets, weekdays and the weather of each city (`delivery`).
- An order of the shop may have been led to by a click or a view up to 20 days before,
  in its own city (`touches`): conversions grow while orders come in.
- For three days invalid clicks are shown and charged, then taken back: rows vanish.
- `lift` is the little that ads add to the shop's demand.
"""

from __future__ import annotations

from wv_sandbox.ads.book import AdBook
from wv_sandbox.ads.counting import Facts
from wv_sandbox.ads.life import Life, State
from wv_sandbox.ads.lifting import lift
from wv_sandbox.ads.plan import Ad, Campaign, Group

__all__ = ["Ad", "AdBook", "Campaign", "Facts", "Group", "Life", "State", "lift"]
