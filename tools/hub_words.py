"""What Meltano Hub asks of a plugin and no code can tell: words for people."""

from __future__ import annotations

from dataclasses import dataclass

_READ = """\
Without credentials the embedded sandbox is read, and every record says so
(`_wv_source: stub`); `allow_stub: false` forbids it. Ask before the first run what it
would read and cost, and whether it could go well:

```
meltano invoke {name} --plan
meltano invoke {name} --doctor
meltano run {name} target-parquet-lake
```
"""
_PEOPLE = """\
Personal data become keyed pseudonyms unless `pii_mode` says otherwise. The key is no
setting: put 32 random bytes into `WV_PII_KEY` (`openssl rand -hex 32`).
"""
_LOAD = """\
```
meltano run tap-openmeteo {name}
```

Each stream is a Delta table below `raw/` of `lake_root`. Read it by a Delta reader;
never glob its folder, which also holds files of older versions.
"""


@dataclass(frozen=True)
class Words:
    """What a page of Hub says of a plugin beside its settings.

    Attributes:
        label: The product's name.
        definition: What it is, behind "The … extractor".
        domain_url: Where the product is documented.
        keywords: What one may search for.
        groups: Each way of settings that is enough for real data.
        preamble: What to know before the settings.
        next_steps: What to do once they are set.
    """

    label: str
    definition: str
    domain_url: str
    keywords: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    next_steps: str
    preamble: str = ""


_OAUTH = ("client_id", "client_secret", "refresh_token")
WORDS = {
    "tap-openmeteo": Words(
        label="Open-Meteo",
        definition="reads observed, forecast and historical weather of chosen places.",
        domain_url="https://open-meteo.com/en/docs",
        keywords=("api", "weather", "climate", "forecast"),
        groups=(("api_key",), ("plan",)),
        next_steps=_READ.format(name="tap-openmeteo"),
    ),
    "tap-shopify-wv": Words(
        label="Shopify",
        definition="reads orders, sales, customers and products of a shop.",
        domain_url="https://shopify.dev/docs/api/admin-graphql",
        keywords=("api", "ecommerce", "graphql", "orders"),
        groups=(
            ("shop_domain", "client_id", "client_secret"),
            ("shop_domain", "access_token"),
        ),
        preamble=_PEOPLE,
        next_steps=_READ.format(name="tap-shopify-wv"),
    ),
    "tap-klaviyo": Words(
        label="Klaviyo",
        definition="reads campaigns, flows, events, people and what they brought.",
        domain_url="https://developers.klaviyo.com/en/reference/api_overview",
        keywords=("api", "email", "sms", "marketing"),
        groups=(("api_key",), _OAUTH),
        preamble=_PEOPLE,
        next_steps=_READ.format(name="tap-klaviyo"),
    ),
    "tap-googleads": Words(
        label="Google Ads",
        definition="reads spend, clicks and conversions at every grain.",
        domain_url="https://developers.google.com/google-ads/api/docs/start",
        keywords=("api", "advertising", "marketing"),
        groups=(_OAUTH, ("service_account_json",), ("access_token",)),
        preamble=_PEOPLE,
        next_steps=_READ.format(name="tap-googleads"),
    ),
    "tap-metaads": Words(
        label="Meta Ads",
        definition="reads advertising on Facebook and Instagram, and its results.",
        domain_url="https://developers.facebook.com/docs/marketing-api",
        keywords=("api", "advertising", "facebook", "instagram", "marketing"),
        groups=(("access_token",),),
        preamble=_PEOPLE,
        next_steps=_READ.format(name="tap-metaads"),
    ),
    "target-parquet-lake": Words(
        label="Parquet Lake",
        definition="keeps a lake of Delta tables with Parquet underneath.",
        domain_url="https://delta.io/",
        keywords=("delta", "lake", "object storage", "parquet", "s3"),
        groups=(("lake_root",),),
        next_steps=_LOAD.format(name="target-parquet-lake"),
    ),
}
"""By plugin."""
