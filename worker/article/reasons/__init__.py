"""Why each removed line went: words, forms, markup, neighbours; `reasons.py` is read first."""
