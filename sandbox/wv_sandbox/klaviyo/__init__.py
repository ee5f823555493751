"""Klaviyo on loopback: https://developers.klaviyo.com/en/reference/api_overview."""
