"""A run: its streams in order, and what every record carries."""

from __future__ import annotations

from tap_kit_tests_zoo import TapZoo, Zoos, last_run, run


def test_streams_are_read_as_declared_and_the_report_comes_last():
    said = run(TapZoo())

    assert list(TapZoo().streams) == ["zoos", "animals", "connector_runs"]
    assert said.messages[-2]["stream"] == "connector_runs"
    assert said.messages[-1]["type"] == "STATE"


def test_children_are_read_within_their_parent_as_the_sdk_does():
    said = run(TapZoo())

    animals = [(r["zoo_id"], r["id"]) for r in said.records("animals")]
    assert animals == [(zoo, name) for zoo in range(3) for name in ("ape", "bat")]
    order = [m["stream"] for m in said.messages if m["type"] == "RECORD"]
    assert order[:3] == ["animals", "animals", "zoos"]
    told = last_run(said)["rows_by_stream"]
    assert [(each["stream"], each["rows"]) for each in told] == [
        ("zoos", 3),
        ("animals", 6),
    ]


def test_a_parent_that_is_deselected_still_brings_its_children():
    tap = TapZoo()
    tap.streams["zoos"].selected = False

    said = run(tap)

    assert len(said.records("animals")) == 6
    assert said.records("zoos") == []


def test_every_record_carries_where_it_comes_from():
    tap = TapZoo()
    said = run(tap)

    ours = {
        "_wv_source": "api",
        "_wv_connector": "tap-zoo",
        "_wv_connector_version": tap.plugin_version,
        "_wv_run_id": tap.report.run_id,
    }
    records = [m["record"] for m in said.messages if m["type"] == "RECORD"]
    assert len(records) == 10
    assert all(record.items() >= ours.items() for record in records)


def test_a_tuple_of_record_and_child_context_is_taken(monkeypatch):
    """Old taps yield pairs; the SDK still accepts them."""
    monkeypatch.setattr(
        Zoos, "get_records", lambda _self, _context: [({"id": 1}, None)]
    )

    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    assert [r["id"] for r in run(TapZoos()).records("zoos")] == [1]


def test_post_process_may_change_and_drop_records(monkeypatch):
    def post_process(_self, row, _context):
        return None if row["id"] == 1 else {"id": row["id"] * 10}

    monkeypatch.setattr(Zoos, "post_process", post_process)

    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    said = run(TapZoos())

    assert [r["id"] for r in said.records("zoos")] == [0, 20]
    assert last_run(said)["rows"] == 2


def test_parts_of_a_stream_tell_how_far_it_is(monkeypatch):
    """Accounts, channels, lists: each counts the same."""
    shares: list[tuple[str, float]] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee",
        lambda _self, stream, share: shares.append((stream, share)),
    )
    zoos = TapZoo().streams["zoos"]

    for _ in zoos.among(iter("ab")):
        zoos.foresee(0.5)

    assert shares == [("zoos", 0.0), ("zoos", 0.25), ("zoos", 0.5), ("zoos", 0.75)]
