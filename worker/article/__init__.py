"""The core: pure functions over one article. No network, no files, no clock; `pipeline.py` is read first."""
