"""Charts draw the numbers they are given, and survive their absence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from wv.report import facts, fan, rain, strip
from wv.report.model import Day
from wv.report.scale import Linear

DAY = fan.DAY


def draw_fan(cell):
    return fan.draw(cell, facts.last_year(cell), "k")


def classes(svg):
    return [node.get("class") for node in svg.iter() if node.get("class")]


def paths(svg, css):
    return [node.get("d") for node in svg.iter("path") if node.get("class") == css]


def bars_of(svg, css):
    return sum(path.count("M") for path in paths(svg, css))


def test_the_fan_shades_each_observed_day_once(make_cell):
    cell = make_cell(ahead=0)
    year = facts.last_year(cell)
    svg = draw_fan(cell)

    shaded = bars_of(svg, "warm") + bars_of(svg, "cool")
    flat = 365 - shaded  # Days whose distance from normal rounds to nothing.
    assert bars_of(svg, "warm") == pytest.approx(year.warmer, abs=flat)
    assert flat < 8


def test_the_forecast_is_shaded_apart(make_cell):
    svg = draw_fan(make_cell(ahead=15))

    assert bars_of(svg, "warm soft") + bars_of(svg, "cool soft") in {14, 15}
    assert len(paths(svg, "line ahead")) == 1


def test_without_a_forecast_nothing_is_drawn_ahead(make_cell):
    found = classes(draw_fan(make_cell(ahead=0)))

    assert not {"now", "line ahead", "warm soft", "cool soft"} & set(found)


def test_without_normals_only_the_year_is_drawn(make_cell):
    cell = make_cell(climate=False)
    days = [dataclasses.replace(day, anomaly_c=None) for day in cell.days]

    found = set(classes(draw_fan(dataclasses.replace(cell, days=tuple(days)))))

    assert "line" in found
    assert not {"outer", "inner", "median", "normal", "warm", "cool"} & found


def test_the_bands_hold_the_normal(make_cell):
    """The normal starts between the two ends of each band, as the numbers do."""
    svg = draw_fan(make_cell())
    (middle,) = re.findall(r"^M5 (\d+)", paths(svg, "normal")[0])

    for band in ("outer", "inner"):
        start, *steps = map(int, re.findall(r"-?\d+", paths(svg, band)[0])[1:])
        assert start < int(middle) < start + sum(steps[1::2])


def test_a_gap_in_the_days_stays_a_gap(make_cell):
    cell = make_cell(ahead=0)
    kept = [
        day
        for day in cell.days
        if not dt.date(2026, 3, 1) <= day.date < dt.date(2026, 3, 9)
    ]

    (line,) = paths(draw_fan(dataclasses.replace(cell, days=tuple(kept))), "line")

    assert line.count("M") == 2


def test_a_day_without_temperature_parts_the_line(make_cell):
    cell = make_cell(ahead=0)
    blank = dataclasses.replace(cell.days[-5], mean_c=None, anomaly_c=None)
    days = (*cell.days[:-5], blank, *cell.days[-4:])

    (line,) = paths(draw_fan(dataclasses.replace(cell, days=days)), "line")

    assert line.count("M") == 2


def test_a_single_day_makes_a_chart(make_cell):
    cell = make_cell(climate=False, days=(Day(dt.date(2026, 1, 1), mean_c=3.0),))

    assert paths(draw_fan(cell), "line")


def test_days_of_rain_alone_make_no_line(make_cell):
    cell = make_cell(climate=False, days=(Day(dt.date(2026, 1, 1), precip_mm=3.0),))

    assert not paths(draw_fan(cell), "line")


def test_every_month_that_fits_is_named(make_cell):
    names = [
        node.text
        for node in draw_fan(make_cell()).iter("text")
        if "month" in node.get("class")
    ]

    assert names == [
        "Dec",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
    ]


def test_the_extremes_bear_their_number(make_cell):
    cell = make_cell()
    farthest = facts.last_year(cell).farthest_above

    notes = [
        node.text for node in draw_fan(cell).iter("text") if "note" in node.get("class")
    ]

    assert notes[0].startswith(f"+{farthest.anomaly_c:.1f}° on {farthest.date.day} ")
    assert notes[1].startswith("\N{MINUS SIGN}")


@pytest.mark.parametrize(
    ("place", "anchor"), [(1, "start"), (180, "middle"), (363, "end")]
)
def test_a_label_at_the_edge_grows_inwards(make_cell, place, anchor):
    cell = make_cell(ahead=0)
    days = list(cell.days[-365:])
    normal = cell.normal(days[place].date).mean_c
    days[place] = dataclasses.replace(days[place], mean_c=normal + 40, anomaly_c=40.0)

    svg = draw_fan(dataclasses.replace(cell, days=tuple(days)))

    (note,) = [
        node for node in svg.iter("text") if (node.text or "").startswith("+40.0")
    ]
    assert note.get("text-anchor") == anchor


def month(fallen, normal, first=dt.date(2026, 1, 1)):
    return facts.Month(
        first, first.replace(day=31), 31, 1.0, 0.0, 1, fallen, normal, 31
    )


def heights(svg, css):
    return [
        int(each) for data in paths(svg, css) for each in re.findall(r"v(-?\d+)h", data)
    ]


def test_a_wet_month_stands_beyond_its_normal():
    svg = rain.draw("A", [month(150.0, 100.0)], "k")
    top = Linear(0, 150 * rain.ROOM, 1000, 0)

    assert heights(svg, "fallen") == [round(top(100)) - 1000]
    assert heights(svg, "more") == [round(top(150)) - round(top(100))]
    assert not paths(svg, "less")


def test_a_dry_month_shows_what_is_missing():
    svg = rain.draw("A", [month(20.0, 100.0)], "k")

    assert len(heights(svg, "less")) == 1
    assert not paths(svg, "more")


def test_without_a_normal_there_is_only_what_fell():
    svg = rain.draw("A", [month(20.0, None)], "k")

    assert heights(svg, "fallen")
    assert not {"more", "less", "usual"} & set(classes(svg))


def test_a_month_without_measurement_is_not_called_dry():
    svg = rain.draw("A", [month(None, 100.0), month(1.0, 2.0)], "k")

    assert len(heights(svg, "less")) == 1


def test_a_dry_year_still_has_a_scale():
    assert rain.draw("A", [month(0.0, None)], "k").get("role") == "img"


def test_a_begun_month_is_marked():
    begun = dataclasses.replace(month(1.0, 2.0), through=dt.date(2026, 1, 9))
    labels = [node.text for node in rain.draw("A", [begun], "k").iter("text")]

    assert "Jan*" in labels


def test_small_multiples_have_one_bar_a_week(make_cell):
    cell = make_cell()
    year = facts.last_year(cell)
    svg = strip.draw(cell, year, strip.reach([year]), "k")

    assert len(strip.weeks(year)) == 53
    assert bars_of(svg, "warm") + bars_of(svg, "cool") in range(50, 54)


def test_a_week_is_the_mean_of_its_known_days(make_cell):
    first = dt.date(2025, 11, 15)
    days = (
        Day(first, mean_c=1.0, anomaly_c=2.0),
        Day(dt.date(2026, 11, 14), mean_c=1.0),
    )
    year = facts.last_year(make_cell(days=days))

    assert strip.weeks(year)[0] == 2.0
    assert set(strip.weeks(year)[1:]) == {None}


def test_the_common_scale_is_that_of_the_farthest_place(make_cell):
    years = [facts.last_year(make_cell(index)) for index in range(3)]

    assert strip.reach(years) == max(strip.reach([year]) for year in years)
    assert strip.reach([]) == 1.0
