"""Who wrote it and where it was sent from: bylines, agencies, datelines; `byline.py` and `dateline.py` are read first."""
