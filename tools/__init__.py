"""Commands of the workspace itself; no room imports them."""
