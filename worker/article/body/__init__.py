"""Which lines are the article's body: columns, trees, checks; `body.py` is read first."""
