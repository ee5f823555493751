"""The page in a real browser: no request, no error, nothing wider than the window."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=4000",
)  # fmt: skip

PROBE = """<!doctype html><title>probe</title><link rel=icon href="data:,"><pre id=found></pre><script>
const widths = %s, found = {}; let left = widths.length;
for (const width of widths) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `border:0;height:800px;width:${width}px`;
  frame.onload = () => {
    const inner = frame.contentDocument, root = inner.documentElement;
    const wide = [...inner.querySelectorAll("body *")].filter(each =>
      !each.closest(".scroll, .tabs, .skip, .banner, svg svg") && each.checkVisibility() &&
      each.getBoundingClientRect().right > width + 1);
    const shown = () => [...inner.querySelectorAll(".cell")]
      .filter(each => each.checkVisibility()).map(each => each.id);
    found[width] = {
      overflow: root.scrollWidth - root.clientWidth, wide: wide.map(each => each.outerHTML.slice(0, 90)),
      first: shown(), charts: inner.querySelectorAll("svg[role=img]").length,
      fan: inner.querySelector(".fan").getBoundingClientRect().height,
      small: [...inner.querySelectorAll("nav a, .card, summary")].filter(each =>
        each.checkVisibility() && each.getBoundingClientRect().height < 24).length,
    };
    frame.contentWindow.location.hash = "cell-u33db";
    setTimeout(() => {
      found[width].chosen = shown();
      if (!--left) document.getElementById("found").textContent = JSON.stringify(found);
    }, 50);
  };
  frame.src = "report.html"; document.body.append(frame);
}
</script>"""  # noqa: E501 - a page, not a program's line.


def browse(chromium, profile, *arguments):
    line = [chromium, *FLAGS, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True, timeout=120)


@pytest.fixture(scope="module")
def visit(chromium, tmp_path_factory, page_text, serve):
    """Open the page at two widths once: what the probe saw, the log, the requests."""
    folder, address, asked = serve
    (folder / "report.html").write_text(page_text, encoding="utf-8")
    (folder / "probe.html").write_text(PROBE % "[1280, 390]", encoding="utf-8")
    profile = tmp_path_factory.mktemp("profile")
    net_log = profile / "net.json"
    done = browse(
        chromium, profile, "--dump-dom", "--enable-logging=stderr",
        f"--log-net-log={net_log}", "--window-size=1400,900", f"{address}/probe.html",
    )  # fmt: skip
    text = re.search(r"<pre id=\"found\">(.*?)</pre>", done.stdout, re.DOTALL)[1]
    found = json.loads(text.replace("&lt;", "<").replace("&gt;", ">"))
    return found, done.stderr, asked, net_log.read_text(encoding="utf-8"), address


@pytest.mark.parametrize("width", ["1280", "390"])
def test_nothing_is_wider_than_the_window(visit, width):
    seen = visit[0][width]

    assert (seen["overflow"], seen["wide"]) == (0, [])


@pytest.mark.parametrize("width", ["1280", "390"])
def test_one_place_shows_and_another_on_its_link(visit, width):
    """Without any script of the page: the address alone chooses."""
    seen = visit[0][width]

    assert (seen["first"], seen["chosen"]) == (["cell-dr5ru"], ["cell-u33db"])


@pytest.mark.parametrize("width", ["1280", "390"])
def test_the_charts_have_room(visit, width):
    assert visit[0][width]["charts"] == 18
    assert visit[0][width]["fan"] >= 250


@pytest.mark.parametrize("width", ["1280", "390"])
def test_targets_are_large_enough_to_hit(visit, width):
    """WCAG 2.2, 2.5.8: at least 24 by 24."""
    assert visit[0][width]["small"] == 0


def test_the_console_stays_silent(visit):
    assert "CONSOLE" not in visit[1]


def test_only_the_page_itself_is_asked_for(visit):
    assert set(visit[2]) == {"/probe.html", "/report.html"}


def test_no_other_host_is_asked(visit):
    """What the page asked for; Chromium itself calls home and is not our matter."""
    _, _, _, net_log, address = visit
    params = [event.get("params", {}) for event in json.loads(net_log)["events"]]
    asked = {each["url"] for each in params if each.get("initiator") == address}

    assert asked == {f"{address}/report.html"}


def test_the_policy_stops_a_script_that_got_in(chromium, tmp_path, page_text):
    """The second fence, should the first one ever fail."""
    file = tmp_path / "bad.html"
    bad = "<script>document.title = 'owned'</script>"
    file.write_text(page_text.replace("</body>", f"{bad}</body>"), encoding="utf-8")

    done = browse(chromium, tmp_path / "profile", "--dump-dom", file.as_uri())

    assert "<title>WeatherVane: weather against normal, default</title>" in done.stdout
