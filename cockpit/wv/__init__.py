"""The wv command: build, report and look after the lake."""
