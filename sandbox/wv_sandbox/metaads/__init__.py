"""Meta's Graph API as the Marketing API uses it: one advertiser, two accounts."""
