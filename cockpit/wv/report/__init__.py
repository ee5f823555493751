"""The one-file page: read the promoted tables, say what they mean, draw it."""
