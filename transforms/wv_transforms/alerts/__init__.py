"""Alerts: CloudEvents into a file of the lake, and to a webhook where one is named."""
