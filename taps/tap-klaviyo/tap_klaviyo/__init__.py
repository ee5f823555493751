"""Singer tap for Klaviyo: campaigns, flows and events by cursor."""
