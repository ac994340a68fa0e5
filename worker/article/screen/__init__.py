"""Whether this is an article at all, and one without a catch; `screen.py` is read first."""
