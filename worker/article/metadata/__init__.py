"""Everything about an article but its body, each field by evidence; `metadata.py` is read first."""
