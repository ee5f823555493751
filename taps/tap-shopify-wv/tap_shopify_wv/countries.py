"""Boxes around countries: coarse, but enough to see that a place lies elsewhere.

Borders are whole degrees, rounded outwards, written down by hand from an atlas. A
country far apart has several boxes; the United States hold the territories that
Shopify lists as their provinces. Unlisted codes are not checked.
"""

from __future__ import annotations

from typing import NamedTuple

_BOXES = """
AD 42 1 43 2; AE 22 51 27 57; AF 29 60 39 75; AG 16 -63 18 -61; AI 18 -64 19 -62;
AL 39 19 43 22; AM 38 43 42 47; AO -19 11 -4 25; AQ -90 -180 -60 180;
AR -56 -74 -21 -53; AS -15 -172 -10 -168; AT 46 9 50 18; AU -55 112 -9 160;
AW 12 -71 13 -69; AX 59 19 61 22; AZ 38 44 42 51; BA 42 15 46 20; BB 13 -60 14 -59;
BD 20 88 27 93; BE 49 2 52 7; BF 9 -6 16 3; BG 41 22 45 29; BH 25 50 27 51;
BI -5 28 -2 31; BJ 6 0 13 4; BL 17 -63 18 -62; BM 32 -65 33 -64; BN 4 114 6 116;
BO -23 -70 -9 -57; BQ 12 -69 13 -68; BQ 17 -64 18 -62; BR -34 -74 6 -28;
BS 20 -81 28 -72; BT 26 88 29 93; BV -55 3 -54 4; BW -27 19 -17 30; BY 51 23 57 33;
BZ 15 -90 19 -87; CA 41 -142 84 -52; CC -13 96 -11 97; CD -14 12 6 32; CF 2 14 12 28;
CG -6 11 4 19; CH 45 5 48 11; CI 4 -9 11 -2; CK -23 -167 -8 -157; CL -56 -76 -17 -66;
CL -28 -110 -26 -105; CL -34 -81 -33 -78; CM 1 8 14 17; CN 15 73 54 136;
CO -5 -82 14 -66; CR 8 -86 12 -82; CR 5 -88 6 -86; CU 19 -85 24 -74; CV 14 -26 18 -22;
CW 12 -70 13 -68; CX -11 105 -10 106; CY 34 32 36 35; CZ 48 12 52 19; DE 47 5 56 16;
DJ 10 41 13 44; DK 54 8 58 16; DM 15 -62 16 -61; DO 17 -73 20 -68; DZ 18 -9 38 12;
EC -6 -82 2 -75; EC -2 -93 2 -89; EE 57 21 60 29; EG 21 24 32 37; EH 20 -18 28 -8;
ER 12 36 19 44; ES 35 -10 44 5; ES 27 -19 30 -13; ET 3 32 15 48; FI 59 19 71 32;
FJ -22 176 -12 180; FJ -22 -180 -12 -178; FK -53 -62 -50 -57; FM 0 137 11 164;
FO 61 -8 63 -6; FR 41 -6 52 10; GA -4 8 3 15; GB 49 -9 61 2; GD 11 -62 13 -61;
GE 41 39 44 47; GF 2 -55 6 -51; GG 49 -3 50 -2; GH 4 -4 12 2; GI 36 -6 37 -5;
GL 59 -74 84 -11; GM 13 -17 14 -13; GN 7 -16 13 -7; GP 15 -62 17 -60; GQ -2 5 4 12;
GR 34 19 42 30; GS -60 -39 -53 -26; GT 13 -93 18 -88; GU 13 144 14 145;
GW 10 -17 13 -13; GY 1 -62 9 -56; HK 22 113 23 115; HM -54 72 -52 74; HN 12 -90 18 -82;
HR 42 13 47 20; HT 18 -75 21 -71; HU 45 16 49 23; ID -12 94 7 142; IE 51 -11 56 -5;
IL 29 34 34 36; IM 54 -5 55 -4; IN 6 68 36 98; IO -8 71 -5 73; IQ 29 38 38 49;
IR 25 44 40 64; IS 63 -25 67 -13; IT 35 6 48 19; JE 49 -3 50 -1; JM 17 -79 19 -76;
JO 29 34 34 40; JP 20 122 46 154; KE -5 33 6 42; KG 39 69 44 81; KH 9 102 15 108;
KI -12 -180 5 -150; KI -4 169 5 180; KM -13 43 -11 45; KN 17 -63 18 -62;
KP 37 124 44 131; KR 33 124 39 132; KW 28 46 31 49; KY 19 -82 20 -79; KZ 40 46 56 88;
LA 13 100 23 108; LB 33 35 35 37; LC 13 -62 15 -60; LI 47 9 48 10; LK 5 79 10 82;
LR 4 -12 9 -7; LS -31 27 -28 30; LT 53 20 57 27; LU 49 5 51 7; LV 55 20 59 29;
LY 19 9 34 26; MA 20 -18 36 0; MC 43 7 44 8; MD 45 26 49 31; ME 41 18 44 21;
MF 18 -64 19 -62; MG -26 43 -11 51; MH 4 160 15 173; MK 40 20 43 24; ML 10 -13 25 5;
MM 9 92 29 102; MN 41 87 53 120; MO 22 113 23 114; MP 14 144 21 147; MQ 14 -62 15 -60;
MR 14 -18 28 -4; MS 16 -63 17 -62; MT 35 14 37 15; MU -21 56 -10 64; MV -1 72 8 74;
MW -18 32 -9 36; MX 14 -119 33 -86; MY 0 99 8 120; MZ -27 30 -10 41; NA -29 11 -16 26;
NC -23 158 -17 169; NE 11 0 24 16; NF -30 167 -28 169; NG 4 2 14 15; NI 10 -88 16 -82;
NL 50 3 54 8; NO 57 4 72 32; NP 26 80 31 89; NR -1 166 0 167; NU -20 -170 -18 -169;
NZ -53 165 -33 180; NZ -45 -178 -43 -175; NZ -32 -179 -29 -177; OM 16 51 27 60;
PA 7 -84 10 -77; PE -19 -82 1 -68; PF -28 -155 -7 -134; PG -12 140 0 160;
PH 4 116 22 127; PK 23 60 38 78; PL 48 14 55 25; PM 46 -57 48 -56; PN -26 -131 -23 -124;
PR 17 -68 19 -65; PS 31 34 33 36; PT 36 -10 43 -6; PT 30 -18 34 -15; PT 36 -32 40 -24;
PW 2 131 9 135; PY -28 -63 -19 -54; QA 24 50 27 52; RE -22 55 -20 56; RO 43 20 49 30;
RS 41 18 47 24; RU 41 19 82 180; RU 60 -180 72 -168; RW -3 28 -1 31; SA 16 34 33 56;
SB -13 155 -5 171; SC -11 46 -3 57; SD 8 21 24 39; SE 55 10 70 25; SG 1 103 2 105;
SH -17 -6 -15 -5; SH -8 -15 -7 -14; SH -41 -13 -36 -9; SI 45 13 47 17; SJ 70 -10 81 34;
SK 47 16 50 23; SL 6 -14 10 -10; SM 43 12 44 13; SN 12 -18 17 -11; SO -2 40 12 52;
SR 1 -59 7 -53; SS 3 23 13 36; ST -1 6 2 8; SV 13 -91 15 -87; SX 17 -64 19 -62;
SY 32 35 38 43; SZ -28 30 -25 33; TC 21 -73 22 -71; TD 7 13 24 25; TF -50 39 -11 78;
TG 6 -1 12 2; TH 5 97 21 106; TJ 36 67 42 76; TK -10 -173 -8 -171; TL -10 124 -8 128;
TM 35 52 43 67; TN 30 7 38 12; TO -23 -177 -15 -173; TR 35 25 43 45; TT 10 -62 12 -60;
TV -11 176 -5 180; TW 20 116 27 123; TZ -12 29 0 41; UA 44 22 53 41; UG -2 29 5 36;
US 24 -125 50 -66; US 51 -180 72 -129; US 51 172 54 180; US 18 -161 23 -154;
US 17 -68 19 -64; US 13 144 21 147; US -15 -172 -10 -168; US 0 131 15 173;
UY -35 -59 -30 -53; UZ 37 55 46 74; VA 41 12 42 13; VC 12 -62 14 -61; VE 0 -74 16 -59;
VG 18 -65 19 -64; VI 17 -66 19 -64; VN 8 102 24 110; VU -21 166 -13 171;
WF -15 -179 -13 -176; WS -15 -173 -13 -171; XK 41 20 44 22; YE 12 41 19 55;
YT -14 45 -12 46; ZA -35 16 -22 33; ZA -47 37 -46 39; ZM -19 21 -8 34; ZW -23 25 -15 34
"""


class Box(NamedTuple):
    """A box on the map, its borders included [degrees north and east]."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Tell whether a point lies in it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


def _table() -> dict[str, tuple[Box, ...]]:
    table: dict[str, tuple[Box, ...]] = {}
    for entry in _BOXES.split(";"):
        code, *borders = entry.split()
        table[code] = (*table.get(code, ()), Box(*map(float, borders)))
    return table


COUNTRIES = _table()
"""ISO 3166-1 alpha-2 to the boxes of the country."""


def may_lie_in(country: str, lat: float, lon: float) -> bool:
    """Tell whether a point may lie in a country; True for a country we do not know."""
    boxes = COUNTRIES.get(country.upper())
    return boxes is None or any(box.holds(lat, lon) for box in boxes)
