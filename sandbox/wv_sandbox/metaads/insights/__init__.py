"""Insights: what was delivered, by day, level and breakdown, at once or as a job."""
