"""Alerts: CloudEvents into the lake, on stderr, to a webhook, to people by Apprise."""
