"""Steps of flows."""

from __future__ import annotations

from wv_sandbox.klaviyo.flows import FLOWS

STREAM = "flow_actions"


def test_every_step_of_every_flow_is_read(read):
    rows = read(STREAM)

    assert len({row["flow_id"] for row in rows}) == len(FLOWS)
    assert len({row["id"] for row in rows}) == len(rows) == 4 * len(FLOWS)


def test_steps_follow_one_another(read):
    rows = read(STREAM)
    following = {row["next_id"] for row in rows if row["next_id"]}

    assert following < {row["id"] for row in rows}
    assert len(following) == 3 * len(FLOWS)
