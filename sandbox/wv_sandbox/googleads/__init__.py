"""The Google Ads API over HTTP: queries, accounts and tokens."""
