"""The Google Ads Query Language: read, checked, and applied to rows."""
