"""When an article was published and modified, by the evidence of all witnesses; `dates.py` is read first."""
