"""SQL models, checks, runner and gate over the lake: see README.md."""
