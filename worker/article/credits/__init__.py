"""Who wrote it, and where it was sent from; `byline.py` and `dateline.py` are read first."""
