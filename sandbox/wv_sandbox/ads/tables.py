"""The campaigns of the two vendors; days count from the shop's opening (2024-11-15)."""

from __future__ import annotations

from typing import Final

from wv_sandbox.ads.life import Life
from wv_sandbox.ads.sketches import CampaignSketch, GroupSketch, Sketch

_TAIL: Final = 0.001
"""Share of ads so seldom shown that an invalid click is all a day may hold."""

GOOGLE: Final = (
    CampaignSketch(
        "Search | Rain gear",
        "SEARCH",
        "rain",
        900,
        (
            GroupSketch(
                "Rain jackets",
                (Sketch("Stay dry"), Sketch("Jackets, late and rare", _TAIL)),
                ("rain jacket", "waterproof coat", "light rain jacket"),
                0.6,
            ),
            GroupSketch(
                "Umbrellas",
                (
                    Sketch("Open in a second", 0.7),
                    Sketch("Old umbrella ad", 0.5, Life(removed=664)),
                ),
                ("umbrella", "storm umbrella"),
                0.4,
            ),
        ),
    ),
    CampaignSketch(
        "Search | Brand",
        "SEARCH",
        "home",
        500,
        (
            GroupSketch("Brand", (Sketch("The shop"),), ("weathervane shop",), 0.8),
            GroupSketch(
                "Brand abroad",
                (Sketch("The shop, wherever you are"),),
                ("weathervane delivery",),
                0.2,
                "abroad",
                Life(first=120, paused=600, resumed=690),
            ),
        ),
    ),
    CampaignSketch(
        "Shopping | All products",
        "SHOPPING",
        "home",
        800,
        (GroupSketch("All products", (Sketch("Product ad"),)),),
    ),
    CampaignSketch(
        "PMax | Heat wave",
        "PERFORMANCE_MAX",
        "heat",
        800,
        (
            GroupSketch("Sun", (Sketch("Sun assets"),), share=0.7),
            GroupSketch("Cooling", (Sketch("Cooling assets"),), share=0.3),
        ),
        Life(first=90),
    ),
    CampaignSketch(
        "Display | First frost",
        "DISPLAY",
        "cold",
        500,
        (
            GroupSketch("Similar people", (Sketch("Wool", 0.6), Sketch("Down", 0.4))),
            GroupSketch("In-market", (Sketch("Mittens"),), share=0.5, where="home"),
        ),
    ),
    CampaignSketch(
        "Search | Winter sale 2025",
        "SEARCH",
        "cold",
        700,
        (
            GroupSketch(
                "Winter sale", (Sketch("Winter sale"),), ("winter sale", "warm coat")
            ),
        ),
        Life(first=370, removed=443),
    ),
    CampaignSketch(
        "Display | Summer tests",
        "DISPLAY",
        "heat",
        300,
        (GroupSketch("Tests", (Sketch("Test A"), Sketch("Test B"))),),
        Life(first=560, paused=638),
    ),
)
"""With Google: search, shopping, Performance Max and display."""

META: Final = (
    CampaignSketch(
        "Prospecting | Broad",
        "PROSPECTING",
        "home",
        800,
        (
            GroupSketch(
                "At home",
                (Sketch("Hello", 0.7), Sketch("Hello, rarely", _TAIL)),
                share=0.6,
                where="home",
            ),
            GroupSketch("Abroad", (Sketch("Hello world"),), share=0.4, where="abroad"),
        ),
    ),
    CampaignSketch(
        "Retargeting | Visitors",
        "RETARGETING",
        "home",
        400,
        (
            GroupSketch(
                "Thirty days",
                (
                    Sketch("Come back", 0.6),
                    Sketch("Come back, first try", 0.6, Life(removed=664)),
                    Sketch("You forgot something", 0.4, Life(first=200, paused=650)),
                ),
            ),
        ),
    ),
    CampaignSketch(
        "Weather | Rain",
        "WEATHER",
        "rain",
        500,
        (
            GroupSketch("Rainy cities", (Sketch("It rains", 0.8), Sketch("Puddles"))),
            GroupSketch(
                "Rain, lookalikes",
                (Sketch("It rains, they say"),),
                share=0.5,
                life=Life(first=150, paused=500, resumed=560),
            ),
        ),
    ),
    CampaignSketch(
        "Weather | Heat",
        "WEATHER",
        "heat",
        500,
        (GroupSketch("Hot cities", (Sketch("Shade"), Sketch("Ice", 0.5))),),
    ),
    CampaignSketch(
        "Weather | Frost",
        "WEATHER",
        "cold",
        400,
        (GroupSketch("Cold cities", (Sketch("Wool weather"),)),),
        Life(first=30),
    ),
    CampaignSketch(
        "Black Friday 2025",
        "PROSPECTING",
        "home",
        900,
        (GroupSketch("Sale", (Sketch("Half price"),), life=Life(archived=395)),),
        Life(first=368, archived=395),
    ),
    CampaignSketch(
        "Spring tests",
        "PROSPECTING",
        "rain",
        300,
        (GroupSketch("Spring", (Sketch("April"),), life=Life(removed=532)),),
        Life(first=480, removed=532),
    ),
)
"""With Meta: prospecting, retargeting and three campaigns that follow the weather."""
